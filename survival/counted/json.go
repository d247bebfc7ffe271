package counted

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// A Document is a table of counts as its JSON has it, varighet.counts/1. WriteJSON makes it,
// and Read takes it.
type Document struct {
	Schema   string   `json:"schema"`           // varighet.counts/1
	TimeUnit string   `json:"time_unit"`        // what times are counted in: months, for spells
	By       []string `json:"by"`               // the columns that group; empty for one group
	Causes   bool     `json:"causes,omitempty"` // stops are counted by cause; absent: they are not
	// ordered by size or number where their names are such; empty if nothing was counted
	Groups []documentGroup `json:"groups"`
	// rows that were not counted, or in a sum of tables how many for each reason
	Rejected []Rejected `json:"rejected"`
	// what to know before the counts are used, in English; empty if there is nothing
	Warnings []string `json:"warnings"`
}

// A documentGroup is the counts of one group.
type documentGroup struct {
	By     map[string]string `json:"by"`     // its value of each column of by; empty for one group
	N      int               `json:"n"`      // spells or rows that came under observation
	Months []documentMonth   `json:"months"` // those in which anything happened, ascending
}

// A documentMonth is what happened after so many months.
type documentMonth struct {
	Month int `json:"month"` // tenure (time_unit)
	// entered before less stopped and censored before; in month 0 those who entered in it
	AtRisk int `json:"at_risk"`
	// came under observation with this tenure, at risk only after it; in month 0 those seen from their
	// start
	Entered  int `json:"entered"`
	Stopped  int `json:"stopped"`  // stopped
	Censored int `json:"censored"` // went out of sight without a stop
	// stopped, by cause; absent: without causes, or nobody stopped
	By map[string]int `json:"stopped_by,omitempty"`

	// entered as a sum of weights; absent: without weights
	WeightEntered *float64 `json:"weight_entered,omitempty"`
	// stopped as a sum of weights; absent: without weights
	WeightStopped *float64 `json:"weight_stopped,omitempty"`
	// censored as a sum of weights; absent: without weights
	WeightCensored *float64 `json:"weight_censored,omitempty"`
	// stopped_by as sums of weights; absent: without weights, or without stopped_by
	WeightBy map[string]float64 `json:"weight_stopped_by,omitempty"`
}

// WriteJSON writes the table as one line of JSON.
func (t *Table) WriteJSON(w io.Writer) error {
	doc := Document{Schema: Schema, TimeUnit: t.Unit, By: append([]string{}, t.By...), Causes: t.Causes, Groups: []documentGroup{},
		Rejected: append([]Rejected{}, t.Rejected...), Warnings: append([]string{}, t.Warnings...)}
	for _, g := range t.Groups() {
		all := g.Counts.All()
		x := documentGroup{By: map[string]string{}, N: all.N(), Months: []documentMonth{}}
		for i, name := range t.By {
			x.By[name] = g.Values[i]
		}
		for c := range all.All() {
			x.Months = append(x.Months, t.month(g.Counts, c))
		}
		doc.Groups = append(doc.Groups, x)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(doc)
}

func (t *Table) month(counts *competing.MonthCounts, c survival.MonthCount) documentMonth {
	m := documentMonth{Month: c.Month, AtRisk: c.AtRisk, Entered: c.Entered, Stopped: c.Stopped, Censored: c.Censored}
	weighted := counts.All().Weighted()
	if weighted {
		m.WeightEntered, m.WeightStopped, m.WeightCensored = &c.EnteredWeight, &c.StoppedWeight, &c.CensoredWeight
	}
	if !t.Causes || c.Stopped == 0 {
		return m
	}
	m.By = map[string]int{}
	if weighted {
		m.WeightBy = map[string]float64{}
	}
	for _, cause := range counts.Causes() {
		if n, w := counts.Stops(cause, c.Month); n > 0 {
			m.By[cause] = n
			if weighted {
				m.WeightBy[cause] = w
			}
		}
	}
	return m
}

// maxRejected bounds how many rows a table may say were rejected: sums cannot overflow.
const maxRejected = 1 << 40

// readJSON reads what WriteJSON wrote.
func readJSON(b []byte) (*Table, error) {
	var doc Document
	if err := json.Unmarshal(b, &doc); err != nil {
		return nil, err
	}
	if doc.Schema != Schema {
		return nil, fmt.Errorf("the schema is %q, not %q", doc.Schema, Schema)
	}
	if doc.TimeUnit == "" {
		doc.TimeUnit = "months"
	}
	t := New(doc.TimeUnit, doc.By, doc.Causes)
	t.Rejected, t.Warnings = doc.Rejected, doc.Warnings
	for i, r := range t.Rejected {
		if min(r.Row, r.Rows) != 0 || max(r.Row, r.Rows) < 1 || r.Rows > maxRejected || r.Code == "" {
			return nil, fmt.Errorf("number %d of the rejected is neither a row nor a number of rows, with a code", i+1)
		}
	}
	for _, g := range doc.Groups {
		values := make([]string, len(doc.By))
		for i, name := range doc.By {
			v, ok := g.By[name]
			if !ok {
				return nil, fmt.Errorf("a group has no value of %q", name)
			}
			values[i] = v
		}
		if err := t.take(values, g.Months); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// take adds a group that must not be there yet.
func (t *Table) take(values []string, months []documentMonth) error {
	counts := t.Group(values)
	if counts.All().N() > 0 {
		return fmt.Errorf("group %q comes twice", values)
	}
	weighted := slices.ContainsFunc(months, func(m documentMonth) bool { return m.WeightEntered != nil })
	var all []survival.MonthCount
	causes := map[string]competing.CauseCounts{}
	for _, m := range months {
		c := survival.MonthCount{Month: m.Month, AtRisk: m.AtRisk, Entered: m.Entered, Stopped: m.Stopped, Censored: m.Censored}
		if weighted {
			if m.WeightEntered == nil || m.WeightStopped == nil || m.WeightCensored == nil {
				return fmt.Errorf("group %q: month %d has not all its sums of weights", values, m.Month)
			}
			c.EnteredWeight, c.StoppedWeight, c.CensoredWeight = *m.WeightEntered, *m.WeightStopped, *m.WeightCensored
		}
		all = append(all, c)
		if err := m.byCause(causes, weighted); err != nil {
			return fmt.Errorf("group %q: %w", values, err)
		}
	}
	mc, err := survival.MonthCountsOf(all, weighted)
	if err != nil {
		return fmt.Errorf("group %q: %w", values, err)
	}
	if !t.Causes {
		causes = map[string]competing.CauseCounts{"": anyCause(all)}
	}
	made, err := competing.MonthCountsOf(mc, causes)
	if err != nil {
		return fmt.Errorf("group %q: %w", values, err)
	}
	counts.Merge(made)
	return nil
}

func (m documentMonth) byCause(causes map[string]competing.CauseCounts, weighted bool) error {
	for cause, n := range m.By {
		if m.Month < 0 || m.Month > survival.MaxMonths {
			return fmt.Errorf("month %d is not from 0 to %d", m.Month, survival.MaxMonths)
		}
		c := causes[cause]
		if more := m.Month + 1 - len(c.Stopped); more > 0 {
			c.Stopped = append(c.Stopped, make([]int, more)...)
			c.Weights = append(c.Weights, make([]float64, more)...)
		}
		c.Stopped[m.Month] += n
		w := float64(n)
		if weighted {
			var ok bool
			if w, ok = m.WeightBy[cause]; !ok {
				return fmt.Errorf("month %d has no weight of the stops for %q", m.Month, cause)
			}
		}
		c.Weights[m.Month] += w
		causes[cause] = c
	}
	return nil
}

// anyCause puts all stops under one cause without a name.
func anyCause(months []survival.MonthCount) competing.CauseCounts {
	var c competing.CauseCounts
	weighted := slices.ContainsFunc(months, func(m survival.MonthCount) bool { return m.EnteredWeight > 0 })
	for _, m := range months {
		if m.Stopped == 0 {
			continue
		}
		if more := m.Month + 1 - len(c.Stopped); more > 0 {
			c.Stopped = append(c.Stopped, make([]int, more)...)
			c.Weights = append(c.Weights, make([]float64, more)...)
		}
		c.Stopped[m.Month] = m.Stopped
		if c.Weights[m.Month] = float64(m.Stopped); weighted {
			c.Weights[m.Month] = m.StoppedWeight
		}
	}
	return c
}
