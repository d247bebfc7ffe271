package study

import (
	"os"
	"path/filepath"
	"slices"
	"sync"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/fresh"
	"github.com/varighet/varighet/internal/limit"
	"github.com/varighet/varighet/internal/sidefile"
)

// What an earlier run made of the same things is taken over: the register, each figure, each table
// and the report. Spells and numbers are computed each time, since that takes less than reading
// them would. What a step was made of stands in a file of the internal folder that the manifest does
// not list: it depends on nothing but what was read, the options and the program, but it is no
// output. Published folders keep no rows, and have nothing to take over.

// stepsPath is that file, in what a study writes.
const stepsPath = InternalName + "/steps.json"

// registerStep is the name of the step that makes the register; those of others are figure/NAME,
// table/NAME and the names of files.
const registerStep = "register"

// The parts that steps are made of.
const (
	partProgram   = "program"   // the program
	partFiles     = "files"     // the files with rows, or the made-up country
	partReading   = "reading"   // how they are read, with layout and aliases
	partReference = "reference" // municipalities and their sizes
	partKey       = "key"       // for pseudonyms
	partRows      = "rows"      // the register
	partTables    = "tables"    // tables beside the rows
	partStudy     = "study"     // what the study file says, but for figures and tables
	partAsked     = "asked"     // how the figure or table is asked for
)

// taking are the steps of a folder that is being written.
type taking struct {
	out   *atomicfile.Dir // nil for a plan
	store *fresh.Store    // of earlier runs

	mu     sync.Mutex
	record fresh.Record
}

// newTaking looks for what earlier runs made.
func newTaking(out *atomicfile.Dir, dirs ...string) *taking {
	return &taking{out: out, store: fresh.Open(stepsPath, dirs...)}
}

// take takes over what a step wrote earlier; false if it must be taken again.
func (t *taking) take(name string, parts map[string]string, folders os.FileMode) (bool, error) {
	if t == nil {
		return false, nil
	}
	found := t.store.Find(name, parts)
	if found.Dir == "" {
		return false, nil
	}
	if taken, err := fresh.Take(found.Dir, found.Files, t.out.Path(), folders); err != nil || !taken {
		return false, err
	}
	return true, t.note(fresh.Step{Name: name, Parts: parts, Files: found.Files})
}

// note notes a step that is done, so that it is not lost if the run is killed after it.
func (t *taking) note(s fresh.Step) error {
	if t == nil {
		return nil
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.record.Put(s)
	b, err := t.record.JSON()
	if err != nil {
		return err
	}
	const name = stepsPath + ".new"
	if err := t.out.WritePrivate(name, b); err != nil {
		return err
	}
	return os.Rename(t.out.Path(filepath.FromSlash(name)), t.out.Path(filepath.FromSlash(stepsPath)))
}

// registerParts are what the register is made of. The key is that of the study, or "" with
// none: rows without names or numbers of people have no pseudonyms.
func (r *run) registerParts(key string) (parts map[string]string, err error) {
	parts = map[string]string{partProgram: fresh.Program(), partKey: key}
	layout, err := r.digestOf(r.Reading.Layout, "the layout", limit.Default(limit.TOML))
	if err != nil {
		return nil, err
	}
	aliases, err := r.digestOf(r.Reading.Aliases, "aliases", limit.Default(limit.SideFile))
	if err != nil {
		return nil, err
	}
	x := r.Reading
	x.LastMonth = r.Choices.LastMonth
	parts[partReading] = fresh.Of([]any{x, layout, aliases})
	if r.Simulation != nil {
		parts[partFiles] = fresh.Of(r.Simulation)
		return parts, nil
	}
	if parts[partFiles], err = r.digestInputs(); err != nil {
		return parts, err
	}
	return parts, r.withReference(parts)
}

// withReference adds the reference folder, if the study names one.
func (s *Study) withReference(parts map[string]string) error {
	if s.Choices.Reference == "" {
		return nil
	}
	files, err := fresh.Tree(s.path(s.Choices.Reference), ".")
	parts[partReference] = fresh.Of(files)
	return err
}

// digestOf is the digest of a file that the study names; "" if it names none.
func (r *run) digestOf(name, what string, most int) (string, error) {
	if name == "" {
		return "", nil
	}
	b, err := sidefile.Read(r.path(name), what, most)
	return fresh.Sum(b), err
}

// digestInputs is the digest of the files with rows, and of the names of those that are not read.
// It keeps the digest of each.
func (r *run) digestInputs() (string, error) {
	if r.digests != nil {
		return fresh.Of(r.digests), nil
	}
	r.digests = map[string]string{}
	for _, in := range r.inputs {
		if in.SetAside != "" {
			r.digests[in.Name] = "not read: " + in.SetAside
			continue
		}
		sum, err := digestInput(in)
		if err != nil {
			return "", err
		}
		r.digests[in.Name] = sum
	}
	return fresh.Of(r.digests), nil
}

func digestInput(in ingest.Input) (string, error) {
	f, err := in.Open()
	if err != nil {
		return "", err
	}
	defer f.Close()
	sum, _, err := fresh.Reader(f)
	return sum, err
}

// keyParts are the fingerprints of keys that a register may have been made with to be as this run
// would make it: the study's, and none.
func (r *run) keyParts() []string {
	if key := r.key(); key != nil && !key.IsNew {
		return []string{ingest.KeyFingerprint(key.Secret), ""}
	}
	return []string{""}
}

// takeRegister takes over the register of an earlier run, with the reference and the truth of a
// made-up country. One that lacks files only is taken over to be added to.
func (r *run) takeRegister() error {
	if r.taking == nil || r.taking.out == nil { // a plan only looks
		return nil
	}
	for _, key := range r.keyParts() {
		parts, err := r.registerParts(key)
		if err != nil {
			return nil // reading says what is wrong, and where
		}
		if r.taken, err = r.taking.take(registerStep, parts, 0o700); err != nil || r.taken {
			return err
		}
		if dir, files := r.taking.store.Near(registerStep, parts, partFiles); dir != "" {
			return r.takeToGrow(dir, files)
		}
	}
	return nil
}

// takeToGrow takes over a register to add to, if all its files are among the inputs. What is asked
// is the register that was put here: the folder that it came from may be another by now.
func (r *run) takeToGrow(dir string, files []fresh.File) error {
	out := r.taking.out.Path()
	taken, err := fresh.Take(dir, within(files, InternalName+"/"+registerDir), out, 0o700)
	if err != nil || !taken {
		return err
	}
	if r.grows = r.isPart(out); r.grows {
		return nil
	}
	return os.RemoveAll(filepath.Join(r.Folder, registerDir))
}

// within are the files in a folder.
func within(files []fresh.File, folder string) []fresh.File {
	return slices.DeleteFunc(slices.Clone(files), func(f fresh.File) bool {
		rel, err := filepath.Rel(folder, f.Name)
		return err != nil || !filepath.IsLocal(rel)
	})
}

// isPart reports whether all files of the register in a study's folder are among the inputs, as they
// were.
func (r *run) isPart(dir string) bool {
	m, err := register.ReadManifest(filepath.Join(dir, InternalName, registerDir))
	if err != nil || r.Simulation != nil {
		return false
	}
	for _, in := range m.Inputs {
		if r.digests[in.Name] != in.SHA256 {
			return false
		}
	}
	return true
}

// open opens what was taken over beside the rows.
func (r *run) open() (err error) {
	if r.result.Register, err = register.ReadManifest(filepath.Join(r.Folder, registerDir)); err != nil || r.Simulation == nil {
		return err
	}
	if r.ref, err = data.OpenReference(filepath.Join(r.Folder, referenceDir)); err != nil {
		return err
	}
	r.result.Truth, err = readTruth(filepath.Join(r.Folder, simulate.TruthFile))
	return err
}

// noteRegister notes the register that was made.
func (r *run) noteRegister() error {
	if r.taking == nil {
		return nil
	}
	if r.ref != nil {
		if err := r.ref.WriteFolder(filepath.Join(r.Folder, referenceDir)); err != nil {
			return err
		}
	}
	if r.taken || !r.readAsDigested() {
		return nil
	}
	parts, err := r.registerParts(r.result.Register.KeyFingerprint)
	if err != nil {
		return err
	}
	step := fresh.Step{Name: registerStep, Parts: parts}
	for _, name := range []string{registerDir, referenceDir, simulate.TruthFile} {
		files, err := fresh.Tree(r.taking.out.Path(), InternalName+"/"+name)
		if err != nil {
			return err
		}
		step.Files = append(step.Files, files...)
	}
	return r.taking.note(step)
}

// readAsDigested reports whether no file changed between the look at it and its reading.
func (r *run) readAsDigested() bool {
	for _, in := range r.result.Register.Inputs {
		if sum, ok := r.digests[in.Name]; ok && sum != in.SHA256 {
			return false
		}
	}
	return true
}

// commonParts are what all figures, tables and the report are made of, beside how each is asked for.
func (r *run) commonParts() (map[string]string, error) {
	m, err := os.ReadFile(filepath.Join(r.Folder, registerDir, register.ManifestFile))
	if err != nil {
		return nil, err
	}
	parts, err := r.settledParts()
	if err != nil {
		return nil, err
	}
	parts[partRows] = fresh.Sum(m)
	return parts, nil
}

// settledParts are those of them that are known before the rows are read.
func (r *run) settledParts() (parts map[string]string, err error) {
	parts = map[string]string{partProgram: fresh.Program()}
	tables := []any{r.maker.Read()}
	if r.Expected.Curve != "" {
		curve, err := r.readBeside(r.Expected.Curve)
		if err != nil {
			return nil, err
		}
		tables = append(tables, fresh.Sum(curve))
	}
	parts[partTables] = fresh.Of(tables)
	if err := r.withReference(parts); err != nil {
		return nil, err
	}
	parts[partStudy], err = r.settings()
	return parts, err
}

// settings is the digest of all that the study says but for its figures and tables, and of what the
// command line says in its place.
func (s *Study) settings() (string, error) {
	all := map[string]any{}
	if _, err := boundedtoml.Decode(s.text, &all); err != nil {
		return "", err
	}
	delete(all, "figure")
	delete(all, "table")
	return fresh.Of([]any{s.ID, s.edition, s.Language, s.Choices.LastMonth, all}), nil
}

// asked are the parts of a step: those that all have, and how it is asked for.
func asked(common map[string]string, how any) map[string]string {
	parts := map[string]string{partAsked: fresh.Of(how)}
	for name, sum := range common {
		parts[name] = sum
	}
	return parts
}
