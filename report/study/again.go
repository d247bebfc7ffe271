package study

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest/register"
)

// A Folder is what [Study.Write] wrote, opened to be read.
type Folder struct {
	Manifest Manifest

	dir string
}

// OpenFolder opens what a study wrote. A folder that no study wrote is a [varighet.Problem].
func OpenFolder(dir string) (*Folder, error) {
	if _, err := os.Stat(dir); err != nil {
		return nil, err
	}
	m, ok := readManifest(dir)
	if !ok {
		return nil, &varighet.Problem{File: filepath.ToSlash(dir), Code: "no-study-folder", Msg: "this is not a folder that a study wrote",
			Hint: "name the folder with manifest.json and report.html in it, that `varighet run` wrote under out"}
	}
	return &Folder{m, dir}, nil
}

// Dir is the path of the folder.
func (f *Folder) Dir() string { return f.dir }

// internal is the path of a name within the internal folder.
func (f *Folder) internal(names ...string) string {
	return filepath.Join(slices.Concat([]string{f.dir, InternalName}, names)...)
}

// HasInternal reports whether the internal folder is there, without which the report cannot be
// made again.
func (f *Folder) HasInternal() bool {
	_, err := os.Stat(f.internal(registerDir, register.ManifestFile))
	return err == nil
}

// check finds files of the internal folder that are gone, changed, or that the study did not write.
func (f *Folder) check() error {
	if !f.HasInternal() {
		return &varighet.Problem{File: filepath.ToSlash(f.dir), Code: "no-internal", Msg: "the folder has no internal folder with the rows behind the report",
			Hint: "take the folder that `varighet run` wrote, not a part of it that was handed over, or run the study again"}
	}
	changes, err := f.Changes(InternalName)
	var problems varighet.Problems
	for _, c := range changes {
		problems.Add(&varighet.Problem{File: filepath.ToSlash(filepath.Join(f.dir, filepath.FromSlash(c.Name))), Code: "internal-changed",
			Msg: "the file " + c.How + " since the study was run", Hint: "run the study again: the report can only be made from what its manifest says"})
	}
	return errors.Join(err, problems.Err())
}

// study is the study as its internal folder has it, with the copies of what it names.
func (f *Folder) study() (*Study, error) {
	s, err := read(os.DirFS(f.internal()), f.Manifest.Study+".toml", f.internal(), f.internal())
	if err != nil {
		return nil, err
	}
	s = s.of(f.Manifest.Edition)
	s.Language = f.Manifest.Language
	c := &s.Choices
	c.Corrections, c.Cohort, c.Doctors = keptTable("corrections", c.Corrections), keptTable("cohort", c.Cohort), keptTable("doctors", c.Doctors)
	c.Sealed = f.Manifest.Register != nil && f.Manifest.Register.KeyFingerprint != ""
	return s, nil
}

// Again computes what the study came to once more, from the rows in its internal folder and without
// the files that it was run on. A file there that was changed since is a [varighet.Problem].
func (f *Folder) Again(ctx context.Context) (*Result, error) {
	if err := f.check(); err != nil {
		return nil, err
	}
	s, err := f.study()
	if err != nil {
		return nil, err
	}
	return f.again(ctx, s, f, nil)
}

// again runs a study on the rows of a folder, to a last month if there is one.
func (f *Folder) again(ctx context.Context, s *Study, rows *Folder, last *varighet.Month) (*Result, error) {
	if last != nil {
		s.Choices.LastMonth = varighet.Some(*last)
	}
	r := &run{Study: s, Options: Options{Folder: rows.internal(), Say: func(string) {}}, ctx: ctx, result: &Result{Study: s}}
	for _, step := range []func() error{r.kept, r.spells, r.result.compute, r.result.answer} {
		if err := errors.Join(ctx.Err(), step()); err != nil {
			return nil, err
		}
	}
	r.result.remake, r.result.PlaceNames = nil, nil
	return r.result, nil
}

// kept takes the reference, the register and the truth from the folder, and reads the copies of the
// tables beside the rows.
func (r *run) kept() (err error) {
	if r.ref, err = openIfThere(filepath.Join(r.Folder, referenceDir), data.OpenReference); err != nil {
		return err
	}
	if r.result.Truth, err = openIfThere(filepath.Join(r.Folder, simulate.TruthFile), readTruth); err != nil {
		return err
	}
	if r.result.Register, err = register.ReadManifest(filepath.Join(r.Folder, registerDir)); err != nil {
		return err
	}
	return r.beside()
}

// openIfThere opens what may not be there; nil if it is not.
func openIfThere[T any](path string, open func(string) (*T, error)) (*T, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return open(path)
}

func readTruth(path string) (*simulate.Truth, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	t := &simulate.Truth{}
	if err := json.Unmarshal(b, t); err != nil {
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(path), err)
	}
	return t, nil
}

// InLanguage is the result in another language, nb, nn or en; "" is that of the study.
func (r *Result) InLanguage(language string) *Result {
	out, s := *r, *r.Study
	if language != "" {
		s.Language = language
	}
	out.Study = &s
	return &out
}

// ReportFile is the whole report in one of its forms, by the name of its file: [ReportName], [WordName]
// or [WorkbookName].
func (r *Result) ReportFile(name string) ([]byte, error) {
	p, err := r.page(r.Study.Language)
	if err != nil {
		return nil, err
	}
	forms := r.reportForms(p)
	i := slices.IndexFunc(forms, func(f reportForm) bool { return f.name == name })
	if i < 0 {
		return nil, fmt.Errorf("a report has no file %s", name)
	}
	page, err := r.reportPage(p)
	if err != nil {
		return nil, err
	}
	return forms[i].write(page)
}

// A Change is a file of a folder that is not as its manifest says.
type Change struct {
	Name string // in the folder, with / between folders
	How  string // "was changed", "is gone" or "came"
}

// Changes are the files below a folder within f that are not as the manifest says, by name; ""
// is all of f.
func (f *Folder) Changes(below string) (list []Change, err error) {
	now, err := hashTree(filepath.Join(f.dir, filepath.FromSlash(below)))
	if err != nil {
		return nil, err
	}
	hash := map[string]string{}
	for _, o := range now {
		if below != "" {
			o.Name = below + "/" + o.Name
		}
		hash[o.Name] = o.SHA256
	}
	delete(hash, manifestName)
	delete(hash, stepsPath)
	for _, o := range f.Manifest.Outputs {
		if below != "" && !strings.HasPrefix(o.Name, below+"/") {
			continue
		}
		switch sum, ok := hash[o.Name]; {
		case !ok:
			list = append(list, Change{o.Name, "is gone"})
		case sum != o.SHA256:
			list = append(list, Change{o.Name, "was changed"})
		}
		delete(hash, o.Name)
	}
	for name := range hash {
		list = append(list, Change{name, "came"})
	}
	slices.SortFunc(list, func(a, b Change) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}
