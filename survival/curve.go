package survival

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
)

// A Tenure is what an estimator needs to know of a spell: it is at risk at
// time t when Entry < t <= Exit, and it stopped at Exit or was censored there.
// Times are months for spells and any unit for other data. Entry is 0 for one
// seen from its start, more for one under way when it came under observation
// (delayed entry, left truncation).
//
// Times are at most 1e100 and not negative, and Entry < Exit. One seen from its start
// counts as at risk at every time up to its Exit, time 0 among them, so a
// tenure of length 0 with Entry 0 is valid too.
type Tenure struct {
	Entry, Exit float64
	Stopped     bool
}

// ErrNoTenures is returned where an estimate was asked for and there is no
// tenure to make it from.
var ErrNoTenures = errors.New("no tenures")

// A TenureError reports a tenure that cannot be: a time that is negative or not
// a usable number, or an Exit that is not after the Entry.
type TenureError struct {
	Index  int    // of the tenure in the slice, from 0
	Tenure Tenure // as it was given
	Reason string
}

// Error names the tenure by its index, and says what is wrong with it.
func (e *TenureError) Error() string {
	return fmt.Sprintf("tenure %d, from %s to %s: %s",
		e.Index, formatTime(e.Tenure.Entry), formatTime(e.Tenure.Exit), e.Reason)
}

func formatTime(t float64) string { return strconv.FormatFloat(t, 'f', -1, 64) }

// Options are the choices that a curve leaves open. The zero value is the
// default: 95 % log(−log) limits.
type Options struct {
	ConfLevel float64 // strictly between 0 and 1; 0 stands for 0.95
	ConfType  ConfType
}

// Complete fills in the defaults and refuses what makes no sense.
func (o Options) Complete() (Options, error) {
	if o.ConfLevel == 0 {
		o.ConfLevel = 0.95
	}
	if err := checkConfLevel(o.ConfLevel); err != nil {
		return o, err
	}
	if int(o.ConfType) >= len(confTypeNames) {
		return o, fmt.Errorf("confidence type %d is not known", o.ConfType)
	}
	return o, nil
}

// A Curve is a Kaplan–Meier estimate of the survival function: the share that
// still holds the position, by tenure.
type Curve struct {
	N           int     // tenures
	EnteredLate int     // those with Entry > 0, or > From
	Events      int     // those that stopped
	Censored    int     // those that did not
	PersonTime  float64 // sum of Exit − Entry

	ConfLevel float64 // such as 0.95
	ConfType  ConfType

	Weighted bool // tenures count by weights; N and the counts are still of tenures
	Clusters int  // clusters that robust standard errors are made from; 0 if there are none

	// From is where the curve starts, with S = 1. It is 0, but for a curve
	// given that the tenure had lasted to From; see [Curve.ConditionalFrom].
	From float64

	// Points has one element a distinct Exit, ascending. Before the first,
	// S = 1; after each, S is constant up to the next.
	Points []Point

	Warnings []string // what a caller should show beside the numbers

	// counts is what the curve was made from. It answers what Points cannot:
	// how many were at risk at a time between two points, when some enter late.
	counts *tally

	influence *influence // of a robust curve

	hazard varighet.Opt[HazardType] // there if S is e to minus the cumulative hazard; see ExpHazard
}

// A Point is the curve at one time at which a tenure ended or was censored.
// A missing value is one that is not defined there.
type Point struct {
	Time     float64
	AtRisk   int // Entry < Time <= Exit
	Events   int
	Censored int
	Entered  int // Entry in [previous point's time, Time); the first point counts all before it

	// The same counts as sums of weights, which the estimates are made from;
	// equal to the counts where each tenure counts once.
	AtRiskWeight, EventsWeight, CensoredWeight float64

	Survival float64
	StdErr   varighet.Opt[float64] // of Survival; Greenwood's, but for a robust curve
	Lower    varighet.Opt[float64]
	Upper    varighet.Opt[float64]

	CumulativeHazard       float64 // Nelson–Aalen
	CumulativeHazardStdErr varighet.Opt[float64]
}

// A ConfType names how confidence limits of a curve are made.
type ConfType uint8

// The transformations on which limits can be symmetric, and limits that are not.
const (
	LogLog ConfType = iota // log(−log S); the default
	Log
	Plain
	Logit
	Arcsin

	// BetaProduct limits are for small groups: they hold their level for any
	// number of tenures, and are there at S = 1 and S = 0 too. See betaproduct.go.
	BetaProduct
)

var confTypeNames = [...]string{"log-log", "log", "plain", "logit", "arcsin", "beta-product"}

// String is the name of the type in files and flags.
func (c ConfType) String() string {
	if int(c) >= len(confTypeNames) {
		return "unknown"
	}
	return confTypeNames[c]
}

// ParseConfType reads "log-log", "log", "plain", "logit", "arcsin" or
// "beta-product".
func ParseConfType(s string) (ConfType, bool) { return parseName[ConfType](confTypeNames[:], s) }

// A Quantile is the time by which a share P has stopped. Missing = not reached.
// [Curve.Quantile] says how it is read off.
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

	// Beyond is true after the curve's last point, where S is only carried on,
	// and before a conditional curve's From. Such a number should not be shown.
	Beyond bool
}

// A RiskCount is one column of a risk table, for a time t: AtRisk = Entered −
// Events − Censored, all three counted before t. Tenures with Entry 0 count as
// entered before every t, so without late entry Entered is n in each column.
type RiskCount struct {
	Time                              float64
	AtRisk, Entered, Events, Censored int
}
