package study

import (
	"context"
	"path/filepath"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/spellfile"
)

// SpellsPath is the file of spells within the folder of a study.
const SpellsPath = "tables/spells.csv"

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
	opt.Folder = out.Path()
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

// WriteTo writes spells, figures, tables, the report page, the workbook and, last, the manifest into a folder.
func (r *Result) WriteTo(out *atomicfile.Dir) error {
	if err := spellfile.Write(out.Path(filepath.FromSlash(SpellsPath)), r.Table); err != nil {
		return err
	}
	s := r.Study
	page := NewPage(s.Language, s.Source.In(s.Language), s.Disclosure)
	page.Stops = s.Choices.Stops
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

// files are the figures, the tables with what their columns mean, the report page and the workbook, by name within the folder.
func (r *Result) files(p *Page) (files []File, err error) {
	for _, a := range r.Figures {
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
	for _, a := range r.withTables() {
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
	return append(files, report...), err
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
