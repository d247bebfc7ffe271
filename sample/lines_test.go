package sample

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
)

// A curve, a median, a comparison, turnover, a Cox model and an O/E take twelve lines each, with
// all errors seen to.
func TestWhatMostProgramsAskTakesTwelveLines(t *testing.T) {
	files := token.NewFileSet()
	f, err := parser.ParseFile(files, "example_test.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	short := []string{"ExampleOpen", "ExampleOpenCSV", "ExampleSource_Curves", "ExampleSource_Compare", "ExampleSource_Cox", "ExampleSource_AgainstPublished"}
	for _, d := range f.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || !slices.Contains(short, fn.Name.Name) {
			continue
		}
		short = slices.DeleteFunc(short, func(name string) bool { return name == fn.Name.Name })
		list := fn.Body.List
		first, last := files.Position(list[0].Pos()).Line, files.Position(list[len(list)-1].End()).Line
		if lines := last - first + 1; lines > 12 {
			t.Errorf("%s has %d lines", fn.Name.Name, lines)
		}
	}
	if len(short) > 0 {
		t.Errorf("there is no %v", short)
	}
}

// What is left out is told below each of them. Of four rows, one has no time.
func TestShortcutsTellWhatIsLeftOut(t *testing.T) {
	src, err := ReadCSV(strings.NewReader("t,e,g,x\n3,1,a,1\n5,1,b,2\n,1,a,1\n4,0,b,4\n2,1,a,3\n"), "rows.csv", Columns{Time: "t", Event: "e"})
	if err != nil {
		t.Fatal(err)
	}
	by := Choices{By: []string{"g"}}
	curves, err := src.Curves(by, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	comparison, err := src.Compare(by)
	if err != nil {
		t.Fatal(err)
	}
	model, err := src.Cox(ModelChoices{Covariates: []Covariate{{Column: "x"}}}, cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	expected, err := src.AgainstPublished("nsdm2020-table6-1", Choices{})
	if err != nil {
		t.Fatal(err)
	}
	for name, result := range map[string]fmt.Stringer{"curves": curves, "comparison": comparison, "model": model, "expected": expected} {
		if got := result.String(); !strings.Contains(got, "1 row left out: the time is missing") {
			t.Errorf("%s: got\n%s", name, got)
		}
	}
	// A group that no published median is of, and rows whose columns are not there.
	if e, err := src.AgainstPublished("nsdm2020-table6-1", by); err != nil || e.Whole != 4 {
		t.Errorf("by g: got %+v, %v, want 4 rows held against that of all", e, err)
	}
	for name, do := range map[string]func() error{
		"curves":     func() error { _, err := src.Curves(Choices{By: []string{"none"}}, survival.Options{}); return err },
		"comparison": func() error { _, err := src.Compare(Choices{}); return err },
		"model": func() error {
			_, err := src.Cox(ModelChoices{Covariates: []Covariate{{Column: "none"}}}, cox.Options{})
			return err
		},
		"no such id": func() error { _, err := src.AgainstPublished("none", Choices{}); return err },
		"a share":    func() error { _, err := src.AgainstPublished("nsdm2020-within-13-months", Choices{}); return err },
	} {
		if do() == nil {
			t.Errorf("%s: got no error", name)
		}
	}
}
