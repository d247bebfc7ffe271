package study

import (
	"context"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/report"
)

// Write runs the study and writes what it came to as the folder target, in the study's
// language, in place of what an earlier run wrote there. What was there before stands if it
// fails. Steps that an earlier run took of the same things are not taken again, also if it was
// killed. A new key is kept before the folder whose pseudonyms it made, so that they are never
// without it.
func (s *Study) Write(ctx context.Context, target string, opt Options) (*Result, error) {
	if err := mayReplace(target); err != nil {
		return nil, err
	}
	earlier := []string{target}
	for _, left := range atomicfile.Left(target) {
		defer left.Remove()
		earlier = append(earlier, left.Path())
	}
	out, err := atomicfile.CreateDir(target)
	if err != nil {
		return nil, err
	}
	defer out.Abort()
	if err := opt.prepare(out, s, append(earlier, opt.Near...)); err != nil {
		return nil, err
	}
	r, err := s.Run(ctx, opt)
	if err != nil {
		return nil, err
	}
	if err := r.writeTo(ctx, out, opt.taking); err != nil {
		return nil, err
	}
	if err := opt.Key.PutFirst(out, r.Register.KeyFingerprint); err != nil {
		return nil, err
	}
	return r, nil
}

// prepare makes the internal folder, and looks for what earlier runs made. A published folder has no
// rows: what is made of them is not kept.
func (o *Options) prepare(out *atomicfile.Dir, s *Study, earlier []string) (err error) {
	if s.Disclosure == report.Published {
		o.Folder = ""
		return nil
	}
	if o.neverTaken(s) != "" {
		earlier = nil
	}
	o.taking = newTaking(out, earlier...)
	o.Folder, err = internalFolder(out)
	return err
}

// writeTo writes figures, tables, the report page, the Word document, the workbook, the numbers, the
// internal folder unless the report is for anybody, and, last, the manifest into a folder.
func (r *Result) writeTo(ctx context.Context, out *atomicfile.Dir, t *taking) error {
	if r.Study.Disclosure != report.Published {
		if err := r.writeInternal(out); err != nil {
			return err
		}
	}
	page, err := r.page(r.Study.Language)
	if err != nil {
		return err
	}
	if err := r.write(ctx, page, out, t); err != nil {
		return err
	}
	m, err := r.manifest(out.Path())
	if err != nil {
		return err
	}
	return out.WriteFile(manifestName, m)
}

// page is what stands around the figures and tables of the study, in a language, and what it lets
// through of them.
func (r *Result) page(language string) (*Page, error) {
	s := r.Study
	p := NewPage(language, s.Source.In(language), s.Disclosure)
	p.Stops, p.Names = s.Choices.Stops, s.Names
	return p.For(r)
}

// withTables are the answers that have a table: those asked for as one, and figures that have
// that of their numbers beside.
func (r *Result) withTables() (list []*Answer) {
	for _, a := range r.Figures {
		if a.kind.withTable {
			list = append(list, a)
		}
	}
	return append(list, r.Tables...)
}
