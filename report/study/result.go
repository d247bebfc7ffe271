package study

import (
	"fmt"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// A Result is what a study came to: values, from which every language and format is written.
// Where a cohort has other positions beside it, its measures, figures and tables are of the
// cohort, and those of the others stand in Others: the two are never counted together.
type Result struct {
	Study *Study

	Measures           // of the cohort, if Others is not nil; else of all spells
	Others   *Measures // of the positions that are not of the cohort; nil if all are, or there is none

	Reading  *ingest.Result     // what the files were taken for that were read; nil if none was
	Kept     bool               // rows that an earlier run had read were taken over
	Register *register.Manifest // the rows
	Table    *spellfile.Table   // the spells, of the cohort and of others
	Counts   survival.SpellCounts
	Alarms   []survival.Alarm

	Corrected []string // corrections that were applied
	Notes     []string // what was decided on the way, by the rules
	Beside    []string // and by the tables beside the rows

	Medians *Medians  // by size group, beside those published; of the others, if there are any
	Figures []*Answer // what the study asks for, in its order
	Tables  []*Answer

	Truth *simulate.Truth // of simulated rows; nil of others

	// PlaceNames reads the names of municipalities; nil where they are not known. It is gone
	// after a study has run.
	PlaceNames func() (*spellset.Places, error)

	// Lines are where positions stand in the cohort's table; nil without one. Unordered says that the
	// spells are of a register, which does not keep the order of rows: without Lines there is no
	// order of a file.
	Lines     map[string]int
	Unordered bool

	held        *Expected                                                       // nil until somebody asks
	read        []spellset.Input                                                // tables beside the files
	gap         int                                                             // the study's own
	remake      func(gap int) (spells []survival.Spell, bridged int, err error) // spells by another
	upTo        func(varighet.Month) (*spellfile.Table, error)                  // spells of the data up to a month
	copies      []spellset.Copy                                                 // tables beside the files, to be kept
	ref         *data.Reference                                                 // nil for none
	parts       map[string]string                                               // what its figures, tables and report are made of
	before      *earlier                                                        // the published report that a published one is held against; nil for none
	publication *publication                                                    // what anybody may read; nil until a published page asks
}

// Lean says that of the stops so many may have come later, since the months after are
// missing: tenures lean short.
type Lean struct{ Uncertain, Stops int }

// An Answer is the value of a figure or a table, and how it was asked for.
type Answer struct {
	Ask   Figure // of a table, its name, kind, title, baseline and municipalities
	Value Value

	kind   *Kind
	say    func(*Page) ([]string, error) // what it shows, in sentences
	cohort bool                          // it is of the cohort only, and others stand beside
}

// CountryMedians is the baseline that a study's medians stand beside: table 6-1 of
// NSDM-rapport 2020.
const CountryMedians = "nsdm2020-table6-1"

// Of are the results that spells alone give, without a study: what `varighet report` draws.
func Of(t *spellfile.Table) (*Result, error) {
	r := &Result{Study: &Study{Turnover: Turnover{Within: defaultWithin}}, Table: t}
	return r, r.compute()
}

// compute fills in what follows from the spells.
func (r *Result) compute() error {
	_, last := r.Months()
	all := r.Table.Spells
	cohort, others := partCohort(r.Table)
	var err error
	if r.Measures, err = measure(all, cohort, last, r.Study.Turnover.Within); err != nil {
		return err
	}
	if others != nil {
		beside, err := measure(all, others, last, r.Study.Turnover.Within)
		if err != nil {
			return err
		}
		r.Others = &beside
	}
	r.Medians, err = r.MediansBeside(CountryMedians)
	return err
}

// Months are the first and the last month of the data: of the register, to the last month that
// the study chooses; of spells alone, what they know.
func (r *Result) Months() (first, last varighet.Month) {
	if m := r.Register; m != nil {
		return m.Counts.FirstMonth, min(m.Counts.LastMonth, r.Study.Choices.LastMonth.Or(varighet.MaxMonth))
	}
	first, _ = shown(r.Table.Spells)
	return first, survival.LastKnown(r.Table.Spells)
}

// shown are the first and the last month of the spells, as a timeline draws them.
func shown(spells []survival.Spell) (first, last varighet.Month) {
	for i := range spells {
		s := &spells[i]
		if i == 0 || s.First < first {
			first = s.First
		}
		last = max(last, s.Last)
	}
	return first, last
}

// Median is the median tenure in months over all doctors' spells that have a size group; of
// all, if none has. Where others stand beside a cohort it is that of the cohort.
func (r *Result) Median() survival.GroupMedian {
	if r.Others != nil {
		return r.Curve.Median()
	}
	return r.Medians.Groups[len(r.Medians.Groups)-1]
}

// Answer computes one figure or table.
func (r *Result) Answer(ask Figure) (*Answer, error) {
	k := kindNamed(ask.Kind)
	if k == nil {
		return nil, fmt.Errorf("there is no figure or table of the kind %q", ask.Kind)
	}
	v, err := k.value(r, &ask)
	a := &Answer{Ask: ask, Value: v, kind: k, cohort: r.Others != nil && ofCohort(v)}
	a.say = func(p *Page) ([]string, error) { return r.sentences(p, a) }
	return a, err
}

// answer computes all that the study asks for.
func (r *Result) answer() error {
	for _, f := range r.Study.Figures {
		a, err := r.Answer(f)
		if err != nil {
			return fmt.Errorf("figure %s: %w", f.Name, err)
		}
		r.Figures = append(r.Figures, a)
	}
	for _, t := range r.Study.Tables {
		a, err := r.Answer(t.asFigure())
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		r.Tables = append(r.Tables, a)
	}
	return nil
}
