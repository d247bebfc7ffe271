package study

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/version"
)

// A Verification says whether the files of a study's folder are what its manifest says, and what its
// rows or its inputs give.
type Verification struct {
	Schema  string `json:"schema"`  // varighet.verify/1
	Version string `json:"version"` // of the program
	Study   string `json:"study"`   // its id: the name of its file without .toml
	Outputs int    `json:"outputs"` // files that the manifest lists
	// what was computed once more: rows, of the internal folder; inputs, of the study file that was
	// given; none
	Again string `json:"again"`
	// what is not the same; empty if all is
	Differs []Differing `json:"differs"`
}

// A Differing is something that is not as the manifest says.
type Differing struct {
	What string `json:"what"` // input, option or output
	Name string `json:"name"` // of the file; of an option, its place in the manifest
	How  string `json:"how"`  // in English
}

// Verify compares the files of a folder with its manifest. Where rows are kept there, it makes the
// report of them again; where a study is given, it runs it in place of that, by opt, and compares
// inputs, options and outputs. Nothing that is compared is written.
func (f *Folder) Verify(ctx context.Context, s *Study, opt Options) (*Verification, error) {
	v := &Verification{Schema: "varighet.verify/1", Version: version.Of(), Study: f.Manifest.Study, Outputs: len(f.Manifest.Outputs),
		Again: "none", Differs: []Differing{}}
	changes, err := f.Changes("")
	if err != nil {
		return nil, err
	}
	for _, c := range changes {
		v.differs("output", c.Name, "the file %s", c.How)
	}
	if v.Version != f.Manifest.Version {
		v.differs("option", "version", "the manifest is by %s, and this is %s", f.Manifest.Version, v.Version)
	}
	switch {
	case s != nil:
		err = v.rerun(ctx, f, s, opt)
	case f.HasInternal() && f.check() == nil:
		err = v.remake(ctx, f)
	}
	return v, err
}

func (v *Verification) differs(what, name, how string, args ...any) {
	v.Differs = append(v.Differs, Differing{what, name, fmt.Sprintf(how, args...)})
}

// remake makes all outputs again that are not rows themselves.
func (v *Verification) remake(ctx context.Context, f *Folder) error {
	v.Again = "rows"
	r, err := f.Again(ctx)
	if err != nil {
		return err
	}
	page, err := r.page(r.Study.Language)
	if err != nil {
		return err
	}
	files, err := r.files(page)
	if err != nil {
		return err
	}
	made := map[string]string{}
	for _, file := range files {
		sum := sha256.Sum256(file.Data)
		made[file.Name] = hex.EncodeToString(sum[:])
	}
	for _, o := range f.Manifest.Outputs {
		if strings.HasPrefix(o.Name, InternalName+"/") {
			continue
		}
		if made[o.Name] != o.SHA256 {
			v.differs("output", o.Name, "the rows in %s give another file", InternalName)
		}
	}
	return nil
}

// rerun runs a study in a folder for a moment, and compares what it wrote.
func (v *Verification) rerun(ctx context.Context, f *Folder, s *Study, opt Options) error {
	v.Again = "inputs"
	dir, remove, err := atomicfile.Scratch()
	if err != nil {
		return err
	}
	defer remove()
	target := filepath.Join(dir, "again")
	s = s.of(f.Manifest.Edition)
	s.ID, s.Language = f.Manifest.Study, f.Manifest.Language
	if _, err := s.Write(ctx, target, opt); err != nil {
		return err
	}
	again, err := OpenFolder(target)
	if err != nil {
		return err
	}
	v.inputs(&f.Manifest, &again.Manifest)
	if err := v.options(&f.Manifest, &again.Manifest); err != nil {
		return err
	}
	was, is := digests(f.Manifest.Outputs), digests(again.Manifest.Outputs)
	v.files("output", was, is, "the inputs give other bytes")
	return nil
}

// inputs compares the files that were read, and the tables beside them.
func (v *Verification) inputs(a, b *Manifest) {
	read := func(m *Manifest) map[string]string {
		list := map[string]string{}
		if m.Register != nil {
			for _, in := range m.Register.Inputs {
				list[in.Name] = in.SHA256
			}
		}
		for _, in := range m.Beside {
			list[in.Name] = in.SHA256
		}
		return list
	}
	v.files("input", read(a), read(b), "its bytes are others than the manifest says")
}

func digests(outputs []manifestOutput) map[string]string {
	list := map[string]string{}
	for _, o := range outputs {
		list[o.Name] = o.SHA256
	}
	return list
}

// namesIn are the names that one of two lists has, or both, in order.
func namesIn(a, b map[string]string) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

// files compares files of one kind by their digests, by name; other says that one has other bytes.
func (v *Verification) files(what string, was, is map[string]string, other string) {
	for _, name := range namesIn(was, is) {
		a, inA := was[name]
		b, inB := is[name]
		switch {
		case !inB:
			v.differs(what, name, "only the manifest has it")
		case !inA:
			v.differs(what, name, "the manifest does not have it")
		case a != b:
			v.differs(what, name, "%s", other)
		}
	}
}

// options compares what was asked for, place by place in the two manifests.
func (v *Verification) options(before, after *Manifest) error {
	was, err := placesOf(before)
	if err != nil {
		return err
	}
	is, err := placesOf(after)
	if err != nil {
		return err
	}
	for _, name := range namesIn(was, is) {
		a, inA := was[name]
		b, inB := is[name]
		switch {
		case !inB:
			v.differs("option", name, "the manifest says %s, the study nothing", a)
		case !inA:
			v.differs("option", name, "the manifest says nothing, the study %s", b)
		case a != b:
			v.differs("option", name, "the manifest says %s, the study %s", a, b)
		}
	}
	return nil
}

// placesOf are the options in a manifest, each by its place in it.
func placesOf(m *Manifest) (map[string]string, error) {
	options := Manifest{Disclosure: m.Disclosure, Language: m.Language, Simulate: m.Simulate, Reference: m.Reference, Spells: m.Spells,
		Turnover: m.Turnover, Expected: m.Expected, Asked: m.Asked}
	if r := m.Register; r != nil {
		options.Register = &register.Manifest{KeyFingerprint: r.KeyFingerprint, Options: r.Options}
	}
	b, err := json.Marshal(options)
	if err != nil {
		return nil, err
	}
	var tree any
	if err := json.Unmarshal(b, &tree); err != nil {
		return nil, err
	}
	places := map[string]string{}
	gather(places, "", tree)
	return places, nil
}

// gather notes what stands at each place of a tree of JSON.
func gather(places map[string]string, at string, tree any) {
	switch t := tree.(type) {
	case map[string]any:
		for k, x := range t {
			gather(places, strings.TrimPrefix(at+"."+k, "."), x)
		}
	case []any:
		for i, x := range t {
			gather(places, fmt.Sprintf("%s[%d]", at, i), x)
		}
	default:
		b, _ := json.Marshal(t) // it came from JSON
		places[at] = string(b)
	}
}

// Text writes what differs, a line each, or that nothing does.
func (v *Verification) Text(w io.Writer) error {
	for _, d := range v.Differs {
		fmt.Fprintf(w, "%s %s: %s\n", d.What, d.Name, d.How)
	}
	if len(v.Differs) > 0 {
		return nil
	}
	how := map[string]string{"none": "as the manifest says", "rows": "as the manifest says, and what the rows in " + InternalName + " give",
		"inputs": "as the manifest says, and what the inputs give"}[v.Again]
	_, err := fmt.Fprintf(w, "%s: %d outputs are %s\n", v.Study, v.Outputs, how)
	return err
}
