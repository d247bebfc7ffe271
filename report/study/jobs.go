package study

import (
	"context"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/internal/fresh"
	"github.com/varighet/varighet/report/page"
)

// A job makes some files of a study's folder: those of a figure, of a table, or of the report.
type job struct {
	name string // figure/NAME, table/NAME, or of the file
	how  any    // how it is asked for
	make func() ([]File, error)
}

// jobs are all that make the files of a study for a page, in the order of the files.
func (r *Result) jobs(p *Page) (list []job) {
	figures, tables := p.drawn(r.Figures), p.carried(r.withTables())
	for _, a := range figures {
		list = append(list, job{"figure/" + a.Ask.Name, a.Ask, func() ([]File, error) { return figureFiles(p, a) }})
	}
	for _, a := range tables {
		list = append(list, job{"table/" + a.Ask.Name, a.Ask, func() ([]File, error) { return tableFiles(p, a) }})
	}
	all := r.Study.allAsked()
	whole := sync.OnceValues(func() (*page.Page, error) { return r.reportPage(p) })
	list = append(list, job{dictionary.FileName, all, func() ([]File, error) { return r.packageFile(p, tables) }})
	for _, form := range r.reportForms(p) {
		list = append(list, job{form.name, all, func() ([]File, error) { return form.file(whole) }})
	}
	return append(list, job{NumbersName, all, func() ([]File, error) { return r.numbersFile(p) }})
}

// file is the form of a page, which is made when the first form needs it.
func (f *reportForm) file(whole func() (*page.Page, error)) ([]File, error) {
	made, err := whole()
	if err != nil {
		return nil, err
	}
	b, err := f.write(made)
	return []File{{f.name, b}}, err
}

// figureFiles are a figure in the formats that it is asked for in.
func figureFiles(p *Page, a *Answer) ([]File, error) {
	pages, err := p.Figure(a)
	if err != nil {
		return nil, err
	}
	drawn, err := RenderFigure(a.Ask.Name, pages, a.Ask.Formats)
	return inFolder("figures", drawn), err
}

// tableFiles are a table in every form.
func tableFiles(p *Page, a *Answer) ([]File, error) {
	t, err := p.Table(a)
	if err != nil {
		return nil, err
	}
	forms, err := renderTable(t)
	return inFolder("tables", forms), err
}

func inFolder(folder string, files []File) []File {
	files = slices.Clone(files)
	for i := range files {
		files[i].Name = path.Join(folder, files[i].Name)
	}
	return files
}

// packageFile says what the columns of the tables are.
func (r *Result) packageFile(p *Page, tables []*Answer) ([]File, error) {
	described := newPackage(r.Study)
	for _, a := range tables {
		t, err := p.Table(a)
		if err != nil {
			return nil, err
		}
		described.add(t)
	}
	return described.append(nil)
}

func (r *Result) numbersFile(p *Page) ([]File, error) {
	numbers, err := r.numbers(p)
	if err != nil {
		return nil, err
	}
	f, err := numbers.file()
	return []File{f}, err
}

// files are those that all jobs make, in order.
func (r *Result) files(p *Page) ([]File, error) {
	jobs := r.jobs(p)
	made := make([][]File, len(jobs))
	err := inParallel(context.Background(), len(jobs), func(i int) (err error) {
		made[i], err = jobs[i].make()
		return err
	})
	return slices.Concat(made...), err
}

// write does the jobs that are not done yet, as they are finished. The forms of the whole report are
// last in the list, and take longest: they begin first.
func (r *Result) write(ctx context.Context, p *Page, out *atomicfile.Dir, t *taking) error {
	jobs := r.jobs(p)
	return inParallel(ctx, len(jobs), func(i int) error {
		j := &jobs[len(jobs)-1-i]
		parts := asked(r.parts, j.how)
		if taken, err := t.take(j.name, parts, 0o755); err != nil || taken {
			return err
		}
		files, err := j.make()
		if err != nil {
			return err
		}
		step := fresh.Step{Name: j.name, Parts: parts}
		for _, f := range files {
			if err := out.WriteFile(f.Name, f.Data); err != nil {
				return err
			}
			step.Files = append(step.Files, fresh.File{Name: f.Name, SHA256: fresh.Sum(f.Data)})
		}
		return t.note(step)
	})
}

// inParallel does n things on all processors. It returns the first error by their order, and begins
// nothing after any.
func inParallel(ctx context.Context, n int, do func(i int) error) error {
	errs := make([]error, n)
	var next atomic.Int64
	var failed atomic.Bool
	var all sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && !failed.Load(); i = int(next.Add(1)) - 1 {
				if errs[i] = ctx.Err(); errs[i] == nil {
					errs[i] = do(i)
				}
				if errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	all.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
