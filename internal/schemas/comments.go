package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// modulePath is what import paths of the module begin with.
const modulePath = "github.com/varighet/varighet"

// A comment says what a field is.
type comment struct {
	meaning string
	unit    string // "" for counts, names and what has none
	null    string // when it is null; "" if it cannot be
	absent  string // when it is not there; "" if it always is
}

// units are what stands in brackets and is a unit.
var units = []string{"share 0–1", "probability 0–1", "percent", "time_unit", "per × time_unit", "per unit of time_at_risk", "months", "years",
	"per year", "bytes", "people", "sum of weights, where there are weights", "months, or what the times of the CSV are counted in"}

var (
	conditions = regexp.MustCompile(`(?:^|; |, )(null|absent): `)
	brackets   = regexp.MustCompile(` \(([^()]*)\)`)
	docLinks   = regexp.MustCompile(`\[([A-Z][\w.]*)\]`)
)

// parseComment takes a comment apart.
func parseComment(text string) (c comment) {
	text = strings.Join(strings.Fields(docLinks.ReplaceAllString(text, "$1")), " ")
	c.meaning = text
	marks := conditions.FindAllStringSubmatchIndex(text, -1)
	for i, m := range marks {
		end := len(text)
		if i+1 < len(marks) {
			end = marks[i+1][0]
		}
		when := text[m[1]:end]
		if text[m[2]:m[3]] == "null" {
			c.null = when
		} else {
			c.absent = when
		}
	}
	if len(marks) > 0 {
		c.meaning = text[:marks[0][0]]
	}
	var found []string
	for _, m := range brackets.FindAllStringSubmatch(c.meaning, -1) {
		if slices.Contains(units, m[1]) {
			found = append(found, m[1])
		}
	}
	if len(found) == 1 { // several stand where they belong
		c.unit = found[0]
		c.meaning = strings.Replace(c.meaning, " ("+c.unit+")", "", 1)
	}
	return c
}

// text is the comment as one sentence or more.
func (c *comment) text() string {
	parts := []string{c.meaning}
	if c.unit != "" {
		parts[0] += " (" + c.unit + ")"
	}
	if c.null != "" {
		parts = append(parts, "null: "+c.null)
	}
	if c.absent != "" {
		parts = append(parts, "absent: "+c.absent)
	}
	return strings.Join(parts, "; ")
}

// sources are the comments of the packages of the module, read as they are asked for.
type sources struct {
	root     string
	packages map[string]map[string]string // by import path: by type, and by type and field
}

func newSources(root string) *sources { return &sources{root, map[string]map[string]string{}} }

// typeComment is the comment of a struct type, in one line.
func (s *sources) typeComment(t reflect.Type) string {
	text := docLinks.ReplaceAllString(s.of(t.PkgPath())[t.Name()], "$1")
	first, _, _ := strings.Cut(text, "\n\n")
	return strings.Join(strings.Fields(first), " ")
}

// fieldComment is the comment of a field: what stands above it and after it.
func (s *sources) fieldComment(t reflect.Type, name string) string {
	return s.of(t.PkgPath())[t.Name()+"."+name]
}

// of reads the comments of a package. One that cannot be read has none, which is a fault of each
// of its fields.
func (s *sources) of(importPath string) map[string]string {
	if known, ok := s.packages[importPath]; ok {
		return known
	}
	comments := map[string]string{}
	s.packages[importPath] = comments
	within, ok := strings.CutPrefix(importPath, modulePath)
	if !ok {
		return comments
	}
	files, _ := filepath.Glob(filepath.Join(s.root, filepath.FromSlash(path.Clean("/"+within)), "*.go"))
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			continue
		}
		for _, decl := range file.Decls {
			if g, ok := decl.(*ast.GenDecl); ok && g.Tok == token.TYPE {
				addTypes(comments, g)
			}
		}
	}
	return comments
}

// addTypes adds the comments of declared structs and their fields.
func addTypes(comments map[string]string, g *ast.GenDecl) {
	for _, spec := range g.Specs {
		t := spec.(*ast.TypeSpec)
		structType, ok := t.Type.(*ast.StructType)
		if !ok {
			continue
		}
		doc := t.Doc
		if doc == nil {
			doc = g.Doc
		}
		comments[t.Name.Name] = doc.Text()
		for _, f := range structType.Fields.List {
			for _, name := range f.Names {
				comments[t.Name.Name+"."+name.Name] = f.Doc.Text() + " " + f.Comment.Text()
			}
		}
	}
}
