package dictionary

import "fmt"

// A Type is that of a field of a Table Schema.
type Type string

// The types. A month is the date of its first day.
const (
	String  Type = "string"
	Date    Type = "date"
	Integer Type = "integer"
	Number  Type = "number"
	Boolean Type = "boolean"
)

// A Column is what the code that writes a file knows of a column.
type Column struct {
	Name     string
	Type     Type
	Required bool     // no row lacks it
	Values   []string // all that it may have, in order; nil for any
	Ordered  bool     // the order of Values is one of size

	// Other is what the column means where the table does not have it, as one that came from a
	// table beside the register.
	Other *Meaning
}

// A Field is a column as a Table Schema describes it: the properties of version 2 that are used
// here, and two of this program, unit and source.
type Field struct {
	Name        string   `json:"name"`
	Type        Type     `json:"type"`
	Title       string   `json:"title,omitempty"`
	Description string   `json:"description,omitempty"`
	Unit        string   `json:"unit,omitempty"`   // of a number; a count of something is in that thing
	Source      string   `json:"source,omitempty"` // who or what says it
	Categories  []string `json:"categories,omitempty"`
	Ordered     *bool    `json:"categoriesOrdered,omitempty"`

	Format      string       `json:"format,omitempty"`
	DecimalChar string       `json:"decimalChar,omitempty"`
	TrueValues  []string     `json:"trueValues,omitempty"`
	FalseValues []string     `json:"falseValues,omitempty"`
	Constraints *Constraints `json:"constraints,omitempty"`
}

// Constraints are what the values of a field are bound to. Enum has the categories again, for
// readers of version 1, which has no categories.
type Constraints struct {
	Required bool     `json:"required,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

// Fields describes the columns of a file, in order. A column that the table does not have, and
// that says nothing of itself, is an error: a new column needs its meaning.
func Fields(f File, columns []Column) ([]Field, error) {
	list := make([]Field, 0, len(columns))
	for _, c := range columns {
		if c.Other == nil {
			m, ok := find(f, c.Name)
			if !ok {
				return nil, fmt.Errorf("the column %s of %s has no meaning in the dictionary", c.Name, f)
			}
			c.Other = &m
		}
		list = append(list, c.Field())
	}
	return list, nil
}

// Field is the column by what it says of itself, in Other.
func (c *Column) Field() Field {
	m := c.Other
	f := Field{Name: c.Name, Type: c.Type, Title: m.Title, Description: m.Text, Unit: m.Unit, Source: m.Source}
	if len(c.Values) > 0 {
		f.Categories, f.Ordered = c.Values, &c.Ordered
	}
	if c.Required || len(c.Values) > 0 {
		f.Constraints = &Constraints{Required: c.Required, Enum: c.Values}
	}
	return f
}
