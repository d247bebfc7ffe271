package study

import (
	"regexp"
	"slices"
	"strings"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/locale"
)

// A Key is one key of a study file.
type Key struct {
	Section string   `json:"section,omitempty"` // in which it stands: spells, or figure of a list of sections; absent: above all sections
	Name    string   `json:"name,omitempty"`    // as the file has it; absent: what is said is of the section
	Meaning string   `json:"meaning,omitempty"` // what it chooses; absent: of a section of which nothing is to be said
	Default string   `json:"default,omitempty"` // what holds without it; absent: nothing is to be said of it
	Values  []string `json:"values,omitempty"`  // all that it may be; absent: it is free, or bounded as its meaning says
}

// MustBeGiven is the default of a key that a study cannot do without.
const MustBeGiven = "must be given"

// A KeysAnswer is what `study keys` prints.
type KeysAnswer struct {
	Schema string `json:"schema"` // varighet.study-keys/1
	Keys   []Key  `json:"keys"`   // of all sections, in the order in which they are explained
}

// Keys are all keys that a study file may have, without the links of documentation; of some
// sections if any are named.
func Keys(sections ...string) *KeysAnswer {
	a := &KeysAnswer{Schema: "varighet.study-keys/1", Keys: []Key{}}
	for _, k := range documentedKeys() {
		if len(sections) > 0 && !slices.Contains(sections, k.Section) {
			continue
		}
		k.Meaning, k.Default = unlinked(k.Meaning), unlinked(k.Default)
		a.Keys = append(a.Keys, k)
	}
	return a
}

// Sections are the sections that a study file may have.
func Sections() (list []string) {
	for _, k := range keyTable {
		if k.Name == "" {
			list = append(list, k.Section)
		}
	}
	return list
}

// Full is the key with its section, "spells.gap", by which faults name it.
func (k *Key) Full() string { return strings.Trim(k.Section+"."+k.Name, ".") }

// Header is the section as a header of the file: "[spells]", or "[[figure]]" of a list of them.
func (k *Key) Header() string {
	if slices.Contains([]string{"figure", "table", "turnover.baseline"}, k.Section) {
		return "[[" + k.Section + "]]"
	}
	return "[" + k.Section + "]"
}

// documentedKeys are the keys with the values that they may have.
func documentedKeys() []Key {
	list := slices.Clone(keyTable)
	for i := range list {
		list[i].Values = valuesOf(list[i].Full())
	}
	return list
}

// valuesOf are all values that a key may have; nil of a key that is free.
func valuesOf(key string) []string {
	yesNo := []string{"true", "false"}
	switch key {
	case "language":
		return locale.Tags()
	case "disclosure":
		return report.Disclosures()
	case "input.keep_names", "input.set_aside_faults", "input.link", "input.cohort_others", "simulate.dirt", "simulate.slips",
		"expected.others", "figure.bands", "figure.expected":
		return yesNo
	case "input.lists_within":
		return []string{"municipality"}
	case "input.dates":
		return []string{"day/month", "month/day", "year/month"}
	case "spells.unit":
		return []string{string(spellset.Position), string(spellset.Municipality)}
	case "spells.first_rows":
		return []string{"known", "unknown"}
	case "spells.last_rows":
		return []string{"stopped", "censored"}
	case "turnover.baseline.definition":
		return []string{"a", "b", "c", "d"}
	case "figure.kind":
		return figureKinds()
	case "table.kind":
		return tableKinds()
	case "figure.order":
		return laneOrders
	case "figure.covers":
		return []string{coversCountry, coversPart}
	case "figure.ties":
		return []string{"efron", "breslow", "exact"}
	case "figure.municipalities", "table.municipalities":
		return placeChoices
	case "figure.dpi":
		return []string{"300", "600"}
	case "figure.formats":
		return Formats
	}
	return nil
}

var (
	seeBelow = regexp.MustCompile(`,? \(?see \[below\]\(#[^)]*\)\)?`)
	link     = regexp.MustCompile(`\[([^\]]+)\]\(#[^)]*\)`)
)

// unlinked takes the links of Markdown out of a text; "see [below](#…)" goes with its words.
func unlinked(text string) string {
	return link.ReplaceAllString(seeBelow.ReplaceAllString(text, ""), "$1")
}

// nearestKey is the key that was probably meant, "" if none is near: one of the same section,
// else one of another, with it.
func nearestKey(key string) string {
	dot := strings.LastIndex(key, ".")
	section, name := key[:max(dot, 0)], strings.ToLower(key[dot+1:])
	var here, elsewhere []string
	home := map[string]string{}
	for _, k := range keyTable {
		switch {
		case k.Name == "":
			elsewhere = append(elsewhere, k.Section)
		case k.Section == strings.ToLower(section):
			here = append(here, k.Name)
		default:
			elsewhere = append(elsewhere, k.Name)
			if home[k.Name] == "" {
				home[k.Name] = " of " + k.Header()
			}
		}
	}
	if !slices.Contains(elsewhere, name) { // else it stands in the wrong section
		if near := choice.Nearest(name, here); near != "" {
			return near
		}
	}
	near := choice.Nearest(name, elsewhere)
	return near + home[near]
}

// KeysMarkdown is the keys as the table of docs/studies.md.
func KeysMarkdown() string {
	var b strings.Builder
	b.WriteString("| key | | default |\n|---|---|---|\n")
	for _, k := range keyTable {
		name := "`" + k.Name + "`"
		if k.Name == "" {
			name = "**`" + k.Header() + "`**"
		}
		b.WriteString("|")
		for _, cell := range []string{name, k.Meaning, k.Default} {
			b.WriteString(strings.TrimRight(" "+cell, " ") + " |")
		}
		b.WriteString("\n")
	}
	return b.String()
}

// Meaning is what a key means, by its name with the section; "" if there is no such key.
func Meaning(full string) string {
	for _, k := range keyTable {
		if k.Full() == full {
			return unlinked(k.Meaning)
		}
	}
	return ""
}
