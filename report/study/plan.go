package study

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/fresh"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/report"
)

// A Plan says what a run of a study would do, step by step.
type Plan struct {
	Schema  string     `json:"schema"`  // varighet.study-plan/1
	Version string     `json:"version"` // of the program
	Study   string     `json:"study"`   // its id: the name of its file without .toml
	Steps   []PlanStep `json:"steps"`   // the register, then figures, tables and the files of the report
}

// A PlanStep is a step of a run.
type PlanStep struct {
	Name  string `json:"name"`  // register, figure/NAME, table/NAME, or the name of a file
	Fresh bool   `json:"fresh"` // what an earlier run made is taken over
	// parts that are not as they were: program, files, reading, reference, key, rows, tables, study,
	// asked; empty for a step that is fresh, or that no earlier run took
	Other []string `json:"other"`
	// files with rows that are added to the register of an earlier run, which is kept; absent: the
	// step is not so
	Added int `json:"added,omitempty"`
	// what an earlier run wrote was changed or removed since; absent: it was not
	Gone bool `json:"gone,omitempty"`
	// why nothing is ever taken over, in English; absent: it may be
	Never string `json:"never,omitempty"`
}

// Plan says what [Study.Write] would do in a folder. It writes nothing.
func (s *Study) Plan(target string, opt Options) (*Plan, error) {
	p := &Plan{Schema: "varighet.study-plan/1", Version: version.Of(), Study: s.ID}
	if never := opt.neverTaken(s); never != "" {
		for _, a := range s.steps() {
			p.Steps = append(p.Steps, PlanStep{Name: a.name, Other: []string{}, Never: never})
		}
		return p, nil
	}
	r := &run{Study: s, Options: opt, result: &Result{Study: s}}
	earlier := []string{target}
	for _, left := range atomicfile.Left(target) {
		defer left.Release()
		earlier = append(earlier, left.Path())
	}
	r.taking = newTaking(nil, append(earlier, opt.Near...)...)
	common, first, err := r.planRegister()
	if err != nil {
		return nil, err
	}
	for _, a := range s.steps() {
		switch {
		case a.name == registerStep:
			p.Steps = append(p.Steps, first)
		case common == nil:
			p.Steps = append(p.Steps, PlanStep{Name: a.name, Other: []string{partRows}})
		default:
			p.Steps = append(p.Steps, planned(a.name, r.taking.store.Find(a.name, asked(common, a.how))))
		}
	}
	return p, nil
}

// neverTaken is why a run of a study takes nothing over; "" if it may.
func (opt *Options) neverTaken(s *Study) string {
	switch {
	case opt.Force:
		return "--force makes all anew"
	case s.Disclosure == report.Published:
		return "a published folder keeps no rows"
	case fresh.Program() == "":
		return "which program this is cannot be told"
	}
	return ""
}

// planned is a step by what a store has of it.
func planned(name string, f fresh.Found) PlanStep {
	return PlanStep{Name: name, Fresh: f.Dir != "", Other: append([]string{}, f.Other...), Gone: f.Gone}
}

// planRegister says what becomes of the register, and what the other steps are made of if it stays
// as it is; nil if it does not.
func (r *run) planRegister() (common map[string]string, step PlanStep, err error) {
	if r.Simulation == nil {
		if err := r.source(); err != nil {
			return nil, step, err
		}
	}
	for i, key := range r.keyParts() {
		parts, err := r.registerParts(key)
		if err != nil {
			return nil, step, err
		}
		found := r.taking.store.Find(registerStep, parts)
		if s := planned(registerStep, found); i == 0 || s.Fresh || len(s.Other) < len(step.Other) {
			step = s
		}
		if found.Dir != "" {
			common, err = r.partsAfter(found.Dir)
			return common, step, err
		}
		if dir, _ := r.taking.store.Near(registerStep, parts, partFiles); dir != "" {
			if step.Added = r.added(dir); step.Added > 0 {
				return nil, step, nil
			}
		}
	}
	return nil, step, nil
}

// added is how many files the register in a study's folder lacks; 0 if it cannot be added to.
func (r *run) added(dir string) int {
	if !r.isPart(dir) {
		return 0
	}
	m, err := register.ReadManifest(filepath.Join(dir, InternalName, registerDir))
	if err != nil {
		return 0
	}
	n := 0
	for _, in := range r.inputs {
		if in.SetAside == "" {
			n++
		}
	}
	return n - len(m.Inputs)
}

// partsAfter is what the steps after the register are made of, if it is that of a folder.
func (r *run) partsAfter(dir string) (map[string]string, error) {
	if r.Simulation != nil {
		var err error
		if r.ref, err = data.OpenReference(filepath.Join(dir, InternalName, referenceDir)); err != nil {
			return nil, err
		}
		if err := r.beside(); err != nil {
			return nil, err
		}
	}
	parts, err := r.settledParts()
	if err != nil {
		return nil, err
	}
	m, err := os.ReadFile(filepath.Join(dir, InternalName, registerDir, register.ManifestFile))
	parts[partRows] = fresh.Sum(m)
	return parts, err
}

// A named step and how it is asked for.
type namedStep struct {
	name string
	how  any
}

// steps are those of a run of the study, in order.
func (s *Study) steps() []namedStep {
	list := []namedStep{{registerStep, nil}}
	for _, f := range s.Figures {
		list = append(list, namedStep{"figure/" + f.Name, f})
	}
	for _, f := range s.Figures {
		if kindNamed(f.Kind).withTable {
			list = append(list, namedStep{"table/" + f.Name, f})
		}
	}
	for _, t := range s.Tables {
		list = append(list, namedStep{"table/" + t.Name, t.asFigure()})
	}
	all := s.allAsked()
	for _, name := range []string{dictionary.FileName, ReportName, WordName, WorkbookName, NumbersName} {
		list = append(list, namedStep{name, all})
	}
	return list
}

// allAsked is how all figures and tables are asked for.
func (s *Study) allAsked() any { return []any{s.Figures, s.Tables} }

// partWords are the parts in words.
var partWords = map[string]string{partProgram: "another version of the program", partFiles: "other files", partReading: "read in another way",
	partReference: "another reference", partKey: "another key", partRows: "other rows", partTables: "other tables beside the rows",
	partStudy: "the study says something else", partAsked: "asked for in another way"}

// Text writes a line a step, in a language.
func (p *Plan) Text(w io.Writer, in message.Language) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range p.Steps {
		fmt.Fprintf(tw, "%s\t%s\n", s.Name, s.words(in))
	}
	return tw.Flush()
}

// words say what becomes of a step.
func (s *PlanStep) words(in message.Language) string {
	switch {
	case s.Fresh:
		return in.Word("fresh")
	case s.Added > 0:
		return in.Sprintf("to add to: %s more", english.Count(s.Added, "file", "files"))
	}
	return in.Sprintf("to make: %s", s.why(in))
}

// why says why a step is not fresh.
func (s *PlanStep) why(in message.Language) string {
	switch {
	case s.Never != "":
		return in.Translate(s.Never)
	case s.Gone:
		return in.Translate("what was written was changed or removed")
	}
	var why []string
	for _, part := range s.Other {
		why = append(why, in.Translate(partWords[part]))
	}
	return cmp.Or(strings.Join(why, ", "), in.Translate("no earlier run did"))
}
