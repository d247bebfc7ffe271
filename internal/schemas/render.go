package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// An object is a JSON object with its members in order.
type object []member

type member struct {
	name  string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	for i, m := range o {
		b.WriteByte("{,"[min(i, 1)])
		name, err := json.Marshal(m.name)
		if err != nil {
			return nil, err
		}
		b.Write(name)
		b.WriteByte(':')
		e := json.NewEncoder(&b)
		e.SetEscapeHTML(false)
		if err := e.Encode(m.value); err != nil {
			return nil, err
		}
	}
	if len(o) == 0 {
		return []byte("{}"), nil
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

// jsonSchema writes a contract as JSON Schema.
func jsonSchema(d description) ([]byte, error) {
	schema := object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"title", d.title()},
		{"description", d.meaning},
	}
	schema = append(schema, d.node.schema(d.schema)...)
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	err := e.Encode(schema)
	return b.Bytes(), err
}

// schema writes a value; name is what its field schema says, if it has one.
func (n *node) schema(name string) object {
	var o object
	add := func(name string, value any) { o = append(o, member{name, value}) }
	kind := n.kind
	if kind == "map" {
		kind = "object"
	}
	switch {
	case n.kind == "any":
		var list []object
		for _, x := range n.any {
			list = append(list, x.schema(""))
		}
		add("anyOf", list)
	case n.nullable:
		add("type", []string{kind, "null"})
	default:
		add("type", kind)
	}
	switch n.kind {
	case "array":
		add("items", n.items.schema(""))
	case "map":
		add("additionalProperties", n.items.schema(""))
	case "object":
		required, properties := []string{}, object{}
		for _, f := range n.fields {
			if !f.optional {
				required = append(required, f.name)
			}
			x := append(object{{"description", f.text()}}, f.node.schema("")...)
			if f.name == "schema" && name != "" {
				x = append(x, member{"const", name})
			}
			properties = append(properties, member{f.name, x})
		}
		add("required", required)
		add("properties", properties)
	}
	return o
}

// markdown writes docs/schemas.md.
func markdown(list []description) []byte {
	var b bytes.Buffer
	b.WriteString(`# The documents of varighet

<!-- Made by make schemas from the comments in the code: change those. -->

What programs read is JSON, of which "schema" says what it is: a name and a number. Within a number fields
keep their names and meanings; new ones may come, so a reader should pass over what it does not know. [schemas](schemas)
has each document as JSON Schema (draft 2020-12).

In the tables, ` + "`a[].b`" + ` is the field b of each element of the list a, and ` + "`a.*`" + ` each value of an object whose keys are not
fixed. A share is from 0 to 1. time_unit is what the field of that name says: months, for spells. A number without a
unit is a count, a test statistic, or what its meaning says. Numbers are exact: nothing is rounded or withheld, so look
at small counts before a document leaves the house. A field that may be null is always there; one that may be absent
is never null.

| document | from |
|---|---|
`)
	for i := range list {
		d := &list[i]
		fmt.Fprintf(&b, "| [%s](#%s) | %s |\n", d.title(), anchor(d.title()), d.from)
	}
	for i := range list {
		d := &list[i]
		fmt.Fprintf(&b, "\n## %s\n\nFrom %s; [schemas/%s](schemas/%s). %s\n\n", d.title(), d.from, d.file(), d.file(), d.meaning)
		b.WriteString("| field | type | unit | meaning | null or absent |\n|---|---|---|---|---|\n")
		d.node.rows(&b, "")
	}
	return b.Bytes()
}

// anchor is where a heading is, as GitHub makes it.
func anchor(heading string) string {
	keep := func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-':
			return r
		case r == ' ':
			return '-'
		}
		return -1
	}
	return strings.Map(keep, strings.ToLower(heading))
}

// rows writes a line for each field, and those within it after it.
func (n *node) rows(b *bytes.Buffer, path string) {
	for _, f := range n.fields {
		at := f.name
		if path != "" {
			at = path + "." + f.name
		}
		var when []string
		if f.null != "" {
			when = append(when, "null: "+f.null)
		}
		if f.absent != "" {
			when = append(when, "absent: "+f.absent)
		}
		fmt.Fprintf(b, "| `%s` | %s | %s | %s | %s |\n", at, f.node.typeName(), cell(f.unit), cell(f.meaning), cell(strings.Join(when, "; ")))
		inner, suffix := f.node, ""
		for inner.items != nil {
			if suffix += "[]"; inner.kind == "map" {
				suffix = strings.TrimSuffix(suffix, "[]") + ".*"
			}
			inner = inner.items
		}
		inner.rows(b, at+suffix)
		for _, x := range inner.any {
			fmt.Fprintf(b, "| `%s` | object | | either: %s | |\n", at+suffix, cell(x.meaning))
			x.rows(b, at+suffix)
		}
	}
}

// typeName is the type in words.
func (n *node) typeName() string {
	name := n.kind
	switch n.kind {
	case "array":
		name = "list of " + strings.TrimSuffix(n.items.typeName(), " or null")
		if n.items.nullable {
			name += " or null"
		}
	case "map":
		name = "object of " + n.items.typeName()
	case "any":
		name = "object"
	}
	if n.nullable {
		name += " or null"
	}
	return name
}

// cell writes text in a cell of a table.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`).Replace(s)
}
