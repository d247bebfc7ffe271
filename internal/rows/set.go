package rows

import (
	"math"
	"slices"

	"github.com/varighet/varighet/ingest/tabular"
	"github.com/varighet/varighet/survival"
)

// Match is what a row is matched on, "" if that is nothing.
func (s *Set) Match(i int) string {
	if s.Matches == nil {
		return ""
	}
	return s.Matches[i]
}

// RejectFractions leaves out rows that cannot be counted by whole months, but those
// that have no group and are left out for that. Spells are in whole months.
func (s *Set) RejectFractions() {
	if s.Row == nil {
		return
	}
	var faulty []int
	for i := range s.Tenures {
		if !s.Groups[i].OK {
			continue
		}
		t := &s.Tenures[i]
		t.Entry, t.Exit = nearMonth(t.Entry), nearMonth(t.Exit)
		whole := isMonth(t.Entry) && isMonth(t.Exit)
		if s.Reach != nil {
			s.Reach[i].Until = nearMonth(s.Reach[i].Until)
			whole = whole && isMonth(s.Reach[i].Until)
		}
		if !whole {
			faulty = append(faulty, i)
		}
	}
	s.reject(faulty, survival.TimeWhole)
}

// nearMonth is the whole month that a time differs from by rounding only, or the time.
func nearMonth(t float64) float64 {
	if whole := math.Round(t); math.Abs(t-whole) < 1e-8 {
		return whole
	}
	return t
}

func isMonth(t float64) bool { return t == math.Trunc(t) && t <= survival.MaxMonths }

// WithWeight are the rows with a weight above 0.
func (s *Set) WithWeight() *Set {
	if s.Weights == nil {
		return s
	}
	var kept []int
	for i, w := range s.Weights {
		if w > 0 {
			kept = append(kept, i)
		}
	}
	return s.Only(kept)
}

// A Set is tenures with the values that group them. Slices but the last three have one
// element a tenure, or are nil if nobody asked.
type Set struct {
	Tenures  []survival.Tenure
	Groups   []Key // a row of any CSV may have none
	Strata   []string
	Weights  []float64
	Clusters []string
	Causes   []string
	Matches  []string             // "" if missing
	Reach    []survival.Reach     // nil of any CSV without Until
	Position []string             // of spells, that of each with its window, if Reach was asked for
	Row      []int                // of a CSV, 1-based
	LeftOut  []survival.LeftOut   // of spells
	Rejected []*survival.Rejected // of any CSV
	Warnings []string

	Months int // of spells, from the first month of the data or of the period to the last, if Reach was asked for
}

// add keeps row i of a table.
func (s *Set) add(table *tabular.Table, i int, t survival.Tenure, r survival.Row, opt *Choices) {
	s.Tenures = append(s.Tenures, t)
	s.Groups = append(s.Groups, CellsOf(table, i, opt.By))
	s.Row = append(s.Row, i+1)
	if opt.Strata != nil {
		s.Strata = append(s.Strata, CellsOf(table, i, opt.Strata).Label())
	}
	if opt.Weight != "" {
		s.Weights = append(s.Weights, r.Weight.V)
	}
	if opt.Cluster != "" {
		s.Clusters = append(s.Clusters, r.Cluster.V)
	}
	if opt.Cause != "" {
		s.Causes = append(s.Causes, r.Cause.V)
	}
	if opt.Match != "" {
		s.Matches = append(s.Matches, cell(table, opt.Match, i).V)
	}
	if opt.Until != "" {
		s.Reach = append(s.Reach, survival.Reach{Until: r.Until.V})
	}
}

// tieTimes makes equal the times that differ by rounding only, over all rows that have a
// group, as R does before it parts them: else a curve would not have the times that the
// tests between curves have. Rows whose entry and time become one are left out.
func (s *Set) tieTimes() error {
	var grouped []int
	for i, key := range s.Groups {
		if key.OK {
			grouped = append(grouped, i)
		}
	}
	tied, collapsed, err := survival.TieTimes(Take(s.Tenures, grouped))
	if err != nil {
		return err
	}
	for k, i := range grouped {
		s.Tenures[i] = tied[k]
	}
	s.reject(Take(grouped, collapsed), survival.TimeOrder)
	return nil
}

// reject leaves out the rows with these ascending indices, for one reason.
func (s *Set) reject(indices []int, code survival.RejectCode) {
	if len(indices) == 0 {
		return
	}
	var kept []int
	for i := range s.Tenures {
		if len(indices) > 0 && indices[0] == i {
			indices = indices[1:]
			s.Rejected = append(s.Rejected, survival.Reject(s.Row[i], code))
			continue
		}
		kept = append(kept, i)
	}
	part := s.Only(kept)
	part.LeftOut, part.Rejected, part.Warnings = s.LeftOut, s.Rejected, s.Warnings
	*s = *part
	slices.SortFunc(s.Rejected, func(a, b *survival.Rejected) int { return a.Row - b.Row })
}

// Only returns the rows with these indices, without what was rejected.
func (s *Set) Only(indices []int) *Set {
	return &Set{Tenures: Take(s.Tenures, indices), Groups: Take(s.Groups, indices), Strata: Take(s.Strata, indices),
		Weights: Take(s.Weights, indices), Clusters: Take(s.Clusters, indices), Causes: Take(s.Causes, indices),
		Matches: Take(s.Matches, indices), Row: Take(s.Row, indices), Reach: Take(s.Reach, indices),
		Position: Take(s.Position, indices), Months: s.Months}
}

// Take returns the elements with these indices; nil of nil.
func Take[T any](from []T, indices []int) []T {
	if from == nil {
		return nil
	}
	out := make([]T, len(indices))
	for k, i := range indices {
		out[k] = from[i]
	}
	return out
}

// Sample is the rows as an estimator takes them.
func (s *Set) Sample() survival.Sample {
	return survival.Sample{Tenures: s.Tenures, Weights: s.Weights, Clusters: s.Clusters}
}
