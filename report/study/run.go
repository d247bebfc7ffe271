package study

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/ssb"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/survival"
)

// Options say how a study is run.
type Options struct {
	Key    *keyfile.Key // for pseudonyms; nil is one that is kept nowhere, or the public one where nobody is hidden
	Folder string       // where the register, and a simulated truth, are made; "" is for a moment only
	Say    func(string) // is told what a person should know on the way; nil is not
	Force  bool         // take over nothing that an earlier run made
	Near   []string     // folders of other studies that may have the same register

	// PublishedBefore is the manifest of an earlier published report of the same rows, with which
	// readers will compare a published one; "" is none.
	PublishedBefore string

	taking *taking // of the folder that is written; nil for none
}

// A run is a study on its way from files to results.
type run struct {
	*Study
	Options
	ctx     context.Context
	inputs  []ingest.Input
	ref     *data.Reference
	maker   *spellset.Maker
	scratch string // folder of simulated files, "" if there are none
	result  *Result

	taken   bool              // the register is that of an earlier run
	grows   bool              // the register of an earlier run is there, and lacks files
	digests map[string]string // of the inputs by name; nil until somebody asks
}

// Run reads the rows, makes their spells and computes what the study asks for. The context
// ends it early.
func (s *Study) Run(ctx context.Context, opt Options) (*Result, error) {
	if opt.Folder == "" {
		dir, remove, err := atomicfile.Scratch()
		if err != nil {
			return nil, err
		}
		defer remove()
		opt.Folder = dir
	}
	if opt.Key == nil {
		var err error
		if opt.Key, err = s.passingKey(); err != nil {
			return nil, err
		}
	}
	if opt.Say == nil {
		opt.Say = func(string) {}
	}
	r := &run{Study: s, Options: opt, ctx: ctx, result: &Result{Study: s}}
	for _, step := range []func() error{r.source, r.register, r.spells, r.result.compute, r.result.answer, r.earlier} {
		if err := errors.Join(ctx.Err(), step()); err != nil {
			return nil, err
		}
	}
	r.result.remake, r.result.upTo, r.result.PlaceNames = nil, nil, nil // the register may be gone
	return r.result, nil
}

// passingKey is a key for one run. Made-up rows, and those that are part of the program, have
// nobody to hide: the same rows give the same bytes.
func (s *Study) passingKey() (*keyfile.Key, error) {
	if s.Simulation != nil || s.dir == "" {
		return keyfile.Public(), nil
	}
	return keyfile.Passing()
}

// source finds the rows and the reference, or makes them, and reads the tables beside the
// files before those, since they are small and a slip in them shows at once.
func (r *run) source() error {
	if r.Simulation != nil {
		if err := r.takeRegister(); err != nil {
			return err
		}
		if r.taken {
			if err := r.open(); err != nil {
				return err
			}
		} else if err := r.simulate(); err != nil {
			return err
		}
	} else if folder := r.Choices.Reference; folder != "" {
		var err error
		if r.ref, err = data.OpenReference(r.path(folder)); err != nil {
			return err
		}
	}
	if err := r.beside(); err != nil || r.Simulation != nil {
		return err
	}
	var err error
	if r.inputs, err = r.files(); err != nil {
		return err
	}
	return r.takeRegister()
}

// beside reads the tables beside the files, and looks for the columns that figures ask for.
func (r *run) beside() error {
	if err := r.makeSpells(); err != nil {
		return err
	}
	check := checker{file: r.ID + ".toml", lines: boundedtoml.Lines(r.Study.text)}
	for i := range r.Study.Figures {
		check.columns(&r.Study.Figures[i], r.maker.Table())
	}
	for i := range r.Study.Tables {
		check.tableBy(&r.Study.Tables[i], r.maker.Table())
	}
	return check.problems.Err()
}

// makeSpells gets ready to make spells, by the tables beside the rows. Those of a built-in study are
// part of the program, and lie in a folder only while they are read.
func (r *run) makeSpells() error {
	folder, remove, err := atomicfile.Scratch()
	if err != nil {
		return err
	}
	defer remove()
	c := r.Choices
	for _, p := range []*string{&c.Corrections, &c.Cohort, &c.Doctors} {
		if *p != "" {
			if *p, err = r.onDisk(*p, folder); err != nil {
				return err
			}
		}
	}
	r.maker, err = spellset.NewMaker(&c, r.ref, r.key())
	return err
}

// onDisk is the path of a file that a study names. One of a built-in study is written into the
// folder first.
func (s *Study) onDisk(name, folder string) (string, error) {
	if s.dir != "" || filepath.IsAbs(name) {
		return s.path(name), nil
	}
	b, err := fs.ReadFile(s.fsys, path.Clean(name))
	if err != nil {
		return "", err
	}
	file := filepath.Join(folder, path.Base(name))
	return file, os.WriteFile(file, b, 0o600)
}

// key is that for pseudonyms; nil where names are kept.
func (r *run) key() *keyfile.Key {
	if r.Reading.KeepNames {
		return nil
	}
	return r.Key
}

// path is a path that a study names, from the folder of the study file.
func (s *Study) path(p string) string {
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(s.dir, filepath.FromSlash(p))
}

// files are the study's files: those of a built-in study are part of the program.
func (s *Study) files() (inputs []ingest.Input, err error) {
	if s.dir != "" {
		var paths []string
		for _, f := range s.Files {
			paths = append(paths, s.path(f))
		}
		return ingest.Find(paths, nil)
	}
	for _, f := range s.Files {
		b, err := fs.ReadFile(s.fsys, f)
		if err != nil {
			return nil, err
		}
		inputs = append(inputs, ingest.Bytes(path.Base(f), b))
	}
	return inputs, nil
}

// simulate makes the country, and a reference of its tables by the same import that real ones
// go through. The monthly files are not kept: they are 60 MB, and the options in the manifest
// make them again.
func (r *run) simulate() error {
	var err error
	if r.scratch, err = os.MkdirTemp(r.Folder, "simulated-*"); err != nil {
		return err
	}
	opt := r.Simulation.Options()
	opt.Progress = func(varighet.Month) error { return r.ctx.Err() }
	if r.result.Truth, err = simulate.WriteScratch(r.scratch, opt); err != nil {
		return err
	}
	klass, population := r.simulated(simulate.KLASSCodesFile, simulate.KLASSChangesFile), r.simulated(simulate.PopulationFile)
	if r.ref, err = ssb.ImportFiles(klass, population); err != nil {
		return err
	}
	if err := os.Rename(r.simulated(simulate.TruthFile)[0], filepath.Join(r.Folder, simulate.TruthFile)); err != nil {
		return err
	}
	r.inputs, err = ingest.Find(r.simulated(simulate.MonthlyFolder), nil)
	return err
}

// simulated is where simulated files lie until the register is built.
func (r *run) simulated(names ...string) (paths []string) {
	for _, n := range names {
		paths = append(paths, filepath.Join(r.scratch, filepath.FromSlash(n)))
	}
	return paths
}

// register reads the rows into the study's register, those that an earlier run has not read.
func (r *run) register() error {
	r.result.Kept = r.taken || r.grows
	if r.taken {
		if err := r.open(); err != nil {
			return err
		}
		return errors.Join(r.checkMadeUp(r.result.Register.Inputs), r.noteRegister())
	}
	err := r.grow(!r.grows)
	if err != nil && r.grows && r.ctx.Err() == nil {
		r.result.Reading, r.result.Register, r.result.Kept = nil, nil, false
		err = r.grow(true) // faults are told as if no run had been before
	}
	if err != nil {
		return err
	}
	if r.scratch != "" {
		if err := os.RemoveAll(r.scratch); err != nil {
			return err
		}
	}
	return r.noteRegister()
}

// grow reads the inputs into the register in the folder, or anew into an empty one.
func (r *run) grow(anew bool) error {
	reading := r.Reading
	reading.LastMonth = r.Choices.LastMonth
	e, err := reading.Edit(filepath.Join(r.Folder, registerDir), r.inputs, r.Key, r.ref, r.path)
	if err != nil {
		return err
	}
	e.Anew = anew
	if r.Reading.Aliases != "" {
		undecided, err := UseAliases(&e, r.path(r.Reading.Aliases))
		if err != nil {
			return err
		}
		if undecided > 0 {
			r.Say(fmt.Sprintf("%s: %s not decided yet", e.AliasFile, english.Count(undecided, "row", "rows")))
		}
	}
	out, err := growth.Run(r.ctx, e)
	if out != nil {
		r.result.Reading, r.result.Register = out.Reading, out.After
	}
	if err == nil {
		err = r.checkMadeUp(out.After.Inputs)
	}
	return err
}

// spells makes the spells of the register.
func (r *run) spells() error {
	dir := filepath.Join(r.Folder, registerDir)
	made, err := r.maker.Spells(dir)
	if err != nil {
		return err
	}
	x := r.result
	x.Table, x.Counts, x.Corrected = made.Table, made.Counts, made.Corrected
	x.Notes, x.Beside = made.Notes()
	switch borrowed, err := r.borrowed(x.Register.Inputs); {
	case err != nil:
		return err
	case borrowed != "":
		x.Notes = append(x.Notes, borrowed)
	}
	x.Alarms = slices.Concat(x.Register.Alarms, made.Alarms)
	x.Lines, x.Unordered = made.Lines, true
	x.read, x.gap, x.ref = r.maker.Read(), r.maker.Gap(), r.ref
	if x.copies, err = r.maker.Copies(dir); err != nil {
		return err
	}
	if r.taking != nil {
		if x.parts, err = r.commonParts(); err != nil {
			return err
		}
	}
	x.PlaceNames = sync.OnceValues(made.Places)
	x.remake = func(gap int) ([]survival.Spell, int, error) { return r.respelled(dir, gap) }
	x.upTo = func(month varighet.Month) (*spellfile.Table, error) {
		made, err := r.maker.WithLastMonth(month).Spells(dir)
		if err != nil {
			return nil, err
		}
		return made.Table, nil
	}
	return nil
}

// earlier reads the earlier report that a published one is held against.
func (r *run) earlier() (err error) {
	switch {
	case r.PublishedBefore == "":
		return nil
	case r.Disclosure != report.Published:
		return &varighet.Problem{Code: "published-before", Msg: fmt.Sprintf("only a published report is held against an earlier one, and this is %s", r.Disclosure),
			Hint: "say disclosure = \"published\" in the study, or leave --published-before out"}
	}
	r.result.before, err = r.result.readEarlier(r.PublishedBefore)
	return err
}

// respelled makes the spells that the study's numbers are of by another gap, and says how many
// absences were bridged in them: in those of the cohort, where others stand beside it.
func (r *run) respelled(dir string, gap int) (spells []survival.Spell, bridged int, err error) {
	maker := r.maker.WithGap(gap)
	made, err := maker.Spells(dir)
	if err != nil {
		return nil, 0, err
	}
	cohort, others := partCohort(made.Table)
	if others != nil {
		alone, err := maker.CohortAlone().Spells(dir)
		if err != nil {
			return nil, 0, err
		}
		made.Counts = alone.Counts
	}
	return cohort, made.Counts.Bridged, nil
}
