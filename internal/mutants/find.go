package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// A finder collects the possible mutants of one file.
type finder struct {
	file, function string
	src            []byte
	positions      *token.File
	above          []ast.Node // what the node stands in, the outermost first
	left           map[ast.Node]bool
	found          []mutant
}

// mutantsOf are the possible mutants of a file, in the order of the source. Texts, and what makes
// errors, are left as they are; so are types, sizes that are hints, and what counts a loop on.
func mutantsOf(file string, src []byte) ([]mutant, error) {
	set := token.NewFileSet()
	parsed, err := parser.ParseFile(set, file, src, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	f := &finder{file: file, src: src, positions: set.File(parsed.FileStart), left: map[ast.Node]bool{}}
	for _, d := range parsed.Decls {
		f.declaration(d)
	}
	f.number()
	return f.found, nil
}

func (f *finder) declaration(d ast.Decl) {
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Body != nil && d.Name.Name != "Error" {
			f.function = receiver(d) + d.Name.Name
			f.walk(d.Body)
		}
	case *ast.GenDecl:
		for _, s := range d.Specs {
			if v, ok := s.(*ast.ValueSpec); ok && !slices.ContainsFunc(v.Values, ofIota) {
				f.function = v.Names[0].Name
				for _, x := range v.Values {
					f.walk(x)
				}
			}
		}
	}
}

// receiver is the type of a method and a dot.
func receiver(d *ast.FuncDecl) string {
	if d.Recv == nil {
		return ""
	}
	typ := d.Recv.List[0].Type
	for {
		switch t := typ.(type) {
		case *ast.StarExpr:
			typ = t.X
		case *ast.IndexExpr:
			typ = t.X
		case *ast.Ident:
			return t.Name + "."
		default:
			return ""
		}
	}
}

// ofIota reports whether a constant is one of an enumeration.
func ofIota(x ast.Expr) (is bool) {
	ast.Inspect(x, func(n ast.Node) bool {
		i, ok := n.(*ast.Ident)
		is = is || ok && i.Name == "iota"
		return !is
	})
	return is
}

func (f *finder) walk(root ast.Node) {
	ast.Inspect(root, func(n ast.Node) bool {
		if n == nil {
			f.above = f.above[:len(f.above)-1]
			return true
		}
		if f.left[n] || f.leaves(n) {
			return false
		}
		f.visit(n)
		f.above = append(f.above, n)
		return true
	})
}

// leaves reports whether nothing in a node is changed, and notes which parts of it are not.
func (f *finder) leaves(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.ArrayType, *ast.MapType, *ast.FuncType, *ast.StructType, *ast.InterfaceType, *ast.ChanType:
		return true
	case *ast.CompositeLit:
		f.left[n.Type] = true
	case *ast.ForStmt:
		f.left[n.Post] = true
	case *ast.CallExpr:
		switch callee := f.text(n.Fun); {
		case callee == "fmt.Errorf", callee == "errors.New", callee == "panic":
			return true
		case callee == "make" && (len(n.Args) == 3 || len(n.Args) == 2 && isMap(n.Args[0])), callee == "slices.Grow":
			f.left[n.Args[len(n.Args)-1]] = true // room made in advance
		}
	}
	return false
}

func isMap(x ast.Expr) bool {
	_, ok := x.(*ast.MapType)
	return ok
}

func (f *finder) visit(n ast.Node) {
	switch n := n.(type) {
	case *ast.BinaryExpr:
		f.operator(n)
	case *ast.BasicLit:
		if v, err := strconv.Atoi(n.Value); err == nil && n.Kind == token.INT {
			f.add(offByOne, f.around(n), n, strconv.Itoa(v+1))
		}
	case *ast.IndexExpr:
		f.bound(n, n.Index)
	case *ast.SliceExpr:
		f.bound(n, n.Low)
		f.bound(n, n.High)
	case *ast.IfStmt:
		f.negate(n.Cond)
	case *ast.ForStmt:
		f.negate(n.Cond)
	case ast.Stmt:
		f.statement(n)
	}
}

// operator is of x op y.
func (f *finder) operator(n *ast.BinaryExpr) {
	for _, op := range turned[n.Op] {
		f.add(comparison, n, n, f.text(n.X)+" "+op.String()+" "+f.text(n.Y))
	}
	op := exchanged[n.Op].String()
	switch n.Op {
	case token.LAND, token.LOR:
		text := f.inBrackets(n.X) + " " + op + " " + f.inBrackets(n.Y)
		if _, within := f.around(n).(*ast.BinaryExpr); within {
			text = "(" + text + ")"
		}
		f.add(logic, n, n, text)
	case token.ADD, token.SUB, token.MUL, token.QUO:
		if !isText(n) {
			f.add(arithmetic, n, n, f.text(n.X)+" "+op+" "+f.text(n.Y))
			f.add(term, n, n, f.text(n.X))
			f.add(term, n, n, f.text(n.Y))
		}
	}
}

// inBrackets keeps what binds less tightly than the operator beside it together.
func (f *finder) inBrackets(x ast.Expr) string {
	if b, ok := x.(*ast.BinaryExpr); ok && (b.Op == token.LAND || b.Op == token.LOR) {
		return "(" + f.text(x) + ")"
	}
	return f.text(x)
}

// isText reports whether a sum is of texts, as far as can be seen.
func isText(x ast.Expr) bool {
	switch x := x.(type) {
	case *ast.BasicLit:
		return x.Kind == token.STRING
	case *ast.BinaryExpr:
		return x.Op == token.ADD && (isText(x.X) || isText(x.Y))
	case *ast.CallExpr:
		s, ok := x.Fun.(*ast.SelectorExpr)
		return ok && (s.Sel.Name == "String" || s.Sel.Name == "Sprintf" || s.Sel.Name == "Sprint")
	}
	return false
}

// bound is of an index or the end of a slice.
func (f *finder) bound(n, at ast.Expr) {
	if _, literal := at.(*ast.BasicLit); at != nil && !literal && !isTypeName(at) {
		f.add(offByOne, n, at, f.text(at)+"+1")
	}
}

// isTypeName knows the types that generic ones are often of.
func isTypeName(x ast.Expr) bool {
	i, ok := x.(*ast.Ident)
	return ok && slices.Contains([]string{"string", "bool", "int", "int32", "int64", "uint64", "float64"}, i.Name)
}

// negate is of the condition of an if or for. A comparison alone is turned already.
func (f *finder) negate(cond ast.Expr) {
	if b, ok := cond.(*ast.BinaryExpr); cond != nil && !(ok && turned[b.Op] != nil) {
		f.add(negation, cond, cond, "!("+f.text(cond)+")")
	}
}

func (f *finder) statement(n ast.Stmt) {
	switch n := n.(type) {
	case *ast.AssignStmt:
		if n.Tok == token.ADD_ASSIGN && isText(n.Rhs[0]) {
			return
		}
		if op, ok := exchanged[n.Tok]; ok {
			f.add(arithmetic, n, n, f.source(n.Pos(), n.TokPos)+op.String()+f.source(n.TokPos+2, n.End()))
		}
		if n.Tok != token.DEFINE && !slices.ContainsFunc(n.Lhs, isBlank) {
			f.remove(n)
		}
	case *ast.IncDecStmt:
		f.add(arithmetic, n, n, f.text(n.X)+exchanged[n.Tok].String())
		f.remove(n)
	case *ast.BranchStmt:
		if n.Tok == token.CONTINUE {
			f.remove(n)
		}
	case *ast.ExprStmt:
		if c, ok := n.X.(*ast.CallExpr); ok && f.text(c.Fun) != "panic" {
			f.remove(n)
		}
	}
}

func isBlank(x ast.Expr) bool {
	i, ok := x.(*ast.Ident)
	return ok && i.Name == "_"
}

// remove leaves out a statement of a block.
func (f *finder) remove(n ast.Stmt) {
	if isList(f.above[len(f.above)-1]) {
		f.add(removal, n, n, "")
	}
}

// isList reports whether a node is a list of statements.
func isList(n ast.Node) bool {
	switch n.(type) {
	case *ast.BlockStmt, *ast.CaseClause, *ast.CommClause:
		return true
	}
	return false
}

// around is the innermost expression or statement that a node stands in, or the node itself.
func (f *finder) around(n ast.Node) ast.Node {
	if len(f.above) == 0 {
		return n
	}
	return f.above[len(f.above)-1]
}

// add notes a mutant: within what is shown, a node becomes the text.
func (f *finder) add(k kind, shown, at ast.Node, text string) {
	m := mutant{kind: k, line: f.positions.Line(at.Pos()), start: f.offset(at.Pos()), end: f.offset(at.End()), text: text}
	m.file, m.function = f.file, f.function
	before, after := f.source(shown.Pos(), at.Pos()), f.source(at.End(), shown.End())
	before, after = lastOf(fold(before)), firstOf(fold(after), beside)
	m.from = firstOf(before+fold(f.text(at))+after, longest)
	m.to = firstOf(before+fold(text)+after, longest)
	f.found = append(f.found, m)
}

// number counts those that are alike in a function.
func (f *finder) number() {
	alike := map[name]int{}
	for i := range f.found {
		m := &f.found[i]
		alike[m.name]++
		m.nth = alike[m.name]
	}
}

func (f *finder) offset(p token.Pos) int           { return f.positions.Offset(p) }
func (f *finder) source(from, to token.Pos) string { return string(f.src[f.offset(from):f.offset(to)]) }
func (f *finder) text(n ast.Node) string           { return f.source(n.Pos(), n.End()) }

// How much of the source a name shows, in letters.
const (
	beside  = 40 // on each side of the change
	longest = 160
)

// fold makes any white space one space.
func fold(s string) string {
	folded := strings.Join(strings.Fields(s), " ")
	if s != "" && strings.TrimLeft(s, " \t\n") != s {
		folded = " " + folded
	}
	if s != "" && strings.TrimRight(s, " \t\n") != s {
		folded += " "
	}
	return folded
}

// firstOf and lastOf are the ends of a text, with a mark where it goes on.
func firstOf(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n]) + "…"
}

func lastOf(s string) string {
	r := []rune(s)
	if len(r) <= beside {
		return s
	}
	return "…" + string(r[len(r)-beside:])
}
