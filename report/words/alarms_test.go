package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Every code of an alarm that the program can give has words in every language, and no words
// are of a code that is gone.
func TestEveryAlarmHasWords(t *testing.T) {
	given := alarmCodes(t, "../..")
	for _, l := range []*locale.Locale{locale.Get("nb"), locale.Get("nn"), locale.Get("en")} {
		for code, at := range given {
			if words := Alarm(l, code); words == string(code) || words == "" {
				t.Errorf("%s: no words for the alarm %q of %s", l.Tag, code, at)
			}
		}
		seen := map[string]bool{}
		for _, words := range l.Page().Account.AlarmTexts {
			if seen[words] {
				t.Errorf("%s: %q is of two alarms", l.Tag, words)
			}
			seen[words] = true
		}
	}
	for _, code := range Alarms {
		if given[code] == "" {
			t.Errorf("no alarm %q is given any more, or the search does not see it", code)
		}
	}
	if n := len(locale.Get("nb").Page().Account.AlarmTexts); n != len(Alarms) {
		t.Errorf("%d alarms have words, of %d", n, len(Alarms))
	}
}

// Two by hand.
func TestAlarmsInWords(t *testing.T) {
	for code, want := range map[varighet.AlarmCode]string{
		survival.AlarmManyLeave: "mange leger slutter i samme måned",
		"shared-name":           "samme navn i to kommuner samtidig, eller med to numre: regnet som ulike leger",
		"made-up":               "made-up",
	} {
		if got := Alarm(locale.Get("nb"), code); got != want {
			t.Errorf("%s: %q, want %q", code, got, want)
		}
	}
}

// alarmCodes finds in the source the texts that are codes of alarms, and a file in which each
// stands: constants of the type, the field Code of an alarm, the fields of that type in a list
// of structs, and what is assigned to Code of a variable called a or alarm.
func alarmCodes(t *testing.T, root string) map[varighet.AlarmCode]string {
	t.Helper()
	found := map[varighet.AlarmCode]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && path != root && (strings.HasPrefix(d.Name(), ".") || d.Name() == "testdata"):
			return filepath.SkipDir
		case d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, e := range codesIn(n) {
				if lit, ok := e.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if s, err := strconv.Unquote(lit.Value); err == nil {
						found[varighet.AlarmCode(s)] = path
					}
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// codesIn are the expressions of a node that are codes of alarms.
func codesIn(n ast.Node) []ast.Expr {
	switch n := n.(type) {
	case *ast.ValueSpec:
		if named(n.Type, "AlarmCode") {
			return n.Values
		}
	case *ast.CallExpr: // a conversion
		if named(n.Fun, "AlarmCode") {
			return n.Args
		}
	case *ast.AssignStmt:
		for i, left := range n.Lhs {
			if x, ok := left.(*ast.SelectorExpr); ok && x.Sel.Name == "Code" && (named(x.X, "a") || named(x.X, "alarm")) && len(n.Rhs) == len(n.Lhs) {
				return n.Rhs[i : i+1]
			}
		}
	case *ast.CompositeLit:
		if named(n.Type, "Alarm") {
			return fieldOf(n, "Code", 0)
		}
		var of ast.Expr
		switch x := n.Type.(type) {
		case *ast.ArrayType:
			of = x.Elt
		case *ast.MapType:
			of = x.Value
		}
		if named(of, "Alarm") {
			return codesOfEach(n, "Code", 0)
		}
		if x, ok := of.(*ast.StructType); ok {
			return codesOfFields(n, x)
		}
	}
	return nil
}

// codesOfFields are the codes in a list of structs of a type that has one.
func codesOfFields(list *ast.CompositeLit, of *ast.StructType) (codes []ast.Expr) {
	i := 0
	for _, f := range of.Fields.List {
		for _, name := range f.Names {
			if named(f.Type, "AlarmCode") {
				codes = append(codes, codesOfEach(list, name.Name, i)...)
			}
			i++
		}
	}
	return codes
}

func codesOfEach(list *ast.CompositeLit, field string, i int) (codes []ast.Expr) {
	for _, e := range list.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok {
			e = kv.Value
		}
		if x, ok := e.(*ast.CompositeLit); ok {
			codes = append(codes, fieldOf(x, field, i)...)
		}
	}
	return codes
}

// fieldOf is a field of a struct that is written out, by its name or its place.
func fieldOf(x *ast.CompositeLit, name string, i int) []ast.Expr {
	for _, e := range x.Elts {
		if kv, ok := e.(*ast.KeyValueExpr); ok && named(kv.Key, name) {
			return []ast.Expr{kv.Value}
		}
	}
	if i < len(x.Elts) {
		if _, keyed := x.Elts[i].(*ast.KeyValueExpr); !keyed {
			return x.Elts[i : i+1]
		}
	}
	return nil
}

// named reports whether an expression is a name, of whatever package.
func named(e ast.Expr, names ...string) bool {
	switch e := e.(type) {
	case *ast.Ident:
		return slices.Contains(names, e.Name)
	case *ast.SelectorExpr:
		return slices.Contains(names, e.Sel.Name)
	}
	return false
}
