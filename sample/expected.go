package sample

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival/rates"
)

// An Expected is the stops of rows beside those to be expected.
type Expected struct {
	rates.Comparison
	Held       int    // rows that are held against a curve
	Whole      int    // of Held, those held against the curve of all, since their group has none; 0 without groups
	Without    int    // rows with no curve at all
	Assumption string // the form that was assumed of the curves; "" for none
	AtShapes   []AtShape
	Warnings   []string // what to show beside the numbers; of [Source.AgainstPublished] only
}

// An AtShape is the comparison with Weibull curves of another shape through the same medians:
// how much the answer rests on the form that was assumed.
type AtShape struct {
	Shape float64
	rates.Comparison
}

// AgainstPublished holds the rows against published medians, such as those of
// data.FindBaseline("nsdm-2020-table-6-1"): each row against the Weibull curve through the
// median of its group, or of "all" where its group has none. Group by the column that the
// medians are of, as size_group. shape is that of the curves; missing is 1, a constant hazard,
// but where two published numbers of the population say another. Limits are exact, at level
// conf, the medians being taken as known. Of spells, which are counted in whole months, what is
// expected is too ([rates.CompareMonths]); times of any CSV are taken as exact and must be in
// months. No rows have 0 observed of 0 expected, and a reason.
//
// It returns an error for a baseline that is no median, a shape that is not above 0, and
// conf that is not between 0 and 1.
func (r *Rows) AgainstPublished(b *data.Baseline, shape varighet.Opt[float64], conf float64) (*Expected, error) {
	y, err := yardstick.Published(b, shape)
	if err != nil {
		return nil, err
	}
	found, err := y.Compare(&yardstick.Sample{Tenures: r.Tenures, Weights: r.Weights, Groups: r.Groups, WholeMonths: r.ofSpells}, conf)
	if err != nil {
		return nil, err
	}
	e := &Expected{Comparison: found.Comparison, Held: len(found.Tenures), Without: found.Without,
		Assumption: y.Assumption}
	if r.Groups != nil {
		e.Whole = found.Whole
	}
	for _, s := range found.AtShapes {
		e.AtShapes = append(e.AtShapes, AtShape{s.Shape, s.Comparison})
	}
	return e, nil
}

// String is the comparison, how many rows it is of, and what was assumed.
func (e *Expected) String() string {
	s := e.Comparison.String()
	if e.Whole > 0 {
		s += fmt.Sprintf("\n%s held against the median of all, since their group has none", english.Count(e.Whole, "row", "rows"))
	}
	if e.Without > 0 {
		s += fmt.Sprintf("\n%s without a curve", english.Count(e.Without, "row", "rows"))
	}
	if e.Assumption != "" {
		s += "\nassumed: " + e.Assumption
	}
	return s + notes(e.Warnings)
}
