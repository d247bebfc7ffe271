package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/BurntSushi/toml"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A study is what a study file (TOML) says: where the rows come from, how they
// are read, and which figures and tables to make of them. Everything it leaves
// out has the default that the comments name.
type study struct {
	ID         string        `toml:"-"` // the file's name without .toml
	Title      localised     `toml:"title"`
	Source     localised     `toml:"source"`     // who published the data; printed under figures
	Language   string        `toml:"language"`   // nb (default), nn or en
	Disclosure disclosure    `toml:"disclosure"` // must be given
	Input      studyInput    `toml:"input"`
	Simulate   *studySim     `toml:"simulate"` // instead of input and reference
	Reference  studyRef      `toml:"reference"`
	Spells     studySpells   `toml:"spells"`
	Turnover   studyTurn     `toml:"turnover"`
	Figures    []studyFigure `toml:"figure"`
	Tables     []studyTable  `toml:"table"`

	fsys fs.FS // in which Input.Files lie
}

// studyInput says which files to read; paths are relative to the study file.
type studyInput struct {
	Files          []string `toml:"files"`
	KeyFile        string   `toml:"key_file"`         // for pseudonyms; default the study file with .key
	KeepNames      bool     `toml:"keep_names"`       // default false
	SetAsideFaults bool     `toml:"set_aside_faults"` // default false: any fault ends the run
	Link           *bool    `toml:"link"`             // a list without an id is followed from month to month; default true
	Aliases        string   `toml:"aliases"`          // reviewed table of names that are of one doctor
	Corrections    string   `toml:"corrections"`      // starts and ends that evaluators were told
	Cohort         string   `toml:"cohort"`           // positions that count, in which months, and their attributes
	CohortOthers   bool     `toml:"cohort_others"`    // positions that are not of the cohort stay beside; default false
	Doctors        string   `toml:"doctors"`          // sex, specialist status and attributes of doctors
	Layout         string   `toml:"layout"`           // what the columns of the files are, where the reader does not see it

	// LastMonth is the last month of the data: exports with periods go on to it, and
	// spells are made of nothing after it. Default the last in the files.
	LastMonth *varighet.Month `toml:"last_month"`
}

// studySim describes a simulated country; see package simulate.
type studySim struct {
	Seed           uint64         `toml:"seed"`
	Lists          int            `toml:"lists"`          // default 5000
	Municipalities int            `toml:"municipalities"` // default 430
	First          varighet.Month `toml:"first"`          // default 2001-05
	Last           varighet.Month `toml:"last"`           // default 2014-05
	Dirt           bool           `toml:"dirt"`           // what real files have and a reader must see through
	Slips          bool           `toml:"slips"`          // now and then a list without its doctor for a month
}

// studyRef names a reference folder.
type studyRef struct {
	Folder     string `toml:"folder"`
	Date       string `toml:"date"`        // borders, as 2020-01-01; default the newest the folder knows
	SizeGroups string `toml:"size_groups"` // abelsen (default), hdir, or cut points such as 2000,5000

	PopulationYear int `toml:"population_year"` // default the year in which a spell begins
}

// studySpells are the choices of survival.SpellOptions.
type studySpells struct {
	Gap         *int            `toml:"gap"`       // default 2
	Lookahead   *int            `toml:"lookahead"` // default 3
	SchemeStart *varighet.Month `toml:"scheme_start"`
	Unit        unit            `toml:"unit"`       // position (default) or municipality
	FirstRows   string          `toml:"first_rows"` // known or unknown; default by the rules of survival.Coverage
	LastRows    string          `toml:"last_rows"`  // stopped or censored; likewise
}

// studyTurn asks for the share that left within some months.
type studyTurn struct {
	Within    int             `toml:"within"`   // months held; default 12
	Baselines []studyBaseline `toml:"baseline"` // published shares to set beside
}

// studyBaseline is a published share.
type studyBaseline struct {
	ID         string    `toml:"id"`         // as `varighet baselines list` has it
	Label      localised `toml:"label"`      // of whom and where; default the citation
	Definition string    `toml:"definition"` // a to d, if it is known how it was counted
}

// studyFigure asks for a figure.
type studyFigure struct {
	Name     string    `toml:"name"` // of the files, without suffix
	Kind     string    `toml:"kind"` // timeline-bars, timeline-months, km, medians
	Title    localised `toml:"title"`
	Subtitle localised `toml:"subtitle"`
	Caption  localised `toml:"caption"` // default: made from the numbers
	By       string    `toml:"by"`      // km: "size_group", or nothing for one curve
	Bands    *bool     `toml:"bands"`   // km: confidence bands; default true
	Horizon  int       `toml:"horizon"` // km: months to show; default all
	WidthMM  float64   `toml:"width_mm"`
	Baseline string    `toml:"baseline"` // medians: published numbers to set beside
	Formats  []string  `toml:"formats"`  // default png, svg, pdf
}

// studyTable asks for a table.
type studyTable struct {
	Name     string    `toml:"name"`
	Kind     string    `toml:"kind"` // medians, turnover, gap
	Title    localised `toml:"title"`
	Baseline string    `toml:"baseline"`
}

// A disclosure says who may see what a study writes.
type disclosure string

// The modes. A study names its own, because a slip here cannot be undone.
const (
	disclosurePublic   disclosure = "public"   // the rows are published already
	disclosureMadeUp   disclosure = "made-up"  // the rows are simulated
	disclosureInternal disclosure = "internal" // exact numbers, every page marked
)

// localised is a text in one language for all, or in several.
type localised map[string]string

// UnmarshalTOML reads a string or a table of language to string.
func (l *localised) UnmarshalTOML(v any) error {
	*l = localised{}
	switch v := v.(type) {
	case string:
		(*l)[""] = v
		return nil
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			s, ok := v[k].(string)
			if _, err := locale.Parse(k); err != nil || !ok {
				return fmt.Errorf("a text is a string, or a table with nb, nn and en")
			}
			(*l)[k] = s
		}
		return nil
	}
	return errors.New("a text is a string, or a table with nb, nn and en")
}

// in returns the text in a language, else the one for all, else any by the
// order of the language codes.
func (l localised) in(language string) string {
	for _, k := range append([]string{language, ""}, slices.Sorted(maps.Keys(l))...) {
		if s, ok := l[k]; ok {
			return s
		}
	}
	return ""
}

// figureKinds and tableKinds are what a study may ask for.
var (
	figureKinds   = []string{"timeline-bars", "timeline-months", "km", "medians"}
	tableKinds    = []string{"medians", "turnover", "gap"}
	figureFormats = []string{"png", "svg", "pdf"}
)

// readStudy reads the study file name in fsys and checks it whole: every fault
// is reported, with its line where TOML gives one.
func readStudy(fsys fs.FS, name string) (*study, error) {
	b, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("reading study: %w", err)
	}
	s := &study{ID: strings.TrimSuffix(path.Base(name), ".toml"), fsys: fsys}
	meta, err := toml.Decode(string(b), s)
	if err != nil {
		return nil, tomlProblem(name, err)
	}
	var problems varighet.Problems
	for _, key := range meta.Undecoded() {
		problems.Add(&varighet.Problem{File: name, Code: "study-key", Msg: fmt.Sprintf("a study has no key %q", key.String()),
			Hint: studyKeyHint(key)})
	}
	s.check(name, &problems)
	return s, problems.Err()
}

func tomlProblem(name string, err error) error {
	var pe toml.ParseError
	if errors.As(err, &pe) {
		return &varighet.Problem{File: name, Line: pe.Position.Line, Code: "study-syntax", Msg: pe.Message}
	}
	return &varighet.Problem{File: name, Code: "study-value", Msg: err.Error()}
}

// studyKeyHint names the key that was probably meant.
func studyKeyHint(key toml.Key) string {
	keys := []string{"title", "source", "language", "disclosure", "input", "simulate", "reference", "spells", "turnover",
		"figure", "table", "files", "key_file", "keep_names", "set_aside_faults", "link", "aliases", "corrections",
		"cohort", "cohort_others", "doctors", "layout", "last_month", "seed", "lists", "municipalities",
		"first", "last", "dirt", "slips", "folder", "date", "size_groups", "population_year", "gap", "lookahead", "scheme_start", "unit", "first_rows", "last_rows", "within",
		"id", "label", "definition", "name", "kind", "subtitle", "caption", "by", "bands", "horizon", "width_mm", "baseline", "formats"}
	if near := choice.Nearest(key[len(key)-1], keys); near != "" {
		return "did you mean " + near + "?"
	}
	return ""
}

func (s *study) check(name string, problems *varighet.Problems) {
	fault := func(code, hint, format string, args ...any) {
		problems.Add(&varighet.Problem{File: name, Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
	}
	if s.Language == "" {
		s.Language = "nb"
	}
	if _, err := locale.Parse(s.Language); err != nil {
		fault("study-language", "use "+strings.Join(locale.Tags(), ", "), "language %q is not known", s.Language)
	}
	switch s.Disclosure {
	case disclosurePublic, disclosureMadeUp, disclosureInternal:
	case "":
		fault("study-disclosure", `say disclosure = "internal", or "public" if the rows are published already`,
			"the study does not say who may see what it writes")
	default:
		fault("study-disclosure", "use internal, public or made-up", "disclosure %q is not known", s.Disclosure)
	}
	switch {
	case s.Simulate == nil && len(s.Input.Files) == 0:
		fault("study-input", `name the monthly files: [input] files = ["folder"]`, "the study names no input")
	case s.Simulate != nil && len(s.Input.Files) > 0:
		fault("study-input", "keep one of [simulate] and [input]", "the study has both simulated rows and files")
	case s.Simulate == nil && s.Disclosure == disclosureMadeUp:
		fault("study-disclosure", "only a simulated study is made up", "the study reads files, so its rows are not made up")
	}
	if s.Simulate != nil && s.Input.besides() {
		fault("study-input", "a simulated country has lists and doctors of its own", "a simulated study has no tables beside its rows")
	}
	if s.Input.CohortOthers && s.Input.Cohort == "" {
		fault("study-input", `name the cohort: cohort = "cohort.csv"`, "cohort_others keeps what is not of a cohort, and there is none")
	}
	if s.Reference.SizeGroups == "" {
		s.Reference.SizeGroups = "abelsen"
	}
	if _, err := data.ParseSizeGroups(s.Reference.SizeGroups); err != nil {
		fault("study-size-groups", "use abelsen, hdir or cut points such as 2000,5000", "%v", err)
	}
	var err error
	if s.Spells.Unit, err = parseUnit(string(s.Spells.Unit)); err != nil {
		fault("study-unit", "", "%v", err)
	}
	if _, ok := survival.ParseFirstRows(s.Spells.FirstRows); !ok {
		fault("study-spells", "use known or unknown, or leave it out", "first_rows is %q", s.Spells.FirstRows)
	}
	if _, ok := survival.ParseLastRows(s.Spells.LastRows); !ok {
		fault("study-spells", "use stopped or censored, or leave it out", "last_rows is %q", s.Spells.LastRows)
	}
	if y := s.Reference.PopulationYear; y != 0 && !plausibleYear(y) {
		fault("study-population-year", "name a year such as 2020", "there are no populations of %d", y)
	}
	if s.Turnover.Within == 0 {
		s.Turnover.Within = 12
	}
	if s.Turnover.Within < 0 {
		fault("study-turnover", "", "turnover within %d months: the number must be at least 1", s.Turnover.Within)
	}
	for _, n := range []*int{s.Spells.Gap, s.Spells.Lookahead} {
		if n != nil && (*n < 0 || *n > 120) {
			fault("study-spells", "", "gap and lookahead are between 0 and 120 months, not %d", *n)
		}
	}
	for _, b := range s.Turnover.Baselines {
		if _, err := data.FindBaseline(b.ID); err != nil {
			fault("study-baseline", "`varighet baselines list` has them all", "%v", err)
		}
		if _, ok := turnoverDefinition(b.Definition); b.Definition != "" && !ok {
			fault("study-baseline", "use a, b, c or d", "baseline %s has the definition %q", b.ID, b.Definition)
		}
	}
	s.checkOutputs(fault)
}

func checkBaseline(id string, fault func(code, hint, format string, args ...any)) {
	if id == "" {
		return
	}
	if b, err := data.FindBaseline(id); err != nil {
		fault("study-baseline", "`varighet baselines list` has them all", "%v", err)
	} else if b.Measure != data.KMMedian {
		fault("study-baseline", "`varighet baselines list` shows the measures", "baseline %s is a %s, not a Kaplan–Meier median", id, b.Measure)
	}
}

// turnoverDefinition finds a definition by its letter.
func turnoverDefinition(letter string) (survival.TurnoverDefinition, bool) {
	if len(letter) != 1 || letter < "a" || letter > "d" {
		return 0, false
	}
	return survival.TurnoverDefinition(letter[0] - 'a'), true
}

// checkBy looks for the column that parts a figure's curves. Those that a cohort or a
// table of doctors adds are known when it has been read.
func (f *studyFigure) checkBy(t *spellfile.Table, fault func(code, hint, format string, args ...any)) {
	if f.By == "" {
		return
	}
	if _, err := rows.Columns(t, "by", []string{f.By}); err != nil {
		fault("study-by", "name a column of spells.csv, such as size_group", "figure %s: there is no column %q", f.Name, f.By)
	}
}

// besides reports whether there are tables that say more of lists and doctors.
func (in *studyInput) besides() bool {
	return in.Corrections != "" || in.Cohort != "" || in.Doctors != ""
}

func (s *study) checkOutputs(fault func(code, hint, format string, args ...any)) {
	// A figure of curves has a table of its numbers, and spells.csv is always
	// written. Names that differ by case only are one on Windows and Mac.
	figures, tables := map[string]bool{}, map[string]bool{"spells": true}
	name := func(kind, n string, taken ...map[string]bool) {
		key := strings.ToLower(n)
		if n == "" || strings.ContainsAny(n, `/\:`) || strings.HasPrefix(n, ".") {
			fault("study-name", "a name is a file name without folder and suffix", "a %s needs a name, not %q", kind, n)
		}
		for _, t := range taken {
			if t[key] {
				fault("study-name", "give each its own name", "the name of %s %q is taken", kind, n)
			}
			t[key] = true
		}
	}
	for i := range s.Figures {
		f := &s.Figures[i]
		if f.Kind == "km" {
			name("figure", f.Name, figures, tables)
		} else {
			name("figure", f.Name, figures)
		}
		if s.Input.Cohort == "" && s.Input.Doctors == "" {
			f.checkBy(&spellfile.Table{}, fault)
		}
		if f.WidthMM != 0 && !(f.WidthMM >= chart.MinWidth && f.WidthMM <= chart.MaxWidth) {
			fault("study-width", "", "figure %s: width_mm is from %v to %v", f.Name, chart.MinWidth, chart.MaxWidth)
		}
		if f.Horizon < 0 || f.Horizon > survival.MaxGap {
			fault("study-horizon", "", "figure %s: horizon is from 0 to %d months", f.Name, survival.MaxGap)
		}
		checkBaseline(f.Baseline, fault)
		if !slices.Contains(figureKinds, f.Kind) {
			fault("study-kind", "use "+strings.Join(figureKinds, ", "), "figure %s has the kind %q", f.Name, f.Kind)
		}
		if len(f.Formats) == 0 {
			f.Formats = figureFormats
		}
		for _, x := range f.Formats {
			if !slices.Contains(figureFormats, x) {
				fault("study-format", "use "+strings.Join(figureFormats, ", "), "figure %s asks for the format %q", f.Name, x)
			}
		}
	}
	for _, t := range s.Tables {
		name("table", t.Name, tables)
		checkBaseline(t.Baseline, fault)
		if !slices.Contains(tableKinds, t.Kind) {
			fault("study-kind", "use "+strings.Join(tableKinds, ", "), "table %s has the kind %q", t.Name, t.Kind)
		}
	}
}
