package spellfile

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/survival"
)

// Schema is the value of the metadata key "schema" in a Parquet file of spells.
const Schema = "varighet.spells/1"

// rowGroup is how many spells a row group has.
const rowGroup = 64 << 10

// alwaysThere are the columns that no spell lacks.
var alwaysThere = map[string]bool{
	"position_id": true, "kind": true, "start_evidence": true, "first_month": true, "last_month": true,
	"end_evidence": true, "months_held": true, "months_elapsed": true, "stopped": true, "exit_uncertain": true,
	"exit_unconfirmed": true, "months_bridged": true,
}

var parquetTypes = map[Type]columnar.Type{Text: columnar.Text, MonthType: columnar.Date, Int: columnar.Int32,
	Float: columnar.Double, Bool: columnar.Bool}

func parquetColumns(columns []Column) []columnar.Column {
	list := make([]columnar.Column, len(columns))
	for i, c := range columns {
		list[i] = columnar.Column{Name: c.Name, Type: parquetTypes[c.Type], Nullable: !alwaysThere[c.Name]}
	}
	return list
}

// WriteParquet writes spells as Parquet: months as dates, missing values null.
func WriteParquet(w io.Writer, t *Table) error {
	columns := t.Columns()
	cw, err := columnar.NewWriter(w, parquetColumns(columns))
	if err != nil {
		return err
	}
	cw.SetMetadata("schema", Schema)
	for part := range slices.Chunk(t.Spells, rowGroup) {
		err := cw.WriteColumns(len(part), func(col int, v *columnar.Vector) error {
			fill(v, &columns[col], part)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return cw.Close()
}

// fill puts a column of the spells into v.
func fill(v *columnar.Vector, c *Column, spells []survival.Spell) {
	n := len(spells)
	v.Valid = make([]bool, n)
	places := map[string]int32{}
	switch c.Type {
	case Text:
		v.Index, v.Values, v.Valid = make([]int32, n), nil, nil
	case MonthType, Int:
		v.Int32 = make([]int32, n)
	case Float:
		v.Double = make([]float64, n)
	case Bool:
		v.Bool = make([]bool, n)
	}
	for i := range spells {
		cell := c.Get(&spells[i])
		if c.Type == Text {
			v.Index[i] = -1
			if cell.OK {
				k, ok := places[cell.Text]
				if !ok {
					k = int32(len(v.Values))
					places[cell.Text] = k
					v.Values = append(v.Values, cell.Text)
				}
				v.Index[i] = k
			}
			continue
		}
		if v.Valid[i] = cell.OK; !cell.OK {
			continue
		}
		switch c.Type {
		case MonthType:
			v.Int32[i] = varighet.Month(cell.Int).Days()
		case Int:
			v.Int32[i] = int32(cell.Int)
		case Float:
			v.Double[i] = cell.Float
		case Bool:
			v.Bool[i] = cell.Bool
		}
	}
	if alwaysThere[c.Name] {
		v.Valid = nil
	}
}

// ReadParquet reads what [WriteParquet] wrote; columns that somebody added are
// attributes.
func ReadParquet(r io.ReaderAt, size int64, name string) (*Table, error) {
	cr, err := columnar.NewReader(r, size)
	if err != nil {
		return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: fmt.Sprintf("the file cannot be read: %v", err),
			Hint: "make the file with `varighet survival spells`"}
	}
	defer cr.Close()
	if s, _ := cr.Metadata("schema"); s != Schema {
		return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: "the file is not one of spells",
			Hint: "make the file with `varighet survival spells`"}
	}
	t := tableWith(attributesOf(cr.Columns()))
	var names []string
	var used []Column
	for _, c := range t.Columns() {
		if c.set != nil {
			names, used = append(names, c.Name), append(used, c)
		}
	}
	for g := range cr.NumRowGroups() {
		if t.Spells, err = readGroup(t.Spells, cr, g, names, used, name); err != nil {
			return nil, err
		}
	}
	return checked(t, name)
}

// attributesOf are the columns of a file whose type spells can have.
func attributesOf(columns []columnar.Column) (list []Attribute) {
	for _, c := range columns {
		for t, p := range parquetTypes { // each is once in it
			if p == c.Type {
				list = append(list, Attribute{c.Name, t})
			}
		}
	}
	return list
}

func readGroup(spells []survival.Spell, cr *columnar.Reader, g int, names []string, used []Column, file string) ([]survival.Spell, error) {
	rg, err := cr.RowGroup(g, names)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	var batch columnar.Batch
	for {
		err := rg.Next(&batch)
		if errors.Is(err, io.EOF) {
			return spells, nil
		}
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		for i := range batch.N {
			var s survival.Spell
			for k, c := range used {
				if !c.set(&s, cellAt(&batch.Columns[k], c.Type, i)) {
					return nil, &varighet.Problem{File: file, Code: "spell-value",
						Msg: fmt.Sprintf("spell %d has a value of %s that cannot be", len(spells)+1, c.Name)}
				}
			}
			spells = append(spells, s)
		}
	}
}

func cellAt(v *columnar.Vector, t Type, i int) Cell {
	if v.Null(i) {
		return Cell{}
	}
	c := Cell{OK: true}
	switch t {
	case Text:
		c.Text = v.Text(i)
	case MonthType:
		m, _ := varighet.MonthOfDays(v.Int32[i])
		c.Int = int64(m)
	case Int:
		c.Int = int64(v.Int32[i])
	case Float:
		c.Float = v.Double[i]
	case Bool:
		c.Bool = v.Bool[i]
	}
	return c
}
