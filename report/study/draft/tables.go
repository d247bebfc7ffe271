package draft

import (
	"bytes"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/ingest/identity"
)

// CohortTable is a workbook with the positions found, to take those away that are not of the
// project and to add columns to.
func (d *Draft) CohortTable() ([]byte, error) {
	t := newTable("position_id", "from", "to", "municipality", "first_seen", "last_seen")
	for _, p := range d.Positions {
		t.add(p.ID, "", "", joined(string(p.Code), p.Place), p.First.String(), p.Last.String())
	}
	return t.bytes()
}

// DoctorsTable is a workbook with the doctors found, to say more of. It has names, if the
// files have.
func (d *Draft) DoctorsTable() ([]byte, error) {
	t := newTable("hpr", "doctor", "municipality_code", "sex", "specialist_date")
	for _, x := range d.Doctors {
		t.add(x.Number, x.Name, string(x.Code), "", "")
	}
	return t.bytes()
}

// AliasTable is the names that may be of one doctor, to be decided; nil for none.
func (d *Draft) AliasTable() ([]byte, error) {
	if len(d.Suggestions) == 0 {
		return nil, nil
	}
	var b bytes.Buffer
	err := identity.WriteSuggestions(&b, d.Suggestions)
	return b.Bytes(), err
}

func joined(code, name string) string {
	if code == "" || name == "" {
		return code + name
	}
	return code + " " + name
}

// A table is a workbook of one sheet in the making. All its cells are texts: ids keep their
// zeros, and none is a formula.
type table struct {
	file *excelize.File
	rows int
	err  error
}

const sheet = "Sheet1" // as a new workbook calls it

func newTable(header ...string) *table {
	t := &table{file: excelize.NewFile()}
	t.add(header...)
	bold, err := t.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if t.err == nil {
		t.err = err
	}
	if t.err == nil {
		t.err = t.file.SetRowStyle(sheet, 1, 1, bold)
	}
	if t.err == nil {
		t.err = t.file.SetPanes(sheet, &excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"})
	}
	if t.err == nil {
		t.err = t.file.SetColWidth(sheet, "A", "F", 22)
	}
	return t
}

// add adds a row.
func (t *table) add(cells ...string) {
	t.rows++
	for i, text := range cells {
		if t.err != nil || text == "" {
			continue
		}
		var at string
		if at, t.err = excelize.CoordinatesToCellName(i+1, t.rows); t.err == nil {
			t.err = t.file.SetCellStr(sheet, at, text)
		}
	}
}

func (t *table) bytes() ([]byte, error) {
	defer t.file.Close()
	if t.err != nil {
		return nil, t.err
	}
	// No clock in what is written.
	if err := t.file.SetDocProps(&excelize.DocProperties{}); err != nil {
		return nil, err
	}
	b, err := t.file.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
