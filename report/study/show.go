package study

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/report"
)

// Where the value of a key comes from.
const (
	FromFile    = "file"
	FromDefault = "default"
	FromCommand = "command line"
)

// A ShowAnswer is what `study show` prints: what a study says, and what holds where it says nothing.
type ShowAnswer struct {
	Schema string       `json:"schema"` // varighet.study-show/1
	Study  string       `json:"study"`  // name of the file, without folder
	Values []ShownValue `json:"values"` // of all keys that mean something in the study, in the order in which they are explained
}

// A ShownValue is the value of one key that is in force.
type ShownValue struct {
	Key string `json:"key"` // with its section: spells.gap; of lists of sections with the place from 0: figure[0].kind
	// as the file would have it, with quotes around a text; null: the default, which a word of value_text says
	Value *string `json:"value"`
	Text  string  `json:"value_text"` // the value, or the default in words, for the eye
	From  string  `json:"from"`       // file, default or command line
	Line  int     `json:"line"`       // of the key in the file; 0: it is not in it
}

// Show says which values are in force in a study, and where each comes from. language is that
// of the command line, "" for that of the study.
func (s *Study) Show(file, language string) (*ShowAnswer, error) {
	var values map[string]any
	if _, err := boundedtoml.Decode(s.text, &values); err != nil {
		return nil, syntaxProblem(file, s.text, err)
	}
	sh := shower{lines: boundedtoml.Lines(s.text)}
	for _, k := range Keys().Keys {
		if k.Name == "" && k.Section != "" {
			sh.section(values, k.Section)
		}
		if k.Section == "" && (k.Name != "least_count" || s.Disclosure == report.Published) {
			sh.key(k, values, k.Name)
		}
	}
	if language != "" {
		sh.command("language", language)
	}
	return &ShowAnswer{Schema: "varighet.study-show/1", Study: file, Values: sh.list}, nil
}

// A shower gathers the values of a study.
type shower struct {
	lines map[string]int
	list  []ShownValue
}

// section adds the keys of a section. Of a list of sections, and of one that stands for another,
// there are only those that the file has.
func (sh *shower) section(values map[string]any, section string) {
	head, rest, nested := strings.Cut(section, ".")
	v, there := values[head]
	if nested {
		table, _ := v.(map[string]any)
		v, there = table[rest]
	}
	if list, ok := v.([]map[string]any); ok {
		for i, table := range list {
			sh.keys(section, table, fmt.Sprintf("%s[%d]", section, i))
		}
		return
	}
	optional := map[string]bool{"figure": true, "table": true, "turnover.baseline": true, "simulate": true, "expected": true, "matrix": true, "matrix.cohort": true}
	_, simulated := values["simulate"]
	if !there && (optional[section] || section == "input" && simulated) {
		return
	}
	table, _ := v.(map[string]any)
	sh.keys(section, table, section)
}

// keys adds the keys of one section. Those that the kind of a figure or table does not take
// are left out.
func (sh *shower) keys(section string, table map[string]any, path string) {
	name, _ := table["kind"].(string)
	kind := kindNamed(name)
	for _, k := range Keys().Keys {
		_, there := table[k.Name]
		if k.Section == section && k.Name != "" && (there || kind == nil || kind.has(k.Name)) {
			sh.key(k, table, path+"."+k.Name)
		}
	}
}

// has reports whether a key of a figure or table means something to the kind: all have those
// about their files and texts.
func (k *Kind) has(key string) bool {
	return slices.Contains([]string{"name", "kind", "title", "subtitle", "caption", "width_mm", "dpi", "formats"}, key) || k.takes(key)
}

func (sh *shower) key(k Key, table map[string]any, path string) {
	x := ShownValue{Key: path, Text: strings.ReplaceAll(k.Default, "`", ""), From: FromDefault}
	if v, ok := table[k.Name]; ok {
		text := inTOML(v)
		x.Value, x.Text, x.From, x.Line = &text, text, FromFile, sh.lines[path]
	}
	sh.list = append(sh.list, x)
}

// command puts a value of the command line in the place of one of the file.
func (sh *shower) command(key, value string) {
	for i := range sh.list {
		if x := &sh.list[i]; x.Key == key {
			text := inTOML(value)
			x.Value, x.Text, x.From, x.Line = &text, text, FromCommand, 0
		}
	}
}

// inTOML is a value as a study file has it, in one line.
func inTOML(v any) string {
	var parts []string
	switch v := v.(type) {
	case string:
		return boundedtoml.Quote(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []any:
		for _, item := range v {
			parts = append(parts, inTOML(item))
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, keyInTOML(key)+" = "+inTOML(v[key]))
		}
		return "{ " + strings.Join(parts, ", ") + " }"
	case interface{ Format(string) string }: // a date without quotes
		return v.Format("2006-01-02")
	}
	return fmt.Sprint(v)
}

// keyInTOML is a key, in quotes where TOML asks for them.
func keyInTOML(key string) string {
	plain := func(r rune) bool {
		return r == '_' || r == '-' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
	}
	if key != "" && strings.TrimFunc(key, plain) == "" {
		return key
	}
	return boundedtoml.Quote(key)
}
