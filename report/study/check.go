package study

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A checker gathers the faults of a study file.
type checker struct {
	file     string
	problems varighet.Problems
}

func (c *checker) fault(code, hint, format string, args ...any) {
	c.problems.Add(&varighet.Problem{File: c.file, Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

// unknown says that there is no such key, and names the one that was probably meant.
func (c *checker) unknown(key string) {
	hint := ""
	if near := choice.Nearest(key[strings.LastIndex(key, ".")+1:], keys()); near != "" {
		hint = "did you mean " + near + "?"
	}
	c.fault("study-key", hint, "a study has no key %q", key)
}

// fill chooses what the sections say.
func (c *checker) fill(s *Study, in *sections) {
	if files, ok := in.Input["files"]; ok {
		if s.Files, ok = asStrings(files); !ok {
			c.fault("study-value", `write files = ["folder", "file.csv"]`, "files is a list of files and folders")
		}
		delete(in.Input, "files")
	}
	faults, rest := choice.Fill(&s.Reading, readingOptions, "input", in.Input)
	c.values("input", faults)
	for key := range in.Input {
		if !slices.Contains(rest, key) {
			delete(in.Input, key)
		}
	}
	for section, values := range map[string]map[string]any{"input": in.Input, "reference": in.Reference, "spells": in.Spells} {
		faults, unknown := choice.Fill(&s.Choices, spellset.Options(), section, values)
		c.values(section, faults)
		for _, key := range unknown {
			c.unknown(section + "." + key)
		}
	}
	if in.Simulate == nil {
		return
	}
	s.Simulation = &Simulation{}
	faults, unknown := choice.Fill(s.Simulation, simulationOptions, "simulate", in.Simulate)
	c.values("simulate", faults)
	for _, key := range unknown {
		c.unknown("simulate." + key)
	}
}

// values are faults in the values of a section.
func (c *checker) values(section string, faults []choice.Fault) {
	for _, f := range faults {
		c.fault("study-"+section, "", "%s %s", f.Key, f.Text)
	}
}

func asStrings(v any) (list []string, ok bool) {
	items, ok := v.([]any)
	for _, item := range items {
		s, isText := item.(string)
		ok = ok && isText
		list = append(list, s)
	}
	return list, ok
}

// check looks at the study as a whole, and fills in defaults.
func (c *checker) check(s *Study) {
	if s.Language == "" {
		s.Language = "nb"
	}
	if _, err := locale.Parse(s.Language); err != nil {
		c.fault("study-language", "use "+strings.Join(locale.Tags(), ", "), "language %q is not known", s.Language)
	}
	c.disclosure(s)
	c.input(s)
	if err := s.Choices.Check(s.Simulation != nil, keyOfFlag); err != nil {
		c.fault("study-input", "", "%v", err)
	}
	c.turnover(&s.Turnover)
	c.outputs(s)
}

// keyOfFlag is the key of a study that chooses what a flag does.
func keyOfFlag(flag string) string {
	for _, o := range spellset.Options() {
		if o.Flag == flag {
			return o.Key
		}
	}
	return flag
}

func (c *checker) disclosure(s *Study) {
	switch {
	case s.Disclosure == "":
		c.fault("study-disclosure", `say disclosure = "internal", or "public" if the rows are published already`,
			"the study does not say who may see what it writes")
	case !s.Disclosure.Known():
		c.fault("study-disclosure", "use "+choice.Alternatives(report.Disclosures()), "disclosure %q is not known", s.Disclosure)
	case s.Simulation == nil && s.Disclosure == report.MadeUp:
		c.fault("study-disclosure", "only a simulated study is made up", "the study reads files, so its rows are not made up")
	}
}

func (c *checker) input(s *Study) {
	beside := s.Choices.Corrections != "" || s.Choices.Cohort != "" || s.Choices.Doctors != ""
	switch {
	case s.Simulation == nil && len(s.Files) == 0:
		c.fault("study-input", `name the monthly files: [input] files = ["folder"]`, "the study names no input")
	case s.Simulation != nil && len(s.Files) > 0:
		c.fault("study-input", "keep one of [simulate] and [input]", "the study has both simulated rows and files")
	case s.Simulation != nil && beside:
		c.fault("study-input", "a simulated country has lists and doctors of its own", "a simulated study has no tables beside its rows")
	}
}

// defaultWithin is within how many months those left that turnover counts, unless it is said.
const defaultWithin = 12

func (c *checker) turnover(t *Turnover) {
	if t.Within == 0 {
		t.Within = defaultWithin
	}
	if t.Within < 0 || t.Within > survival.MaxMonths {
		c.fault("study-turnover", "", "turnover within %d months: the number is from 1 to %d", t.Within, survival.MaxMonths)
	}
	for _, b := range t.Baselines {
		if _, err := data.FindBaseline(b.ID); err != nil {
			c.fault("study-baseline", "`varighet baselines list` has them all", "%v", err)
		}
		if _, ok := definitionOf(b.Definition); b.Definition != "" && !ok {
			c.fault("study-baseline", "use a, b, c or d", "baseline %s has the definition %q", b.ID, b.Definition)
		}
	}
}

// outputs checks the figures and tables that the study asks for.
func (c *checker) outputs(s *Study) {
	names := takenNames{checker: c, figures: map[string]bool{}, tables: map[string]bool{"spells": true}}
	for i := range s.Figures {
		f := &s.Figures[i]
		k := kindNamed(f.Kind)
		if k == nil || k.figure == nil {
			c.fault("study-kind", "use "+strings.Join(figureKinds(), ", "), "figure %s has the kind %q", f.Name, f.Kind)
		}
		names.figure(f.Name, k != nil && k.withTable)
		if s.Choices.Cohort == "" && s.Choices.Doctors == "" { // which add columns
			c.by(f, &spellfile.Table{})
		}
		c.figure(f)
	}
	for _, t := range s.Tables {
		names.table(t.Name)
		c.baseline(t.Baseline)
		if k := kindNamed(t.Kind); k == nil || k.table == nil {
			c.fault("study-kind", "use "+strings.Join(tableKinds(), ", "), "table %s has the kind %q", t.Name, t.Kind)
		}
	}
}

func (c *checker) figure(f *Figure) {
	if f.WidthMM != 0 && !(f.WidthMM >= chart.MinWidth && f.WidthMM <= chart.MaxWidth) {
		c.fault("study-width", "", "figure %s: width_mm is from %v to %v", f.Name, chart.MinWidth, chart.MaxWidth)
	}
	if f.Horizon < 0 || f.Horizon > survival.MaxMonths {
		c.fault("study-horizon", "", "figure %s: horizon is from 0 to %d months", f.Name, survival.MaxMonths)
	}
	c.baseline(f.Baseline)
	if len(f.Formats) == 0 {
		f.Formats = Formats
	}
	for _, x := range f.Formats {
		if !slices.Contains(Formats, x) {
			c.fault("study-format", "use "+strings.Join(Formats, ", "), "figure %s asks for the format %q", f.Name, x)
		}
	}
}

// by looks for the column that parts a figure's curves. Those that a cohort or a table of
// doctors adds are known when it has been read.
func (c *checker) by(f *Figure, t *spellfile.Table) {
	if f.By == "" {
		return
	}
	if _, err := rows.Columns(t, "by", []string{f.By}); err != nil {
		c.fault("study-by", "name a column of spells.csv, such as size_group", "figure %s: there is no column %q", f.Name, f.By)
	}
}

func (c *checker) baseline(id string) {
	if id == "" {
		return
	}
	if b, err := data.FindBaseline(id); err != nil {
		c.fault("study-baseline", "`varighet baselines list` has them all", "%v", err)
	} else if b.Measure != data.KMMedian {
		c.fault("study-baseline", "`varighet baselines list` shows the measures", "baseline %s is a %s, not a Kaplan–Meier median", id, b.Measure)
	}
}

// takenNames sees to it that no two outputs have one file. Names that differ by case only
// are one on Windows and Mac.
type takenNames struct {
	*checker
	figures, tables map[string]bool
}

// figure takes a name for a figure; one with a table of its numbers takes it for that too.
func (n *takenNames) figure(name string, withTable bool) {
	if withTable {
		n.take("figure", name, n.figures, n.tables)
	} else {
		n.take("figure", name, n.figures)
	}
}

func (n *takenNames) table(name string) { n.take("table", name, n.tables) }

func (n *takenNames) take(kind, name string, taken ...map[string]bool) {
	key := strings.ToLower(name)
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
		n.fault("study-name", "a name is a file name without folder and suffix", "a %s needs a name, not %q", kind, name)
	}
	for _, t := range taken {
		if t[key] {
			n.fault("study-name", "give each its own name", "the name of %s %q is taken", kind, name)
		}
		t[key] = true
	}
}
