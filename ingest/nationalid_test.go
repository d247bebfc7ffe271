package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// lostZeroID is a made-up number of ten digits that lost its zero; both check digits fit.
func lostZeroID() string { return madeUpID(1, 81)[1:] }

// chanceForms are spellings that a number of another kind may have too.
func chanceForms() []string {
	id := madeUpID(31, 12)
	return []string{lostZeroID(), lostZeroID() + ".0", id + ",00", "3.1E+10", id[:1] + "." + id[1:] + "E10", id[:4] + " " + id[4:8] + " " + id[8:],
		id[:4] + "19" + id[4:], "20" + id[4:6] + id[2:4] + id[:2] + "-" + id[6:]}
}

// In a column for the doctor, whatever its header, every form is refused.
func TestDoubtfulNationalIDsAreRefusedWhereTheDoctorStands(t *testing.T) {
	for _, header := range []string{"Lege", "Lege-ID", "doctor_id", "HPR", "Etternavn", "Vikar for", "Vikar", "Deleliste"} {
		for _, id := range chanceForms() {
			if strings.Contains(id, ",") { // which parts the columns of the text below
				id = `"` + id + `"`
			}
			text := "Liste;Fastlege;" + header + "\n"
			if header == "Lege" || header == "Etternavn" {
				text = "Liste;Kontor;" + header + "\n"
			}
			text += strings.Repeat("1;Ola Dahl;\n", 30) + "2;Kari Berg;" + id + "\n"
			res, _ := readAll(t, Options{SetAsideFaults: true}, Bytes("liste_2019_11.csv", []byte(text)))
			if got := faults(res.Problems); !slices.Contains(got, "liste_2019_11.csv:32:3 national-id") {
				t.Errorf("%s: %q gives %v", header, id, got)
			}
			if shown := fmt.Sprint(res.Problems.Err(), res.SetAside.Err(), res.Warnings); strings.Contains(shown, strings.Trim(id, `"`)) {
				t.Errorf("%s: %q is shown", header, id)
			}
		}
	}
}

// Elsewhere one cell in ten may be so by chance, and is told; more are refused. Cells that
// are empty do not count.
func TestDoubtfulNationalIDsElsewhereAreCounted(t *testing.T) {
	file := func(doubtful, others, empty int) string {
		text := "Liste;HPR;Journalnr\n"
		for range doubtful {
			text += "1;9999901;" + lostZeroID() + "\n"
		}
		return text + strings.Repeat("2;9999902;1234567891\n", others) + strings.Repeat("3;9999903;\n", empty)
	}
	for _, c := range []struct {
		doubtful, others, empty int
		refused                 bool
	}{{1, 8, 0, true}, {1, 9, 0, false}, {1, 9, 30, false}, {3, 26, 50, true}, {3, 27, 0, false}, {1, 0, 0, true}, {0, 30, 0, false}} {
		res, _ := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte(file(c.doubtful, c.others, c.empty))))
		if got := slices.Contains(faults(res.Problems), "liste_2019_11.csv:2:3 national-id"); got != c.refused {
			t.Errorf("%+v: faults %v", c, faults(res.Problems))
		}
		told := slices.ContainsFunc(res.Warnings, func(w Warning) bool { return w.Code == "national-id-like" && w.Count == int64(c.doubtful) })
		if told != (!c.refused && c.doubtful > 0) {
			t.Errorf("%+v: %v", c, res.Warnings)
		}
	}
}

// A line that says of its list what the last month's said is not read again, but for what
// it says beside: a remark with a number must be found there too.
func TestNationalIDsAreFoundInLinesThatAreNotReadAgain(t *testing.T) {
	for _, remark := range []string{"f. " + madeUpID(1, 1), spaced(madeUpID(1, 1)), madeUpID(1, 1), lostZeroID(), "3.1E+10", lostZeroID() + ".0"} {
		month := func(remark string) []byte {
			text := "Liste;HPR;Listelengde;Merknad\n"
			for i := range 5 {
				text += fmt.Sprintf("%d;999990%d;%d;%s\n", i, i, 900+i, remark)
			}
			return []byte(text)
		}
		res, _ := readAll(t, Options{Workers: 1}, Bytes("liste_2019_11.csv", month("")), Bytes("liste_2019_12.csv", month("ring")), Bytes("liste_2020_01.csv", month(remark)))
		if got := faults(res.Problems); !slices.Equal(got, []string{"liste_2020_01.csv:2:4 national-id"}) {
			t.Errorf("%q: %v", remark, got)
		}
	}
}

func TestNationalIDsInNamesOfFilesAndSheetsAreRefused(t *testing.T) {
	id := madeUpID(1, 1)
	table := []byte("Liste;HPR\n1;9999901\n")
	for _, name := range []string{id + " november 2019.csv", "liste " + spaced(id) + "_2019_11.csv", "zip/" + id + "/2019-11.csv"} {
		res, _ := readAll(t, Options{}, Bytes(name, table))
		if got := faults(res.Problems); len(got) != 1 || !strings.HasSuffix(got[0], ":0:0 national-id") {
			t.Errorf("%s: %v", name, got)
		}
		if shown := fmt.Sprint(res.Problems.Err(), res.Files); strings.Contains(shown, id) || strings.Contains(shown, spaced(id)) {
			t.Errorf("%s: the name is shown", name)
		}
	}
	book := workbook(sheetOf{name: id, rows: [][]any{{"Liste", "HPR"}, {1, 9999901}}}, sheetOf{name: "2019-11", rows: [][]any{{"Liste", "HPR"}, {1, 9999901}}})
	res, _ := readAll(t, Options{}, Bytes("2019-11.xlsx", book()))
	if got := faults(res.Problems); !slices.Contains(got, "2019-11.xlsx/sheet 1:0:0 national-id") {
		t.Errorf("a sheet: %v", got)
	}
}

// Random ids of lists of seven digits, and amounts, are never taken for national identity
// numbers, with or without decimals.
func TestListIDsAndAmountsAreNoNationalIDs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := "Liste;HPR;Basistilskudd;Sum;Id\n"
		for range 20 {
			amount := rapid.Int64Range(0, 99_999_999).Draw(t, "øre")
			text += fmt.Sprintf("%07d;%d;%d,%02d;%d.%02d;%d\n", rapid.IntRange(0, 9_999_999).Draw(t, "list"), rapid.IntRange(1, 9_999_999).Draw(t, "HPR"),
				amount/100, amount%100, amount/100, amount%100, rapid.IntRange(0, 999_999_999).Draw(t, "id"))
		}
		in := Bytes("liste_2019_11.csv", []byte(text))
		res, err := Read(t.Context(), []Input{in}, Options{Workers: 1}, nil)
		if err != nil || res.Problems.Len() > 0 || slices.ContainsFunc(res.Warnings, func(w Warning) bool { return w.Code == "national-id-like" }) {
			t.Fatalf("%v, %v, %v", err, res.Problems.Err(), res.Warnings)
		}
	})
}

// An export of the register of GPs has persons in many elements.
func TestDoubtfulNationalIDsInExportsAreRefused(t *testing.T) {
	for name, change := range map[string][2]string{
		"of a person": {"<FirstName>", "<NIN>" + lostZeroID() + "</NIN><FirstName>"},
		"as a name":   {"<FirstName>", "<FirstName>" + lostZeroID() + " "},
	} {
		text := strings.Replace(contract101XML, change[0], change[1], 1)
		if text == contract101XML {
			t.Fatalf("%s: the export has no %s", name, change[0])
		}
		res, _ := readAll(t, Options{}, Bytes("export_2019_11.xml", contractsXML(text)()))
		if got := faults(res.Problems); !slices.Equal(got, []string{"export_2019_11.xml:0:0 national-id"}) {
			t.Errorf("%s: %v", name, got)
		}
		if strings.Contains(fmt.Sprint(res.Problems.Err(), res.Warnings), lostZeroID()) {
			t.Errorf("%s: the number is shown", name)
		}
	}
	res, _ := readAll(t, Options{}, Bytes("export_2019_11.xml", contractsXML(strings.Replace(contract101XML, "<FirstName>", "<Ref>"+lostZeroID()+"</Ref><FirstName>", 1))()))
	if res.Problems.Len() > 0 || !slices.ContainsFunc(res.Warnings, func(w Warning) bool { return w.Code == "national-id-like" }) {
		t.Errorf("a reference that may be one: %v, %v", faults(res.Problems), res.Warnings)
	}
}
