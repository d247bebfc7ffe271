package message

import (
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// constructors are the functions that make messages, with the place of the format, or of texts,
// among their arguments. A method is known by its name.
var constructors = map[string][]int{
	"choice.Errorf": {0}, "fmt.Errorf": {0}, "errors.New": {0}, "Errorf": {0}, "add": {1}, "say": {0}, "r.Say": {0}, "m.warn": {0}, "in.Sprintf": {0},
	"fmt.Fprintf": {1}, "fmt.Fprintln": {1}, "rowWarning": {1},
}

// counters are the functions that count nouns: of one, and of several.
var counters = []string{"english.Count", "counted", "count"}

// fields are those of problems, alarms and warnings that are messages.
var fields = []string{"Msg", "Hint", "msg", "hint", "message", "Message", "Why"}

// spoken are the folders whose messages a user can meet. Others are tools of this repository.
func spoken(path string) bool {
	if path == "ingest/synonyms.go" || path == "ingest/recognise.go" {
		return false // words of headers in Norwegian
	}
	for _, tool := range []string{"internal/schemas", "internal/coverage", "internal/mutants", "internal/dist", "internal/beside", "internal/parquettest", "internal/dictionary/packagetest", "ingest/idnumber/idnumbertest", "notebooks", "docs", "internal/message"} {
		if strings.HasPrefix(path, tool) {
			return false
		}
	}
	return true
}

// formatOf is the format of an expression, with %s for what it puts in; "" if it says nothing.
func formatOf(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.BasicLit:
		if e.Kind == token.STRING {
			s, _ := strconv.Unquote(e.Value)
			return s
		}
	case *ast.ParenExpr:
		return formatOf(e.X)
	case *ast.BinaryExpr:
		if e.Op == token.ADD {
			return escaped(e.X) + escaped(e.Y)
		}
	case *ast.CallExpr:
		if name(e.Fun) == "fmt.Sprintf" && len(e.Args) > 0 {
			return formatOf(e.Args[0])
		}
	}
	return ""
}

// escaped is the format of one part of a sum: %s for what is no text.
func escaped(e ast.Expr) string {
	if f := formatOf(e); f != "" {
		return f
	}
	return "%s"
}

func name(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.SelectorExpr:
		return name(e.X) + "." + e.Sel.Name
	}
	return ""
}

// sourceFormats are the formats of messages in the program, with the file of each.
func sourceFormats(t *testing.T) map[string]string {
	t.Helper()
	root := filepath.Join("..", "..")
	found := map[string]string{}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, _ := filepath.Rel(root, path)
		if rel = filepath.ToSlash(rel); !spoken(rel) {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			for _, f := range formatsIn(n, rel) {
				if _, seen := found[f]; !seen {
					found[f] = rel
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

// formatsIn are the formats that a node of the source makes messages from.
func formatsIn(n ast.Node, file string) (list []string) {
	take := func(e ast.Expr) {
		for _, line := range strings.FieldsFunc(formatOf(e), func(r rune) bool { return r == '\n' || r == '\t' }) { // as a Writer parts them
			line = strings.TrimPrefix(strings.Trim(line, " \r"), program)
			bare := placeholder.ReplaceAllString(line, "")
			if strings.ContainsFunc(bare, isLetter) && strings.Contains(line, " ") { // a single word is one of words
				list = append(list, line)
			}
		}
	}
	switch n := n.(type) {
	case *ast.CallExpr:
		callee := name(n.Fun)
		if isWarning(callee, n.Args) {
			for _, arg := range n.Args {
				take(arg)
			}
			return list
		}
		if strings.HasPrefix(callee, "fmt.Fprint") && !strings.HasPrefix(file, "cmd/") {
			return nil // of files and documents
		}
		if slices.Contains(counters, callee) && len(n.Args) == 3 {
			for i, form := range []string{"1 ", "%d "} {
				if noun := formatOf(n.Args[i+1]); noun != "" {
					list = append(list, form+noun)
				}
			}
		}
		for i, arg := range n.Args {
			if slices.Contains(constructors[callee], i) || isFault(callee) && strings.Contains(formatOf(arg), " ") {
				take(arg)
			}
		}
	case *ast.CompositeLit:
		for _, x := range n.Elts {
			kv, ok := x.(*ast.KeyValueExpr)
			if ok && slices.Contains(fields, name(kv.Key)) {
				take(kv.Value)
			}
			if !ok && strings.HasPrefix(file, "ingest/") && len(strings.Fields(formatOf(x))) >= sentence {
				take(x) // a table of warnings or of findings
			}
		}
	case *ast.ReturnStmt: // a function of the readers words a fault for who notes it
		for _, e := range n.Results {
			if strings.HasPrefix(file, "ingest/") && len(strings.Fields(formatOf(e))) >= sentence {
				take(e)
			}
		}
	case *ast.AssignStmt:
		for i, to := range n.Lhs {
			if isMessage(to) && i < len(n.Rhs) {
				take(n.Rhs[i])
			}
		}
	case *ast.ValueSpec:
		for i, to := range n.Names {
			if isMessage(to) && i < len(n.Values) {
				take(n.Values[i])
			}
		}
	}
	return list
}

// sentence is how many words make a message of a text that nothing else shows to be one.
const sentence = 4

// isFault reports whether a function notes a fault: its texts with more than one word are messages.
func isFault(callee string) bool {
	return strings.HasSuffix(callee, ".fault") || strings.HasSuffix(callee, ".problem") || strings.HasSuffix(callee, ".failed") || callee == "fault"
}

// isWarning reports whether a call adds a warning to what an analysis says.
func isWarning(callee string, args []ast.Expr) bool {
	if callee == "append" && len(args) > 0 {
		return strings.HasSuffix(strings.ToLower(name(args[0])), "warnings")
	}
	return strings.HasSuffix(callee, ".warn") || strings.HasSuffix(callee, ".Warned")
}

// isMessage reports whether a variable or a field is a message by its name.
func isMessage(to ast.Expr) bool {
	last := name(to)
	last = strings.ToLower(last[strings.LastIndex(last, ".")+1:])
	return strings.HasSuffix(last, "msg") || strings.HasSuffix(last, "hint") || last == "apart"
}

var update = flag.Bool("update", false, "write the list of messages that are in English only")

// untranslated lists the messages that the catalog does not have yet, one a line. It is to shrink:
// what is translated, or gone, must leave it, and nothing new comes in but by -update.
const untranslated = "testdata/untranslated.txt"

// Every format of a message in the source is in the catalog, or in the list of those that are
// in English only.
func TestEveryMessageIsInTheCatalog(t *testing.T) {
	var missing []string
	for f, file := range sourceFormats(t) {
		if byFormat()[known(f)] == nil {
			missing = append(missing, file+": "+strconv.Quote(f))
		}
	}
	slices.Sort(missing)
	if *update {
		if err := os.WriteFile(untranslated, []byte(strings.Join(missing, "\n")+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	b, err := os.ReadFile(untranslated)
	if err != nil {
		t.Fatal(err)
	}
	listed := strings.Split(strings.TrimSpace(string(b)), "\n")
	for _, m := range missing {
		if !slices.Contains(listed, m) {
			t.Errorf("no entry of the catalog: %s", m)
		}
	}
	for _, l := range listed {
		if l != "" && !slices.Contains(missing, l) {
			t.Errorf("%s has a message that is translated, or gone: run the test with -update: %s", untranslated, l)
		}
	}
}
