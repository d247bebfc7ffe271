package data

import (
	"fmt"

	"github.com/varighet/varighet"
)

// A YearCount is how many municipalities were in force on 1 January of a year.
type YearCount struct {
	Year           int
	Municipalities int
}

// Counts returns the number of municipalities per year. The published numbers
// are the first thing to hold an import against: 435 in 2001, 422 in 2018, 356
// in 2020, 357 in 2024.
func (r *Reference) Counts() []YearCount {
	var counts []YearCount
	for year := yearFrom(r.first); year <= r.Last().Year(); year++ {
		counts = append(counts, YearCount{year, len(r.Codes(varighet.MonthOf(year, 1)))})
	}
	return counts
}

// Check looks for what does not fit together: a code that ends and has no
// successor, one that begins from nothing, a change to or from a code that is
// not in force then, populations that do not add up to the country, years
// without populations. It lists divisions whose main successor is a guess.
// What the import had noticed comes first.
func (r *Reference) Check() []Finding {
	var found []Finding
	add := func(code, format string, args ...any) {
		found = append(found, Finding{code, fmt.Sprintf(format, args...)})
	}
	found = append(found, r.tables.Findings...)
	for _, m := range r.tables.Municipalities {
		r.checkEnds(m, add)
	}
	for _, c := range r.tables.Changes {
		r.checkChange(c, add)
	}
	for _, total := range r.tables.Totals {
		sum, n := int64(0), 0
		for _, p := range r.tables.Populations {
			if p.Year == total.Year {
				sum += int64(p.Inhabitants)
				n++
			}
		}
		if n > 0 && sum != total.Population {
			add("population-total", "%d: the %d municipalities sum to %d, the total row says %d",
				total.Year, n, sum, total.Population)
		}
	}
	for _, y := range r.YearsMissing() {
		add("population-missing", "%d: %d of %d municipalities have no population; the nearest year is used",
			y.Year, y.Without, y.Municipalities)
	}
	return found
}

// checkEnds looks at both ends of a row.
func (r *Reference) checkEnds(m Municipality, add func(code, format string, args ...any)) {
	if m.To.OK {
		if _, goesOn := r.at(m.Code, m.To.V); !goesOn && len(r.outIn(m.Code, m.To.V)) == 0 {
			add("successor-missing", "%s %s ends on %s and has no successor", m.Code, m.Name, m.To.V.Date())
		}
	}
	if m.From > r.first && !r.inForceBefore(m) {
		for _, c := range r.in[m.Code] {
			if c.Month == m.From {
				return
			}
		}
		add("origin-missing", "%s %s begins on %s and nothing says from what", m.Code, m.Name, m.From.Date())
	}
}

// checkChange holds a change against the codes in force.
func (r *Reference) checkChange(c Change, add func(code, format string, args ...any)) {
	if c.Old != "" {
		if _, ok := r.at(c.Old, c.Month-1); !ok {
			add("change-unknown-code", "%s: the change from %s to %s is of a code that was not in force", c.Month.Date(), c.Old, c.New)
		}
	}
	if c.New != "" {
		if _, ok := r.at(c.New, c.Month); !ok {
			add("change-unknown-code", "%s: the change from %s to %s is to a code that is not in force", c.Month.Date(), c.Old, c.New)
		}
	}
	if c.Kind == Split && c.Primary && (c.Basis == ByPopulation || c.Basis == LowestCode) {
		how := "which gained most people"
		if c.Basis == LowestCode {
			how = "the lowest code, for want of populations"
		}
		add("split-main-successor", "%s %s was divided on %s; where no list says otherwise it goes to %s %s, %s",
			c.Old, c.OldName, c.Month.Date(), c.New, c.NewName, how)
	}
}
