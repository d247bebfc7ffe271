package ingest

import (
	"fmt"
	"path"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// titleMunicipality finds the municipality in the title of a table whose rows
// have none. It must not disagree with the file's name.
func (t *table) titleMunicipality() {
	f := t.res
	if t.head.namesMunicipality() {
		return
	}
	for _, title := range t.head.titles {
		code, name, ok := cell.MunicipalityInText(title)
		if !ok {
			continue
		}
		switch {
		case f.nameCode == "" && (code != "" || f.nameOfMunicipality == ""):
			f.nameCode, f.nameOfMunicipality = code, name
		case code != "" && code != f.nameCode:
			t.refuse(0, 0, "municipality", "the title names municipality "+string(code)+" and the file's name, or another title, "+string(f.nameCode),
				"correct the one that is wrong, or add a column with the municipality")
			return
		}
	}
	if f.nameCode == "" && f.nameOfMunicipality == "" {
		f.nameOfMunicipality = t.knownName()
	}
}

// knownName is the municipality that the sheet, or else the file, is named after:
// "Masfjorden", as the reference knows it. Without a reference it may be any word.
func (t *table) knownName() string {
	if t.places == nil {
		return ""
	}
	base := path.Base(t.res.file)
	for _, s := range []string{t.res.sheet, strings.TrimSuffix(base, path.Ext(base))} {
		if name := cell.ReadMunicipalityName([]byte(s)).Name; name != "" && t.places.knowsName(name) {
			return name
		}
	}
	return ""
}

// headingText reads a row with text in one cell as the heading of a block of
// rows, in a table whose rows do not name their municipality.
func (t *table) headingText(text string) bool {
	if !t.headed {
		return false
	}
	code, name, ok := cell.MunicipalityInText(text)
	if !ok {
		return false
	}
	t.code, t.name, t.begun, t.ended = code, name, true, 0
	t.blocks = true
	if ms := cell.FindMonths(text, t.dates.order.order); len(ms) == 1 {
		t.dates.beginMonth(ms[0], t.line)
	}
	return true
}

// headedMunicipality is that of the title or of the heading above the row.
func (t *table) headedMunicipality() (code varighet.MunicipalityCode, name string, ok bool) {
	switch {
	case !t.blocks && t.code == "" && t.name == "" && t.nameless == 0:
		t.nameless = t.line
	case t.blocks && t.nameless > 0:
		t.refuse(t.nameless, 0, "municipality-missing",
			fmt.Sprintf("rows from here on stand below no heading with a municipality, and those from line %d on do", t.line),
			"put the municipality above each block, or add a column with it")
		t.nameless = 0
	case t.blocks && t.ended > 0:
		t.fault(0, "municipality-missing", fmt.Sprintf("the row stands below no heading: the total on line %d ended the block above", t.ended),
			"put the municipality above each block, or add a column with it")
		return "", "", false
	}
	return t.code, t.name, true
}
