package report

import "github.com/varighet/varighet/internal/dictionary"

// States are the words of the KEY_state columns of [Table.CSV], but for "", a cell with its value.
func States() (list []string) {
	for s := Absent; s <= TooFew; s++ {
		list = append(list, s.String())
	}
	return list
}

var fieldTypes = map[Kind]dictionary.Type{TextKind: dictionary.String, CountKind: dictionary.Integer, NumberKind: dictionary.Number,
	ShareKind: dictionary.Number, IntervalKind: dictionary.Number, ShareIntervalKind: dictionary.Number, MonthKind: dictionary.Date}

// Fields describes the columns that [Table.CSV] writes, in order, in the language of the table.
func (t *Table) Fields() (list []dictionary.Field) {
	for _, c := range t.Columns {
		if c.For == People {
			continue
		}
		f := dictionary.Field{Name: c.Key, Type: fieldTypes[c.Kind], Title: c.Title}
		if c.Kind == ShareKind || c.Kind == ShareIntervalKind {
			f.Unit = "share 0–1"
		}
		if c.Kind.isInterval() {
			lower, upper := f, f
			lower.Name, upper.Name = c.Key+"_lower", c.Key+"_upper"
			lower.Title, upper.Title = c.Title+" "+t.locale().From, c.Title+" "+t.locale().To
			list = append(list, lower, upper)
		} else {
			list = append(list, f)
		}
		if c.States {
			list = append(list, stateField(&c))
		}
	}
	titles, _ := t.aboutPeople()
	for i, name := range t.aboutHeader() {
		list = append(list, dictionary.Field{Name: name, Type: dictionary.String, Title: titles[i]})
	}
	return list
}

// stateField is the column that says why a cell has no value.
func stateField(c *Column) dictionary.Field {
	d := dictionary.Column{Name: c.Key + "_state", Type: dictionary.String, Values: States(),
		Other: &dictionary.Meaning{Title: c.Key + ": why there is no value", Text: "Empty where there is one."}}
	return d.Field()
}
