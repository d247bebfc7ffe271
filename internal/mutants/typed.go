package main

import (
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
)

// A typed is a package with its types: it tells which mutants compile, and of what type an expression is.
type typed struct {
	set      *token.FileSet
	importer types.Importer
	pkg      *types.Package
	info     types.Info
	files    map[string]*ast.File // by name in the module
	heads    map[string]*ast.File // the same without what functions do
	src      map[string][]byte
}

// load reads the package in a folder of the module, and what go list says of what it imports.
func (r *runner) load(folder string) (*typed, error) {
	p := &typed{set: token.NewFileSet(), info: types.Info{Types: map[ast.Expr]types.TypeAndValue{}},
		files: map[string]*ast.File{}, heads: map[string]*ast.File{}, src: map[string][]byte{}}
	list := exec.CommandContext(r.ctx, "go", "list", "-export", "-deps", "-f", "{{.ImportPath}} {{.Export}}", "./"+folder)
	list.Dir = r.root
	out, err := list.Output()
	if err != nil {
		return nil, fmt.Errorf("go list %s: %w", folder, err)
	}
	exports := map[string]string{}
	for line := range strings.Lines(string(out)) {
		imported, file, _ := strings.Cut(strings.TrimSpace(line), " ")
		exports[imported] = file
	}
	p.importer = importer.ForCompiler(p.set, "gc", func(imported string) (io.ReadCloser, error) { return os.Open(exports[imported]) })
	return p, p.parse(r.root, folder)
}

// parse reads the files and finds the types.
func (p *typed) parse(root, folder string) error {
	paths, err := sources(root, folder)
	if err != nil {
		return err
	}
	var all []*ast.File
	for _, file := range paths {
		name := path.Join(folder, filepath.Base(file))
		src, err := os.ReadFile(file)
		full, errFull := parser.ParseFile(p.set, name, src, parser.SkipObjectResolution)
		head, errHead := parser.ParseFile(p.set, name, src, parser.SkipObjectResolution)
		if err := errors.Join(err, errFull, errHead); err != nil {
			return err
		}
		for _, d := range head.Decls {
			if f, ok := d.(*ast.FuncDecl); ok {
				f.Body = nil
			}
		}
		p.files[name], p.heads[name], p.src[name] = full, head, src
		all = append(all, full)
	}
	conf := types.Config{Importer: p.importer}
	p.pkg, err = conf.Check(folder, p.set, all, &p.info)
	return err
}

// compiles reports whether the file of a mutant has no fault of types. Of the other files of its
// package only declarations are looked at.
func (p *typed) compiles(m *mutant) bool {
	changed, err := parser.ParseFile(p.set, "changed.go", m.in(p.src[m.file]), parser.SkipObjectResolution)
	if err != nil {
		return false
	}
	files := []*ast.File{changed}
	for name, head := range p.heads {
		if name != m.file {
			files = append(files, head)
		}
	}
	fine := true
	conf := types.Config{Importer: p.importer, Error: func(err error) {
		var fault types.Error
		fine = fine && !(errors.As(err, &fault) && p.set.File(fault.Pos) == p.set.File(changed.FileStart))
	}}
	_, _ = conf.Check(p.pkg.Path(), p.set, files, nil)
	return fine
}

// switched is the changed piece of source with the old one beside it, of which the variable
// [chosenVariable] chooses: the mutant if it is k. It is false where source is not run: of a constant.
func (p *typed) switched(m *mutant, k int) (text string, ok bool) {
	old := string(p.src[m.file][m.start:m.end])
	switch n := p.nodeOf(m).(type) {
	case ast.Stmt:
		if m.text == "" {
			return fmt.Sprintf("if %s != %d { %s }", chosenVariable, k, old), true
		}
		return fmt.Sprintf("if %s == %d { %s } else { %s }", chosenVariable, k, m.text, old), true
	case ast.Expr:
		if t := p.info.TypeOf(n); t != nil {
			name := types.TypeString(types.Default(t), p.nameOf)
			return fmt.Sprintf("func() %s { if %s == %d { return %s }; return %s }()", name, chosenVariable, k, m.text, old), true
		}
	}
	return "", false
}

// nameOf is how the source names a package.
func (p *typed) nameOf(of *types.Package) string {
	if of == p.pkg {
		return ""
	}
	return of.Name()
}

// nodeOf is the outermost expression that a mutant changes, or the statement of a block; nil in a
// constant, and of a statement before a condition.
func (p *typed) nodeOf(m *mutant) (found ast.Node) {
	file := p.files[m.file]
	positions := p.set.File(file.FileStart)
	var within ast.Node
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil || found != nil {
			return false
		}
		start, end := positions.Offset(n.Pos()), positions.Offset(n.End())
		if d, ok := n.(*ast.GenDecl); ok && d.Tok == token.CONST || start > m.start || m.end > end {
			return false
		}
		if start == m.start && end == m.end && canSwitch(n, within) {
			found = n
		}
		within = n
		return true
	})
	return found
}

// canSwitch reports whether a node is an expression, or a statement that stands by itself.
func canSwitch(n, within ast.Node) bool {
	if _, ok := n.(ast.Stmt); ok {
		return isList(within)
	}
	_, ok := n.(ast.Expr)
	return ok
}
