package main

import (
	"encoding"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strings"
)

// A description is a contract with all that its fields are and mean.
type description struct {
	*contract
	meaning string // of the whole document
	node    *node
}

// A node is a JSON value as a type writes it.
type node struct {
	kind     string // string, integer, number, boolean, array, object, map or any
	nullable bool
	meaning  string  // of a struct: what its type is
	fields   []field // of an object
	items    *node   // of an array or a map
	any      []*node // of any: the objects that it may be
}

// A field is a member of an object.
type field struct {
	name     string
	optional bool // it may be absent
	comment
	node *node
}

// describeAll describes all contracts from the sources of the module.
func describeAll(root string) ([]description, error) {
	d := &describer{sources: newSources(root), used: map[string]bool{}}
	var list []description
	for i := range contracts {
		c := &contracts[i]
		n := d.value(reflect.TypeOf(c.root))
		list = append(list, description{c, withoutSubject(n.meaning), n})
	}
	for name := range elsewhere {
		if !d.used[name] {
			d.fault("no document has the field %s, which is described elsewhere", name)
		}
	}
	if len(d.faults) > 0 {
		return nil, fmt.Errorf("documents that do not say what they have:\n\t%s", strings.Join(d.faults, "\n\t"))
	}
	return list, nil
}

// subject begins the comment of a type that a command prints.
var subject = regexp.MustCompile("^An? \\w+ is what `[^`]+` prints: ")

// withoutSubject is a comment of a type without what a reader of documents does not know: its name.
func withoutSubject(comment string) string {
	rest := subject.ReplaceAllString(comment, "")
	if rest == "" {
		return rest
	}
	return strings.ToUpper(rest[:1]) + rest[1:]
}

// A describer goes through types and gathers what they do not say.
type describer struct {
	sources *sources
	used    map[string]bool // of elsewhere
	faults  []string
}

func (d *describer) fault(format string, args ...any) {
	if text := fmt.Sprintf(format, args...); !slices.Contains(d.faults, text) {
		d.faults = append(d.faults, text)
	}
}

// value describes what a type writes.
func (d *describer) value(t reflect.Type) *node {
	switch {
	case numbers[t] || t == reflect.TypeFor[json.Number]():
		return &node{kind: "number"}
	case t.Kind() != reflect.Pointer && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()):
		return &node{kind: "string"}
	case t.Implements(reflect.TypeFor[json.Marshaler]()):
		d.fault("%s writes itself, and is not in numbers", t)
		return &node{kind: "any"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		n := *d.value(t.Elem())
		n.nullable = true
		return &n
	case reflect.String:
		return &node{kind: "string"}
	case reflect.Bool:
		return &node{kind: "boolean"}
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint64:
		return &node{kind: "integer"}
	case reflect.Float64:
		return &node{kind: "number"}
	case reflect.Slice, reflect.Array:
		return &node{kind: "array", items: d.value(t.Elem())}
	case reflect.Map:
		return &node{kind: "map", items: d.value(t.Elem())}
	case reflect.Struct:
		n := &node{kind: "object", meaning: d.sources.typeComment(t)}
		d.addFields(n, t)
		return n
	case reflect.Interface:
		n := &node{kind: "any"}
		for _, v := range variants[t] {
			n.any = append(n.any, d.value(reflect.TypeOf(v)))
		}
		if len(n.any) == 0 {
			d.fault("%s has no variants", t)
		}
		return n
	}
	d.fault("%s cannot be described", t)
	return &node{kind: "any"}
}

// addFields adds the fields of a struct, with those that are embedded. An outer field hides one
// of the same name within.
func (d *describer) addFields(n *node, t reflect.Type) {
	own := map[string]bool{}
	for i := range t.NumField() {
		if f := t.Field(i); !f.Anonymous {
			own[jsonName(f)] = true
		}
	}
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous && f.Tag.Get("json") == "" {
			inner := f.Type
			if inner.Kind() == reflect.Pointer {
				inner = inner.Elem()
			}
			var part node
			d.addFields(&part, inner)
			for _, x := range part.fields {
				if !own[x.name] {
					n.fields = append(n.fields, x)
				}
			}
			continue
		}
		if f.IsExported() && f.Tag.Get("json") != "-" {
			n.fields = append(n.fields, d.field(t, f))
		}
	}
}

// jsonName is the name of a field in JSON; "" if it is not written.
func jsonName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" || !f.IsExported() {
		return ""
	}
	return name
}

// field describes a field of a struct.
func (d *describer) field(t reflect.Type, f reflect.StructField) field {
	id := t.String() + "." + f.Name
	x := field{name: jsonName(f), node: d.value(f.Type)}
	if x.name == "" {
		d.fault("%s has no json tag", id)
	}
	text := d.sources.fieldComment(t, f.Name)
	if other, ok := elsewhere[id]; ok {
		d.used[id] = true
		text = other
	}
	x.comment = parseComment(text)
	if x.meaning == "" {
		d.fault("%s has no comment that says what it is", id)
	}
	_, options, _ := strings.Cut(f.Tag.Get("json"), ",")
	x.optional = strings.Contains(options, "omitempty")
	switch {
	case x.optional:
		if x.absent == "" {
			d.fault("%s may be absent, and does not say when (absent: ...)", id)
		}
		x.node.nullable = false
	case f.Type.Kind() == reflect.Pointer && x.null == "":
		d.fault("%s may be null, and does not say when (null: ...)", id)
	case x.null == "never":
		x.node.nullable, x.null = false, ""
	case x.absent != "":
		d.fault("%s says when it is absent, and always is there", id)
	case x.node.kind == "array" || x.node.kind == "map":
		x.node.nullable = x.null != "" && !x.node.holdsNulls()
	}
	return x
}

// holdsNulls reports whether elements, of elements as well, may be null.
func (n *node) holdsNulls() bool {
	for n.items != nil {
		if n = n.items; n.nullable {
			return true
		}
	}
	return false
}
