package study

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

// A manifestPublished says which counts a published report shows, so that the next one of the same
// rows can be held against it. It has no count that the report withholds.
type manifestPublished struct {
	LastMonth string   `json:"last_month"` // the last month that counts, YYYY-MM
	Kinds     []string `json:"kinds"`      // of its figures and tables that were written, ascending
	// of the cohort, if others stand beside it; else of all spells
	Own manifestCounts `json:"own"`
	// of the others beside a cohort; absent: there are none
	Others *manifestCounts `json:"others,omitempty"`
}

// A manifestCounts is the counts of one side that a published report shows.
type manifestCounts struct {
	// counts that are shown, by name, as docs/decisions/published-counts.md lists them: what is withheld is not there
	Counts map[string]int `json:"counts"`
	// at which the curve of all steps (months held), ascending; null: it is withheld
	Steps []int `json:"steps"`
	// stops up to each of these steps; null: there is none
	Stopped []int `json:"stopped"`
	// size groups whose curves are shown; null: none
	Groups []string `json:"groups"`
	// at which their curves step (months held), ascending; null: they have none
	GroupSteps []int `json:"group_steps"`
	// municipalities that are told together with others of their county, ascending; null: there is no
	// table of municipalities, nor funnel
	Joined []string `json:"joined"`
}

// published is what the manifest says of a published report's counts.
func (r *Result) published() (*manifestPublished, error) {
	p, err := r.publish()
	if err != nil {
		return nil, err
	}
	_, last := r.Months()
	m := &manifestPublished{LastMonth: last.String(), Kinds: []string{}}
	page := &Page{Disclosure: report.Published, publication: p}
	for _, a := range page.carried(slices.Concat(r.Figures, r.Tables)) {
		m.Kinds = append(m.Kinds, a.kind.Name)
	}
	slices.Sort(m.Kinds)
	m.Kinds = slices.Compact(m.Kinds)
	own, err := p.counts(p.own)
	if err != nil {
		return nil, err
	}
	m.Own = *own
	if p.others != nil {
		m.Others, err = p.counts(p.others)
		return m, err
	}
	if slices.Contains(m.Kinds, "municipalities") || slices.Contains(m.Kinds, "funnel") {
		shown, err := p.places()
		if err != nil {
			return nil, err
		}
		m.Own.Joined = append([]string{}, slices.Sorted(maps.Keys(shown.with))...)
	}
	return m, nil
}

// counts are those of a side that are shown.
func (p *publication) counts(s *publishedSide) (*manifestCounts, error) {
	m := &manifestCounts{Counts: map[string]int{}}
	for name, n := range s.manifested {
		if s.shown[name] {
			m.Counts[name] = n
		}
	}
	if s.tenures != nil {
		m.Steps = s.ends
		for _, e := range s.ends {
			m.Stopped = append(m.Stopped, s.row().StopsIn(0, e))
		}
	}
	d, err := p.by(s, sizeGroupColumn)
	if err != nil {
		return nil, err
	}
	for _, g := range d.labels {
		if d.shown[g] {
			m.Groups, m.GroupSteps = append(m.Groups, g), d.ends
		}
	}
	return m, nil
}

// An earlier report is one of the same rows up to an earlier month: what it shows is known to the
// readers of this one.
type earlier struct {
	*manifestPublished
	month       varighet.Month // its last
	own, others *earlierSide
}

// An earlierSide is the spells of one side as the earlier report had them.
type earlierSide struct {
	*manifestCounts
	measures *Measures
	chosen   *survival.Selection
	counts   map[string]int // all of them, by name
	months   int            // from its last month to that of this report
}

// readEarlier reads the manifest of an earlier published report, and makes the spells that it was of
// from the rows of this one.
func (r *Result) readEarlier(file string) (*earlier, error) {
	m, err := readPublishedManifest(file)
	if err != nil {
		return nil, err
	}
	if err := r.comparable(file, m); err != nil {
		return nil, err
	}
	month, err := varighet.ParseMonth(m.Published.LastMonth)
	if err != nil {
		return nil, err
	}
	_, last := r.Months()
	if month > last {
		return nil, notComparable(file, "it goes to %s, and this one to %s", month, last)
	}
	table, err := r.upTo(month)
	if err != nil {
		return nil, err
	}
	cohort, others := partCohort(table)
	if (others == nil) != (r.Others == nil) || (others == nil) != (m.Published.Others == nil) {
		return nil, notComparable(file, "one of the two has others beside its cohort")
	}
	e := &earlier{manifestPublished: m.Published, month: month}
	if e.own, err = r.earlierSide(file, table.Spells, cohort, &m.Published.Own, month, last); err != nil || others == nil {
		return e, err
	}
	e.others, err = r.earlierSide(file, table.Spells, others, m.Published.Others, month, last)
	return e, err
}

func readPublishedManifest(file string) (m Manifest, err error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return m, err
	}
	if err := json.Unmarshal(b, &m); err != nil || m.Schema != manifestSchema || m.Published == nil {
		return m, &varighet.Problem{File: filepath.ToSlash(file), Code: "published-before", Msg: "it is no manifest of a published report that says which counts it shows",
			Hint: "name the manifest.json that `varighet run` wrote beside it; one of before this version has no counts"}
	}
	return m, nil
}

// notComparable says why two reports cannot be held against each other.
func notComparable(file, msg string, args ...any) error {
	return &varighet.Problem{File: filepath.ToSlash(file), Code: "published-before", Msg: "the earlier report cannot be held against this one: " + fmt.Sprintf(msg, args...),
		Hint: "groups, rules and rows are to be the same in both; a report of others is a publication of its own, which somebody has to look at"}
}

// comparable reports how the choices of an earlier report differ from those of this one.
func (r *Result) comparable(file string, m Manifest) error {
	now := r.choicesOf()
	m.Spells.LastMonth, now.Spells.LastMonth = "", ""
	switch {
	case m.LeastCount != now.LeastCount:
		return notComparable(file, "its least count is %d, and here %d", m.LeastCount, now.LeastCount)
	case m.Spells != now.Spells:
		return notComparable(file, "spells were made by other rules: %+v, and here %+v", m.Spells, now.Spells)
	case m.Turnover.Within != now.Turnover.Within:
		return notComparable(file, "it counts who left within %d months, and this one within %d", m.Turnover.Within, now.Turnover.Within)
	case (m.Reference == nil) != (now.Reference == nil), m.Reference != nil && *m.Reference != *now.Reference:
		return notComparable(file, "it has other size groups, or other borders: groups are to be fixed over periods")
	}
	return nil
}

// earlierSide makes the counts of one side again, and holds them against those that were published.
func (r *Result) earlierSide(file string, all, spells []survival.Spell, m *manifestCounts, month, last varighet.Month) (*earlierSide, error) {
	measures, err := measure(all, spells, month, r.Study.Turnover.Within)
	if err != nil {
		return nil, err
	}
	e := &earlierSide{manifestCounts: m, measures: &measures, chosen: survival.Select(spells, survival.Query{}), months: int(last - month)}
	e.counts = countedSets(all, e.measures, e.chosen, r.Study.Turnover.Within, survival.StabilityBy(spells, month).Month).counts()
	var other []string
	for _, name := range slices.Sorted(maps.Keys(m.Counts)) {
		if n, known := e.counts[name]; !known || n != m.Counts[name] {
			other = append(other, name)
		}
	}
	row := rowOf(e.chosen)
	for i, step := range m.Steps {
		if i >= len(m.Stopped) || row.StopsIn(0, step) != m.Stopped[i] {
			other = append(other, fmt.Sprintf("stops up to month %d", step))
		}
	}
	if len(other) > 0 {
		return nil, notComparable(file, "by the rows of now it should have shown other numbers of %s up to %s: rows have changed since, or others were read", strings.Join(other[:min(3, len(other))], ", "), month)
	}
	return e, nil
}
