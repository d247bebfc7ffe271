package spellfile

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
	"github.com/varighet/varighet/internal/dictionary"
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
	fields, err := t.Fields()
	if err != nil {
		return err
	}
	schema, err := dictionary.NewSchema(fields).JSON()
	if err != nil {
		return err
	}
	cw.SetMetadata(dictionary.MetadataKey, string(schema))
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

// ReadParquet reads what [WriteParquet] wrote, also when another program has read it and
// written it again, with other types of columns and without checksums; the table is then
// unchecked. Columns that somebody added are attributes.
func ReadParquet(r io.ReaderAt, size int64, name string) (*Table, error) {
	cr, foreign, err := openParquet(r, size)
	if err != nil {
		return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: fmt.Sprintf("the file cannot be read: %v", err),
			Hint: "make the file with `varighet survival spells`"}
	}
	defer cr.Close()
	if s, _ := cr.Metadata("schema"); s != Schema && !foreign {
		return nil, &varighet.Problem{File: name, Code: "not-spells", Msg: "the file is not one of spells",
			Hint: "make the file with `varighet survival spells`"}
	}
	t := tableWith(attributesOf(cr.Columns()))
	t.Unchecked = foreign
	if p := t.Check(TenureColumns, name); p != nil {
		return nil, p
	}
	g := groupReader{table: t, file: name}
	for _, c := range t.Columns() {
		if c.set != nil {
			g.names, g.used, g.types = append(g.names, c.Name), append(g.used, c), append(g.types, typeOf(cr, c.Name))
		}
	}
	for i := range cr.NumRowGroups() {
		if err := g.read(cr, i); err != nil {
			return nil, err
		}
	}
	if foreign {
		t.Warning = cr.Pages().Warning()
	}
	return checked(t, name)
}

// openParquet opens a file of this program, or of another one, which has no checksums.
func openParquet(r io.ReaderAt, size int64) (cr *columnar.Reader, foreign bool, err error) {
	cr, err = columnar.NewReader(r, size)
	if errors.Is(err, columnar.ErrNoChecksum) {
		cr, err = columnar.NewForeignReader(r, size)
		foreign = true
	}
	if err == nil {
		err = cellsForBytes(cr.NumRows()*int64(len(cr.Columns())), size)
	}
	return cr, foreign, err
}

// What cells a file may have: so many, and beyond these so many for each of its bytes. Spells are all in
// memory, and equal values take no bytes.
const (
	freeCells    = 8 << 20
	cellsForByte = 16
)

func cellsForBytes(cells, size int64) error {
	if cells > freeCells && cells/cellsForByte > size {
		return errors.New("the file has far more rows or columns than spells would have in so many bytes")
	}
	return nil
}

// attributesOf are the columns of a file as spells can have them: what is of no type of
// theirs is text. Columns that cannot be read are not among them.
func attributesOf(columns []columnar.Column) (list []Attribute) {
	for _, c := range columns {
		if !c.Type.Readable() {
			continue
		}
		a := Attribute{c.Name, Text}
		for t, p := range parquetTypes { // each is once in it
			if p == c.Type {
				a.Type = t
			}
		}
		list = append(list, a)
	}
	return list
}

func typeOf(cr *columnar.Reader, name string) columnar.Type {
	columns := cr.Columns()
	return columns[slices.IndexFunc(columns, func(c columnar.Column) bool { return c.Name == name })].Type
}

// A groupReader adds the spells of row groups to a table.
type groupReader struct {
	table *Table
	names []string
	used  []Column
	types []columnar.Type // in the file
	file  string
}

func (g *groupReader) read(cr *columnar.Reader, group int) error {
	rg, err := cr.RowGroup(group, g.names)
	if err != nil {
		return fmt.Errorf("reading %s: %w", g.file, err)
	}
	var batch columnar.Batch
	for {
		err := rg.Next(&batch)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", g.file, err)
		}
		for i := range batch.N {
			if err := g.add(&batch, i); err != nil {
				return err
			}
		}
	}
}

// add adds the spell of a row.
func (g *groupReader) add(batch *columnar.Batch, i int) error {
	var s survival.Spell
	for k := range g.used {
		c := &g.used[k]
		cell, err := g.cell(&batch.Columns[k], k, i)
		if err == nil && !c.set(&s, cell) {
			err = refusal(&s, c, cell)
		}
		if err != nil {
			return &varighet.Problem{File: g.file, Code: "spell-value",
				Msg: fmt.Sprintf("spell %d: %s: %v", len(g.table.Spells)+1, c.Name, err)}
		}
	}
	g.table.complete(&s)
	g.table.Spells = append(g.table.Spells, s)
	return nil
}

// cell is a value of column k: as it stands if this program wrote it, else read as text
// in a CSV file of the same program would be.
func (g *groupReader) cell(v *columnar.Vector, k, i int) (Cell, error) {
	c := &g.used[k]
	if g.types[k] == parquetTypes[c.Type] && !g.table.Unchecked {
		return cellAt(v, c.Type, i), nil
	}
	if v.Null(i) {
		return Cell{}, nil
	}
	return c.read(string(v.AppendText(nil, g.types[k], i)), ',')
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
