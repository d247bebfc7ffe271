package study

import (
	"context"
	"errors"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/version"
)

// A Why is a reason for which numbers of one report differ from those of another.
type Why string

// The reasons, in the order in which they are taken.
const (
	WhyVersion    Why = "version"    // the program is another version
	WhyRows       Why = "rows"       // rows of the months that both have, or the reference, are others
	WhyMethod     Why = "method"     // the study file asks for something else
	WhyDisclosure Why = "disclosure" // who may see the report is another
	WhyTables     Why = "tables"     // corrections, the cohort or the table of doctors are others
	WhyMonths     Why = "months"     // months came
)

// A Step is what a report's numbers are after one thing more of it is as in another report.
type Step struct {
	Why     []Why // what is as in the other now and was not in the step before; several if they cannot be told apart
	Numbers *Numbers
}

// Between are the numbers of an old report, and those of each step on the way to a new one: the
// first is the old report as it was written, the last the new. Each step but the last is computed,
// by this version of the program, from the rows of one report and the study of one: so the changes
// from step to step add up to that between the two. The order is that of the reasons; another would
// part a change that has two reasons in another way.
//
// Steps need both internal folders, unchanged, and a new report by this version; where that fails,
// or a table of one report does not fit the rows of the other, reasons are taken together, and
// apart says why in English. It is "" if all could be told apart.
func Between(ctx context.Context, before, after *Folder) (steps []Step, apart string, err error) {
	w := way{ctx: ctx, before: before, after: after}
	if w.old, err = before.Numbers(); err != nil {
		return nil, "", err
	}
	if w.new, err = after.Numbers(); err != nil {
		return nil, "", err
	}
	w.steps = []Step{{Numbers: w.old}}
	if w.apart = w.obstacle(); w.apart == "" {
		err = w.walk()
	} else {
		w.pending = w.reasons()
	}
	w.end()
	return w.steps, w.apart, err
}

// A way leads from one report to another.
type way struct {
	ctx           context.Context
	before, after *Folder
	old, new      *Numbers

	steps   []Step
	pending []Why // that have no step of their own yet
	apart   string
}

// obstacle is why no step can be computed; "" if they can.
func (w *way) obstacle() string {
	for _, f := range []*Folder{w.before, w.after} {
		if !f.HasInternal() {
			return "the " + w.name(f) + " folder has no internal folder with the rows behind its report"
		}
		if err := f.check(); err != nil {
			return "the " + w.name(f) + " internal folder was changed since the study was run"
		}
	}
	if v := w.after.Manifest.Version; v != version.Of() {
		return "the new report was made by version " + v + " of the program, and this is " + version.Of()
	}
	return ""
}

func (w *way) name(f *Folder) string {
	if f == w.before {
		return "old"
	}
	return "new"
}

// reasons are those that the manifests show. Rows are one if they differ, and no month came.
func (w *way) reasons() (list []Why) {
	a, b := &w.before.Manifest, &w.after.Manifest
	add := func(why Why, is bool) {
		if is {
			list = append(list, why)
		}
	}
	rows := a.Register == nil || b.Register == nil || a.Register.RowsSHA256 != b.Register.RowsSHA256
	add(WhyVersion, a.Version != b.Version)
	add(WhyRows, rows)
	add(WhyMethod, !reflect.DeepEqual(methodOf(a), methodOf(b)))
	add(WhyDisclosure, a.Disclosure != b.Disclosure)
	add(WhyTables, !slices.Equal(a.Beside, b.Beside) || !maps.Equal(tablesOf(a), tablesOf(b)))
	add(WhyMonths, w.new.Last > w.old.Last)
	return list
}

// A stage says of which report each part of a step is.
type stage struct {
	why                             Why
	study, tables, disclosure, rows *Folder
}

// stages are the steps that can be computed. In each, one part more is that of the new report.
func (w *way) stages() []stage {
	a, b := w.before, w.after
	return []stage{{WhyVersion, a, a, a, a}, {WhyRows, a, a, a, b}, {WhyMethod, b, a, a, b}, {WhyDisclosure, b, a, b, b}, {WhyTables, b, b, b, b}}
}

// walk takes the steps that something differs in. The rows of the new report are cut at the last
// month of the old one until the last step, where it has more.
func (w *way) walk() error {
	why := w.reasons()
	for _, x := range w.stages() {
		if !slices.Contains(why, x.why) {
			continue
		}
		w.pending = append(w.pending, x.why)
		if err := w.take(x); w.ctx.Err() != nil {
			return w.ctx.Err()
		} else if err != nil {
			w.apart = "a table or an option of one report does not fit the rows of the other: " + firstProblem(err)
		}
	}
	if slices.Contains(why, WhyMonths) {
		w.pending = append(w.pending, WhyMonths)
	}
	return nil
}

// studyOf is the study of a stage, with the tables and the disclosure that it has there.
func (x *stage) studyOf() (*Study, error) {
	s, err := x.study.study()
	if err != nil {
		return nil, err
	}
	s.Disclosure = x.disclosure.Manifest.Disclosure
	return s, s.useTables(x.tables)
}

// take computes a step, for all reasons that have none yet.
func (w *way) take(x stage) error {
	s, err := x.studyOf()
	if err != nil {
		return err
	}
	var last *varighet.Month
	if x.rows == w.after && w.new.Last > w.old.Last {
		last = &w.old.Last
	}
	r, err := w.before.again(w.ctx, s, x.rows, last)
	if err != nil {
		return err
	}
	page, err := r.page(s.Language)
	if err != nil {
		return err
	}
	n, err := r.numbers(page)
	if err != nil {
		return err
	}
	w.steps = append(w.steps, Step{w.pending, n})
	w.pending = nil
	return nil
}

// end makes the new report, as it was written, the last step. Without a reason left it is the same
// as the one before.
func (w *way) end() {
	if n := len(w.steps); n > 1 && len(w.pending) == 0 {
		w.steps[n-1].Numbers = w.new
		return
	}
	w.steps = append(w.steps, Step{w.pending, w.new})
}

// useTables takes the tables beside the rows from the internal folder of another report, where both
// studies have such a table. Their paths are absolute: a relative one is taken from this study's folder.
func (s *Study) useTables(from *Folder) error {
	other, err := from.study()
	if err != nil {
		return err
	}
	for _, p := range []struct{ mine, theirs *string }{{&s.Choices.Corrections, &other.Choices.Corrections},
		{&s.Choices.Cohort, &other.Choices.Cohort}, {&s.Choices.Doctors, &other.Choices.Doctors}} {
		*p.mine = ""
		if *p.theirs != "" {
			if *p.mine, err = filepath.Abs(other.path(*p.theirs)); err != nil {
				return err
			}
		}
	}
	s.kept = other.kept
	s.Choices.CohortOthers = s.Choices.CohortOthers && s.Choices.Cohort != ""
	return nil
}

// firstProblem is what a fault says, without its place.
func firstProblem(err error) string {
	var p *varighet.Problem
	if errors.As(err, &p) {
		return p.Msg
	}
	return err.Error()
}

// method is what a study file asks for, as far as a manifest says.
type method struct {
	file      string // digest of the study file; "" if it was not kept
	simulate  *Simulation
	reference *manifestReference
	spells    manifestSpells
	turnover  manifestTurnover
	expected  *Expectation
	asked     []manifestAnswer
}

func methodOf(m *Manifest) method {
	x := method{"", m.Simulate, m.Reference, m.Spells, m.Turnover, m.Expected, m.Asked}
	x.spells.LastMonth = "" // months are a reason of their own
	for _, o := range m.Outputs {
		if o.Name == InternalName+"/"+m.Study+".toml" {
			x.file = o.SHA256
		}
	}
	return x
}

// tablesOf are the digests of the tables that a study was run with, as they were kept.
func tablesOf(m *Manifest) map[string]string {
	list := map[string]string{}
	for _, o := range m.Outputs {
		if strings.HasPrefix(o.Name, InternalName+"/"+tablesDir+"/") {
			list[o.Name] = o.SHA256
		}
	}
	return list
}
