package cohort

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/sheet"
)

// Doctors are attributes of doctors.
type Doctors struct {
	File           string
	HasSex         bool     // whether the table has the column
	HasSpecialist  bool     // likewise, or a date
	SpecialistDate bool     // likewise, with a date
	Attributes     []string // headers of the further columns, as written
	rows           []Doctor
	codes          [][]varighet.MunicipalityCode // of each row, once they are located
	byID           map[string]int
}

// A Doctor is a row of a table of doctors.
type Doctor struct {
	Line          int
	Code          varighet.MunicipalityCode // to find a doctor by name; may be empty
	Municipality  string                    // likewise, by its name, where the table has no code; see Locate
	Doctor        string                    // as the table names the doctor: a number, a name, or the register's id
	Sex           string                    // "F", "M" or ""
	Specialist    varighet.Opt[bool]
	SpecialistFor varighet.Opt[varighet.Month] // since when
	Values        []string                     // one an attribute
}

var doctorColumns = []sheet.Column{
	{Name: "doctor", Words: []string{"lege", "legens navn", "navn", "namn", "fastlege", "doctor_id", "doctor id"}, Person: true},
	{Name: "hpr", Words: []string{"hpr-nr", "hpr nummer"}, Person: true},
	{Name: "municipality_code", Words: []string{"kommunenr", "kommunenummer", "knr", "municipality code"}},
	{Name: "municipality", Words: []string{"kommune", "kommunenavn", "kommunenamn", "municipality_name", "municipality name"}},
	{Name: "sex", Words: []string{"kjønn", "gender"}},
	{Name: "specialist", Words: []string{"spesialist", "spesialist i allmennmedisin"}},
	{Name: "specialist_date", Words: []string{"spesialist fra", "spesialist frå", "spesialistdato", "godkjent spesialist", "specialist since", "specialist from"}},
}

var sexes = map[string]string{"k": "F", "kvinne": "F", "f": "F", "female": "F", "2": "F", "m": "M", "mann": "M", "male": "M", "1": "M"}

// ReadDoctors reads a table of doctors, as CSV or as a workbook: the column doctor
// or hpr, with municipality_code or municipality (a code, a name, or both: 4631 Alver) where
// doctors are known by name, sex, specialist, specialist_date, and attributes. Where a row has
// both a number and a name, the number counts.
func ReadDoctors(name string, content []byte) (*Doctors, error) {
	t, err := sheet.Find(name, content, doctorColumns)
	if err != nil {
		return nil, err
	}
	if !t.Has("doctor") && !t.Has("hpr") {
		return nil, &varighet.Problem{File: name, Line: t.Header.Line, Code: "missing-column", Msg: "there is no column for the doctor",
			Hint: "add hpr with HPR numbers, or doctor with names or with ids of the register"}
	}
	d := &Doctors{File: name, HasSex: t.Has("sex"), HasSpecialist: t.Has("specialist") || t.Has("specialist_date"),
		SpecialistDate: t.Has("specialist_date"), Attributes: t.Others()}
	var problems varighet.Problems
	checkAttributes(t, &problems)
	for _, r := range t.Rows {
		if doctorOf(t, r) == "" {
			problems.Add(t.Problem(r, "doctor", "doctors", "the row names no doctor", ""))
			continue
		}
		d.rows = append(d.rows, readDoctor(t, r, &problems))
	}
	if len(t.Rows) == 0 {
		problems.Add(&varighet.Problem{File: name, Code: "doctors", Msg: "the table has a header and no doctors"})
	}
	return d, problems.Err()
}

// SealDoctors is a table of doctors as CSV, with seal's text in place of each cell that says who
// a doctor is.
func SealDoctors(name string, content []byte, seal func(string) string) ([]byte, error) {
	t, err := sheet.Find(name, content, doctorColumns)
	if err != nil {
		return nil, err
	}
	return t.Sealed(doctorColumns, seal), nil
}

func doctorOf(t *sheet.Table, r sheet.Row) string {
	if number := t.Cell(r, "hpr"); number != "" {
		return number
	}
	return t.Cell(r, "doctor")
}

func readDoctor(t *sheet.Table, r sheet.Row, problems *varighet.Problems) Doctor {
	row := Doctor{Line: r.Line, Doctor: doctorOf(t, r), Values: others(t, r)}
	fault := func(column, msg, hint string) { problems.Add(t.Problem(r, column, "doctors", msg, hint)) }
	if text := t.Cell(r, "municipality_code"); text != "" {
		var err error
		if row.Code, err = sheet.Code(text); err != nil {
			fault("municipality_code", "this is not a municipality code", "a code has four digits, such as 0301 or 4631")
		}
	}
	if row.Code == "" {
		row.Code, row.Municipality = municipalityOf(t.Cell(r, "municipality"))
	}
	if text := t.Cell(r, "sex"); text != "" {
		var ok bool
		if row.Sex, ok = sexes[sheet.Fold(text)]; !ok {
			fault("sex", "this is neither of the sexes the table can have", "write K or M, or leave it empty")
		}
	}
	if text := t.Cell(r, "specialist"); text != "" {
		yes, ok := sheet.Yes(text)
		if !ok {
			fault("specialist", "this is neither yes nor no", "write ja or nei; the date has a column of its own")
		}
		row.Specialist = varighet.Some(yes)
	}
	if text := t.Cell(r, "specialist_date"); text != "" {
		month, ok := ingest.ParseMonth(text)
		if !ok {
			fault("specialist_date", "this is not a date", "write 2019-11 or 01.11.2019")
		}
		if row.Specialist.OK && !row.Specialist.V {
			fault("specialist_date", "a doctor who is no specialist has a date from which to be one", "correct one of the two")
		}
		row.SpecialistFor, row.Specialist = varighet.Some(month), varighet.Some(true)
	}
	return row
}

// municipalityOf reads a cell with a municipality's code, its name, or the one before the other.
func municipalityOf(text string) (code varighet.MunicipalityCode, name string) {
	first, _, _ := strings.Cut(text, " ")
	if code, err := sheet.Code(first); err == nil {
		return code, ""
	}
	return "", text
}

// MunicipalityKey is the form in which names of municipalities are compared: "Alver kommune" is Alver.
func MunicipalityKey(name string) string {
	key := sheet.Fold(name)
	for _, word := range []string{"kommune", "herad"} {
		key = strings.TrimSpace(strings.TrimSuffix(key, word))
	}
	return key
}

// NamesMunicipalities reports whether a row names its municipality by name only, so that Locate
// is to be called.
func (d *Doctors) NamesMunicipalities() bool {
	return slices.ContainsFunc(d.rows, func(r Doctor) bool { return r.Municipality != "" })
}

// Locate finds the codes of the municipalities that rows have by name. codes gives those of a
// name's MunicipalityKey: there may be several through the years, and an empty one where the
// register has no codes. A doctor of a municipality that it does not know is found by no name.
func (d *Doctors) Locate(codes func(key string) []varighet.MunicipalityCode) {
	d.codes = make([][]varighet.MunicipalityCode, len(d.rows))
	for i, r := range d.rows {
		if r.Municipality != "" {
			d.codes[i] = codes(MunicipalityKey(r.Municipality))
		}
	}
}

// Match finds the rows' doctors among those of a register: ids returns the ids a
// doctor may have there, of what the table says. Two rows for one doctor are a fault.
// It is to be called before Of, and after Locate.
func (d *Doctors) Match(ids func(code varighet.MunicipalityCode, doctor string) []string) error {
	var problems varighet.Problems
	d.byID = map[string]int{}
	for i, r := range d.rows {
		all := append(ids(r.Code, r.Doctor), r.Doctor)
		if d.codes != nil {
			for _, code := range d.codes[i] {
				all = append(all, ids(code, r.Doctor)...)
			}
		}
		for _, id := range slices.Compact(slices.Sorted(slices.Values(all))) {
			if first, twice := d.byID[id]; twice && first != i {
				problems.Add(&varighet.Problem{File: d.File, Line: r.Line, Code: "doctors-twice",
					Msg: fmt.Sprintf("line %d is about the same doctor", d.rows[first].Line), Hint: "keep one of the two"})
				break
			}
			d.byID[id] = i
		}
	}
	return problems.Err()
}

// Of returns the row of a doctor of the register.
func (d *Doctors) Of(id string) (Doctor, bool) {
	i, ok := d.byID[id]
	if !ok {
		return Doctor{}, false
	}
	return d.rows[i], true
}

// IsSpecialist says whether the doctor was a specialist in a month; missing if the
// table does not say.
func (r Doctor) IsSpecialist(month varighet.Month) varighet.Opt[bool] {
	if r.SpecialistFor.OK {
		return varighet.Some(month >= r.SpecialistFor.V)
	}
	return r.Specialist
}

// Unmatched returns a fault, as varighet.Problems, for each row whose doctor is not
// among the ids of the register; nil if there is none.
func (d *Doctors) Unmatched(exists func(id string) bool) error {
	found := make([]bool, len(d.rows))
	for id, i := range d.byID {
		found[i] = found[i] || exists(id)
	}
	var problems varighet.Problems
	for i, r := range d.rows {
		if !found[i] {
			problems.Add(&varighet.Problem{File: d.File, Line: r.Line, Code: "doctors-unmatched", Msg: "the register has no such doctor",
				Hint: "name doctors as the register's files do; of several doctors of one name the municipality tells which, in a column Kommunenr or Kommune"})
		}
	}
	return problems.Err()
}
