package study

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/disclosure"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A checker gathers the faults of a study file.
type checker struct {
	file     string
	lines    map[string]int  // of its keys, by their paths; see [boundedtoml.Lines]
	source   []string        // its lines
	unknowns map[string]bool // paths of keys that it cannot have, and were named
	meta     *toml.MetaData  // which keys there are; nil once the file has been read
	problems varighet.Problems
}

// fault is a fault of the key at a path, such as "spells.gap" or "figure[0].kind"; "" is the
// study as a whole.
func (c *checker) fault(path, code, hint, format string, args ...any) {
	c.problems.Add(&varighet.Problem{File: c.file, Line: c.line(path), Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

// line is the line of a key or, of a key that the file does not have, of its section; 0 if
// the file has neither.
func (c *checker) line(path string) int {
	for path != "" {
		if line := c.lines[path]; line > 0 {
			return line
		}
		path = path[:max(strings.LastIndexAny(path, ".["), 0)]
	}
	return 0
}

// failed is a fault that something else has found.
func (c *checker) failed(path, code, hint string, err error) {
	p := &varighet.Problem{Code: code, Msg: err.Error(), Hint: hint}
	errors.As(err, &p)
	c.fault(path, p.Code, p.Hint, "%s", p.Msg)
}

// identities refuses national identity numbers: titles are printed, and the file's name is
// that of the folder. The number itself is not shown.
func (c *checker) identities(text []byte) {
	const hint = "take the number away"
	if idnumber.National([]byte(c.file)) == idnumber.Sure {
		c.file = idnumber.Mask(c.file)
		c.fault("", "national-id", hint, "the name of the study holds what looks like a national identity number")
	}
	for i, line := range bytes.Split(text, []byte("\n")) {
		if idnumber.National(line) == idnumber.Sure {
			c.problems.Add(&varighet.Problem{File: c.file, Line: i + 1, Code: "national-id",
				Msg: "the line holds what looks like a national identity number", Hint: hint})
		}
	}
}

// cases finds keys with capitals: the decoder takes them, where its account of what there is
// does not.
func (c *checker) cases() {
	for _, key := range c.meta.Keys() {
		if name := key.String(); key[0] != "names" && name != strings.ToLower(name) {
			c.unknown(name)
		}
	}
}

// tables finds a section that was written as a key.
func (c *checker) tables() {
	for _, section := range []string{"input", "reference", "spells", "simulate"} {
		switch c.meta.Type(section) {
		case "", "Hash": // "" of none, or of keys such as spells.gap
		default:
			c.fault(section, "study-section", "write ["+section+"] on a line of its own, and its keys below",
				"%s is a part of the study, not a key", section)
		}
	}
}

// unknown says that there is no such key, wherever it stands, and names the one that was
// probably meant. A key that was named before is not named again.
func (c *checker) unknown(key string) {
	hint := ""
	if near := nearestKey(key); near != "" {
		hint = "did you mean " + near + "?"
	}
	paths := []string{}
	for path := range c.lines {
		if index.ReplaceAllString(path, "") == key {
			paths = append(paths, path)
		}
	}
	if len(paths) == 0 {
		paths = append(paths, key)
	}
	slices.SortFunc(paths, func(a, b string) int { return cmp.Compare(c.lines[a], c.lines[b]) })
	for _, path := range paths {
		if !c.unknowns[path] {
			c.unknowns[path] = true
			c.fault(path, "study-key", hint, "a study has no key %q", key)
		}
	}
}

// index is the place of a section in a list of them.
var index = regexp.MustCompile(`\[\d+\]`)

// fill chooses what the sections say.
func (c *checker) fill(s *Study, in *sections) {
	if files, ok := in.Input["files"]; ok {
		if s.Files, ok = asStrings(files); !ok || slices.Contains(s.Files, "") {
			c.fault("input.files", "study-value", `write files = ["folder", "file.csv"]`, "files is a list of names of files and folders")
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
	section(c, &s.Choices, spellset.Options(), "input", in.Input)
	section(c, &s.Choices, spellset.Options(), "reference", in.Reference)
	section(c, &s.Choices, spellset.Options(), "spells", in.Spells)
	if in.Simulate != nil {
		s.Simulation = &Simulation{}
		section(c, s.Simulation, simulationOptions, "simulate", in.Simulate)
	}
}

// section chooses what a section says, all of which must be known.
func section[T any](c *checker, into *T, options []choice.Option[T], name string, values map[string]any) {
	faults, unknown := choice.Fill(into, options, name, values)
	c.values(name, faults)
	for _, key := range unknown {
		c.unknown(name + "." + key)
	}
}

// values are faults in the values of a section.
func (c *checker) values(section string, faults []choice.Fault) {
	for _, f := range faults {
		c.fault(section+"."+f.Key, "study-"+section, "", "%s.%s %s", section, f.Key, f.Text)
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
		c.fault("language", "study-language", "use "+strings.Join(locale.Tags(), ", "), "language %q is not known", s.Language)
	}
	if name, err := s.Reading.Limits.RaiseAll(s.Limits); err != nil {
		c.fault("limits."+name, "study-limits", "", "%v", err)
	}
	c.disclosure(s)
	c.matrix(s)
	c.input(s)
	if err := s.Choices.Check(s.Simulation != nil, keyOfFlag); err != nil {
		c.fault("input", "study-input", "", "%v", err)
	}
	c.turnover(&s.Turnover)
	c.expectation(s)
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

// mostLeastCount is the greatest least_count.
const mostLeastCount = 100

// leastCount is the least count that is shown in a published report.
func (s *Study) leastCount() int {
	if s.LeastCount == nil {
		return disclosure.DefaultK
	}
	return *s.LeastCount
}

func (c *checker) disclosure(s *Study) {
	if s.Disclosure == "" {
		s.Disclosure = report.Published
	}
	switch {
	case !s.Disclosure.Known():
		c.fault("disclosure", "study-disclosure", "use "+choice.Alternatives(report.Disclosures()), "disclosure %q is not known", s.Disclosure)
	case (s.Disclosure == report.Public || s.Disclosure == report.Published) && s.Reading.KeepNames:
		c.fault("disclosure", "study-disclosure", `say disclosure = "internal", or leave input.keep_names out`,
			"what is public cannot keep names and HPR numbers")
	}
	switch n := s.LeastCount; {
	case n == nil:
	case s.Disclosure != report.Published:
		c.fault("least_count", "study-disclosure", "leave it out: nothing is withheld", "least_count is for published studies, and this is %s", s.Disclosure)
	case *n < disclosure.LeastK || *n > mostLeastCount:
		c.fault("least_count", "study-disclosure", "", "least_count is from %d to %d, not %d", disclosure.LeastK, mostLeastCount, *n)
	}
}

func (c *checker) input(s *Study) {
	ofPeople := s.Choices.Corrections != "" || s.Choices.Doctors != ""
	switch {
	case s.Simulation == nil && len(s.Files) == 0:
		c.fault("input", "study-input", `name the monthly files: [input] files = ["folder"]`, "the study names no input")
	case s.Simulation != nil && len(s.Files) > 0:
		c.fault("input", "study-input", "keep one of [simulate] and [input]", "the study has both simulated rows and files")
	case s.Simulation != nil && ofPeople:
		c.fault("input", "study-input", "a simulated country has doctors of its own; a cohort of its lists may be named",
			"a simulated study has no tables of doctors or corrections")
	}
}

// defaultWithin is within how many months those left that turnover counts, unless it is said.
const defaultWithin = 12

func (c *checker) turnover(t *Turnover) {
	if !c.meta.IsDefined("turnover", "within") {
		t.Within = defaultWithin
	}
	if t.Within < 1 || t.Within > survival.MaxMonths {
		c.fault("turnover.within", "study-turnover", "", "turnover.within is from 1 to %d months, not %d", survival.MaxMonths, t.Within)
	}
	for i, b := range t.Baselines {
		at := fmt.Sprintf("turnover.baseline[%d]", i)
		if _, err := b.share(t.Within); err != nil {
			c.failed(at+".id", "study-baseline", baselinesHint, err)
		}
		if _, ok := definitionOf(b.Definition); b.Definition != "" && !ok {
			c.fault(at+".definition", "study-baseline", "use a, b, c or d", "baseline %s has the definition %q", b.ID, b.Definition)
		}
	}
}

// outputs checks the figures and tables that the study asks for.
func (c *checker) outputs(s *Study) {
	names := takenNames{checker: c, figures: map[string]bool{}, tables: map[string]bool{"spells": true}}
	for i := range s.Figures {
		f := &s.Figures[i]
		f.at = fmt.Sprintf("figure[%d]", i)
		k := kindNamed(f.Kind)
		if k == nil || k.figure == nil {
			c.fault(f.at+".kind", "study-kind", "use "+strings.Join(figureKinds(), ", "), "figure %s has the kind %q", f.Name, f.Kind)
		}
		names.figure(f.at, f.Name, k != nil && k.withTable)
		if s.Choices.Cohort == "" && s.Choices.Doctors == "" { // which add columns
			c.columns(f, &spellfile.Table{})
		}
		c.figure(f)
		c.order(s, f)
		c.places(s, f.at, "figure "+f.Name, f.Municipalities)
		if f.Kind == "observed-expected" && f.By != "" && f.Baseline == "" && s.Expected.Mix != nil {
			c.fault(f.at+".by", "study-mix", "leave by out, or expected.mix", "figure %s: expected.mix does not say which position is where, so groups cannot be held against it", f.Name)
		}
		if k != nil {
			c.unused(k, f)
		}
	}
	for i := range s.Tables {
		t := &s.Tables[i]
		t.at = fmt.Sprintf("table[%d]", i)
		names.table(t.at, t.Name)
		c.baseline(t.at, t.Baseline)
		k := kindNamed(t.Kind)
		if k == nil || k.table == nil {
			c.fault(t.at+".kind", "study-kind", "use "+strings.Join(tableKinds(), ", "), "table %s has the kind %q", t.Name, t.Kind)
		} else if t.Baseline != "" && !k.takes("baseline") {
			c.fault(t.at+".baseline", "study-key", "", "table %s: tables of the kind %s have no baseline", t.Name, k.Name)
		} else if t.Municipalities != "" && !k.takes("municipalities") {
			c.fault(t.at+".municipalities", "study-key", "", "table %s: tables of the kind %s have no municipalities", t.Name, k.Name)
		} else if t.By != "" && !k.takes("by") {
			c.fault(t.at+".by", "study-key", "", "table %s: tables of the kind %s have no by", t.Name, k.Name)
		}
		if s.Choices.Cohort == "" && s.Choices.Doctors == "" {
			c.tableBy(t, &spellfile.Table{})
		}
		c.places(s, t.at, "table "+t.Name, t.Municipalities)
		if t.Kind == "cox" {
			c.fault(t.at+".kind", "study-kind", "ask for a figure of the kind cox: its table stands beside it", "table %s: a table of the kind cox has no covariates of its own", t.Name)
		}
		if k != nil && k.Name == besideKind && !s.Choices.CohortOthers {
			c.fault(t.at+".kind", "study-kind", "say input.cohort_others = true, so that the others stay beside the cohort", "table %s: there are no others to set the cohort beside", t.Name)
		}
	}
}

func (c *checker) figure(f *Figure) {
	if f.WidthMM != 0 && !(f.WidthMM >= chart.MinWidth && f.WidthMM <= chart.MaxWidth) {
		c.fault(f.at+".width_mm", "study-width", "", "figure %s: width_mm is from %v to %v", f.Name, chart.MinWidth, chart.MaxWidth)
	}
	if f.Horizon < 0 || f.Horizon > maxHorizon {
		c.fault(f.at+".horizon", "study-horizon", "", "figure %s: horizon is from 0 to %d months", f.Name, maxHorizon)
	}
	if f.DPI != 0 && !slices.Contains(resolutions, f.DPI) {
		c.fault(f.at+".dpi", "study-dpi", "use 300 or 600, or leave it out for 200", "figure %s: dpi is not %d", f.Name, f.DPI)
	}
	c.baseline(f.at, f.Baseline)
	c.modelled(f)
	if len(f.Formats) == 0 {
		f.Formats = usualFormats
	}
	for _, x := range f.Formats {
		if !slices.Contains(Formats, x) {
			c.fault(f.at+".formats", "study-format", "use "+strings.Join(Formats, ", "), "figure %s asks for the format %q", f.Name, x)
		}
	}
}

// unused finds keys that would change nothing, since figures of the kind do not have them.
func (c *checker) unused(k *Kind, f *Figure) {
	said := []struct {
		key string
		is  bool
	}{{"label", f.Label != ""}, {"order", f.Order != ""}, {"by", f.By != ""}, {"bands", f.Bands != nil}, {"horizon", f.Horizon != 0}, {"baseline", f.Baseline != ""},
		{"municipalities", f.Municipalities != ""},
		{"month", f.Month != ""}, {"covers", f.Covers != ""}, {"match", f.Match != ""},
		{"covariates", f.Covariates != nil}, {"base", f.Base != nil}, {"ties", f.Ties != ""}}
	if f.Expected && (k.Name != "km" || f.By != "") {
		c.fault(f.at+".expected", "study-key", "", "figure %s: an expected curve stands beside one curve of the kind km", f.Name)
	}
	for _, s := range said {
		if s.is && !k.takes(s.key) {
			c.fault(f.at+"."+s.key, "study-key", "", "figure %s: figures of the kind %s have no %s", f.Name, k.Name, s.key)
		}
	}
}

// columns looks for the columns that part a figure's curves or label its lines. Those that a
// cohort or a table of doctors adds are known when it has been read.
func (c *checker) columns(f *Figure, t *spellfile.Table) {
	c.covariates(f, t)
	if f.By != "" {
		if _, err := rows.Columns(t, "by", []string{f.By}); err != nil {
			c.fault(f.at+".by", "study-by", "name a column of spells.csv, such as size_group", "figure %s: there is no column %q", f.Name, f.By)
		}
	}
	if labelIsColumn(f.Label) {
		if _, err := rows.Columns(t, "label", []string{f.Label}); err != nil {
			c.fault(f.at+".label", "study-label", "use id, number, municipality or a column of spells.csv", "figure %s: there is no column %q", f.Name, f.Label)
		}
	}
}

// order checks the order of a timeline's lines. That of files is lost in the register.
func (c *checker) order(s *Study, f *Figure) {
	switch {
	case f.Order != "" && !slices.Contains(laneOrders, f.Order):
		c.fault(f.at+".order", "study-order", "use "+choice.Alternatives(laneOrders), "figure %s: order %q is not known", f.Name, f.Order)
	case f.Order == fileOrder && s.Choices.Cohort == "":
		c.fault(f.at+".order", "study-order", "name a cohort, whose table is then the order, or leave order out",
			`figure %s: order = "file" needs input.cohort, since the register does not keep the order in which files had their rows`, f.Name)
	}
}

// modelled checks the keys of figures on a date, and of models.
func (c *checker) modelled(f *Figure) {
	if _, err := f.month(0); err != nil {
		c.fault(f.at+".month", "study-month", "write it as 2019-11", "figure %s: month: %v", f.Name, err)
	}
	if f.Covers != "" && f.Covers != coversCountry && f.Covers != coversPart {
		c.fault(f.at+".covers", "study-value", "use country or part", "figure %s: covers = %q is not known", f.Name, f.Covers)
	}
	if f.Kind != "cox" {
		return
	}
	if terms, err := f.terms(); err != nil {
		c.fault(f.at+".covariates", "study-covariates", "", "figure %s: %v", f.Name, err)
	} else if len(terms) == 0 {
		c.fault(f.at+".covariates", "study-covariates", `write covariates = ["size_group", "start_period"]`, "figure %s: a Cox model needs covariates", f.Name)
	}
	if _, err := f.tiesOf(); err != nil {
		c.fault(f.at+".ties", "study-value", "use efron, breslow or exact", "figure %s: %v", f.Name, err)
	}
}

// covariates looks for the columns of a model; see by.
func (c *checker) covariates(f *Figure, t *spellfile.Table) {
	terms, err := f.terms()
	if err != nil {
		return // said already
	}
	for _, x := range terms {
		if _, err := rows.Columns(withDerived(t, terms), "covariates", []string{x.Column}); err != nil {
			c.fault(f.at+".covariates", "study-covariates", "name columns of spells.csv, such as size_group, or start_period or holder", "figure %s: there is no column %q", f.Name, x.Column)
		}
	}
}

// tableBy looks for the column that parts a table.
func (c *checker) tableBy(asked *Table, t *spellfile.Table) {
	if asked.By == "" {
		return
	}
	if _, err := rows.Columns(t, "by", []string{asked.By}); err != nil {
		c.fault(asked.at+".by", "study-by", "name a column of spells.csv, such as size_group", "table %s: there is no column %q", asked.Name, asked.By)
	}
}

func (c *checker) baseline(at, id string) {
	if _, err := publishedMedians(id); err != nil {
		c.failed(at+".baseline", "study-baseline", baselinesHint, err)
	}
}

const baselinesHint = "`varighet baselines list` has them all"

// takenNames sees to it that no two outputs have one file. Names that differ by case only
// are one on Windows and Mac.
type takenNames struct {
	*checker
	figures, tables map[string]bool
}

// figure takes a name for a figure; one with a table of its numbers takes it for that too.
func (n *takenNames) figure(at, name string, withTable bool) {
	if withTable {
		n.take(at, "figure", name, n.figures, n.tables)
	} else {
		n.take(at, "figure", name, n.figures)
	}
}

func (n *takenNames) table(at, name string) { n.take(at, "table", name, n.tables) }

func (n *takenNames) take(at, kind, name string, taken ...map[string]bool) {
	key := strings.ToLower(name)
	if name == "" || strings.ContainsAny(name, `/\:`) || strings.HasPrefix(name, ".") {
		n.fault(at+".name", "study-name", "a name is a file name without folder and suffix", "a %s needs a name, not %q", kind, name)
	}
	for _, t := range taken {
		if t[key] {
			n.fault(at+".name", "study-name", "give each its own name", "the name of %s %q is taken", kind, name)
		}
		t[key] = true
	}
}
