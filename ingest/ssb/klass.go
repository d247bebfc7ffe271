package ssb

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/sheet"
	"github.com/varighet/varighet/internal/celltext"
)

// A codePeriod is a row of KLASS codes: a code, a name, and the part of the
// range asked for in which they held.
type codePeriod struct {
	line     int // in the file; for JSON the number of the element
	code     varighet.MunicipalityCode
	name     string
	from, to varighet.Opt[varighet.Month]
}

// A codeChange is a row of KLASS changes. Either code may be empty.
type codeChange struct {
	line             int
	old, new         varighet.MunicipalityCode
	oldName, newName string
	month            varighet.Month
}

// A klassFile is what one KLASS file holds: codes or changes.
type klassFile struct {
	name    string
	kind    string // "klass-codes", "klass-changes", or "klass-version": the codes of one day
	codes   []codePeriod
	changes []codeChange
	skipped int // rows that are not municipalities: Svalbard, Jan Mayen, the shelf, unknown
}

// readKLASS reads one KLASS file of either kind and form.
func readKLASS(name string, content []byte, faults *varighet.Problems) *klassFile {
	if p := refuseOtherFormats(name, content); p != nil {
		faults.Add(p)
		return nil
	}
	if sheet.IsWorkbook(content) {
		faults.Add(&varighet.Problem{File: name, Code: "reference-format", Msg: "this is a spreadsheet or a zip archive",
			Hint: "save the codes and the changes of KLASS as CSV or JSON and give those files"})
		return nil
	}
	text := decode(content)
	k := &klassFile{name: name}
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		k.readJSON(text, faults)
	} else {
		k.readCSV(text, faults)
	}
	return k
}

func (k *klassFile) readJSON(text string, faults *varighet.Problems) {
	var answer struct {
		Codes []struct {
			Code, Name                                         string
			ValidFromInRequestedRange, ValidToInRequestedRange string
		}
		CodeChanges []struct {
			OldCode, OldName, NewCode, NewName, ChangeOccurred string
		}
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		faults.Add(&varighet.Problem{File: k.name, Code: "json-syntax", Msg: "the file is not complete JSON of KLASS",
			Hint: "save the answer again; the download may have been cut off"})
		return
	}
	switch {
	case len(answer.Codes) > 0:
		k.kind = "klass-version"
		for _, c := range answer.Codes {
			if c.ValidFromInRequestedRange != "" {
				k.kind = "klass-codes"
			}
		}
		for i, c := range answer.Codes {
			k.addCode(i+1, c.Code, c.Name, c.ValidFromInRequestedRange, c.ValidToInRequestedRange, faults)
		}
	case len(answer.CodeChanges) > 0:
		k.kind = "klass-changes"
		for i, c := range answer.CodeChanges {
			k.addChange(i+1, c.OldCode, c.OldName, c.NewCode, c.NewName, c.ChangeOccurred, faults)
		}
	default:
		faults.Add(notKLASS(k.name))
	}
}

func notKLASS(name string) *varighet.Problem {
	return &varighet.Problem{
		File: name, Code: "klass-format", Msg: "this is neither codes nor changes of KLASS",
		Hint: "save the answers of /classifications/131/codes?from=2001-01-01&to=2030-01-01 and of /changes with the same dates",
	}
}

func (k *klassFile) readCSV(text string, faults *varighet.Problems) {
	header, _, _ := strings.Cut(text, "\n")
	rows, problem := readCSV(k.name, text, header)
	if problem != nil {
		faults.Add(problem)
		return
	}
	if len(rows) == 0 {
		faults.Add(notKLASS(k.name))
		return
	}
	column := map[string]int{}
	for i, name := range rows[0].fields {
		column[fold(name)] = i
	}
	field := func(r record, name string) string {
		if i, ok := column[name]; ok && i < len(r.fields) {
			return strings.TrimSpace(r.fields[i])
		}
		return ""
	}
	has := func(name string) bool { _, ok := column[name]; return ok }
	switch {
	case has("oldcode") && has("newcode") && has("changeoccurred"):
		k.kind = "klass-changes"
		for _, r := range rows[1:] {
			k.addChange(r.line, field(r, "oldcode"), field(r, "oldname"), field(r, "newcode"), field(r, "newname"),
				field(r, "changeoccurred"), faults)
		}
	case has("code") && has("name") && has("validfrominrequestedrange"):
		k.kind = "klass-codes"
		for _, r := range rows[1:] {
			k.addCode(r.line, field(r, "code"), field(r, "name"), field(r, "validfrominrequestedrange"),
				field(r, "validtoinrequestedrange"), faults)
		}
	case has("code") && has("name"):
		k.kind = "klass-version"
		for _, r := range rows[1:] {
			if level := field(r, "level"); level == "" || level == "1" {
				k.addCode(r.line, field(r, "code"), field(r, "name"), "", "", faults)
			}
		}
	default:
		faults.Add(notKLASS(k.name))
	}
}

// notMunicipalities are the county numbers of codes in KLASS 131 that are not
// municipalities: Svalbard, Jan Mayen, the continental shelf, unknown.
var notMunicipalities = map[string]bool{"21": true, "22": true, "23": true, "88": true, "99": true}

// municipality reads a code, or reports a fault. It is false for a fault and
// for what is not a municipality.
func (k *klassFile) municipality(line int, s string, faults *varighet.Problems) (varighet.MunicipalityCode, bool) {
	code, err := varighet.ParseMunicipalityCode(s)
	if err != nil {
		faults.Add(&varighet.Problem{File: k.name, Line: line, Code: "municipality-code", Msg: err.Error(),
			Hint: "is this classification 131? Its codes have four digits"})
		return "", false
	}
	if notMunicipalities[code.County()] {
		k.skipped++
		return "", false
	}
	return code, true
}

func (k *klassFile) addCode(line int, code, name, from, to string, faults *varighet.Problems) {
	c := codePeriod{line: line, name: cleanName(name)}
	var ok bool
	if c.code, ok = k.municipality(line, code, faults); !ok {
		return
	}
	for _, d := range []struct {
		text string
		into *varighet.Opt[varighet.Month]
	}{{from, &c.from}, {to, &c.to}} {
		if d.text == "" {
			continue
		}
		month, ok := data.ParseDate(d.text)
		if !ok {
			faults.Add(badDate(k.name, line, d.text))
			return
		}
		*d.into = varighet.Some(month)
	}
	if !c.from.OK && k.kind == "klass-codes" {
		faults.Add(&varighet.Problem{
			File: k.name, Line: line, Code: "klass-no-dates", Msg: "the code has no validFromInRequestedRange",
			Hint: "ask for a range of dates: /codes?from=2001-01-01&to=2030-01-01, not /codesAt",
		})
		return
	}
	k.codes = append(k.codes, c)
}

func (k *klassFile) addChange(line int, old, oldName, new, newName, date string, faults *varighet.Problems) {
	c := codeChange{line: line, oldName: cleanName(oldName), newName: cleanName(newName)}
	if old == "" && new == "" {
		faults.Add(&varighet.Problem{File: k.name, Line: line, Code: "klass-format", Msg: "the change has neither an old nor a new code"})
		return
	}
	var ok bool
	if old != "" {
		if c.old, ok = k.municipality(line, old, faults); !ok {
			return
		}
	}
	if new != "" {
		if c.new, ok = k.municipality(line, new, faults); !ok {
			return
		}
	}
	if c.month, ok = data.ParseDate(date); !ok {
		faults.Add(badDate(k.name, line, date))
		return
	}
	k.changes = append(k.changes, c)
}

func badDate(file string, line int, text string) *varighet.Problem {
	return &varighet.Problem{
		File: file, Line: line, Code: "date", Msg: fmt.Sprintf("%.20q is not the first day of a month", text),
		Hint: "dates are written 2020-01-01",
	}
}

// cleanName takes stray blanks out of a name.
func cleanName(s string) string { return celltext.Visible(strings.Join(strings.Fields(s), " ")) }
