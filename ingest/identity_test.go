package ingest

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/cases"

	"github.com/varighet/varighet/ingest/cell"
)

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
		if got := cell.HasNationalID([]byte(text)); got != want {
			t.Errorf("hasNationalID(%q) = %v; want %v", text, got, want)
		}
	}
}

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
		k := cell.NameKey(s)
		if again := cell.NameKey(k); again != k && !strings.ContainsAny(k, "(.") {
			t.Errorf("nameKey(%q) = %q, and of that %q", s, k, again)
		}
		if a, b := cell.FoldCase(s), cases.Fold().String(s); a != b && cell.FoldCase(a) != cell.FoldCase(b) {
			t.Errorf("foldCase(%q) = %q; want %q", s, a, b)
		}
		if c := cell.ReadName([]byte(s)); (c.Kind == cell.NameHolder || c.Kind == cell.NameLocumFor) != (c.Key != "") {
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
		if n := cell.ReadName([]byte(s)); n.Kind != cell.NameVacant {
			t.Errorf("%q is taken for a doctor (kind %d)", s, n.Kind)
		}
	}
	for _, s := range []string{"Kari Ledal", "Ledang, Ola", "Anna Ledig", "Tom Ny", "Tom Lista", "Ludvig Stilling", "Stilling, Tom", "Stilling", "Nils Heimly", "Heimdal, Liv",
		"Kari Heimel", "Liste, Jens", "Jens Liste", "Vakander, Per", "Per Vakant", "Kommunda, Ola", "Ingen Nguyen", "Ingrid Ubesen", "Åse Drivesen", "Ståle Står", "Nora Listhaug", "Ny, Tom", "Vik, Arne"} {
		if n := cell.ReadName([]byte(s)); n.Kind != cell.NameHolder {
			t.Errorf("%q is not taken for a doctor (kind %d)", s, n.Kind)
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

// nid puts made-up numbers with right check digits into test texts, so that
// none stands in the source.
var nid = strings.NewReplacer("NIDSPACE", spaced(madeUpID(1, 1)), "NIDD", madeUpID(41, 1), "NIDBAD", "0"+madeUpID(1, 1)[:9]+"5", "NID1", madeUpID(1, 1))
