package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// A studyRun is a study on its way from files to figures. All it writes goes to
// one folder that takes the place of the old one at the end.
type studyRun struct {
	ctx     context.Context
	study   *study
	dir     string // of the study file; "" for a built-in one
	out     *atomicfile.Dir
	scratch string // folder of simulated files, "" if there are none

	inputs    []ingest.Input
	reference *data.Reference
	key       *keyfile.Key
	truth     *simulate.Truth
	register  *register.Manifest
	reading   *ingest.Result
	options   survival.SpellOptions
	beside    *beside   // tables that the study names; never nil once source is done
	errors    io.Writer // for what is said on the way
	table     *spellfile.Table
	counts    *survival.SpellCounts
	alarms    []survival.Alarm
	reporter  *reporter
	files     []namedFile // figures and tables, by name within the folder
}

// runStudy does all of a study and returns what it came to. target is the
// folder to write; dir the folder of the study file, "" for a built-in one.
func runStudy(ctx context.Context, s *study, dir, target string, key *keyfile.Key, says io.Writer) (*studyRun, error) {
	if err := mayReplace(target); err != nil {
		return nil, err
	}
	out, err := atomicfile.CreateDir(target)
	if err != nil {
		return nil, err
	}
	defer out.Abort()
	r := &studyRun{ctx: ctx, study: s, dir: dir, out: out, key: key, errors: says}
	for _, step := range []func() error{r.source, r.build, r.spells, r.figures, r.tables, r.write} {
		if err := errors.Join(ctx.Err(), step()); err != nil {
			return nil, err
		}
	}
	return r, r.commit()
}

// commit keeps a new key before the folder whose pseudonyms it made, so that
// they are never without it, and takes it away again if the folder cannot stand.
func (r *studyRun) commit() error {
	isNew := r.key != nil && r.key.IsNew && r.register.KeyFingerprint != ""
	if isNew {
		if err := r.key.Save(); err != nil {
			return err
		}
	}
	if err := r.out.Commit(); err != nil {
		if isNew {
			err = errors.Join(err, os.Remove(r.key.Path))
		}
		return err
	}
	return nil
}

// mayReplace refuses to replace a folder that this program has not made.
func mayReplace(target string) error {
	entries, err := os.ReadDir(target)
	if errors.Is(err, fs.ErrNotExist) || err == nil && len(entries) == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	if readSchema(filepath.Join(target, manifestName)) == studySchema {
		return onlyOurs(target)
	}
	return &varighet.Problem{File: filepath.ToSlash(target), Code: "output-exists",
		Msg: "the folder holds something that this program did not write", Hint: "choose another with -o, or empty it"}
}

// onlyOurs refuses a folder with a file that its manifest does not list: it is
// somebody's own, and would be gone.
func onlyOurs(target string) error {
	b, err := os.ReadFile(filepath.Join(target, manifestName))
	if err != nil {
		return err
	}
	var m studyManifest
	if err := json.Unmarshal(b, &m); err != nil {
		return fmt.Errorf("reading %s: %w", filepath.Join(target, manifestName), err)
	}
	listed := map[string]bool{manifestName: true}
	for _, o := range m.Outputs {
		listed[o.Name] = true
	}
	var problems varighet.Problems
	err = filepath.WalkDir(target, func(path string, d fs.DirEntry, err error) error {
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

// source finds the rows and the reference, or makes them.
func (r *studyRun) source() error {
	if r.study.Simulate != nil {
		r.beside = &beside{columns: &attributeColumns{}}
		return r.simulate()
	}
	if folder := r.study.Reference.Folder; folder != "" {
		ref, err := data.OpenReference(r.path(folder))
		if err != nil {
			return err
		}
		r.reference = ref
	}
	var err error
	if r.beside, err = r.readBeside(); err != nil {
		return err
	}
	if r.dir == "" {
		r.inputs, err = builtInInputs(r.study)
		return err
	}
	var paths []string
	for _, f := range r.study.Input.Files {
		paths = append(paths, r.path(f))
	}
	r.inputs, err = ingest.Find(paths, nil)
	return err
}

// readBeside reads the tables that stand beside the files, before those, since they
// are small and a slip in them shows at once.
func (r *studyRun) readBeside() (*beside, error) {
	in := r.study.Input
	paths := besideFiles{in.Corrections, in.Cohort, in.Doctors}
	for _, p := range []*string{&paths.corrections, &paths.cohort, &paths.doctors} {
		if *p != "" {
			*p = r.path(*p)
		}
	}
	key := r.key
	if in.KeepNames {
		key = nil
	}
	b, err := readBeside(paths, newNaming(key, r.reference))
	if err != nil {
		return nil, err
	}
	b.others = in.CohortOthers
	if in.LastMonth != nil {
		b.lastMonth = varighet.Some(*in.LastMonth)
	}
	var problems varighet.Problems
	for i := range r.study.Figures {
		r.study.Figures[i].checkBy(&spellfile.Table{Windows: b.cohort != nil, Attributes: b.columns.attributes},
			func(code, hint, format string, args ...any) {
				problems.Add(&varighet.Problem{File: r.study.ID + ".toml", Code: code, Msg: fmt.Sprintf(format, args...), Hint: hint})
			})
	}
	return b, problems.Err()
}

// path is a path that a study names, from the folder of the study file.
func (r *studyRun) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(r.dir, filepath.FromSlash(p))
}

// builtInInputs reads files that are part of the program.
func builtInInputs(s *study) ([]ingest.Input, error) {
	var inputs []ingest.Input
	for _, f := range s.Input.Files {
		b, err := fs.ReadFile(s.fsys, f)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, ingest.Bytes(path.Base(f), b))
	}
	return inputs, nil
}

// The folders of a study's register and, if it is simulated, reference.
const (
	referenceDir = "reference"
	registerDir  = "register"
)

// simulate makes the country, and a reference of its tables by the same import
// that real ones go through. The monthly files are not kept: they are 60 MB,
// and the options in the manifest make them again.
func (r *studyRun) simulate() error {
	sim := r.study.Simulate
	var err error
	if r.scratch, err = os.MkdirTemp(r.out.Path(), "simulated-*"); err != nil {
		return err
	}
	r.truth, err = simulate.WriteScratch(r.scratch, simulate.Options{Seed: sim.Seed, Lists: sim.Lists,
		Municipalities: sim.Municipalities, First: sim.First, Last: sim.Last, Dirt: sim.Dirt, Slips: sim.Slips,
		Progress: func(varighet.Month) error { return r.ctx.Err() }})
	if err != nil {
		return err
	}
	klass, population := r.simulated(simulate.KLASSCodesFile, simulate.KLASSChangesFile), r.simulated(simulate.PopulationFile)
	if r.reference, err = importReference(klass, population); err != nil {
		return err
	}
	if err := r.reference.WriteFolder(r.out.Path(referenceDir)); err != nil {
		return err
	}
	if err := os.Rename(r.simulated(simulate.TruthFile)[0], r.out.Path(simulate.TruthFile)); err != nil {
		return err
	}
	r.inputs, err = ingest.Find(r.simulated(simulate.MonthlyFolder), nil)
	return err
}

// simulated is where simulated files lie until the register is built.
func (r *studyRun) simulated(names ...string) (paths []string) {
	for _, n := range names {
		paths = append(paths, filepath.Join(r.scratch, filepath.FromSlash(n)))
	}
	return paths
}

// build reads the rows into the study's register.
func (r *studyRun) build() error {
	in := r.study.Input
	if in.KeepNames {
		r.key = nil
	}
	var err error
	o := ingestOptions{key: r.key, keepNames: in.KeepNames, setAsideFaults: in.SetAsideFaults, reference: r.reference,
		noLink: in.Link != nil && !*in.Link, lastMonth: r.beside.lastMonth}
	if in.Layout != "" {
		if o.layout, err = readLayout(r.path(in.Layout)); err != nil {
			return err
		}
	}
	e := o.edit(r.out.Path(registerDir), r.inputs)
	if in.Aliases != "" {
		if err := useAliases(r.errors, &e, r.path(in.Aliases)); err != nil {
			return err
		}
	}
	r.reading, r.register, err = build(r.ctx, e)
	if err != nil || r.scratch == "" {
		return err
	}
	return os.RemoveAll(r.scratch)
}

// spells makes spells of the register, and the reporter that shows them.
func (r *studyRun) spells() error {
	opt := survival.DefaultSpellOptions()
	if n := r.study.Spells.Gap; n != nil {
		opt.Gap = *n
	}
	if n := r.study.Spells.Lookahead; n != nil {
		opt.Lookahead = *n
	}
	if m := r.study.Spells.SchemeStart; m != nil {
		opt.SchemeStart = varighet.Some(*m)
	}
	opt.FirstRows, _ = survival.ParseFirstRows(r.study.Spells.FirstRows) // checked when it was read
	opt.LastRows, _ = survival.ParseLastRows(r.study.Spells.LastRows)
	if r.reference != nil {
		groups, err := data.ParseSizeGroups(r.study.Reference.SizeGroups)
		if err != nil {
			return err
		}
		borders := borderChoice{date: r.study.Reference.Date, groups: groups, populationYear: r.study.Reference.PopulationYear}
		if opt, err = borders.with(opt, r.reference); err != nil {
			return err
		}
	}
	r.options = opt
	made, err := spellsOf(r.out.Path(registerDir), opt, r.study.Spells.Unit, r.beside)
	if err != nil {
		return err
	}
	r.table, r.counts, r.alarms = made.Table, made.counts, slices.Concat(r.register.Alarms, made.alarms)
	l := locale.Get(r.study.Language)
	r.reporter = &reporter{Table: r.table, locale: l, disclosure: r.study.Disclosure, source: r.study.Source.in(l.Tag)}
	if r.truth != nil {
		r.reporter.truth = map[string]float64{}
		for _, g := range r.truth.Groups {
			r.reporter.truth[g.SizeGroup] = float64(g.MedianMonths)
		}
	}
	return nil
}

func (r *studyRun) figures() error {
	for i := range r.study.Figures {
		f := &r.study.Figures[i]
		pages, err := r.reporter.figure(f)
		if err != nil {
			return err
		}
		files, err := renderFigure(f.Name, pages, f.Formats)
		if err != nil {
			return err
		}
		for _, file := range files {
			r.files = append(r.files, namedFile{"figures/" + file.name, file.data})
		}
		if f.Kind == "km" {
			t, err := r.reporter.curveTable(f)
			if err != nil {
				return err
			}
			if err := r.addTable(t); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *studyRun) addTable(t *report.Table) error {
	files, err := renderTable(t)
	if err != nil {
		return err
	}
	for _, file := range files {
		r.files = append(r.files, namedFile{"tables/" + file.name, file.data})
	}
	return nil
}

func (r *studyRun) tables() error {
	for i := range r.study.Tables {
		table := &r.study.Tables[i]
		var t *report.Table
		var err error
		if table.Kind == "gap" {
			t, err = r.gapTable(table)
		} else {
			t, err = r.reporter.table(table, r.study.Turnover)
		}
		if err != nil {
			return err
		}
		if err := r.addTable(t); err != nil {
			return err
		}
	}
	return nil
}

// gapChoices are the gaps that a study is tried with beside its own.
var gapChoices = []int{0, 2, 6, 12}

// gapTable makes the spells anew with other gaps and sets the medians side by
// side.
func (r *studyRun) gapTable(table *studyTable) (*report.Table, error) {
	choices := slices.Clone(gapChoices)
	if !slices.Contains(choices, r.options.Gap) {
		choices = append(choices, r.options.Gap)
		slices.Sort(choices)
	}
	var results []report.GapResult
	for _, gap := range choices {
		table, counts := r.table, r.counts
		if gap != r.options.Gap {
			opt := r.options
			opt.Gap = gap
			made, err := spellsOf(r.out.Path(registerDir), opt, r.study.Spells.Unit, r.beside)
			if err != nil {
				return nil, err
			}
			table, counts = made.Table, made.counts
		}
		other := *r.reporter
		other.Table = table
		median, err := other.medianOfAll()
		if err != nil {
			return nil, err
		}
		results = append(results, report.GapResult{Gap: gap, Used: gap == r.options.Gap, Bridged: counts.Bridged, Median: median})
	}
	t := report.GapTable(r.reporter.locale, results, confLevel)
	r.reporter.name(t, table)
	return t, nil
}

// write puts spells, figures, tables and, last, the manifest into the folder.
func (r *studyRun) write() error {
	if err := spellfile.Write(r.out.Path("tables", "spells.csv"), r.table); err != nil {
		return err
	}
	for _, f := range r.files {
		if err := r.out.WriteFile(f.name, f.data); err != nil {
			return err
		}
	}
	m, err := r.manifest()
	if err != nil {
		return err
	}
	return r.out.WriteFile(manifestName, m)
}
