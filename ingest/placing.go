package ingest

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// placing says where: which municipality a line is in. Its row may name it, or leave it to the
// rows above; or the title, the file's name or a heading between the rows does. The reference,
// if there is one, says which municipality of the month is meant (places.go).
type placing struct {
	*worker
	*columns
	code     varighet.MunicipalityCode // of the block the row is in
	name     string
	blocks   bool // headings stand in between
	begun    bool // a municipality has been named
	ended    int  // line of the total that ended the block before, until the next begins
	nameless int  // first line that came before any municipality was named

	asWritten placeTime // the municipality as the row just read has it
}

// municipality returns code and name of the row's municipality, carried on from
// the row above where the file writes them once for a block of rows. A row of
// totals ends its block: the next row must name its municipality. ok is false if
// the row has a fault.
func (pl *placing) municipality(cells [][]byte) (code varighet.MunicipalityCode, name string, ok bool) {
	if pl.headed {
		return pl.headedMunicipality()
	}
	c := pl.codes.get(pl.raw(cells, fieldMunicipalityCode), cell.ReadCode)
	n := pl.names.get(pl.raw(cells, fieldMunicipalityName), cell.ReadMunicipalityName)
	if c.Bad {
		if !pl.isNameForCode(c, n) {
			pl.badCode(cells, c)
			return "", "", false
		}
		c = &cell.CodeCell{Name: c.Text}
	}
	if c.Restored || n.Restored {
		pl.warn(warnZeroRestored)
	}
	if c.District || n.District {
		pl.warn(warnDistrict)
	}
	code, name = c.Code, n.Name
	if n.Bad {
		pl.fault(pl.column(fieldMunicipalityName), "municipality-name", "the cell names no municipality", "write the municipality's name or code")
		return "", "", false
	}
	if code == "" {
		code = n.Code
	}
	if name == "" {
		name = c.Name
	}
	if !pl.shared {
		return code, name, true
	}
	return pl.carry(code, name)
}

// isNameForCode reports whether the column for the code has a name that the
// reference knows, and no other column has one.
func (pl *placing) isNameForCode(c, n *cell.CodeCell) bool {
	return pl.places != nil && c.Text != "" && n.Name == "" && pl.places.knowsName(c.Text)
}

// carry fills in what a row leaves out of its municipality, and begins a new
// block if the row names another. What is filled in changes with the rows above, so
// that such a row is remarkable.
func (pl *placing) carry(code varighet.MunicipalityCode, name string) (varighet.MunicipalityCode, string, bool) {
	pl.odd = pl.odd || pl.carries(code, name)
	switch {
	case code == "" && name == "":
		if pl.ended > 0 {
			pl.fault(max(pl.column(fieldMunicipalityCode), pl.column(fieldMunicipalityName)), "municipality-missing",
				fmt.Sprintf("the row names no municipality, and the total on line %d ended the one above", pl.ended),
				"fill in the municipality on the first row of each block")
			return "", "", false
		}
		if !pl.begun && pl.nameless == 0 {
			pl.nameless = pl.line
		}
		return pl.code, pl.name, true
	case code == "" && name == pl.name:
		code = pl.code
	case name == "" && code == pl.code:
		name = pl.name
	}
	if !pl.begun && pl.nameless > 0 {
		pl.refuse(pl.nameless, pl.column(fieldMunicipalityCode), "municipality-missing",
			fmt.Sprintf("rows from here to line %d name no municipality, and later rows do", pl.line),
			"fill in the municipality on the first row of each block")
	}
	pl.beginBlock(code, name)
	return code, name, true
}

// carries reports whether [placing.carry] fills anything in.
func (pl *placing) carries(code varighet.MunicipalityCode, name string) bool {
	return code == "" && (name == "" || name == pl.name && pl.code != "") || name == "" && code == pl.code && pl.name != ""
}

// beginBlock begins a block of rows of a municipality.
func (pl *placing) beginBlock(code varighet.MunicipalityCode, name string) {
	pl.code, pl.name, pl.begun, pl.ended = code, name, true, 0
}

// endBlock ends the block of rows above a total: the next row must name its municipality.
func (pl *placing) endBlock() {
	if pl.shared || pl.blocks {
		pl.code, pl.name, pl.begun, pl.ended = "", "", true, pl.line
	}
}

// badCode faults a cell that is not a municipality code.
func (pl *placing) badCode(cells [][]byte, c *cell.CodeCell) {
	hint := "a code has four digits, such as 0301 or 4631"
	if c.District {
		hint = "six digits are a city district of Oslo, Bergen, Stavanger or Trondheim: use the four digits of the municipality"
	}
	raw := pl.raw(cells, fieldMunicipalityCode)
	pl.fault(pl.column(fieldMunicipalityCode), "municipality-code", cell.Describe(raw)+" is not a municipality code", hint)
}

// A placeTime is what a row says of its municipality, and when.
type placeTime struct {
	code  varighet.MunicipalityCode
	name  string
	month varighet.Month
}

// settleMunicipality asks the reference, if there is one, which municipality of
// the month the row means.
func (pl *placing) settleMunicipality(o *varighet.Observation) {
	if pl.faulty != "" || o.MunicipalityCode == "" && o.MunicipalityName == "" {
		return
	}
	if pl.places == nil {
		if o.MunicipalityCode == "" {
			pl.warn(warnNoCode)
		}
		return
	}
	found := pl.found(placeTime{o.MunicipalityCode, o.MunicipalityName, o.Month})
	if found.code == "" {
		column := pl.column(fieldMunicipalityName)
		if c := pl.column(fieldMunicipalityCode); c > 0 && (found.kind == "code" || column == 0) {
			column = c
		}
		pl.fault(column, "municipality-"+found.kind, found.msg, found.hint)
		return
	}
	if found.note != 0 {
		pl.warn(found.note)
	}
	o.MunicipalityCode = found.code
}

// found returns what the reference says of a municipality in a month.
func (pl *placing) found(at placeTime) place {
	if at == pl.lastKnown {
		return pl.lastPlace
	}
	found, seen := pl.knownAt[at]
	if !seen {
		found = pl.places.find(at)
		if len(pl.knownAt) >= maxCached {
			clear(pl.knownAt)
		}
		pl.knownAt[at] = found
	}
	pl.lastKnown, pl.lastPlace = at, found
	return found
}

// heading reads a row with text in one cell as the heading of a block of
// rows, in a table whose rows do not name their municipality.
func (pl *placing) heading(text string) bool {
	if !pl.headed {
		return false
	}
	code, name, ok := cell.MunicipalityInText(text)
	if !ok {
		return false
	}
	pl.beginBlock(code, name)
	pl.blocks = true
	return true
}

// headedMunicipality is that of the title or of the heading above the row.
func (pl *placing) headedMunicipality() (code varighet.MunicipalityCode, name string, ok bool) {
	switch {
	case !pl.blocks && pl.code == "" && pl.name == "" && pl.nameless == 0:
		pl.nameless = pl.line
	case pl.blocks && pl.nameless > 0:
		pl.refuse(pl.nameless, 0, "municipality-missing",
			fmt.Sprintf("rows from here on stand below no heading with a municipality, and those from line %d on do", pl.line),
			"put the municipality above each block, or add a column with it")
		pl.nameless = 0
	case pl.blocks && pl.ended > 0:
		pl.fault(0, "municipality-missing", fmt.Sprintf("the row stands below no heading: the total on line %d ended the block above", pl.ended),
			"put the municipality above each block, or add a column with it")
		return "", "", false
	}
	return pl.code, pl.name, true
}

// isHeading reports whether a row names a municipality and nothing else, and if
// so begins its block.
func (pl *placing) isHeading(cells [][]byte, filled int) bool {
	code, name := pl.raw(cells, fieldMunicipalityCode), pl.raw(cells, fieldMunicipalityName)
	named := 0
	if !cell.Blank(code) {
		named++
	}
	if !cell.Blank(name) {
		named++
	}
	if !pl.shared || named == 0 || named != filled {
		return false
	}
	c := cell.ReadCode(code)
	if c.Bad || c.Code == "" && cell.ReadMunicipalityName(name).Code == "" {
		return false
	}
	_, _, ok := pl.municipality(cells)
	return ok
}

// labelledPlace reports whether the label of a total stands where the municipality should be.
func (pl *placing) labelledPlace(cells [][]byte) bool {
	code, name := pl.raw(cells, fieldMunicipalityCode), pl.raw(cells, fieldMunicipalityName)
	return len(code) > 0 && pl.codes.get(code, cell.ReadCode).Label || len(name) > 0 && pl.names.get(name, cell.ReadMunicipalityName).Label
}

// isPlace reports whether the words beside the label of a total say what it is of.
func (pl *placing) isPlace(words []string, cells [][]byte) bool {
	for len(words) > 1 && cell.OfWords[words[0]] {
		words = words[1:] // "Sum for Oslo"
	}
	if slices.ContainsFunc(words, func(w string) bool { return cell.PlaceWords[w] || cell.IsListWord(w) || cell.IsDigits(w) }) {
		return true
	}
	text := strings.Join(words, "")
	for _, name := range []string{cell.ReadMunicipalityName(pl.raw(cells, fieldMunicipalityName)).Name, cell.ReadCode(pl.raw(cells, fieldMunicipalityCode)).Name, pl.name} {
		if name != "" && cell.Fold(name) == text {
			return true
		}
	}
	return pl.places != nil && pl.places.knowsName(strings.Join(words, " "))
}

// titleMunicipality finds the municipality in the title of a table whose rows
// have none. It must not disagree with the file's name.
func (pl *placing) titleMunicipality() {
	f := pl.res
	if pl.head.namesMunicipality() {
		return
	}
	for _, title := range pl.head.titles {
		code, name, ok := cell.MunicipalityInText(title)
		if !ok {
			continue
		}
		switch {
		case f.nameCode == "" && (code != "" || f.nameOfMunicipality == ""):
			f.nameCode, f.nameOfMunicipality = code, name
		case code != "" && code != f.nameCode:
			pl.refuse(0, 0, "municipality", "the title names municipality "+string(code)+" and the file's name, or another title, "+string(f.nameCode),
				"correct the one that is wrong, or add a column with the municipality")
			return
		}
	}
	if f.nameCode == "" && f.nameOfMunicipality == "" {
		f.nameOfMunicipality = pl.knownName()
	}
}

// knownName is the municipality that the sheet, or else the file, is named after:
// "Masfjorden", as the reference knows it. Without a reference it may be any word.
func (pl *placing) knownName() string {
	if pl.places == nil {
		return ""
	}
	base := path.Base(pl.res.file)
	for _, s := range []string{pl.res.sheet, strings.TrimSuffix(base, path.Ext(base))} {
		if name := cell.ReadMunicipalityName([]byte(s)).Name; name != "" && pl.places.knowsName(name) {
			return name
		}
	}
	return ""
}

// ownNumber makes the id of a list of its municipality and the number that it has
// there, and returns its hash; see [ListIDs]. A municipality without a code goes by its name.
func (pl *placing) ownNumber(o *varighet.Observation) (hash uint64) {
	place := string(pl.lastingCode(o.MunicipalityCode, o.Month))
	if place == "" && o.MunicipalityName != "" {
		place = *pl.ownPlaces.get([]byte(o.MunicipalityName), cell.PlaceKey)
	}
	if place == "" && pl.faulty == "" {
		pl.fault(pl.column(fieldPositionID), "municipality-missing", "the lists are numbered within municipalities, and the row has none",
			"add a column with the municipality's code, or put it into the title or the file's name")
	}
	pl.key = append(append(append(pl.key[:0], place...), '-'), o.PositionID...)
	own := pl.ownNumbers.get(pl.key, readPosition)
	o.PositionID = own.id
	return own.hash
}

// lastingCode is the code by which a municipality is known through time.
func (pl *placing) lastingCode(code varighet.MunicipalityCode, month varighet.Month) varighet.MunicipalityCode {
	if pl.places == nil || code == "" {
		return code
	}
	at := placeTime{code: code, month: month}
	lasting, seen := pl.lastingAt[at]
	if !seen {
		lasting = pl.places.lasting(code, month)
		if len(pl.lastingAt) >= maxCached {
			clear(pl.lastingAt)
		}
		pl.lastingAt[at] = lasting
	}
	return lasting
}
