package ingest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"golang.org/x/text/cases"

	"github.com/varighet/varighet"
)

// Each line is one doctor as different lists write the name (made up).
func TestNameKeyIsOneForOneDoctor(t *testing.T) {
	for _, forms := range [][]string{
		{"Kari Anne Nordmann", "NORDMANN, KARI ANNE", "Nordmann,Kari Anne", "kari  anne nordmann", "Dr. Kari Anne Nordmann",
			"lege Kari Anne Nordmann", "Kari-Anne Nordmann", "Kari Anne\u00A0Nordmann", "Nordmann, dr. Kari Anne"},
		{"Åse Bjørnøy", "ÅSE BJØRNØY", "A\u030Ase Bjørnøy", "Bjørnøy, Åse"},
		{"Máret Šuoŋŋá", "MÁRET ŠUOŊŊÁ", "Ma\u0301ret S\u030Cuoŋŋa\u0301"},
		{"Ole Hansen-Berg", "Ole Hansen Berg", "HANSEN - BERG, OLE", "Ole Hansen–Berg"},
	} {
		want := readName([]byte(forms[0])).key
		for _, f := range forms {
			if got := readName([]byte(f)); got.kind != nameHolder || got.key != want {
				t.Errorf("readName(%q) = %+v; want a holder with key %q", f, got, want)
			}
		}
	}
}

func TestNameKeyTellsDoctorsApart(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"Kari Nordmann", "Kari Normann", "Kari Anne Nordmann", "Kåre Nordmann", "Nordmann Karin", "Ås, Ola", "As, Ola"} {
		k := nameKey(name)
		if other, ok := seen[k]; ok {
			t.Errorf("%q and %q have one key %q", name, other, k)
		}
		seen[k] = name
	}
}

func TestReadNameKnowsWhoHoldsTheList(t *testing.T) {
	for cell, want := range map[string]nameCell{
		"":                                {},
		"  ":                              {},
		"-":                               {},
		"Liste uten fast lege":            {kind: nameVacant},
		"LISTE UTEN FASTLEGE":             {kind: nameVacant},
		"Liste utan fast lege frå 1.3":    {kind: nameVacant},
		"uten fast lege":                  {kind: nameVacant},
		"Ubesatt":                         {kind: nameVacant},
		"Ubesatt liste":                   {kind: nameVacant},
		"Ubesett":                         {kind: nameVacant},
		"Ubesett liste":                   {kind: nameVacant},
		"LUFL":                            {kind: nameVacant},
		"Ledig hjemmel":                   {kind: nameVacant},
		"ledig heimel":                    {kind: nameVacant},
		"Vakant":                          {kind: nameVacant},
		"Vacant":                          {kind: nameVacant},
		"Ingen lege":                      {kind: nameVacant},
		"NN":                              {kind: nameVacant},
		"N.N.":                            {kind: nameVacant},
		"n n":                             {kind: nameVacant},
		"N. N. Nordmann":                  {kind: nameHolder, display: "N. N. Nordmann", key: "n n nordmann"},
		"Vikar":                           {kind: nameLocum},
		"vikarlege":                       {kind: nameLocum},
		"Vikar Ola Dahl":                  {kind: nameLocum},
		"Ola Dahl (vikar)":                {kind: nameLocum},
		"Vikar for Kari Nordmann":         {kind: nameLocumFor, display: "Kari Nordmann", key: "kari nordmann"},
		"VIKAR FOR NORDMANN, KARI":        {kind: nameLocumFor, display: "NORDMANN, KARI", key: "kari nordmann"},
		"vikar: for Kari Nordmann":        {kind: nameLocumFor, display: "Kari Nordmann", key: "kari nordmann"},
		"Vikar for ledig hjemmel":         {kind: nameLocum},
		"Kari Nordmann v/vikar Ola Dahl":  {kind: nameHolder, display: "Kari Nordmann", key: "kari nordmann"},
		"Kari Nordmann *":                 {kind: nameHolder, display: "Kari Nordmann", key: "kari nordmann"},
		"Kari Nordmann 1)":                {kind: nameHolder, display: "Kari Nordmann", key: "kari nordmann"},
		"Kari Nordmann²":                  {kind: nameHolder, display: "Kari Nordmann", key: "kari nordmann"},
		"Summer, Ola":                     {kind: nameHolder, display: "Summer, Ola", key: "ola summer"},
		"A. Berg / B. Dahl":               {kind: nameHolder, display: "A. Berg", key: "a berg", others: []nameCell{{kind: nameHolder, display: "B. Dahl", key: "b dahl"}}},
		"Ledig, Ola":                      {kind: nameHolder, display: "Ledig, Ola", key: "ledig ola"},
		"Ubesatt (vikar: Ola Dahl)":       {kind: nameVacant},
		"Liste uten fast lege, vikar Ola": {kind: nameVacant},
	} {
		if got := readName([]byte(cell)); !reflect.DeepEqual(got, want) {
			t.Errorf("readName(%q) = %+v; want %+v", cell, got, want)
		}
	}
}

func TestReadHPR(t *testing.T) {
	for cell, want := range map[string]idCell{
		"":                     {},
		"0":                    {},
		"-":                    {},
		"1234567":              {id: "1234567", basis: varighet.DoctorByNumber},
		"0001234567":           {id: "1234567", basis: varighet.DoctorByNumber},
		"1 234 567":            {id: "1234567", basis: varighet.DoctorByNumber},
		"1234567.0":            {id: "1234567", basis: varighet.DoctorByNumber},
		"'1234567":             {id: "1234567", basis: varighet.DoctorByNumber},
		"123456789":            {id: "123456789", basis: varighet.DoctorByNumber},
		"1234567890":           {id: "1234567890", bad: true, basis: varighet.DoctorByNumber},
		"12A4567":              {bad: true},
		"Liste uten fast lege": {vacant: true},
	} {
		if got := readHPR([]byte(cell)); !reflect.DeepEqual(got, want) {
			t.Errorf("readHPR(%q) = %+v; want %+v", cell, got, want)
		}
	}
}

// HMAC-SHA-256 under the key of 16 zero bytes, by Python's hmac and base64:
// hmac.new(bytes(16), b"hpr\x001234567", "sha256"), first 20 letters of base32.
func TestPseudonymIsHMAC(t *testing.T) {
	p := newPseudonymiser(make([]byte, 16))
	if got, want := p.of(pseudonymHPR, "1234567"), "dnxwldb7d5eg5dbjficxr"; got != want {
		t.Errorf("pseudonym = %s; want %s", got, want)
	}
	if p.of(pseudonymHPR, "1234567") == p.of(pseudonymOwn, "1234567") {
		t.Error("an HPR number and an own id with the same digits have one pseudonym")
	}
	if got, want := KeyFingerprint(make([]byte, 16)), "b5a978734e677916"; got != want {
		t.Errorf("fingerprint = %s; want %s", got, want)
	}
	if got := (*pseudonymiser)(nil).of(pseudonymHPR, "1234567"); got != "1234567" {
		t.Errorf("without a key the id becomes %q", got)
	}
}

// The numbers are made by the public rule for check digits, in madeUpID below.
func TestNationalIDs(t *testing.T) {
	for text, want := range map[string]bool{
		"NID1":                    true,
		"NIDSPACE":                true,
		"Nordmann NID1 Kari":      true,
		"x NIDD.":                 true,
		"NIDBAD":                  false,
		"NID10":                   false,
		"1NID1":                   false,
		"12345678901":             false,
		"99999999999":             false,
		"00000000000":             false,
		"1234567":                 false,
		"Nordmann, Kari Anne 123": false,
	} {
		text = nid.Replace(text)
		if got := hasNationalID([]byte(text)); got != want {
			t.Errorf("hasNationalID(%q) = %v; want %v", text, got, want)
		}
	}
}

// nid puts made-up numbers with right check digits into test texts, so that
// none stands in the source.
var nid = strings.NewReplacer("NIDSPACE", spaced(madeUpID(1, 1)), "NIDD", madeUpID(41, 1), "NIDBAD", "0"+madeUpID(1, 1)[:9]+"5", "NID1", madeUpID(1, 1))

func spaced(s string) string { return s[:6] + " " + s[6:] }

// madeUpID returns the first number with valid check digits for a day and month in 1905.
func madeUpID(day, month int) string {
	for n := 0; ; n++ {
		d := []int{day / 10, day % 10, month / 10, month % 10, 0, 5, n / 100, n / 10 % 10, n % 10}
		sum := func(w ...int) int {
			s := 0
			for i, x := range w {
				s += x * d[i]
			}
			return (11 - s%11) % 11
		}
		k1 := sum(3, 7, 6, 1, 8, 9, 4, 5, 2)
		d = append(d, k1)
		k2 := sum(5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
		d = append(d, k2)
		if k1 < 10 && k2 < 10 {
			var b strings.Builder
			for _, x := range d {
				b.WriteByte(byte('0' + x))
			}
			return b.String()
		}
	}
}

func FuzzNameKey(f *testing.F) {
	for _, s := range []string{"NORDMANN, Kari-Anne", "dr. Ola Prøve", "İstanbul ß ſ ŉ", "a\u0301 ,b", "Lege, dr", ",,", "A/B", "Vikar for X"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		k := nameKey(s)
		if again := nameKey(k); again != k && !strings.ContainsAny(k, "(.") {
			t.Errorf("nameKey(%q) = %q, and of that %q", s, k, again)
		}
		if a, b := foldCase(s), cases.Fold().String(s); a != b && foldCase(a) != foldCase(b) {
			t.Errorf("foldCase(%q) = %q; want %q", s, a, b)
		}
		if c := readName([]byte(s)); (c.kind == nameHolder || c.kind == nameLocumFor) != (c.key != "") {
			t.Errorf("readName(%q) = %+v", s, c)
		}
	})
}

// Words that say which list it is, or that it has no doctor, name nobody; a name does,
// however much of it looks like such a word.
func TestAListWithoutADoctorIsNoDoctor(t *testing.T) {
	for _, s := range []string{"Kommunal liste", "Kommunal legehjemmel", "KOMMUNAL HEIMEL", "Vakant hjemmel", "Vakant heimel 2", "Ledig", "ledig fra 1.3.2019",
		"Ledig frå mars", "Hjemmel 3 (ledig)", "Heimel 3", "Liste 4 - ubesatt", "Liste nr. 4, vakant", "Fastlegehjemmel ledig", "Ny hjemmel", "Nyopprettet hjemmel",
		"Midlertidig vakant", "Ledig kommunal liste", "Ledig stilling", "Kommunalt drevet liste", "Kommunen", "Nulliste", "0-liste", "Står ledig", "Hjemmel vakant fra april",
		"Tilsetting pågår", "Liste uten lege", "Ubemanna", "Drives av kommunen", "Kommunal stilling", "Vakanse"} {
		if n := readName([]byte(s)); n.kind != nameVacant {
			t.Errorf("%q is taken for a doctor (kind %d)", s, n.kind)
		}
	}
	for _, s := range []string{"Kari Ledal", "Ledang, Ola", "Anna Ledig", "Tom Ny", "Tom Lista", "Ludvig Stilling", "Stilling, Tom", "Stilling", "Nils Heimly", "Heimdal, Liv",
		"Kari Heimel", "Liste, Jens", "Jens Liste", "Vakander, Per", "Per Vakant", "Kommunda, Ola", "Ingen Nguyen", "Ingrid Ubesen", "Åse Drivesen", "Ståle Står", "Nora Listhaug", "Ny, Tom", "Vik, Arne"} {
		if n := readName([]byte(s)); n.kind != nameHolder {
			t.Errorf("%q is not taken for a doctor (kind %d)", s, n.kind)
		}
	}
}

// Two lists 120001 and 120002 are both 1.2E+05 where a spreadsheet cut their digits, and would be one with two
// holders; so would two doctors. With all digits there, as in 1.234567E6, the number is known.
func TestIDsCutBySpreadsheets(t *testing.T) {
	for text, want := range map[string]string{
		"Liste;HPR\n1.2E+05;9000001\n1.2E+05;9000002\n":                "[a_2019_11.csv:2:1 position-digits-lost a_2019_11.csv:3:1 position-digits-lost]",
		"Liste;HPR\n\"1,2E+05\";9000001\n17;9000002\n":                 "[a_2019_11.csv:2:1 position-digits-lost]",
		"Liste;HPR\n16;9.0E+06\n17;9000002\n":                          "[a_2019_11.csv:2:2 doctor-digits-lost]",
		"Liste;Lege-ID\n16;9.0E+06\n17;9000002\n":                      "[a_2019_11.csv:2:2 doctor-digits-lost]",
		"Liste;HPR\n1.234567E6;9.000001E+06\n1E5;9000002\n120;9000003": "[]",
	} {
		res, obs := readAll(t, Options{}, Bytes("a_2019_11.csv", []byte(text)))
		if got := fmt.Sprint(faults(res.Problems)); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
		if want == "[]" && (len(obs) != 3 || obs[0].PositionID != "1234567" || obs[0].DoctorID != "9000001" || obs[1].PositionID != "1E5") {
			t.Errorf("%q: %+v", text, obs)
		}
	}
}
