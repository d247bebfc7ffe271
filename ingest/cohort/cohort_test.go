package cohort_test

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/cohort"
)

const table = "ALIS-Vest;;;;\nListe;Fra;Til;Type liste;Bølge\nA;2017-02;;delt;1\nB;;mai 2018;nulliste;1\nB;juni 2018;;etablert;2\n\nC;;;etablert;2\n"

// workbook is the same table as a workbook, with dates as dates.
func workbook(t *testing.T, text string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, line := range strings.Split(strings.TrimSpace(text), "\n") {
		for k, cell := range strings.Split(line, ";") {
			at, _ := excelize.CoordinatesToCellName(k+1, i+1)
			if m, ok := ingest.ParseMonth(cell); ok && k < 3 {
				f.SetCellValue("Sheet1", at, int(m.Days())+25569) // the 1900 system
				continue
			}
			f.SetCellValue("Sheet1", at, cell)
		}
	}
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestCohort(t *testing.T) {
	for name, content := range map[string][]byte{"cohort.csv": []byte(table), "cohort.xlsx": workbook(t, table),
		"latin.csv": []byte(strings.ReplaceAll(table, "ø", "\xf8"))} {
		c, err := cohort.Read(name, content)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if want := []string{"Type liste", "Bølge"}; !slices.Equal(c.Attributes, want) || c.Len() != 3 {
			t.Errorf("%s: %q, %d", name, c.Attributes, c.Len())
		}
		at := func(y int, m time.Month) varighet.Month { return varighet.MonthOf(y, m) }
		var got []string
		for _, q := range []struct {
			id   string
			a, b varighet.Month
		}{{"A", at(2016, 1), at(2017, 1)}, {"A", at(2016, 1), at(2017, 2)}, {"B", at(2018, 5), at(2019, 1)}, {"B", at(2018, 6), at(2019, 1)}, {"C", 1, 2}, {"D", at(2018, 1), at(2018, 2)}} {
			m, ok := c.Of(q.id, q.a, q.b)
			got = append(got, fmt.Sprint(q.id, ok, m.Line))
			if q.id == "B" && q.a == at(2018, 6) && c.Value(m, "Bølge") != "2" {
				t.Errorf("%s: wave %q", name, c.Value(m, "Bølge"))
			}
		}
		if want := "[Afalse 0 Atrue 3 Btrue 4 Btrue 5 Ctrue 7 Dfalse 0]"; fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", name, got, want)
		}
		var ps *varighet.Problems
		never := func(string) (varighet.Month, bool) { return 0, false }
		if err := c.Unmatched(func(m cohort.Member) bool { return m.PositionID != "C" }, never); !errors.As(err, &ps) || ps.Len() != 1 || ps.All()[0].Line != 7 {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestCohortFaults(t *testing.T) {
	for text, want := range map[string]string{
		"Liste;Fra\nA;x\n":                               "cohort",
		"Liste;Fra;Til\nA;2019-02;2019-01\n":             "cohort",
		"Liste;X\nA;1\nA;2\n":                            "cohort-twice",
		"Liste;Fra;Til\nA;2019-01;2019-05\nA;2019-05;\n": "cohort-twice",
		"Liste;X\n;1\n":                                  "cohort",
		"Liste\n":                                        "cohort",
		"Liste;Type;type\nA;1;2\n":                       "column-twice",
		"Liste;Etternavn\nA;Prøve\n":                     "personal-column",
		"Liste;Lege\nA;Prøve\n":                          "personal-column",
		"Liste;Helsepersonellnr\nA;9999901\n":            "personal-column",
		"Liste;Fødselsnr.\nA;130972\n":                   "personal-column",
		"Liste;Merknad\nA;13097248022\n":                 "national-id",
	} {
		_, err := cohort.Read("c.csv", []byte(text))
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.All()[0].Code != want {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

func TestDoctors(t *testing.T) {
	key := []byte("0123456789abcdef")
	d, err := cohort.ReadDoctors("leger.csv", []byte("HPR-nr;Kjønn;Spesialist fra;Kull\n9000001;K;01.05.2018;a\n9000002;mann;;b\n9000003;;;c\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Match(func(_ varighet.MunicipalityCode, doctor string) []string {
		return ingest.DoctorIDs(key, doctor)
	}); err != nil {
		t.Fatal(err)
	}
	id := func(number string) string { return ingest.NumberIDs(key, number)[0] }
	a, ok := d.Of(id("9000001"))
	if !ok || a.Sex != "F" || a.IsSpecialist(varighet.MonthOf(2018, 4)) != varighet.Some(false) ||
		a.IsSpecialist(varighet.MonthOf(2018, 5)) != varighet.Some(true) || a.Values[0] != "a" {
		t.Errorf("%+v, %v", a, ok)
	}
	if b, ok := d.Of(id("9000002")); !ok || b.Sex != "M" || b.IsSpecialist(1).OK {
		t.Errorf("%+v, %v", b, ok)
	}
	var ps *varighet.Problems
	if err := d.Unmatched(func(s string) bool { return s == id("9000001") || s == id("9000002") }); !errors.As(err, &ps) || ps.Len() != 1 || ps.All()[0].Line != 4 {
		t.Errorf("%v", err)
	}
}

// The municipality of a doctor known by name may be a code, a name or both, in one column.
func TestDoctorsByNameAndMunicipality(t *testing.T) {
	d, err := cohort.ReadDoctors("leger.csv", []byte("Lege;Kommune;Kull\nKari Dahl;4631;a\nOla Berg;Alver kommune;b\nÅse Moe;4626 Øygarden;c\nPer Holm;OSLO;d\nEva Lie;Nowhere;e\n"))
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(d.Attributes, []string{"Kull"}) || !d.NamesMunicipalities() {
		t.Errorf("attributes %q", d.Attributes)
	}
	d.Locate(func(key string) []varighet.MunicipalityCode {
		return map[string][]varighet.MunicipalityCode{"alver": {"1263", "4631"}, "oslo": {""}}[key]
	})
	if err := d.Match(func(code varighet.MunicipalityCode, doctor string) []string {
		return []string{string(code) + "/" + doctor}
	}); err != nil {
		t.Fatal(err)
	}
	for id, kull := range map[string]string{"4631/Kari Dahl": "a", "1263/Ola Berg": "b", "4631/Ola Berg": "b", "4626/Åse Moe": "c", "/Per Holm": "d"} {
		if row, ok := d.Of(id); !ok || row.Values[0] != kull {
			t.Errorf("%s: %+v, %v; want %s", id, row, ok, kull)
		}
	}
}

// A number goes before a name; where there is no number the name counts.
func TestDoctorsWithNumberAndName(t *testing.T) {
	d, err := cohort.ReadDoctors("leger.csv", []byte("HPR-nr;Navn;Kjønn\n9000001;Kari Dahl;K\n;Ola Berg;M\n"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Match(func(_ varighet.MunicipalityCode, doctor string) []string { return []string{doctor} }); err != nil {
		t.Fatal(err)
	}
	for id, sex := range map[string]string{"9000001": "F", "Ola Berg": "M"} {
		if row, ok := d.Of(id); !ok || row.Sex != sex {
			t.Errorf("%s: %+v, %v", id, row, ok)
		}
	}
	if _, ok := d.Of("Kari Dahl"); ok {
		t.Error("a doctor with a number is known by name too")
	}
	var p *varighet.Problem
	if _, err := cohort.ReadDoctors("leger.csv", []byte("Kjønn;Kull\nK;a\n")); !errors.As(err, &p) || p.Code != "missing-column" || p.Hint == "" {
		t.Errorf("a table without doctors: %v", err)
	}
}

// All faults of a table come at once, by line and column.
func TestDoctorsFaults(t *testing.T) {
	for text, want := range map[string]string{
		"Lege;Kjønn;Spesialist\nA;?;kanskje\n;K;ja\n":     "2:2 doctors, 2:3 doctors, 3:1 doctors",
		"Lege;Spesialist;Spesialist fra\nA;nei;2019-01\n": "2:3 doctors",
		"Lege;Knr\nA;46\n":              "2:2 doctors",
		"Lege\n":                        "0:0 doctors",
		"Lege;Telefon;Kull\nA;1;2\n":    "1:0 personal-column",
		"HPR;Fødselsnummer\n1;0101\n":   "1:0 personal-column",
		"Lege;X\nA;130972 48022\nB;2\n": "2:2 national-id",
	} {
		_, err := cohort.ReadDoctors("leger.csv", []byte(text))
		var ps *varighet.Problems
		if !errors.As(err, &ps) {
			t.Errorf("%q: %v, want faults", text, err)
			continue
		}
		var got []string
		for _, p := range ps.All() {
			got = append(got, fmt.Sprintf("%d:%d %s", p.Line, p.Column, p.Code))
		}
		if s := strings.Join(got, ", "); s != want {
			t.Errorf("%q: %s, want %s", text, s, want)
		}
	}
}
