package chart

import (
	"image/color"
	"math"

	"github.com/varighet/varighet/survival"
)

// Colours are chosen for a white sheet. Lines and marks that carry meaning
// have a contrast of at least 3:1 to it, texts 4.5:1 to what lies behind them,
// and the steps of the month squares differ in lightness, so that they can be
// told apart on grey paper. palette_test.go holds all of it.
var (
	white    = rgb(0xffffff)
	ink      = rgb(0x222222)
	softInk  = rgb(0x4a4a4a)
	markInk  = rgb(0xa3282f)
	axisInk  = rgb(0x555555)
	yearLine = rgb(0x8c8c8c)
	gridLine = rgb(0xe4e4e4)

	stillThere  = rgb(0x686868) // a bar that goes on
	hasLeft     = rgb(0xc4c4c4) // a bar that has ended; it has an outline, since it is light
	barOutline  = rgb(0x6a6a6a)
	noData      = rgb(0x4d4d4d)
	noDataMarks = rgb(0xffffff)
)

// holderColors are those of the month squares: first, second, third holder,
// and any later one. Yellow has no contrast to white by nature, so every
// square has the outline that goes with it.
var holderColors = [4]struct{ fill, outline color.NRGBA }{
	{rgb(0x2b7a50), rgb(0x1d5638)}, // green
	{rgb(0xf6cd55), rgb(0x8a6a00)}, // yellow
	{rgb(0xe07b2c), rgb(0x9c4c0c)}, // orange
	{rgb(0x453a86), rgb(0x2c2459)}, // violet
}

// lineLooks are those of the curves: colour and pattern, both in turn. Blue,
// vermilion and green are near those of Okabe and Ito, darkened where they
// were too light for a line on white.
var lineLooks = []struct {
	color color.NRGBA
	dash  []float64
}{
	{rgb(0x0072b2), nil},
	{rgb(0xc75300), []float64{2.6, 0.9}},
	{rgb(0x00694d), []float64{2.6, 0.8, 0.6, 0.8}},
	{rgb(0x9b3f7c), []float64{1.1, 0.8}},
	{rgb(0x806000), []float64{4.2, 1.0}},
	{rgb(0x2b2b2b), []float64{0.6, 0.7}},
	{rgb(0x3d6fae), []float64{2.6, 0.8, 0.6, 0.8, 0.6, 0.8}},
	{rgb(0xa3282f), []float64{4.2, 0.8, 1.1, 0.8}},
}

// reasonFills are those of the areas of a figure of exits, by survival.ExitCause. Areas that lie beside
// each other differ in lightness, and each has an outline.
var reasonFills = [survival.ExitCauses]color.NRGBA{rgb(0xf2b880), rgb(0xb84e00), rgb(0xe8e8e8), rgb(0x453a86), rgb(0xbdbdbd), rgb(0xb84e00), rgb(0xbdbdbd), rgb(0x7d8f99)}

// classFills are those of the classes of stability: as holderColors for one to four holders, then
// without an own colour for a doctor who left, for one out of sight, and for nobody.
var classFills = [7]struct{ fill, outline color.NRGBA }{
	holderColors[0], holderColors[1], holderColors[2], holderColors[3],
	{rgb(0xd9d9d9), barOutline}, {noData, noData}, {white, barOutline},
}

func rgb(v uint32) color.NRGBA {
	return color.NRGBA{R: uint8(v >> 16), G: uint8(v >> 8), B: uint8(v), A: 255}
}

// faded returns the colour with an opacity of 0 to 1.
func faded(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(math.Round(255 * opacity))
	return c
}

// luminance is the relative luminance of an opaque colour, 0 for black to 1
// for white [WCAG 2.2, section "relative luminance"].
func luminance(c color.NRGBA) float64 {
	linear := func(v uint8) float64 {
		s := float64(v) / 255
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

// contrast is the ratio of two colours' luminances, 1 for equal ones to 21 for
// black on white [WCAG 2.2, section "contrast ratio"].
func contrast(a, b color.NRGBA) float64 {
	x, y := luminance(a), luminance(b)
	if x < y {
		x, y = y, x
	}
	return (x + 0.05) / (y + 0.05)
}

// inkOn returns white or the dark ink, whichever reads better on a colour.
func inkOn(background color.NRGBA) color.NRGBA {
	if contrast(white, background) > contrast(ink, background) {
		return white
	}
	return ink
}
