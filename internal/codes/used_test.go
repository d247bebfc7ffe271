package codes

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/constant"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A finder looks for codes in the program. A code is a constant that a field, a parameter, a variable or
// a result of the name code is given, or one of a type of codes.
type finder struct {
	fset  *token.FileSet
	info  *types.Info
	found map[string]string // by code: where it was first seen
}

// shape is how codes are written.
var shape = regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)

// A listed package is what `go list` says of one.
type listed struct {
	ImportPath, Dir, Export string
	GoFiles                 []string
	Standard                bool
}

const module = "github.com/varighet/varighet"

// usedCodes are all codes in the module, tests left out.
func usedCodes(t *testing.T) map[string]string {
	t.Helper()
	packages := listPackages(t)
	f := &finder{fset: token.NewFileSet(), found: map[string]string{}}
	exports := map[string]string{}
	for _, p := range packages {
		exports[p.ImportPath] = p.Export
	}
	imports := importer.ForCompiler(f.fset, "gc", func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) })
	for _, p := range packages {
		if p.ImportPath == module || strings.HasPrefix(p.ImportPath, module+"/") && !strings.HasSuffix(p.ImportPath, "/codes") {
			f.search(t, p, imports)
		}
	}
	return f.found
}

func listPackages(t *testing.T) (list []listed) {
	t.Helper()
	c := exec.Command("go", "list", "-deps", "-export", "-json=ImportPath,Dir,Export,GoFiles,Standard", "./...")
	c.Dir = filepath.Join("..", "..")
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	d := json.NewDecoder(bytes.NewReader(out))
	for {
		var p listed
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return list
		} else if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

// search looks through the files of a package.
func (f *finder) search(t *testing.T, p listed, imports types.Importer) {
	t.Helper()
	var files []*ast.File
	for _, name := range p.GoFiles {
		file, err := parser.ParseFile(f.fset, filepath.Join(p.Dir, name), nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	f.info = &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Defs: map[*ast.Ident]types.Object{}}
	if _, err := (&types.Config{Importer: imports}).Check(p.ImportPath, f.fset, files, f.info); err != nil {
		t.Fatal(err)
	}
	for id, o := range f.info.Defs {
		if c, ok := o.(*types.Const); ok && isCodeType(c.Type()) {
			f.note(id, c.Val())
		}
	}
	for _, file := range files {
		ast.Inspect(file, f.visit)
	}
}

// isCodeType reports whether a type is of codes, as AlarmCode is.
func isCodeType(t types.Type) bool {
	n, ok := types.Unalias(t).(*types.Named)
	return ok && (n.Obj().Name() == "AlarmCode" || n.Obj().Name() == "RejectCode")
}

func isCodeName(name string) bool { return name == "code" || name == "Code" }

func (f *finder) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.CallExpr:
		if s, ok := f.info.TypeOf(n.Fun).(*types.Signature); ok {
			for i := range min(s.Params().Len(), len(n.Args)) {
				f.given(s.Params().At(i).Name(), n.Args[i])
			}
		}
	case *ast.CompositeLit:
		f.literal(n)
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if len(n.Rhs) == len(n.Lhs) {
				f.given(lastName(to), n.Rhs[i])
			}
		}
	case *ast.FuncDecl:
		f.results(n)
	}
	return true
}

// literal looks at the fields of a struct that is written out.
func (f *finder) literal(n *ast.CompositeLit) {
	s, ok := f.info.TypeOf(n).Underlying().(*types.Struct)
	if !ok {
		return
	}
	for i, e := range n.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			f.given(lastName(kv.Key), kv.Value)
		} else {
			f.given(s.Field(i).Name(), e)
		}
	}
}

// results looks at what a function returns, if it has a result of the name code.
func (f *finder) results(n *ast.FuncDecl) {
	if n.Type.Results == nil || n.Body == nil {
		return
	}
	var names []string
	for _, r := range n.Type.Results.List {
		for _, name := range r.Names {
			names = append(names, name.Name)
		}
	}
	ast.Inspect(n.Body, func(n ast.Node) bool {
		if r, ok := n.(*ast.ReturnStmt); ok && len(r.Results) == len(names) {
			for i, e := range r.Results {
				f.given(names[i], e)
			}
		}
		_, inner := n.(*ast.FuncLit)
		return !inner
	})
}

func lastName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return e.Sel.Name
	}
	return ""
}

// given notes a constant that something of a name is given.
func (f *finder) given(name string, e ast.Expr) {
	if isCodeName(name) {
		f.note(e, f.info.Types[e].Value)
	}
}

func (f *finder) note(at ast.Node, v constant.Value) {
	if v == nil || v.Kind() != constant.String || !shape.MatchString(constant.StringVal(v)) {
		return
	}
	where := f.fset.Position(at.Pos()).String()
	if before, ok := f.found[constant.StringVal(v)]; !ok || where < before {
		f.found[constant.StringVal(v)] = where
	}
}
