package spellfile

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/dictionary"
	"github.com/varighet/varighet/survival"
)

var schemaTypes = map[Type]dictionary.Type{Text: dictionary.String, MonthType: dictionary.Date, Int: dictionary.Integer,
	Float: dictionary.Number, Bool: dictionary.Boolean}

// valuesOf are the columns that have a value of a short list, and how they find that list.
var valuesOf = map[string]func(*Table) []string{
	"kind":           func(*Table) []string { return survival.SpellKinds() },
	"start_evidence": func(*Table) []string { return evidence() },
	"end_evidence":   func(*Table) []string { return evidence() },
	"stop_reason":    func(*Table) []string { return survival.StopReasons() },
	"size_group":     (*Table).sizeGroups,
}

// Fields describes the columns of the table's file, in order.
func (t *Table) Fields() ([]dictionary.Field, error) {
	var list []dictionary.Column
	for _, c := range t.Columns() {
		d := dictionary.Column{Name: c.Name, Type: schemaTypes[c.Type], Required: alwaysThere[c.Name], Ordered: c.Name == "size_group"}
		if values := valuesOf[c.Name]; values != nil {
			d.Values = values(t)
		}
		if !Has(c.Name) {
			d.Other = dictionary.OfTable(c.Name)
		}
		list = append(list, d)
	}
	return dictionary.Fields(dictionary.Spells, list)
}

// AllFields describes every column that spells may have under a name of the program's own: also
// those that are there with a cohort or a table of doctors only.
func AllFields() ([]dictionary.Field, error) {
	t := &Table{Windows: true, Attributes: []Attribute{{"cohort", Bool}, {"sex", Text}, {"specialist", Bool}, {"specialist_from", MonthType}}}
	return t.Fields()
}

// sizeGroups are the groups that spells of the table have, from small to large.
func (t *Table) sizeGroups() (list []string) {
	seen := map[string]bool{"": true}
	for i := range t.Spells {
		if g := t.Spells[i].SizeGroup; !seen[g] {
			seen[g] = true
			list = append(list, g)
		}
	}
	return survival.OrderGroups(list)
}

func evidence() []string {
	return names(varighet.EvidenceReported, varighet.EvidenceCorrected, varighet.EvidenceAssumed)
}

func names[T fmt.Stringer](all ...T) (list []string) {
	for _, v := range all {
		list = append(list, v.String())
	}
	return slices.Clip(list)
}
