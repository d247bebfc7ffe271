package survival

import "github.com/varighet/varighet"

// A Tenure is what an estimator needs to know of a spell: it is at risk at
// time t when Entry < t <= Exit, and it stopped at Exit or was censored there.
// Times are months for spells and any unit for other data. Entry is 0 for one
// seen from its start, more for one under way when it came under observation
// (delayed entry, left truncation).
type Tenure struct {
	Entry, Exit float64
	Stopped     bool
}

// A Curve is a Kaplan–Meier estimate of the survival function: the share that
// still holds the position, by tenure.
type Curve struct {
	N           int     // tenures
	EnteredLate int     // those with Entry > 0
	Events      int     // those that stopped
	Censored    int     // those that did not
	PersonTime  float64 // sum of Exit − Entry

	ConfLevel float64 // such as 0.95
	ConfType  ConfType

	// Points has one element a distinct Exit, ascending. Before the first,
	// S = 1; after each, S is constant up to the next.
	Points []Point

	Warnings []string // what a caller should show beside the numbers
}

// A Point is the curve at one time at which a tenure ended or was censored.
// A missing value is one that is not defined there.
type Point struct {
	Time     float64
	AtRisk   int // Entry < Time <= Exit
	Events   int
	Censored int
	Entered  int // Entry in [previous point's time, Time); the first point counts all before it

	Survival float64
	StdErr   varighet.Opt[float64] // Greenwood, of Survival
	Lower    varighet.Opt[float64]
	Upper    varighet.Opt[float64]

	CumulativeHazard       float64 // Nelson–Aalen
	CumulativeHazardStdErr float64
}

// A ConfType names how confidence limits of a curve are made.
type ConfType uint8

// The transformations on which limits can be symmetric.
const (
	LogLog ConfType = iota // log(−log S); the default
	Log
	Plain
	Logit
	Arcsin
)

var confTypeNames = [...]string{"log-log", "log", "plain", "logit", "arcsin"}

func (c ConfType) String() string { return confTypeNames[c] }

// ParseConfType reads "log-log", "log", "plain", "logit" or "arcsin".
func ParseConfType(s string) (ConfType, bool) { return parseName[ConfType](confTypeNames[:], s) }

// A Quantile is the time by which a share P has stopped. Missing = not reached.
type Quantile struct {
	P            float64
	Time         varighet.Opt[float64]
	Lower, Upper varighet.Opt[float64]
}

// A SurvivalAt is the curve read at a chosen time.
type SurvivalAt struct {
	Time         float64
	Survival     float64
	StdErr       varighet.Opt[float64]
	Lower, Upper varighet.Opt[float64]
	AtRisk       int // Entry < Time <= Exit
}

// A RiskCount is one column of a risk table, for a time t: AtRisk = Entered −
// Events − Censored, all three counted before t.
type RiskCount struct {
	Time                              float64
	AtRisk, Entered, Events, Censored int
}
