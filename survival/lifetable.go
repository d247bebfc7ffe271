package survival

import (
	"errors"
	"fmt"
	"math"
	"sort"

	"github.com/varighet/varighet"
)

// A LifeRow is one interval [From, To) of an actuarial life table. Missing
// values are not defined.
type LifeRow struct {
	From, To  float64
	AtStart   int     // still there at From
	Censored  int     // within the interval
	Events    int     // within the interval
	Exposed   float64 // AtStart less half of the Censored
	Share     varighet.Opt[float64]
	Survival  varighet.Opt[float64] // S at From
	StdErr    varighet.Opt[float64] // of Survival
	Hazard    varighet.Opt[float64] // per unit of time, at the middle of the interval
	HazardErr varighet.Opt[float64]
}

// ErrLateEntry is returned where a method takes only tenures seen from their
// start.
var ErrLateEntry = errors.New("some tenures enter late, and the method takes only those seen from their start")

// LifeTable makes the actuarial table by intervals between ascending breaks, the
// form of old yearbooks: those censored count as exposed for half of the
// interval [1]. It throws exact times away, so use it to hold against such
// tables, not in place of [KaplanMeier]. A time after the last break counts in
// the last interval, and one before the first in none. It returns ErrLateEntry if
// any tenure enters late, and an error for breaks below 0 or that do not ascend.
//
// [1] Cutler SJ, Ederer F (1958). J Chronic Dis 8:699–712.
func LifeTable(tenures []Tenure, breaks []float64) ([]LifeRow, error) {
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	if len(breaks) < 2 || !sort.Float64sAreSorted(breaks) || breaks[0] < 0 {
		return nil, fmt.Errorf("a life table needs two or more ascending breaks of 0 or more")
	}
	if err := checkTenures(tenures); err != nil {
		return nil, err
	}
	rows := make([]LifeRow, len(breaks)-1)
	for i := range rows {
		if rows[i].From, rows[i].To = breaks[i], breaks[i+1]; !(breaks[i+1] > breaks[i]) || math.IsInf(breaks[i], 0) {
			return nil, fmt.Errorf("the break %v does not follow", breaks[i+1])
		}
	}
	n := 0
	for _, t := range tenures {
		if t.Entry > 0 {
			return nil, ErrLateEntry
		}
		i := min(sort.Search(len(breaks), func(i int) bool { return breaks[i] > t.Exit })-1, len(rows)-1)
		if i < 0 {
			continue
		}
		n++
		if t.Stopped {
			rows[i].Events++
		} else {
			rows[i].Censored++
		}
	}
	s, sum, known := 1.0, 0.0, true
	for i := range rows {
		known = rows[i].fill(n, s, sum, known)
		n -= rows[i].Events + rows[i].Censored
		d, exposed := float64(rows[i].Events), rows[i].Exposed
		if known {
			s *= 1 - d/exposed
			sum += d / (exposed * (exposed - d))
		}
	}
	return rows, nil
}

// fill makes the estimates of one interval from S and its Greenwood sum at the
// start; known is whether those are defined there, and is returned for the next.
func (r *LifeRow) fill(n int, s, sum float64, known bool) bool {
	d := float64(r.Events)
	r.AtStart, r.Exposed = n, float64(n)-float64(r.Censored)/2
	if known {
		r.Survival, r.StdErr = varighet.Some(s), finite(s*math.Sqrt(sum))
	}
	if !(r.Exposed > 0) {
		return false
	}
	r.Share = varighet.Some(d / r.Exposed)
	if width := r.To - r.From; !math.IsInf(width, 0) {
		h := d / (width * (r.Exposed - d/2))
		r.Hazard = finite(h)
		if d > 0 {
			r.HazardErr = finite(h * math.Sqrt((1-square(h*width/2))/d))
		}
	}
	return known
}
