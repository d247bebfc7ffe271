// Package growth makes and changes registers: it adds files to one, replaces and
// removes what they gave, and says beforehand what would happen.
//
// # What is added, and what is the same
//
// A file is known by its name within the folder that was given. One that is in
// the register with the same content is left alone, so that the same input
// twice changes nothing and a whole folder can be given when one file is new. A
// file whose content has changed, or that brings a month of a list that is there
// already from another file, is a fault: the error sets the two beside each other.
// With [Edit].Replace it takes the place of what was there: all rows of the file
// of the same name, and all rows of the same municipality in the same month.
//
// The outcome does not depend on the order. Files added one by one give the same
// bytes as all of them in one run: rows are sorted, what each file was worth is
// kept with it, and positions that had to be derived or linked are derived
// again from all rows (see package identity).
//
// # What fits together
//
// Doctors must be told apart by the same thing in old and new files, under the
// same key, and with names kept or not as before: else one doctor would be two.
//
// # Who else is there
//
// Runs that change one register wait for each other. A run that fails or is
// killed leaves the old register; a new one is put in its place whole.
package growth
