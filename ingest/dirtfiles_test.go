package ingest

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
	xenc "golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"github.com/varighet/varighet/internal/columnar"
)

// The clean files that the others are made from.
const (
	byNumber = `Kommunenr;Kommune;AvtaleId;HPR-nr;Listelengde;Basistilskudd
0301;Oslo;101;9999901;1204;50267,00
0301;Oslo;102;;812;33901,00
1266;Masfjorden;103;9999902;611;25509,25
1865;Vågan;104;9999903;595;24841,25
`
	byName = `Kommunenr;Kommune;AvtaleId;Legens navn;Listelengde;Basistilskudd
0301;Oslo;101;Kari Anne Nordmann;1204;50267,00
0301;Oslo;102;Liste uten fast lege;812;33901,00
1266;Masfjorden;103;Øystein Dåhl;611;25509,25
1865;Vågan;104;Åse Æsbø;595;24841,25
`
)

// text makes a file of a text in which pairs are replaced.
func text(s string, pairs ...string) func() []byte {
	return func() []byte { return []byte(strings.NewReplacer(pairs...).Replace(s)) }
}

// in writes a file in another encoding.
func in(e xenc.Encoding, made func() []byte) func() []byte {
	return func() []byte {
		b, err := e.NewEncoder().Bytes(made())
		if err != nil {
			panic(err)
		}
		return b
	}
}

// twice encodes UTF-8 as if it were Windows-1252.
func twice(made func() []byte) func() []byte {
	return func() []byte {
		s, err := charmap.Windows1252.NewDecoder().String(string(made()))
		if err != nil {
			panic(err)
		}
		return []byte(s)
	}
}

func packed(made func() []byte) func() []byte {
	return func() []byte {
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		w.Write(made())
		w.Close()
		return b.Bytes()
	}
}

// archived makes a zip file of names and contents.
func archived(files ...any) func() []byte {
	return func() []byte {
		var b bytes.Buffer
		w := zip.NewWriter(&b)
		for i := 0; i < len(files); i += 2 {
			f, err := w.Create(files[i].(string))
			if err != nil {
				panic(err)
			}
			f.Write(files[i+1].(func() []byte)())
		}
		w.Close()
		return b.Bytes()
	}
}

// A sheetOf is a sheet of a workbook: rows of cells that are text, int, float64,
// nil, a formula or a day.
type sheetOf struct {
	name   string
	hidden bool
	rows   [][]any
	merged []string // pairs of corners
	then   func(b *excelize.File, name string)
}

type formula struct {
	text  string
	value any
}

type day struct {
	serial int
	format string
}

func workbook(sheets ...sheetOf) func() []byte { return workbookOf(false, sheets...) }

func workbookOf(from1904 bool, sheets ...sheetOf) func() []byte {
	return func() []byte {
		b := excelize.NewFile()
		must := func(err error) {
			if err != nil {
				panic(err)
			}
		}
		if from1904 {
			yes := true
			must(b.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &yes}))
		}
		for i, s := range sheets {
			if i == 0 {
				must(b.SetSheetName("Sheet1", s.name))
			} else {
				_, err := b.NewSheet(s.name)
				must(err)
			}
			for r, row := range s.rows {
				for c, v := range row {
					raw, err := excelize.CoordinatesToCellName(c+1, r+1)
					must(err)
					switch v := v.(type) {
					case nil:
					case formula:
						if v.value != nil {
							must(b.SetCellValue(s.name, raw, v.value))
						}
						must(b.SetCellFormula(s.name, raw, v.text))
					case day:
						must(b.SetCellValue(s.name, raw, v.serial))
						style, err := b.NewStyle(&excelize.Style{CustomNumFmt: &v.format})
						must(err)
						must(b.SetCellStyle(s.name, raw, raw, style))
					default:
						must(b.SetCellValue(s.name, raw, v))
					}
				}
			}
			for k := 0; k < len(s.merged); k += 2 {
				must(b.MergeCell(s.name, s.merged[k], s.merged[k+1]))
			}
			if s.then != nil {
				s.then(b, s.name)
			}
		}
		for _, s := range sheets {
			if s.hidden {
				must(b.SetSheetVisible(s.name, false))
			}
		}
		// The library stamps the time of day into the file's properties.
		must(b.SetDocProps(&excelize.DocProperties{Created: "2019-11-01T00:00:00Z", Modified: "2019-11-01T00:00:00Z"}))
		buf, err := b.WriteToBuffer()
		must(err)
		return buf.Bytes()
	}
}

// rowsOf cuts a text into rows; fields that are whole numbers become numbers.
func rowsOf(s string) [][]any {
	var rows [][]any
	for _, l := range strings.Split(strings.TrimSpace(s), "\n") {
		var row []any
		for i, f := range strings.Split(l, ";") {
			var n float64
			var rest string
			if _, err := fmt.Sscanf(strings.ReplaceAll(f, ",", "."), "%g%s", &n, &rest); err != nil && rest == "" && n != 0 && i != 0 {
				row = append(row, n)
			} else if f == "" {
				row = append(row, nil)
			} else {
				row = append(row, f)
			}
		}
		rows = append(rows, row)
	}
	return rows
}

func named(name, s string, above ...[]any) sheetOf {
	return sheetOf{name: name, rows: append(above, rowsOf(s)...)}
}

// parquetOf makes a file with the register's own columns.
func parquetOf() []byte {
	var b bytes.Buffer
	w, err := columnar.NewWriter(&b, []columnar.Column{
		{Name: "month", Type: columnar.Date}, {Name: "position_id", Type: columnar.Text}, {Name: "municipality_code", Type: columnar.Text, Nullable: true},
		{Name: "doctor_id", Type: columnar.Text, Nullable: true}, {Name: "role", Type: columnar.Text}, {Name: "residents", Type: columnar.Int32, Nullable: true},
		{Name: "amount_basis", Type: columnar.Decimal, Nullable: true}})
	if err != nil {
		panic(err)
	}
	day := int32(18201) // 2019-11-01: 49 years and 12 leap days to 2019-01-01, and 304 days
	err = w.WriteRowGroup(4, []columnar.Vector{
		{Int32: []int32{day, day, day, day}},
		{Index: []int32{0, 1, 2, 3}, Values: []string{"101", "102", "103", "104"}},
		{Index: []int32{0, 0, 1, 2}, Values: []string{"0301", "1266", "1865"}},
		{Index: []int32{0, -1, 1, 2}, Values: []string{"9999901", "9999902", "9999903"}},
		{Index: []int32{0, 1, 0, 0}, Values: []string{"regular", "vacant"}},
		{Int32: []int32{1204, 812, 611, 595}},
		{Int64: []int64{5026700, 3390100, 2550925, 2484125}},
	})
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		panic(err)
	}
	return b.Bytes()
}

func makeDirt(t *testing.T, dir string) {
	t.Helper()
	if err := os.MkdirAll(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	for _, c := range allDirt() {
		if c.made == nil {
			continue // another program made it
		}
		if err := os.WriteFile(filepath.Join(dir, c.file), c.made(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

var (
	utf16LE = unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM)
	utf16BE = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	bareLE  = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
)

func decomposed() []byte { return norm.NFD.Bytes([]byte(byName)) }

// panel has a column a month; the cells of November are the same four lists.
const (
	panelOfNames = `Kommunenr;Liste;oktober 2019;november 2019;desember 2019
0301;101;;Kari Anne Nordmann;
0301;102;-;Ubesatt;..
1266;103;;Øystein Dåhl;
1865;104;;Åse Æsbø;
`
	panelOfLengths = `Kommunenr;Liste;HPR;201910;201911;201912
0301;101;9999901;;1204;
0301;102;;;812;
1266;103;9999902;..;611;:
1865;104;9999903;;595;
`
)

// An export with one month: contracts that begin on 1 November 2019.
const exportXML = `<?xml version="1.0" encoding="utf-8"?>
<ArrayOfGPContract xmlns="http://schemas.nhn.no/reg/flr" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
%s</ArrayOfGPContract>
`

func contractsXML(contracts string) func() []byte {
	return func() []byte { return fmt.Appendf(nil, exportXML, contracts) }
}

const contract101XML = `<GPContract>
  <AgreementDate>2019-10-01T00:00:00</AgreementDate>
  <DoctorCycles>
    <GPOnContractAssociation>
      <GP><FirstName>Kari Anne</FirstName><LastName>Nordmann</LastName></GP>
      <HprNumber>9999901</HprNumber><Id>7</Id>
      <Relationship><Active>true</Active><CodeText>Fastlege</CodeText><CodeValue>LPFL</CodeValue><OID>7750</OID></Relationship>
      <SubstituteForHprNumber i:nil="true"/>
      <UpdatedOn>2019-11-12T09:00:00</UpdatedOn>
      <Valid><From>2019-11-01T00:00:00</From><To i:nil="true"/></Valid>
    </GPOnContractAssociation>
  </DoctorCycles>
  <Id>101</Id><MaxPatients>1300</MaxPatients>
  <Municipality><CodeText>Oslo</CodeText><CodeValue>0301</CodeValue><OID>3402</OID></Municipality>
  <UpdatedOn>2019-11-03T09:00:00</UpdatedOn>
  <Valid><From>2019-11-01T00:00:00</From><To i:nil="true"/></Valid>
</GPContract>
`

const contract102XML = `<GPContract><Id>102</Id><Municipality><CodeValue>0301</CodeValue></Municipality><DoctorCycles>
  <GPOnContractAssociation><HprNumber>9999911</HprNumber><Relationship><CodeValue>LPVI</CodeValue></Relationship><Valid><From>2019-10-15T00:00:00</From><To>2019-10-31T00:00:00</To></Valid></GPOnContractAssociation>
</DoctorCycles><Valid><From>2019-11-01T00:00:00</From><To>2020-03-01T00:00:00</To></Valid></GPContract>
`

const contract103And104JSON = `{"id": 103, "municipality": {"codeValue": "1266"}, "valid": {"from": "2019-10-31T23:00:00Z", "to": "9999-12-31T00:00:00"}, "updatedOn": "2019-11-20T10:00:00+01:00",
   "doctorCycles": [{"hprNumber": 9999902, "relationship": {"codeValue": "LPFL"}, "valid": {"from": "2019-10-31T23:00:00Z", "to": null}}]},
  {"id": 104, "municipality": {"codeValue": "1865"}, "valid": {"from": "2019-10-20T00:00:00"},
   "doctorCycles": [{"hprNumber": "9999903", "relationship": "LPFL", "valid": {"from": "2019-10-15T00:00:00", "to": "2019-12-01T00:00:00"}}]}`

const exported = `2019-11 101 0301 9999901 regular
2019-11 102 0301 - vacant
2019-11 103 1266 9999902 regular
2019-11 104 1865 9999903 regular
`

func lines(s string, from, to int) string {
	return strings.Join(strings.Split(strings.TrimSpace(s), "\n")[from:to], "\n") + "\n"
}
