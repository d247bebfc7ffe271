package study

import (
	"fmt"
	"maps"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"github.com/varighet/varighet/internal/boundedtoml"
)

// readable finds what no key can have: a text where a list is meant, a number where a text is.
// All such faults are found at once, each with its line; text is then not read further.
func (c *checker) readable(text []byte) error {
	var values map[string]any
	if _, err := boundedtoml.Decode(text, &values); err != nil {
		return syntaxProblem(c.file, text, err)
	}
	c.fields(reflect.TypeFor[Study](), values, "")
	if in, _ := values["input"].(map[string]any); in["files"] != nil {
		c.list(reflect.TypeFor[string](), in["files"], "input.files")
	}
	c.source = strings.Split(string(text), "\n")
	c.controls(values, "")
	return c.problems.Err()
}

// shapes is what a value of a kind is called, and how it is written.
var shapes = map[reflect.Kind]struct{ name, hint string }{
	reflect.String:  {"a text", `put it in quotes: "…"`},
	reflect.Bool:    {"true or false", "write true or false, without quotes"},
	reflect.Int:     {"a whole number", "write the number alone, without quotes"},
	reflect.Float64: {"a number", "write the number alone, without quotes"},
}

// fields looks at the values of a table that a struct describes. Keys that it does not have
// are left to those who know all keys.
func (c *checker) fields(t reflect.Type, values map[string]any, path string) {
	for i := range t.NumField() {
		key, _, _ := strings.Cut(t.Field(i).Tag.Get("toml"), ",")
		if v, ok := values[key]; ok && key != "" && key != "-" {
			c.shape(t.Field(i).Type, v, strings.TrimPrefix(path+"."+key, "."))
		}
	}
}

// shape looks at one value.
func (c *checker) shape(t reflect.Type, v any, path string) {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch {
	case t == reflect.TypeFor[Text]():
		if new(Text).UnmarshalTOML(v) != nil {
			c.misshaped(path, "a text, or one for each language", `write "…", or { nb = "…", nn = "…", en = "…" }`, v)
		}
	case t.Kind() == reflect.Slice:
		c.list(t.Elem(), v, path)
	case t.Kind() == reflect.Map:
		c.table(t.Elem(), v, path)
	case t.Kind() == reflect.Struct:
		if table, ok := v.(map[string]any); ok {
			c.fields(t, table, path)
			return
		}
		c.misshaped(path, "a section", "write ["+path+"] on a line of its own, and its keys below", v)
	default:
		if s := shapes[t.Kind()]; !fits(t.Kind(), v) {
			c.misshaped(path, s.name, s.hint, v)
		}
	}
}

// fits reports whether a value is one of a kind.
func fits(k reflect.Kind, v any) bool {
	switch v.(type) {
	case string:
		return k == reflect.String
	case bool:
		return k == reflect.Bool
	case int64:
		return k == reflect.Int || k == reflect.Float64
	case float64:
		return k == reflect.Float64
	}
	return false
}

// list looks at a list, of texts or of sections.
func (c *checker) list(of reflect.Type, v any, path string) {
	var items []any
	switch v := v.(type) {
	case []any:
		items = v
	case []map[string]any:
		for _, table := range v {
			items = append(items, table)
		}
	default:
		if of.Kind() == reflect.Struct {
			c.misshaped(path, "a section for each", "write [["+path+"]] on a line of its own above each", v)
			return
		}
		c.misshaped(path, "a list", `put it in brackets: ["…", "…"]`, v)
		return
	}
	for i, item := range items {
		c.shape(of, item, fmt.Sprintf("%s[%d]", path, i))
	}
}

// table looks at a table whose keys are of the data.
func (c *checker) table(of reflect.Type, v any, path string) {
	values, ok := v.(map[string]any)
	if !ok {
		c.misshaped(path, "a table", `write { "…" = … }, or [`+path+"] and a line for each below", v)
		return
	}
	for _, key := range slices.Sorted(maps.Keys(values)) {
		c.shape(of, values[key], path+"."+key)
	}
}

func (c *checker) misshaped(path, want, hint string, v any) {
	c.fault(path, "study-value", hint, "%s is %s, and not %s", path, want, shapeOf(v))
}

// shapeOf is what a value is called.
func shapeOf(v any) string {
	switch v.(type) {
	case string:
		return "a text in quotes"
	case bool:
		return "true or false"
	case int64, float64:
		return "a number"
	case []any, []map[string]any:
		return "a list"
	case map[string]any:
		return "a table"
	}
	return "a date without quotes"
}

// controls finds texts in which a \ of a path became a tab or the like, as in "C:\temp".
func (c *checker) controls(values map[string]any, path string) {
	for _, key := range slices.Sorted(maps.Keys(values)) {
		c.control(values[key], strings.TrimPrefix(path+"."+key, "."))
	}
}

func (c *checker) control(v any, path string) {
	switch v := v.(type) {
	case map[string]any:
		c.controls(v, path)
	case []map[string]any:
		for i, table := range v {
			c.controls(table, fmt.Sprintf("%s[%d]", path, i))
		}
	case []any:
		for i, item := range v {
			c.control(item, fmt.Sprintf("%s[%d]", path, i))
		}
	case string:
		if strings.ContainsAny(v, "\b\f\r\t\n") && isPath(path) && c.escapes(path) {
			c.fault(path, "study-value", `write a path in single quotes, 'C:\temp', or with slashes, "C:/temp"`,
				`%s: a \ in double quotes begins a special sign, and has become a tab or the like here`, path)
		}
	}
}

// special begins a sign that a path of Windows is taken for.
var special = regexp.MustCompile(`\\[bfnrt]`)

// escapes reports whether the line of a key has a \ with a letter behind.
func (c *checker) escapes(path string) bool {
	line := c.line(path)
	return line > 0 && special.MatchString(c.source[line-1])
}

// isPath reports whether a key names files: of [input] all texts that can have such signs do.
func isPath(path string) bool {
	return strings.HasPrefix(path, "input.") || path == "reference.folder" || path == "expected.curve"
}
