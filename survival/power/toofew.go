package power

// TooFewRule names the rule of [TooFewToTell] in files.
const TooFewRule = "halved-and-doubled-below-0.8"

// Of the rule: a cohort can tell a ratio if it shows it with the chance CanTell at least, and
// the ratios that are asked for are Halved and Doubled.
const (
	CanTell = 0.8
	Halved  = 0.5
	Doubled = 2.0
)

// TooFewToTell reports whether a cohort is too small for its numbers to be read as like, or
// unlike, the baseline: the chance that it shows a halved hazard, and the chance that it shows
// a doubled one, are both below [CanTell]. A cohort that can tell a doubled hazard, but not a
// halved one, is not too few: it can show that stops are many. [Precision] has both chances.
func TooFewToTell(halved, doubled float64) bool { return halved < CanTell && doubled < CanTell }
