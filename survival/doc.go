// Package survival estimates how long doctors hold their positions.
//
// [Spells] turns monthly observations into spells, by the one reading of time
// that the module has. A [Spell] gives a [Tenure]; [KaplanMeier] turns tenures
// into a [Curve]; [Curve.Quantile] reads a median off it, and [Curve.At] the
// share still there after some months. [Turnover] gives the share that left
// within some months by the definitions in use, each named.
//
// Times are float64; the path from a register counts whole months, so ties are
// exact. Late entry (left truncation) is everywhere: a spell that was under
// way when the data began counts only from the tenure it had then.
//
// Results carry warnings (for example "fewer than 5 at risk after 48") that a
// caller should show beside the number. They are not errors. The package never
// opens a file.
package survival
