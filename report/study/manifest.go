package study

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/fresh"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

const (
	manifestName   = "manifest.json"
	manifestSchema = "varighet.study/1"
)

// A Manifest says what a study's outputs were made from and how. It has no clock, host or
// path: the same input, options and version give the same bytes.
type Manifest struct {
	Schema  string `json:"schema"`  // varighet.study/1
	Version string `json:"version"` // of the program
	Study   string `json:"study"`   // its id: the name of its file without .toml
	// who may see what was written: published, public, made-up or internal. A published report says
	// nothing here of the rows: no register, counts, warnings, alarms, corrections and tables beside
	Disclosure report.Disclosure `json:"disclosure"`
	// the least count that is shown, in a published report; absent: none is withheld
	LeastCount int `json:"least_count,omitempty"`
	// figures and tables that a published report does not have, since their kinds have no rule for
	// it or too few are behind them; absent: none
	Withheld []string `json:"withheld,omitempty"`
	// which counts a published report shows, for the next one to be held against; absent: it is none
	Published *manifestPublished `json:"published,omitempty"`
	Language  string             `json:"language"` // of figures and tables: nb, nn or en
	// which of the editions that the study file asks for; absent: it asks for one
	Edition *Edition `json:"edition,omitempty"`
	// the made-up country that was read; absent: files were
	Simulate *Simulation `json:"simulate,omitempty"`
	// how municipalities were grouped; absent: there was no reference
	Reference *manifestReference `json:"reference,omitempty"`
	Spells    manifestSpells     `json:"spells"`   // by which rules rows became spells
	Turnover  manifestTurnover   `json:"turnover"` // which shares that left were counted
	// what stops were held against; absent: nothing
	Expected *Expectation     `json:"expected,omitempty"`
	Asked    []manifestAnswer `json:"asked"` // figures, then tables, as they were asked for
	// tables read beside the files, as corrections; absent: none
	Beside []spellset.Input `json:"beside,omitempty"`
	// the rows and the files that they came from; null: the report is published
	Register *register.Manifest `json:"register"`
	// what was met as spells were made, of all positions; null: the report is published
	Found *survival.SpellCounts `json:"found"`
	// corrections that were applied, in English; empty if there are none
	Corrected []string `json:"corrected"`
	// what whoever reads the numbers should know, in English; empty if there is nothing
	Warnings []string           `json:"warnings"`
	LeftOut  []survival.LeftOut `json:"left_out"` // spells that are not in curves and medians, by reason; of the cohort, if others stand beside it
	// the positions that stand beside the cohort and are never counted together with it; absent: all
	// are of the cohort, or there is none
	Others *manifestOthers `json:"others,omitempty"`
	// what is hardly true of the rows, or that a rule had to settle
	Alarms []survival.Alarm `json:"alarms"`
	// all files of the folder but this one, by name; null: none
	Outputs []manifestOutput `json:"outputs"`
}

// A manifestReference says how municipalities were grouped.
type manifestReference struct {
	// by whose borders, YYYY-MM-DD; absent: the last that the reference has
	Date       string `json:"date,omitempty"`
	SizeGroups string `json:"size_groups"` // abelsen, hdir or cut points (people)
	// whose population gives the size; absent: that in which the spell began
	PopulationYear int `json:"population_year,omitempty"`
}

// A manifestSpells says by which rules rows became spells.
type manifestSpells struct {
	Gap       int `json:"gap"`       // an absence of up to so many is bridged (months)
	Lookahead int `json:"lookahead"` // a doctor who is back within so many has moved (months)
	// when those in the first rows began who say nothing else, YYYY-MM; absent: their start is not known
	SchemeStart string `json:"scheme_start,omitempty"`
	// what a spell is of, if it is not the position: municipality; absent: the position
	Unit string `json:"unit,omitempty"`
	// lists that first show late have a start that is known or unknown; absent: by rule
	FirstRows string `json:"first_rows,omitempty"`
	// lists that end early have stopped or are censored; absent: by rule
	LastRows string `json:"last_rows,omitempty"`
	// what comes after was left out, YYYY-MM; absent: nothing was
	LastMonth string `json:"last_month,omitempty"`
	// spells outside the cohort were kept beside its own; absent: they were not, or there is none
	CohortOthers bool `json:"cohort_others,omitempty"`
}

// A manifestOthers says what stood beside the cohort. Medians by size group are of the others,
// and municipalities' own of both; all else but curves by cohort is of the cohort.
type manifestOthers struct {
	Positions  int                `json:"positions"`  // of the others
	Doctors    int                `json:"doctors"`    // doctors who held them
	Agreements int                `json:"agreements"` // in their curve
	LeftOut    []survival.LeftOut `json:"left_out"`   // spells of the others that are not in their curves and medians, by reason
}

// A manifestTurnover says which shares that left were counted.
type manifestTurnover struct {
	Within    int      `json:"within"`    // of those held for so long or less (months)
	Baselines []string `json:"baselines"` // ids of the published shares beside them; empty if there are none
}

// A manifestAnswer says how a figure or a table was asked for.
type manifestAnswer struct {
	Name string `json:"name"` // of its files, without suffix
	Kind string `json:"kind"` // as docs/studies.md lists them
	// the column that parts its curves; absent: none does
	By string `json:"by,omitempty"`
	// how far its curves go (months); absent: to their end
	Horizon int `json:"horizon,omitempty"`
	// whether curves have bands; absent: they do, if the kind has any
	Bands *bool `json:"bands,omitempty"`
	// id of the published numbers beside its own; absent: none
	Baseline string `json:"baseline,omitempty"`
	// whose own medians it shows: cohort, all or none; absent: by rule
	Municipalities string `json:"municipalities,omitempty"`
	// what its lines are called: id, number, municipality or a column; absent: by id
	Label string `json:"label,omitempty"`
	// order of its lines: opening, municipality, length, file or label; absent: by label
	Order string `json:"order,omitempty"`
	// on the first of which month it is, YYYY-MM; absent: the last of the data
	Month string `json:"month,omitempty"`
	// whether the data have the lists of the country or of a part; absent: by how many
	Covers string `json:"covers,omitempty"`
	// the column within which units are compared; absent: size_group
	Match string `json:"match,omitempty"`
	// covariates of its model; absent: it has none
	Covariates []string `json:"covariates,omitempty"`
	// the level that others of a covariate are compared with; absent: the first
	Base map[string]string `json:"base,omitempty"`
	// how its model treats equal times: efron, breslow or exact; absent: efron
	Ties string `json:"ties,omitempty"`
}

// answersOf are how answers were asked for.
func answersOf(lists ...[]*Answer) []manifestAnswer {
	asked := []manifestAnswer{}
	for _, a := range slices.Concat(lists...) {
		asked = append(asked, manifestAnswer{a.Ask.Name, a.Ask.Kind, a.Ask.By, a.Ask.Horizon, a.Ask.Bands, a.Ask.Baseline, a.Ask.Municipalities, a.Ask.Label, a.Ask.Order,
			a.Ask.Month, a.Ask.Covers, a.Ask.Match, a.Ask.Covariates, a.Ask.Base, a.Ask.Ties})
	}
	return asked
}

// A manifestOutput is a file that the study wrote.
type manifestOutput struct {
	Name   string `json:"name"`   // in the folder, with / between folders
	SHA256 string `json:"sha256"` // in hexadecimal
	Bytes  int64  `json:"bytes"`  // its length (bytes)
}

// Warnings are all that whoever reads the numbers should know, but for alarms and corrections.
func (r *Result) Warnings() []string {
	return slices.Concat(spellset.LeftOut(r.Spells), r.Notes, spellset.LeansShort(r.Spells), r.OthersWarned(), r.Beside)
}

// OthersWarned are the warnings about the positions beside the cohort.
func (r *Result) OthersWarned() (list []string) {
	if r.Others == nil {
		return nil
	}
	for _, w := range append(spellset.LeftOut(r.Others.Spells), spellset.LeansShort(r.Others.Spells)...) {
		list = append(list, "the others beside the cohort: "+w)
	}
	return list
}

// manifest describes the result, and the folder as it stands.
func (r *Result) manifest(folder string) ([]byte, error) {
	outputs, err := hashTree(folder)
	if err != nil {
		return nil, err
	}
	outputs = slices.DeleteFunc(outputs, func(o manifestOutput) bool { return o.Name == stepsPath })
	s := r.Study
	m := r.choicesOf()
	m.Simulate, m.Beside, m.Register, m.Found, m.Outputs = s.Simulation, r.read, r.Register, &r.Counts, outputs
	m.Edition, m.Asked = s.edition, answersOf(r.Figures, r.Tables)
	m.Warnings = append([]string{}, r.Warnings()...)
	m.LeftOut = append([]survival.LeftOut{}, r.LeftOut...)
	m.Alarms = append([]survival.Alarm{}, r.Alarms...)
	m.Corrected = append([]string{}, r.Corrected...)
	if s.Expected.asked() {
		m.Expected = &s.Expected
	}
	if o := r.Others; o != nil {
		m.Others = &manifestOthers{Positions: o.Stability.Positions, Doctors: o.Stability.Doctors, Agreements: o.Curve.N,
			LeftOut: append([]survival.LeftOut{}, o.LeftOut...)}
	}
	if s.Disclosure == report.Published {
		m.withhold(r)
		if m.Published, err = r.published(); err != nil {
			return nil, err
		}
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err = e.Encode(m)
	return b.Bytes(), err
}

// choicesOf says by which choices the result was made.
func (r *Result) choicesOf() Manifest {
	s, c, d := r.Study, &r.Study.Choices, survival.DefaultSpellOptions()
	m := Manifest{Schema: manifestSchema, Version: version.Of(), Study: s.ID, Disclosure: s.Disclosure, Language: s.Language,
		Spells:   manifestSpells{Gap: c.Gap.Or(d.Gap), Lookahead: c.Lookahead.Or(d.Lookahead), FirstRows: c.FirstRows, LastRows: c.LastRows, CohortOthers: c.CohortOthers},
		Turnover: manifestTurnover{s.Turnover.Within, []string{}}}
	if s.Disclosure == report.Published {
		m.LeastCount = s.leastCount()
	}
	if c.Unit != string(spellset.Position) {
		m.Spells.Unit = c.Unit
	}
	for _, b := range s.Turnover.Baselines {
		m.Turnover.Baselines = append(m.Turnover.Baselines, b.ID)
	}
	if c.LastMonth.OK {
		m.Spells.LastMonth = c.LastMonth.V.String()
	}
	if c.SchemeStart.OK {
		m.Spells.SchemeStart = c.SchemeStart.V.String()
	}
	if r.ref != nil {
		m.Reference = &manifestReference{Date: c.ReferenceDate, SizeGroups: c.SizeGroups, PopulationYear: c.PopulationYear.Or(0)}
		if m.Reference.SizeGroups == "" {
			m.Reference.SizeGroups = data.DefaultSizeGroups
		}
	}
	return m
}

// withhold takes away what tells of rows.
func (m *Manifest) withhold(r *Result) {
	m.Withheld = r.Withheld()
	m.Register, m.Found, m.Others, m.Beside = nil, nil, nil, nil
	m.Warnings, m.LeftOut, m.Alarms, m.Corrected = []string{}, []survival.LeftOut{}, []survival.Alarm{}, []string{}
}

// hashTree lists the files below root, sorted by name; none if root is not there.
func hashTree(root string) (list []manifestOutput, err error) {
	files, err := fresh.Tree(root, ".")
	for _, f := range files {
		list = append(list, manifestOutput{f.Name, f.SHA256, f.Bytes})
	}
	return list, err
}

// mayReplace refuses to replace a folder that this program has not made, or one with a file
// that its manifest does not list: it is somebody's own, and would be gone.
func mayReplace(target string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	m, ok := readManifest(target)
	if !ok {
		return &varighet.Problem{File: filepath.ToSlash(target), Code: "output-exists",
			Msg: "the folder holds something that this program did not write", Hint: "choose another with -o, or empty it"}
	}
	listed := map[string]bool{manifestName: true, stepsPath: true}
	for _, o := range m.Outputs {
		listed[o.Name] = true
	}
	return onlyListed(target, listed)
}

// readManifest reads the manifest of a folder that a study wrote; false if it has none.
func readManifest(folder string) (m Manifest, ok bool) {
	b, err := sidefile.Read(filepath.Join(folder, manifestName), "a manifest", limit.Default(limit.Document))
	if err != nil {
		return m, false
	}
	return decodeManifest(b)
}

func decodeManifest(b []byte) (m Manifest, ok bool) {
	err := json.Unmarshal(b, &m)
	return m, err == nil && m.Schema == manifestSchema
}

func onlyListed(target string, listed map[string]bool) error {
	var problems varighet.Problems
	err := filepath.WalkDir(target, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		rel, err := filepath.Rel(target, path)
		if name := filepath.ToSlash(rel); err == nil && !listed[name] {
			problems.Add(&varighet.Problem{File: filepath.ToSlash(filepath.Join(target, rel)), Code: "output-foreign",
				Msg: "the folder would be replaced, and this file is not one of its own", Hint: "move it elsewhere, or choose another folder with -o"})
		}
		return err
	})
	return errors.Join(err, problems.Err())
}
