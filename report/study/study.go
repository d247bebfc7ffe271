package study

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// A Study is what a study file (TOML) says: where the rows come from, how they are read, and
// which figures and tables to make of them. Everything it leaves out has the default that
// the comments, or the options, name.
type Study struct {
	ID         string            `toml:"-"` // the file's name without .toml
	Title      Text              `toml:"title"`
	Source     Text              `toml:"source"`      // who published the data; printed under figures
	Language   string            `toml:"language"`    // nb (default), nn or en
	Disclosure report.Disclosure `toml:"disclosure"`  // default published
	LeastCount *int              `toml:"least_count"` // published: the least count that is shown; default 5
	Names      map[string]Text   `toml:"names"`       // what groups and lines are called, by their value in the data
	Turnover   Turnover          `toml:"turnover"`
	Expected   Expectation       `toml:"expected"`
	Matrix     Matrix            `toml:"matrix"` // several editions, by cohort and language
	Figures    []Figure          `toml:"figure"`
	Tables     []Table           `toml:"table"`
	Limits     map[string]string `toml:"limits"` // that are raised, as {"workbook": "512MiB"}

	Files      []string         `toml:"-"` // [input] files: files and folders, from the study's folder
	Reading    Reading          `toml:"-"` // the rest of [input] about files
	Choices    spellset.Choices `toml:"-"` // [spells], [reference], and tables beside the files in [input]
	Simulation *Simulation      `toml:"-"` // [simulate], instead of files

	fsys fs.FS  // in which the study lies
	dir  string // the same as a folder; "" for a built-in study
	text []byte // the study file
	kept string // the internal folder with the copies of what the study names; "" if it is not read again

	edition *Edition // that it is of a study with a matrix; nil for none
}

// Heading is the title in the study's language; of a study without one, the name of its file without
// .toml.
func (s *Study) Heading() string {
	if title := s.Title.In(locale.Get(s.Language).Tag); title != "" {
		return title
	}
	return s.ID
}

// sections are the parts of a study file that options fill. A value that is no table leaves
// its part nil, without an error: checker.tables finds it.
type sections struct {
	Input, Reference, Spells, Simulate map[string]any
}

// Turnover asks for the share that left within some months.
type Turnover struct {
	Within    int        `toml:"within"`   // months held; default 12
	Baselines []Baseline `toml:"baseline"` // published shares to set beside
}

// A Baseline is a published share.
type Baseline struct {
	ID         string `toml:"id"`         // as `varighet baselines list` has it
	Label      Text   `toml:"label"`      // of whom and where; default the citation
	Definition string `toml:"definition"` // a to d, if it is known how it was counted
}

// A Figure asks for a figure.
type Figure struct {
	Name     string   `toml:"name"` // of the files, without suffix
	Kind     string   `toml:"kind"` // one of Kinds that has figures
	Title    Text     `toml:"title"`
	Subtitle Text     `toml:"subtitle"`
	Caption  Text     `toml:"caption"`  // default: made from the numbers
	By       string   `toml:"by"`       // the column that parts it, such as "size_group"; nothing for one curve
	Bands    *bool    `toml:"bands"`    // km: confidence bands; default true
	Expected bool     `toml:"expected"` // km of one curve: the curve that [expected] gives beside
	Horizon  int      `toml:"horizon"`  // km: months to show; default all
	WidthMM  float64  `toml:"width_mm"`
	DPI      int      `toml:"dpi"`      // of PNG and TIFF: 300 or 600; default 200
	Label    string   `toml:"label"`    // timelines: id, number, municipality or a column of spells; default id
	Order    string   `toml:"order"`    // timelines: one of laneOrders; default by label
	Baseline string   `toml:"baseline"` // medians: published numbers to set beside
	Formats  []string `toml:"formats"`  // default png, svg, pdf

	Municipalities string `toml:"municipalities"` // medians: whose own medians are shown

	Month      string            `toml:"month"`      // list-length, moves: on the first of it; default the last month
	Covers     string            `toml:"covers"`     // moves, exits: whether the data have the lists of the country or of a part; default by how many
	Match      string            `toml:"match"`      // funnel: the column within which units are compared; default size_group
	Covariates []string          `toml:"covariates"` // cox: columns, or start_period and holder
	Base       map[string]string `toml:"base"`       // cox: level that others of a covariate are compared with; default the first
	Ties       string            `toml:"ties"`       // cox: efron (default), breslow or exact

	at     string // its path in the study file, "figure[0]"; "" of a command
	scope  string // which positions it is of, in words; "" for all
	within int    // turnover, of a command: months held; a study has its own under [turnover]
}

// A Table asks for a table.
type Table struct {
	Name     string `toml:"name"`
	Kind     string `toml:"kind"` // one of Kinds that has tables
	Title    Text   `toml:"title"`
	Baseline string `toml:"baseline"` // medians: published numbers to set beside

	Municipalities string `toml:"municipalities"` // medians and municipalities: whose own medians are shown

	By string `toml:"by"` // of kinds that a column parts

	at string // its path in the study file, "table[0]"
}

// asFigure is a table as it is asked for, among figures.
func (t *Table) asFigure() Figure {
	return Figure{Name: t.Name, Kind: t.Kind, Title: t.Title, Baseline: t.Baseline, Municipalities: t.Municipalities, By: t.By}
}

// Text is a text in one language for all, or in several.
type Text map[string]string

// UnmarshalTOML reads a string or a table of language to string.
func (t *Text) UnmarshalTOML(v any) error {
	*t = Text{}
	switch v := v.(type) {
	case string:
		(*t)[""] = v
		return nil
	case map[string]any:
		for _, k := range slices.Sorted(maps.Keys(v)) {
			s, ok := v[k].(string)
			if _, err := locale.Parse(k); err != nil || !ok {
				return errText
			}
			(*t)[k] = s
		}
		return nil
	}
	return errText
}

var errText = errors.New("a text is a string, or a table with nb, nn and en")

// In returns the text in a language, else the one for all, else any by the order of the
// language codes.
func (t Text) In(language string) string {
	for _, k := range append([]string{language, ""}, slices.Sorted(maps.Keys(t))...) {
		if s, ok := t[k]; ok {
			return s
		}
	}
	return ""
}

// InAll is a text that is the same in all languages; nil for "".
func InAll(s string) Text {
	if s == "" {
		return nil
	}
	return Text{"": s}
}

// Read reads the study file name in fsys and checks it whole: every fault is reported, with
// its line where TOML gives one. dir is the folder of the file, from which it names others;
// "" for a study whose files are all in fsys.
func Read(fsys fs.FS, name, dir string) (*Study, error) { return read(fsys, name, dir, "") }

// read is Read for a study of which the folder kept has copies of what it names; "" if it names
// the files themselves.
func read(fsys fs.FS, name, dir, kept string) (*Study, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("reading study: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, int64(limit.Default(limit.TOML))+1))
	if err != nil {
		return nil, fmt.Errorf("reading study: %w", err)
	}
	var file struct {
		*Study
		sections
	}
	file.Study = &Study{ID: strings.TrimSuffix(path.Base(name), ".toml"), fsys: fsys, dir: dir, text: b, kept: kept}
	c := checker{file: name, lines: boundedtoml.Lines(b), unknowns: map[string]bool{}}
	if err := c.readable(b); err != nil {
		return nil, err
	}
	meta, err := boundedtoml.Decode(b, &file)
	if err != nil {
		return nil, syntaxProblem(name, b, err)
	}
	c.meta = &meta
	c.identities(b)
	c.cases()
	c.tables()
	for _, key := range meta.Undecoded() {
		c.unknown(key.String())
	}
	c.fill(file.Study, &file.sections)
	c.check(file.Study)
	return file.Study, c.problems.Err()
}

// syntaxProblem says in plain words why a text is no TOML, or more of it than can be read.
func syntaxProblem(name string, text []byte, err error) error {
	code := "study-syntax"
	var limit *boundedtoml.LimitError
	if errors.As(err, &limit) {
		code = "study-size"
	}
	m := boundedtoml.Explain(text, err)
	return &varighet.Problem{File: name, Line: m.Line, Code: code, Msg: m.Msg, Hint: m.Hint}
}
