// Package correction applies what evaluators were told when they asked: a doctor
// began, or left, in another month than the source says.
//
// A table of corrections ([Read]) has a row for each: the position, which end of
// whose time there, the month on record, the right month, why, who said so and
// when. [Corrections.Apply] goes through a register's rows and moves the months; the
// register itself stays what the source says, so a correction can be taken back and
// a month added after it. Every correction must change something: one that does
// not find its record is a fault ([Corrections.Unmatched]).
//
// # What happens to the months
//
// When a start is moved back or an end forward, the doctor is put into the months
// between, in the place of a vacancy or of whoever the source has there; a holder of
// a common list stays beside. When a start is moved forward or an end back, the months
// between become vacant; where the position has no rows beyond, it begins or ends
// with the doctor instead. Such rows, and the first or last that is left, have the
// evidence "corrected", also in months in which the municipality has no rows at all; only
// before its files begin nothing is put in, since a doctor who left then would not be known.
// The right start becomes that of the agreement, whether it lies in the data or before: so
// package survival knows that it is known.
//
// Corrections are applied in the order of the table.
package correction

import (
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/sheet"
)

// An End is which end of a doctor's time on a list is corrected.
type End string

// The ends.
const (
	Start End = "start" // the first month held
	Stop  End = "end"   // the last month held
)

// A Correction moves one end of one doctor's time on a list.
type Correction struct {
	Line       int // in the file
	PositionID string
	Code       varighet.MunicipalityCode // to find a doctor by name; may be empty
	Doctor     string                    // as the table names the doctor: id, number or name; "" if position and month are enough
	What       End
	From, To   varighet.Month // on record, and right
	Why, Who   string
	Date       string // when it was said, as written
}

// Corrections are the rows of a table.
type Corrections struct {
	File string
	List []Correction

	matched []bool
}

var columns = []sheet.Column{
	{Name: "position_id", Words: []string{"liste", "hjemmel", "heimel", "list id", "list_id", "listenr", "liste id", "hjemmel id", "heimel id",
		"avtale id", "avtaleid", "avtalenr", "stilling", "position", "list"}},
	{Name: "municipality_code", Words: []string{"kommunenr", "kommunenummer", "knr"}},
	{Name: "doctor", Words: []string{"lege", "fastlege", "hpr", "legens navn", "navn", "namn", "doctor_id", "doctor id", "hpr-nr", "gp"}, Person: true},
	{Name: "what", Words: []string{"hva", "kva", "felt", "type"}, Required: true},
	{Name: "from", Words: []string{"fra", "frå", "registrert", "var", "gammel", "gammal", "old", "recorded"}, Required: true},
	{Name: "to", Words: []string{"til", "riktig", "rett", "ny", "new", "right"}, Required: true},
	{Name: "why", Words: []string{"hvorfor", "kvifor", "begrunnelse", "grunn", "grunngjeving", "merknad", "reason"}},
	{Name: "who", Words: []string{"hvem", "kven", "kilde", "kjelde", "source", "opplyst av"}},
	{Name: "date", Words: []string{"dato", "når", "opplyst"}},
}

// startWords and endWords are what a table may call the two ends, in bokmål, nynorsk and
// English. They are compared without regard to case, blanks and the spelling of æ, ø and å.
var (
	startWords = []string{"start", "oppstart", "startdato", "startmåned", "startmånad", "begynte", "byrja", "startet", "starta", "tiltredelse",
		"tiltreding", "første måned", "fyrste månad", "first", "first month", "began"}
	endWords = []string{"end", "slutt", "stopp", "stop", "sluttdato", "sluttmåned", "sluttmånad", "sluttet", "slutta", "fratredelse",
		"fråtreding", "opphør", "siste måned", "siste månad", "last", "last month", "left"}
)

// endOf finds the end that a word is for.
func endOf(word string) (End, bool) {
	is := func(w string) bool { return sheet.Fold(w) == sheet.Fold(word) }
	switch {
	case slices.ContainsFunc(startWords, is):
		return Start, true
	case slices.ContainsFunc(endWords, is):
		return Stop, true
	}
	return "", false
}

// Read reads a table of corrections, as CSV or as a workbook: the columns what
// (start or end), from and to (months), position_id or doctor or both, and why, who
// and date. Rows that cannot be understood are varighet.Problems, all at once.
func Read(name string, content []byte) (*Corrections, error) {
	t, err := sheet.Find(name, content, columns)
	if err != nil {
		return nil, err
	}
	c := &Corrections{File: name}
	var problems varighet.Problems
	for _, r := range t.Rows {
		k := Correction{Line: r.Line, PositionID: t.Cell(r, "position_id"), Doctor: t.Cell(r, "doctor"),
			Why: t.Cell(r, "why"), Who: t.Cell(r, "who"), Date: t.Cell(r, "date")}
		fault := func(column, msg, hint string) { problems.Add(t.Problem(r, column, "correction", msg, hint)) }
		if code := t.Cell(r, "municipality_code"); code != "" {
			if k.Code, err = sheet.Code(code); err != nil {
				fault("municipality_code", "this is not a municipality code", "a code has four digits, such as 0301 or 4631")
			}
		}
		var ok bool
		if k.What, ok = endOf(t.Cell(r, "what")); !ok {
			fault("what", "what is corrected is neither start nor end", "write "+strings.Join(startWords[:5], ", ")+" … for the first month, or "+strings.Join(endWords[:5], ", ")+" … for the last")
		}
		months := true
		for _, m := range []struct {
			column string
			to     *varighet.Month
		}{{"from", &k.From}, {"to", &k.To}} {
			if *m.to, ok = ingest.ParseMonth(t.Cell(r, m.column)); !ok {
				fault(m.column, "this is not a month", "write 2019-11 or november 2019")
				months = false
			}
		}
		switch {
		case k.PositionID == "" && k.Doctor == "":
			fault("position_id", "the row names neither a position nor a doctor", "fill in position_id, or the doctor and the municipality")
		case months && k.From == k.To:
			fault("to", "from and to are the same month: the correction changes nothing", "to is the right month, from the one on record")
		}
		c.List = append(c.List, k)
	}
	if len(t.Rows) == 0 {
		problems.Add(&varighet.Problem{File: name, Code: "correction", Msg: "the table has a header and no corrections"})
	}
	c.matched = make([]bool, len(c.List))
	return c, problems.Err()
}

// Seal is a table of corrections as CSV, with seal's text in place of each cell that says who a
// doctor is.
func Seal(name string, content []byte, seal func(string) string) ([]byte, error) {
	t, err := sheet.Find(name, content, columns)
	if err != nil {
		return nil, err
	}
	return t.Sealed(columns, seal), nil
}

// Unmatched returns a fault for each correction that changed nothing, as
// varighet.Problems, or nil. It is to be asked when all rows have gone through
// Apply.
func (c *Corrections) Unmatched() error {
	var problems varighet.Problems
	for i, k := range c.List {
		if c.matched[i] {
			continue
		}
		problems.Add(&varighet.Problem{File: c.File, Line: k.Line, Code: "correction-unmatched", Msg: unmatched(&k),
			Hint: "from is the month on record: the first month for a start, the last month held for an end"})
	}
	return problems.Err()
}

// unmatched says what a correction did not find: a doctor on its position, or the one that it names.
func unmatched(k *Correction) string {
	month := map[End]string{Start: "first month", Stop: "last month"}[k.What]
	switch {
	case k.PositionID == "":
		return fmt.Sprintf("no position has the doctor that is named whose %s on record is %s", month, k.From)
	case k.Doctor == "":
		return fmt.Sprintf("position %q has no doctor whose %s on record is %s", k.PositionID, month, k.From)
	}
	return fmt.Sprintf("position %q has not the doctor that is named whose %s on record is %s", k.PositionID, month, k.From)
}
