package rows

import (
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/interval"
)

// IntervalRoles are the columns of rows that were not seen all the time: each stopped after
// Left and at Right the latest. Of those that are not in use the name is "".
type IntervalRoles struct{ Left, Right, Entry, Weight string }

func (c IntervalRoles) names() []string {
	names := []string{c.Left, c.Right, c.Entry, c.Weight}
	return slices.DeleteFunc(names, func(n string) bool { return n == "" })
}

// ReadIntervals reads the rows of any CSV; the row of each in the set is its place among the
// tenures.
func ReadIntervals(src *Source, columns IntervalRoles, by []string) (*Set, []interval.Tenure, error) {
	table, err := tabular.Read(src.CSV, src.Name, append(columns.names(), by...))
	if err != nil {
		return nil, nil, err
	}
	set := &Set{}
	var tenures []interval.Tenure
	for i := range table.Rows() {
		x, rejected := columns.tenure(table, i)
		key := CellsOf(table, i, by)
		weight := varighet.Some(1.0)
		if columns.Weight != "" {
			weight = number(table, columns.Weight, i)
		}
		switch {
		case rejected != nil:
		case !(weight.OK && survival.UsableWeight(weight.V)):
			rejected = survival.Reject(i+1, survival.BadWeight)
		case len(by) > 0 && !key.OK:
			rejected = survival.Reject(i+1, survival.GroupMissing)
		}
		if rejected != nil {
			set.Rejected = append(set.Rejected, rejected)
			continue
		}
		set.Groups = append(set.Groups, key)
		set.Row = append(set.Row, len(tenures))
		if columns.Weight != "" {
			set.Weights = append(set.Weights, weight.V)
		}
		tenures = append(tenures, x)
	}
	if len(tenures) == 0 {
		return nil, nil, noRows(src.Name, set.Rejected)
	}
	return set, tenures, tieEnds(tenures)
}

// tieEnds makes equal the ends and entries that differ by rounding only, over all rows; see
// [survival.TieTimes].
func tieEnds(tenures []interval.Tenure) error {
	var ends []*float64
	var times []survival.Tenure
	for i := range tenures {
		for _, end := range []*float64{&tenures[i].Left, &tenures[i].Right, &tenures[i].Entry} {
			if !math.IsInf(*end, 1) {
				ends, times = append(ends, end), append(times, survival.Tenure{Exit: *end})
			}
		}
	}
	tied, _, err := survival.TieTimes(times)
	for i := range tied {
		*ends[i] = tied[i].Exit
	}
	for i := range tenures { // an entry next to the right end stays before it
		if x := &tenures[i]; x.Entry > 0 && x.Entry >= x.Right {
			x.Entry = math.Nextafter(x.Right, 0)
		}
	}
	return err
}

// tenure reads one row, or says what is wrong with it. A missing left end is 0, a
// missing right end a stop that was not seen; NaN is neither.
func (c IntervalRoles) tenure(table *tabular.Table, i int) (interval.Tenure, *survival.Rejected) {
	x := interval.Tenure{Right: math.Inf(1)}
	reject := func(code survival.RejectCode, message string) (interval.Tenure, *survival.Rejected) {
		return x, &survival.Rejected{Row: i + 1, Code: code, Message: message}
	}
	for _, end := range []struct {
		column, name, hint string
		into               *float64
	}{{c.Left, "left end", "; empty is 0", &x.Left}, {c.Right, "right end", "; empty is a stop that was not seen", &x.Right}} {
		v, present, ok := table.Number(end.column, i)
		switch {
		case present && (!ok || v > 1e100) || table.IsNaN(end.column, i):
			return reject(survival.TimeMissing, "the "+end.name+" is not a usable number"+end.hint)
		case present && v < 0:
			return reject(survival.TimeNegative, "the "+end.name+" is negative")
		case present:
			*end.into = v
		}
	}
	if c.Entry != "" {
		v, _, ok := table.Number(c.Entry, i)
		switch {
		case !ok || v > 1e100:
			return reject(survival.EntryMissing, "the entry is missing or not a usable number")
		case v < 0:
			return reject(survival.TimeNegative, "the entry is negative")
		}
		x.Entry = v
	}
	switch {
	case x.Left > x.Right:
		return reject(survival.TimeOrder, "the right end is before the left end")
	case x.Entry > x.Left:
		return reject(survival.TimeOrder, "the entry is after the left end")
	case x.Entry > 0 && x.Entry >= x.Right:
		return reject(survival.TimeOrder, "the entry is not before the right end")
	}
	return x, nil
}
