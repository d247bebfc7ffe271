package study

import (
	"context"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/report"
)

// Write runs the study and writes what it came to as the folder target, in the study's
// language, in place of what an earlier run wrote there. What was there before stands if it
// fails, and a new key is kept before the folder whose pseudonyms it made, so that they are
// never without it.
func (s *Study) Write(ctx context.Context, target string, opt Options) (*Result, error) {
	if err := mayReplace(target); err != nil {
		return nil, err
	}
	out, err := atomicfile.CreateDir(target)
	if err != nil {
		return nil, err
	}
	defer out.Abort()
	if s.Disclosure == report.Published {
		opt.Folder = "" // a published folder has no rows: what is made of them is not kept
	} else if opt.Folder, err = internalFolder(out); err != nil {
		return nil, err
	}
	r, err := s.Run(ctx, opt)
	if err != nil {
		return nil, err
	}
	if err := r.WriteTo(out); err != nil {
		return nil, err
	}
	if err := opt.Key.PutFirst(out, r.Register.KeyFingerprint); err != nil {
		return nil, err
	}
	return r, nil
}

// WriteTo writes figures, tables, the report page, the Word document, the workbook, the internal
// folder unless the report is for anybody, and, last, the manifest into a folder.
func (r *Result) WriteTo(out *atomicfile.Dir) error {
	if r.Study.Disclosure != report.Published {
		if err := r.writeInternal(out); err != nil {
			return err
		}
	}
	page, err := r.page(r.Study.Language)
	if err != nil {
		return err
	}
	files, err := r.files(page)
	if err != nil {
		return err
	}
	for _, f := range files {
		if err := out.WriteFile(f.Name, f.Data); err != nil {
			return err
		}
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

// files are the figures, the tables, the report page, the Word document, the workbook and the
// numbers, by name within the folder.
func (r *Result) files(p *Page) (files []File, err error) {
	for _, a := range p.carried(r.Figures) {
		pages, err := p.Figure(a)
		if err != nil {
			return nil, err
		}
		drawn, err := RenderFigure(a.Ask.Name, pages, a.Ask.Formats)
		if err != nil {
			return nil, err
		}
		for _, f := range drawn {
			files = append(files, File{"figures/" + f.Name, f.Data})
		}
	}
	described := newPackage(r.Study)
	for _, a := range p.carried(r.withTables()) {
		t, err := p.Table(a)
		if err != nil {
			return nil, err
		}
		forms, err := renderTable(t)
		if err != nil {
			return nil, err
		}
		for _, f := range forms {
			files = append(files, File{"tables/" + f.Name, f.Data})
		}
		described.add(t)
	}
	if files, err = described.append(files); err != nil {
		return nil, err
	}
	report, err := r.reportFiles(p)
	if err != nil {
		return nil, err
	}
	numbers, err := r.numbers(p)
	if err != nil {
		return nil, err
	}
	f, err := numbers.file()
	return append(append(files, report...), f), err
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
