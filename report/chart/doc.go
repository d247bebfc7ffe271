// Package chart draws the figures of a report: the timelines of positions
// ([Timeline.Bars], [Timeline.Squares]), the Kaplan–Meier curves with a table
// of those at risk ([Curves.Draw]), the medians beside published ones
// ([Medians.Draw]), ratios or shares with their limits, a line each
// ([Forest.Draw]), list lengths by months held ([ListLengths.Draw]), units in a
// funnel ([Funnel.Draw]) and where doctors went ([Moves.Draw]).
//
// A drawing function returns a [Figure], which is a list of marks in
// millimetres, and a Figure writes itself as PNG, TIFF, SVG or PDF. One list for
// all formats means that they show the same thing, to the letter: the text
// is measured with the font that the PNG and the PDF carry, Liberation Sans,
// and the SVG asks for it, or for Arial, which has the same widths. A letter
// that the font lacks is drawn as □ in all of them, and said to be.
//
// PNG and TIFF are painted by gonum/plot's vgimg. SVG and PDF have writers of their own.
// gonum/plot's vgsvg has no place for a title, a description or centred text,
// and its vgpdf hands UTF-8 to a font encoded in Windows-1252, so that "æøå"
// comes out as six other letters and "≥" cannot be written at all.
//
// Figures look the same on paper without colour: a pattern, a number or a
// label goes with every colour, and palette_test.go holds the contrasts. No
// output has a date, a host or a random number in it: the same input gives the
// same bytes.
package chart
