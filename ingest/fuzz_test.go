package ingest

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// readsSafely reads bytes as a file and checks what holds for any: reading ends,
// every record is accounted for, observations are complete, and no national identity number comes through.
func readsSafely(t *testing.T, name string, b []byte, opt Options) *Result {
	t.Helper()
	var n int64
	opt.Workers, opt.KeepNames, opt.Key, opt.Samples = 1, true, make([]byte, 16), 3
	res, err := Read(context.Background(), []Input{Bytes(name, b)}, opt, toOne(func(obs []varighet.Observation) error {
		for _, o := range obs {
			n++
			if !o.Month.Valid() || o.SourceRow < 1 || (o.DoctorID == "") != (o.Role == varighet.RoleVacant) || o.PositionID == "" && o.PositionBasis != varighet.BasisDerived {
				t.Errorf("%+v", o)
			}
			if cell.HasNationalID([]byte(o.PositionID + ";" + o.DoctorName + ";" + o.Office)) {
				t.Error("a national identity number comes through")
			}
		}
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Files {
		if !f.Ledger.Balanced() {
			t.Errorf("%s: %+v", f.Name, f.Ledger)
		}
		if f.Offer != nil {
			if _, err := ParseLayout(f.Offer.TOML()); err != nil {
				t.Errorf("a layout that is none: %v\n%s", err, f.Offer.TOML())
			}
		}
	}
	if res.Problems.Len() == 0 && (n != res.Observations || n < res.Ledger.Used) {
		t.Errorf("%d observations; the result says %d for %d rows", n, res.Observations, res.Ledger.Used)
	}
	return res
}

// seedFiles adds the made files whose names match.
func seedFiles(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "dirt", pattern))
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(b) < 16<<10 {
			f.Add(b)
		}
	}
}

// Whatever the bytes are taken for: archives, workbooks, pages, text in any encoding.
func FuzzAnyFile(f *testing.F) {
	seedFiles(f, "*")
	f.Fuzz(func(t *testing.T, b []byte) { readsSafely(t, "liste_2019_11", b, Options{SetAsideFaults: true}) })
}

// Text is found to be in one encoding, and what is decoded is UTF-8.
func FuzzSniff(f *testing.F) {
	seedFiles(f, "encoding*")
	seedFiles(f, "separator*")
	f.Fuzz(func(t *testing.T, b []byte) {
		sniffContainer(b)
		separatorLine(b)
		utf16Order(b)
		if e := sniffEncoding(b, true); e >= numEncodings || e >= encodingWindows1252 && e.letters() == nil {
			t.Fatalf("encoding %d", e)
		}
		if once, ok := twiceEncoded(b); ok && (len(once) == 0 || len(once) >= len(b)) {
			t.Errorf("%q undone gives %q", b, once)
		}
		for _, e := range []encoding{encodingASCII, encodingUTF8, encodingWindows1252, encodingCP865, encodingMacRoman} {
			w := newWorker(&Options{}, nil)
			tb := newTable(w, &fileResult{name: "x"}, e)
			cells := [][]byte{bytes.Clone(b)}
			tb.letters.decode(cells)
			if tb.faulty == "" && !strings.HasPrefix(fmt.Sprintf("%q", cells[0]), `"`) {
				t.Error("unprintable")
			}
		}
	})
}

// A workbook is put together of a sheet and shared strings as they come.
func FuzzWorkbook(f *testing.F) {
	const head = `<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>`
	f.Add(head+`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>101</v></c><c r="B2"><v>9999901</v></c></row></sheetData></worksheet>`,
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Liste</t></si><si><r><t>HPR</t></r></si></sst>`, false)
	f.Add(head+`<row r="3" hidden="1"><c r="A3" t="inlineStr"><is><t>Liste</t></is></c><c r="C3" t="str"><f>1</f><v>Lege</v></c></row><row><c><v>1</v></c><c t="b"><v>1</v></c><c t="e"><v>#REF!</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>`,
		``, true)
	f.Add(head+`<row r="1048576"><c r="XFD1" s="9"><f>SUM(A1)</f></c></row>`, `<sst>`, false)
	// The first seed is a workbook that opens, or nothing would be tested.
	if res, err := Read(context.Background(), []Input{Bytes("bok.xlsx", bookOf(head+`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row><row r="2"><c r="A2"><v>101</v></c><c r="B2"><v>9999901</v></c></row></sheetData></worksheet>`,
		`<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si><t>Liste</t></si><si><r><t>HPR</t></r></si></sst>`, false))}, Options{}, nil); err != nil || res.Observations != 1 {
		f.Fatalf("%v, %+v", err, res.Problems.Err())
	}
	f.Fuzz(func(t *testing.T, sheet, shared string, from1904 bool) {
		if len(sheet)+len(shared) < 64<<10 {
			readsSafely(t, "bok.xlsx", bookOf(sheet, shared, from1904), Options{SetAsideFaults: true})
		}
	})
}

// bookOf packs a sheet and shared strings into the smallest workbook.
func bookOf(sheet, shared string, from1904 bool) []byte {
	const xmlns = `xmlns="http://schemas.openxmlformats.org/package/2006/relationships"`
	const office = `http://schemas.openxmlformats.org/officeDocument/2006/relationships`
	return archived(
		"[Content_Types].xml", text(`<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>`),
		"_rels/.rels", text(`<Relationships `+xmlns+`><Relationship Id="rId1" Type="`+office+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`),
		"xl/workbook.xml", text(fmt.Sprintf(`<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="%s"><workbookPr date1904="%t"/><sheets><sheet name="November 2019" sheetId="1" r:id="rId1"/></sheets></workbook>`, office, from1904)),
		"xl/_rels/workbook.xml.rels", text(`<Relationships `+xmlns+`><Relationship Id="rId1" Type="`+office+`/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`),
		"xl/worksheets/sheet1.xml", text(sheet),
		"xl/sharedStrings.xml", text(shared),
	)()
}

func FuzzExportXML(f *testing.F) {
	seedFiles(f, "export*.xml")
	f.Fuzz(func(t *testing.T, b []byte) {
		readsSafely(t, "export.xml", append([]byte("<?xml version=\"1.0\"?>"), b...), Options{SetAsideFaults: true, LastMonth: varighet.Some(varighet.MonthOf(2020, 1))})
	})
}

func FuzzExportJSON(f *testing.F) {
	seedFiles(f, "export*.json")
	f.Fuzz(func(t *testing.T, b []byte) {
		readsSafely(t, "export.json", append([]byte("[{"), b...), Options{SetAsideFaults: true})
		readsSafely(t, "export.json", append([]byte(`{"`), b...), Options{LastMonth: varighet.Some(varighet.MonthOf(2020, 1))})
	})
}

func FuzzPage(f *testing.F) {
	seedFiles(f, "*.html")
	seedFiles(f, "workbook-that-is-a-page*")
	f.Fuzz(func(t *testing.T, b []byte) {
		readsSafely(t, "side_2019_11.html", append([]byte("<html><table>"), b...), Options{SetAsideFaults: true})
	})
}

// Two months of two lists on their side, and whatever comes below.
func FuzzSideways(f *testing.F) {
	seedFiles(f, "sideways*")
	f.Add([]byte("2019-03;Kari Dahl;\nSum;1;1\n2019.1;a;b\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		readsSafely(t, "panel.csv", append([]byte("Måned;Liste 1;Liste 2\n2019-01;Ola Berg;Ubesatt\n2019-02;;Kari Dahl\n"), b...), Options{SetAsideFaults: true})
	})
}

// Rows with periods have no month after the last. A table with lines of months is none of periods.
func FuzzPeriods(f *testing.F) {
	seedFiles(f, "periods*")
	f.Add([]byte("1;Kari Dahl;01.05.2017;30.06.2018\n1;Ola Berg;aug. 2018;\n2;Vakant;2019-01-01;d.d.\n;Åse Moe;1.1.1990;31.12.9999\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		last := varighet.MonthOf(2020, 1)
		res := readsSafely(t, "perioder.csv", append([]byte("Liste;Lege;Fra;Til\n"), b...), Options{SetAsideFaults: true, LastMonth: varighet.Some(last), Samples: 1})
		for _, s := range res.Files {
			for _, m := range s.Months {
				if len(s.Layouts) > 0 && s.Layouts[0].ID == "L7b" && (m.Month < firstOfScheme || m.Month > last) {
					t.Errorf("rows of %s", m.Month)
				}
			}
		}
	})
}

// A layout that is read is one that can be looked up in; one that is not is an error.
func FuzzLayout(f *testing.F) {
	f.Add([]byte("header_row = 3\nseparator = \"tab\"\n[columns]\n\"Avtal-ID\" = \"position_id\"\n"))
	f.Add([]byte("dates = \"month/day\"\n[columns]\nA = \"month\"\n[[tables]]\nheaders = [\"A\", \"B\"]\n[tables.columns]\nB = \"position_id\"\n"))
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := ParseLayout(b)
		if err == nil {
			for _, table := range l.Tables {
				if l.of(table.Headers) == l {
					t.Errorf("the headers %q are those of no table", table.Headers)
				}
			}
			for header, name := range l.Columns {
				if got, ok := l.fieldOf(header); !ok || len(l.Columns) == len(l.fields) && got.String() != name {
					t.Errorf("%q is %q; want %q", header, got, name)
				}
			}
		}
	})
}
