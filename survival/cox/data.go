package cox

import (
	"errors"
	"fmt"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/design"
	"github.com/varighet/varighet/survival/internal/caseweight"
)

// Data are the rows of a model. All slices have one element a row.
type Data struct {
	Tenures []survival.Tenure
	X       *design.Matrix

	// Strata, if not nil, names the stratum of each row: each has a baseline
	// hazard of its own, and rows are compared within it only.
	Strata []string

	// Cluster, if not nil, names what rows belong together, such as a
	// municipality. Standard errors are then robust: they allow for rows of one
	// cluster being alike.
	Cluster []string

	// Weights, if not nil, say how much each row counts. They are such as
	// [survival.UsableWeight] takes; a row of weight 0 counts as not there. Where
	// they are not whole numbers, standard errors are robust. With Breslow's ties a
	// row of weight 2 is the row twice; with Efron's, tied stops are counted in rows
	// and weigh their mean, as in R, and it is not.
	Weights []float64
}

// Ties says how stops at the same time are treated.
type Ties uint8

// The ways.
const (
	Efron   Ties = iota // tied stops come one after the other, in an order not known
	Breslow             // each tied stop is compared with all at risk
	Exact               // the probability that just these of those at risk stop
)

// String is the name in files and flags.
func (t Ties) String() string {
	switch t {
	case Breslow:
		return "breslow"
	case Exact:
		return "exact"
	}
	return "efron"
}

// ParseTies reads "efron", "breslow" or "exact".
func ParseTies(s string) (Ties, bool) {
	for t := Efron; t <= Exact; t++ {
		if s == t.String() {
			return t, true
		}
	}
	return 0, false
}

// Options are the choices that a fit leaves open. The zero value is the
// default.
type Options struct {
	Ties      Ties
	ConfLevel float64 // strictly between 0 and 1; 0 stands for 0.95

	// Firth adds half the logarithm of the information's determinant to the
	// log-likelihood: estimates are then finite always, and less biased in small
	// data. Tests and limits are by penalised likelihood ratio. It cannot be had
	// with Exact, clusters or weights.
	Firth bool
}

// ErrExactTooLarge is returned where the exact treatment of ties would take too
// long or leave the range of numbers.
var ErrExactTooLarge = errors.New("too many tied stops for exact ties; use Efron's, or a discrete-time hazard")

func (o Options) complete() (Options, error) {
	if o.ConfLevel == 0 {
		o.ConfLevel = 0.95
	}
	if !(o.ConfLevel > 0 && o.ConfLevel < 1) {
		return o, fmt.Errorf("confidence level %v is not between 0 and 1", o.ConfLevel)
	}
	if o.Ties > Exact {
		return o, fmt.Errorf("ties %d are not known", o.Ties)
	}
	return o, nil
}

// check finds what makes data unfit for any model.
func (d *Data) check(opt Options) error {
	n := len(d.Tenures)
	if n == 0 {
		return survival.ErrNoTenures
	}
	if d.X == nil || d.X.Rows() != n {
		return fmt.Errorf("the design has another number of rows than the %d tenures", n)
	}
	for _, s := range []struct {
		what string
		n    int
		used bool
	}{{"strata", len(d.Strata), d.Strata != nil}, {"clusters", len(d.Cluster), d.Cluster != nil}} {
		if s.used && s.n != n {
			return fmt.Errorf("%d tenures with %d %s", n, s.n, s.what)
		}
	}
	if err := caseweight.Check(n, d.Weights, func(i int) survival.Tenure { return d.Tenures[i] }); err != nil {
		return err
	}
	if opt.Ties == Exact && (d.Cluster != nil || d.Weights != nil) {
		return errors.New("exact ties cannot be had with clusters or weights")
	}
	if opt.Firth && (opt.Ties == Exact || d.Cluster != nil || d.Weights != nil) {
		return errors.New("the Firth penalty cannot be had with exact ties, clusters or weights")
	}
	return nil
}

// robust reports whether standard errors must be.
func (d *Data) robust() bool { return d.Cluster != nil || !caseweight.Whole(d.Weights) }
