package parametric

import (
	"fmt"
	"math"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
)

// An Interval is what is known of one tenure: it stopped after Lower and not
// after Upper, given that it had lasted to Entry.
type Interval struct {
	Entry        float64 // 0 if seen from its start
	Lower, Upper float64 // equal: stopped just then; Upper = +Inf: still running at Lower; Lower = 0: stopped by Upper
}

// Exact takes tenures as times known to the point.
func Exact(tenures []survival.Tenure) []Interval {
	out := make([]Interval, len(tenures))
	for i, t := range tenures {
		out[i] = Interval{t.Entry, t.Exit, t.Exit}
		if !t.Stopped {
			out[i].Upper = math.Inf(1)
		}
	}
	return out
}

// WholeMonths takes a stop at d months as one at some time after d − 1 and not
// after d, which is what a register of months can see.
func WholeMonths(tenures []survival.Tenure) []Interval {
	out := Exact(tenures)
	for i, t := range tenures {
		if t.Stopped {
			out[i].Lower = max(t.Exit-1, t.Entry)
		}
	}
	return out
}

// Data are the rows of a model.
type Data struct {
	Rows []Interval
	X    *design.Matrix // one row each; may have no columns

	// Weights, if not nil, say how many tenures each row stands for: such as
	// [survival.UsableWeight] takes, 0 leaving the row out.
	Weights []float64
}

func (d *Data) check() error {
	if len(d.Rows) == 0 {
		return survival.ErrNoTenures
	}
	if d.X == nil || d.X.Rows() != len(d.Rows) {
		return fmt.Errorf("the design has another number of rows than the %d tenures", len(d.Rows))
	}
	for i, r := range d.Rows {
		if why := r.fault(); why != "" {
			return &survival.TenureError{Index: i, Tenure: r.tenure(), Reason: why}
		}
	}
	return caseweight.Check(len(d.Rows), d.Weights, func(i int) survival.Tenure { return d.Rows[i].tenure() })
}

// counted returns the rows with a weight above 0.
func (d Data) counted() Data {
	rows, all := caseweight.Counted(d.Weights)
	if all {
		return d
	}
	return Data{Rows: caseweight.Pick(d.Rows, rows), X: d.X.Select(rows), Weights: caseweight.Pick(d.Weights, rows)}
}

// tenure is the row as far as it was seen to last.
func (r Interval) tenure() survival.Tenure { return survival.Tenure{Entry: r.Entry, Exit: r.Lower} }

func (r Interval) fault() string {
	switch {
	case !(r.Entry >= 0 && r.Lower >= 0 && r.Lower <= 1e100 && r.Upper >= r.Lower):
		return "a time is missing, negative or out of order"
	case r.Upper > 1e100 && !math.IsInf(r.Upper, 1):
		return "a time is too long"
	case r.Upper == 0:
		return "no tenure of length 0 has a chance under the model"
	case r.Entry > r.Lower || r.Entry == r.Upper:
		return "the entry is not before the exit"
	}
	return ""
}

// A Distribution names the shape of W.
type Distribution uint8

// The distributions.
const (
	Weibull Distribution = iota
	Exponential
	LogLogistic
	LogNormal
)

var names = [...]string{"weibull", "exponential", "loglogistic", "lognormal"}

// String is the name in files and flags.
func (d Distribution) String() string { return names[min(int(d), len(names)-1)] }

// ParseDistribution reads the names that String gives.
func ParseDistribution(s string) (Distribution, bool) {
	for i, n := range names {
		if s == n {
			return Distribution(i), true
		}
	}
	return 0, false
}

// survivor is log S(w), with its first two derivatives.
func (d Distribution) survivor(w float64) (v, v1, v2 float64) {
	switch d {
	case LogLogistic: // S = 1/(1 + e^w)
		p := 1 / (1 + math.Exp(-w))
		return -log1pExp(w), -p, -p * (1 - p)
	case LogNormal:
		h := math.Exp(-w*w/2) / (math.Sqrt(2*math.Pi) * normalAbove(w))
		logS := math.Log(normalAbove(w))
		if w > 30 { // Mills' ratio: φ/S is w + 1/w but for little
			h = w + 1/w - 2/(w*w*w)
			logS = -w*w/2 - math.Log(h*math.Sqrt(2*math.Pi))
		}
		return logS, -h, -h * (h - w)
	}
	e := math.Exp(w)
	return -e, -e, -e
}

// density is log f(w), with its first two derivatives.
func (d Distribution) density(w float64) (v, v1, v2 float64) {
	switch d {
	case LogLogistic:
		p := 1 / (1 + math.Exp(-w))
		return w - 2*log1pExp(w), 1 - 2*p, -2 * p * (1 - p)
	case LogNormal:
		return -w*w/2 - math.Log(2*math.Pi)/2, -w, -1
	}
	e := math.Exp(w)
	return w - e, 1 - e, -e
}

// quantile is the w with S(w) = 1 − p.
func (d Distribution) quantile(p float64) float64 {
	switch d {
	case LogLogistic:
		return math.Log(p / (1 - p))
	case LogNormal:
		return math.Sqrt2 * math.Erfinv(2*p-1)
	}
	return math.Log(-math.Log1p(-p))
}

func normalAbove(w float64) float64 { return math.Erfc(w/math.Sqrt2) / 2 }

func log1pExp(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}
