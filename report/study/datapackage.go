package study

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/report"
)

// A tablePackage describes the CSV files of a study's tables to other programs. Spells and the
// register have packages of their own beside them, wherever they are kept.
type tablePackage struct {
	*dictionary.Package
}

func newPackage(s *Study) *tablePackage {
	p := dictionary.New("varighet-study", s.Title.In(s.Language))
	p.Sources = []dictionary.Source{{Title: s.Source.In(s.Language)}}
	if p.Sources[0].Title == "" {
		p.Sources = nil
	}
	return &tablePackage{p}
}

// add describes the CSV file of a table.
func (p *tablePackage) add(t *report.Table) {
	name := p.free(resourceName(t.Name))
	r := dictionary.NewResource(name, "tables/"+t.Name+".csv", "csv", t.Fields())
	r.Title = t.Title
	p.Resources = append(p.Resources, r)
}

// free is the name, or one like it that no resource has yet.
func (p *tablePackage) free(name string) string {
	unique := name
	for n := 2; ; n++ {
		taken := false
		for _, r := range p.Resources {
			taken = taken || r.Name == unique
		}
		if !taken {
			return unique
		}
		unique = fmt.Sprint(name, "-", n)
	}
}

// resourceName is a name with the signs only that names of resources have.
func resourceName(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '.' {
			return r
		}
		return '-'
	}, strings.ToLower(s))
}

// append appends the package to the files; a study without tables has none.
func (p *tablePackage) append(files []File) ([]File, error) {
	if len(p.Resources) == 0 {
		return files, nil
	}
	data, err := p.JSON()
	return append(files, File{dictionary.FileName, data}), err
}
