package ingest

import (
	"testing"

	"github.com/varighet/varighet/ingest/cell"
)

// Each layout by a file of it; the runner-up is clearly behind, except between
// the two forms of Norwegian where no header tells them apart.
func TestLayoutsAreRecognised(t *testing.T) {
	for _, c := range []struct{ id, file, text string }{
		{"L1", "november 2019.csv", "Kommunenr;Kommune;Legens navn;Antall innbyggere på listen;Basistilskudd\n0301;Oslo;Kari Dahl;1204;50267,00\n"},
		{"L2", "november 2019.csv", "Kommunenr.;Kommune;Namn på lege;Tal på listeinnbyggarar;Basistilskot;Grunntilskot;Utjamningstilskot;Sum\n4634;Masfjorden;Ola Prøve;595;33468,75;;12000,00;45468,75\n"},
		{"L3", "1865 - Vågan - august 2024.csv", "HPR-nr;Fastlege;Listelengde;Listetak;Basistilskudd;Sum\n9999901;Eksempel, Eva;903;900;63345,45;63345,45\n"},
		{"L4", "november 2019.csv", "Kommunenr;Kommune;Etternavn;Fornavn;Antall innbyggere;Basistilskudd\n0301;Oslo;Dahl;Kari;1204;50267,00\n"},
		{"L5", "uttrekk.csv", "Måned;Kommunenr;AvtaleId;HPR-nr;Listelengde\n2019-11;0301;1;9999901;1204\n"},
		{"L6", "panel.csv", "Kommune;Liste;201910;201911\n0301 Oslo;1;Kari Dahl;Kari Dahl\n"},
		{"L6b", "panel.csv", "Måned;Hjemmel 1;Hjemmel 2\n2019-10;Kari Dahl;Ubesatt\n2019-11;Kari Dahl;Ola Berg\n"},
		{"L7b", "perioder til november 2019.csv", "Liste;Lege;Fra;Til\n1;Kari Dahl;01.05.2017;30.06.2018\n1;Ola Berg;01.07.2018;\n"},
		{"L7", "export.json", `[{"id":1,"updatedOn":"2019-11-01","valid":{"from":"2019-11-01"},"doctorCycles":[{"hprNumber":1,"valid":{"from":"2019-11-01"}}]}]`},
		{"L8", "minfastlege 2014-05.csv", "Fastlege;Kjønn;Praksisnavn;Tilgj.;Adresse;Poststed;GP;FL;Antall innbyggere på listen;Ledig\nKari Dahl;K;Sentrum;Ja;Gata 1;Oslo;Ja;Nei;1204;9\n"},
		{"L9", "register.csv", "month,position_id,municipality_code,doctor_id,role,residents\n2019-11-01,1,0301,d1,regular,1204\n"},
	} {
		res, obs := readAll(t, Options{Samples: 1}, Bytes(c.file, []byte(c.text)))
		if err := res.Problems.Err(); err != nil || len(obs) == 0 {
			t.Errorf("%s: %v, %d observations", c.id, err, len(obs))
			continue
		}
		first, second := res.Files[0].Layouts[0], res.Files[0].Layouts[1]
		if first.ID != c.id || first.Score < 75 || second.Score > first.Score-15 {
			t.Errorf("%s is taken for %s (%d), then %s (%d)", c.id, first.ID, first.Score, second.ID, second.Score)
		}
		if len(res.Files[0].Samples) != 1 {
			t.Errorf("%s: %d sample rows", c.id, len(res.Files[0].Samples))
		}
	}
}

// Titles and headings that name a municipality, and others that do not.
func TestMunicipalityInText(t *testing.T) {
	for text, want := range map[string]string{
		"Basistilskuddsrapport for fastlegeordningen i 1865 Vågan kommune per august 2024": "1865 Vågan",
		"1865 Vågan": "1865 Vågan", "1865 - Vågan": "1865 Vågan", "0301 Oslo kommune": "0301 Oslo",
		"Kommune: 4634 Masfjorden": "4634 Masfjorden", "Kommunenr. 4634": "4634 ", "Kommunenummer: 4634 – Masfjorden": "4634 Masfjorden",
		"Vågan kommune": " Vågan", "Kommune: Vågan": " Vågan", "Nore og Uvdal kommune": " Nore og Uvdal", "Ulvik herad": " Ulvik",
		"Fastlegar i Alver kommune": " Alver", "Oversikt over legar i Våler i Solør kommune": " Våler i Solør", "Våler i Solør kommune": " Våler i Solør",
		"2019 november": "-", "Basistilskudd for fastlegeordningen i kommunene - november 2019": "-", "November 2019": "-",
		"Tall per 1.11.2019": "-", "2019 Statistikk for fastleger": "-", "Kilde: Helfo": "-", "": "-",
	} {
		code, name, ok := cell.MunicipalityInText(text)
		got := string(code) + " " + name
		if !ok {
			got = "-"
		}
		if got != want {
			t.Errorf("municipalityInText(%q) = %q; want %q", text, got, want)
		}
	}
}

// How many doctors a cell names.
func TestSplitHolders(t *testing.T) {
	for raw, want := range map[string]int{
		"Kari Dahl": 1, "A. Berg / B. Dahl": 2, "A. Berg/B. Dahl": 2, "Berg, Anne; Dahl, Bjørn": 2, "Kari Dahl og Ola Berg": 2, "Dahl & Berg": 2,
		"Kari Dahl\nOla Berg": 2, "Kari\nDahl": 1, "Dahl,\nKari Anne": 1, "Hansen/Olsen, Kari": 1, "Kari Hansen/Olsen": 1, "Kari Dahl v/vikar Ola Berg": 1,
		"A. Berg / B. Dahl / C. Li": 3, "Dahl, Kari/Berg, Ola": 2, "Kari Dahl /": 1, "Haldor Ogland": 1, "Kari Dahl + Ola Berg": 2,
	} {
		if got := max(1, len(cell.SplitHolders([]byte(raw)))); got != want {
			t.Errorf("%q names %d; want %d", raw, got, want)
		}
	}
}
