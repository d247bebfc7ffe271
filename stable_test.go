package varighet_test

import (
	"go/ast"
	"go/doc"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// stable are the packages whose API follows versions, by docs/decisions/library.md.
var stable = []string{".", "sample", "data", "survival", "survival/competing", "survival/cox", "survival/design", "survival/finegray",
	"survival/hazard", "survival/parametric", "survival/rates"}

// documented reads the documentation of a package, its examples among it.
func documented(t *testing.T, dir string) *doc.Package {
	t.Helper()
	files := token.NewFileSet()
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil || len(names) == 0 {
		t.Fatalf("%s: no files: %v", dir, err)
	}
	var parsed []*ast.File
	for _, name := range names {
		f, err := parser.ParseFile(files, name, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		parsed = append(parsed, f)
	}
	p, err := doc.NewFromFiles(files, parsed, "github.com/varighet/varighet/"+dir)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Whoever adds a function to a stable package adds an example of it. Functions that read a name,
// as ParseWeight does, are said in a line.
func TestFunctionsOfStablePackagesHaveExamples(t *testing.T) {
	for _, dir := range stable {
		p := documented(t, dir)
		functions := slices.Clone(p.Funcs)
		for _, typ := range p.Types {
			functions = append(functions, typ.Funcs...)
		}
		for _, f := range functions {
			if len(f.Examples) == 0 && !strings.HasPrefix(f.Name, "Parse") {
				t.Errorf("%s.%s has no example", dir, f.Name)
			}
		}
	}
}

// The page of the decision names them, and no test or list says another.
func TestThePageNamesTheStablePackages(t *testing.T) {
	page, err := os.ReadFile("docs/decisions/library.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range stable[1:] {
		if name := strings.TrimPrefix(dir, "survival/"); !strings.Contains(string(page), "`"+name+"`") && !strings.Contains(string(page), "`"+dir+"`") {
			t.Errorf("docs/decisions/library.md does not name %s", dir)
		}
	}
}
