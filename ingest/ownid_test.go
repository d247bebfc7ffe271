package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// What a cell of a column for own ids is, cell by cell; h is what it is where the
// column's numbers are HPR numbers.
func TestOwnIDsAreKnownByContent(t *testing.T) {
	names := map[cell.IDContent]string{cell.ContentOwn: "own", cell.ContentHPR: "hpr", cell.ContentName: "name", cell.ContentPerson: "person"}
	for _, c := range []struct{ raw, want, h string }{
		{"1234567", "hpr 1234567", ""}, {"0001234567", "hpr 1234567", ""}, {"1 234 567", "hpr 1234567", ""}, {"1\u00a0234\u00a0567", "hpr 1234567", ""},
		{"1234567.0", "hpr 1234567", ""}, {"1234567,0", "hpr 1234567", ""}, {"1.234567E6", "hpr 1234567", ""}, {"1.234.567", "hpr 1234567", ""},
		{"１２３４５６７", "hpr 1234567", ""}, {"HPR 1234567", "hpr 1234567", ""}, {"hpr-nr: 1 234 567", "hpr 1234567", ""}, {"HPR1234567", "hpr 1234567", ""},
		{"HPR 123456", "hpr 123456", ""}, {"1234567 / 7654321", "hpr 1234567 7654321", ""}, {"Testesen, Anna (1234567)", "hpr 1234567 Testesen, Anna", ""},
		{"123456", "own 123456", "hpr 123456"}, {"12345678", "own 12345678", "hpr 12345678"}, {"0011", "own 0011", "hpr 11"}, {"1234567891", "own 1234567891", ""},
		{"Testesen Anna", "name testesen", ""}, {"TESTESEN, ANNA", "name testesen", ""}, {"A. Testesen", "name testesen", ""}, {"Dr. Testesen", "name testesen", ""},
		{"Anna-Lise Øverås", "name øverås", ""}, {"Li Bo", "name li", ""}, {"Vikar for Anna Testesen", "name testesen", ""}, {"Vikar", "name ", ""},
		{"Anna Testesen / Ola Berg", "name testesen", ""}, {"#N/A", "own ", ""}, {"#REF!", "own ", ""},
		{"anna.testesen@legekontor.example", "person anna.testesen@legekontor.example", ""}, {"Anna.T@x.example", "person anna.t@x.example", ""},
		{"Storgata 5, 5003 Bergen", "person Storgata 5, 5003 Bergen", ""}, {"ATE", "person ATE", ""}, {"AT", "person AT", ""}, {"atestesen", "person atestesen", ""},
		{"anna.testesen", "person anna.testesen", ""}, {"Testesen", "person Testesen", ""}, {"testesen01", "person testesen01", ""}, {"ate12", "person ate12", ""},
		{"+47 412 34 567", "person 41234567", ""}, {"+4741234567", "person 41234567", ""}, {"0047 41234567", "person 41234567", ""}, {"412 34 567", "person 41234567", ""},
		{"(+47) 41 23 45 67", "person 41234567", ""}, {"41 23 45 67", "person 41234567", ""}, {"55 12 34 56", "person 55123456", ""}, {"+46 8 123 456 78", "person 46812345678", ""},
		{"41234567", "own 41234567", "hpr 41234567"}, {"41 234 567", "own 41 234 567", "hpr 41234567"}, {"004712", "own 004712", "hpr 4712"},
		{"15.06.1970", "person 15.06.1970", ""}, {"1970-06-15", "person 1970-06-15", ""}, {"15/6-70", "person 15/6-70", ""}, {"1970-06-15 00:00:00", "person 1970-06-15 00:00:00", ""},
		{"15061970", "own 15061970", "hpr 15061970"}, {"2019-45", "own 2019-45", ""}, {"12-3", "own 12-3", ""}, {"99.99.1970", "own 99.99.1970", ""},
		{"k.n.", "person k.n.", ""}, {"K. N.", "person K. N.", ""}, {"k.a.n", "person k.a.n", ""}, {"9000002-1", "person 9000002-1", ""}, {"A-1", "own A-1", ""},
		{"L1234567", "person L1234567", ""}, {"LEGE-1234567", "hpr 1234567", ""},
		{"A", "own A", ""}, {"A17", "own A17", ""}, {"D-003", "own D-003", ""}, {"lege17", "own lege17", ""}, {"Lege 4", "own Lege 4", ""}, {"GP-0042", "own GP-0042", ""},
		{"Doctor B", "own Doctor B", ""}, {"dnxwldb7d5eg5dbjficxr", "own dnxwldb7d5eg5dbjficxr", ""},
		{"3f2504e0-4f89-11d3-9a0c-0305e82c3301", "own 3f2504e0-4f89-11d3-9a0c-0305e82c3301", ""}, {"1abc23de", "own 1abc23de", ""}, {"x9Kdq2m7P", "own x9Kdq2m7P", ""}, {"", "own ", ""}, {"-", "own ", ""}, {"Ubesatt", "own ", ""},
	} {
		for _, hpr := range []bool{false, true} {
			want := c.want
			if hpr && c.h != "" {
				want = c.h
			}
			got := cell.ReadDoctorID([]byte(c.raw), hpr)
			text := strings.TrimRight(names[got.Content]+" "+strings.Join(append([]string{got.ID}, got.Others...), " "), " ")
			if got.Name != nil && got.Content == cell.ContentName {
				text = strings.TrimRight(names[got.Content]+" "+longestWord(got.Name.Key), " ")
			} else if got.Name != nil {
				text += " " + got.Name.Display
			}
			if text != strings.TrimRight(want, " ") {
				t.Errorf("%q (column of HPR numbers: %v): %q, want %q", c.raw, hpr, text, want)
			}
		}
	}
}

// longestWord is the one that tells two names apart well enough for a test; of equals the last.
func longestWord(key string) (longest string) {
	for _, w := range strings.Fields(key) {
		if len(w) >= len(longest) {
			longest = w
		}
	}
	return longest
}

// One HPR number is one doctor, in a column for it and in one for the source's own ids,
// however it is written; and so is one name.
func TestSamePersonInColumnsOfOtherNames(t *testing.T) {
	key := []byte("0123456789abcdef")
	_, want := readAll(t, Options{Key: key}, Bytes("a_2019_11.csv", []byte("Liste;HPR;Lege\n1;1234567;\n2;;Anna Testesen\n")))
	for _, header := range []string{"lege_id", "doctor_id", "Lege-ID", "Legekode", "Legenr"} {
		for _, number := range []string{"1234567", "0001234567", "1 234 567", "1234567.0", "HPR 1234567"} {
			text := "Liste;" + header + "\n1;" + number + "\n2;Testesen, Anna\n"
			res, obs := readAll(t, Options{Key: key, Workers: 1}, Bytes("a_2019_11.csv", []byte(text)))
			if res.Problems.Len() > 0 || res.DoctorIDs != DoctorIDHPR || obs[0].DoctorID != want[0].DoctorID || obs[1].DoctorID != want[1].DoctorID {
				t.Errorf("%q: %v, %s, %+v; want %+v", text, res.Problems.Err(), res.DoctorIDs, obs, want)
			}
		}
	}
}

// A column of own ids that holds names is one for names: its doctors are those of files with
// such a column, and no other kind of id.
func TestNamesInAColumnOfOwnIDs(t *testing.T) {
	key := []byte("0123456789abcdef")
	res, obs := readAll(t, Options{Key: key}, Bytes("a_2019_11.csv", []byte("Liste;Lege-ID\n1;Testesen, Anna\n2;Berg Ola\n3;Ubesatt\n")),
		Bytes("a_2019_12.csv", []byte("Liste;Lege\n1;Anna Testesen\n2;Ola Berg\n3;\n")))
	if res.Problems.Len() > 0 || res.DoctorIDs != DoctorIDName || obs[0].DoctorID != obs[3].DoctorID || obs[1].DoctorID != obs[4].DoctorID || obs[2].DoctorID != "" {
		t.Errorf("%v, %s, %+v", res.Problems.Err(), res.DoctorIDs, obs)
	}
}

// Ids that are nobody's name or number stay as they are, beside others that do not; what
// was done is told, with the number of rows, whether they were read again or not.
func TestOwnIDsWithPersonsAmongThem(t *testing.T) {
	key := []byte("0123456789abcdef")
	p := newPseudonymiser(key)
	const month = "Kommunenr;Liste;Lege-ID;Listelengde\n0301;1;A17;900\n0301;2;1234567;900\n0301;3;ATE;900\n0301;4;anna@x.example;900\n0301;5;12;900\n" +
		"0301;6;13;900\n0301;7;Testesen Anna;900\n"
	_, byName := readAll(t, Options{Key: key}, Bytes("a_2019_11.csv", []byte("Kommunenr;Liste;Lege\n0301;7;Anna Testesen\n")))
	res, obs := readAll(t, Options{Key: key, Workers: 1}, Bytes("a_2019_11.csv", []byte(month)), Bytes("a_2019_12.csv", []byte(strings.ReplaceAll(month, "900", "901"))))
	if res.Problems.Len() > 0 || res.DoctorIDs != DoctorIDOwn || !res.Pseudonyms || res.compared == 0 {
		t.Fatalf("%v, %s, pseudonyms %v, %d compared", res.Problems.Err(), res.DoctorIDs, res.Pseudonyms, res.compared)
	}
	for i, want := range []string{"A17", p.of("hpr", "1234567"), p.of("own", "ATE"), p.of("own", "anna@x.example"), "12", "13", byName[0].DoctorID} {
		if obs[i].DoctorID != want || obs[i+7].DoctorID != want {
			t.Errorf("row %d: %q and %q, want %q", i, obs[i].DoctorID, obs[i+7].DoctorID, want)
		}
	}
	told := map[string]int64{}
	for _, w := range res.Warnings {
		told[w.Code] = w.Count
	}
	if want := map[string]int64{"doctor-id-hpr": 2, "doctor-id-name": 2, "doctor-id-person": 4}; fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("%v, want %v", told, want)
	}
	for i, text := range []string{"A17", "HPR 1234567", "ATE", "Anna@x.example", "12"} { // as a table of doctors names them
		if ids := DoctorIDs(key, text); !slices.Contains(ids, obs[i].DoctorID) {
			t.Errorf("%s is not found by %v", text, ids)
		}
	}
}

// A month with one old number of six digits is read as the others are, whose numbers have
// seven; and seven digits among few are an HPR number whatever the others are.
func TestOwnNumbersAreJudgedOverAllFiles(t *testing.T) {
	key := []byte("0123456789abcdef")
	many := Bytes("a_2019_11.csv", []byte("Liste;Lege-ID\n1;1234567\n2;1234568\n3;123456\n4;1234569\n"))
	few := Bytes("a_2019_12.csv", []byte("Liste;Lege-ID\n3;123456\n"))
	res, _ := readAll(t, Options{Key: key}, many, few)
	if !res.Again || !res.OwnNumbers["legeid"] {
		t.Fatalf("again %v, %v", res.Again, res.OwnNumbers)
	}
	res, obs := readAll(t, Options{Key: key, OwnNumbers: res.OwnNumbers}, many, few)
	if res.Again || res.Problems.Len() > 0 || obs[2].DoctorID != obs[4].DoctorID || obs[2].DoctorID != newPseudonymiser(key).of("hpr", "123456") {
		t.Errorf("again %v, %v, %+v", res.Again, res.Problems.Err(), obs)
	}
	vacant := Bytes("a_2020_01.csv", []byte("Liste;Lege-ID\n3;\n"))
	if res, _ := readAll(t, Options{Key: key}, many, vacant); !res.Again {
		t.Error("a month without doctors is of another kind than the others")
	}
}

// No name and no number of a doctor comes out as it is under a key, whatever the column is
// called, and ids of lists of seven digits stay as they are.
func TestNobodyIsNamedInObservations(t *testing.T) {
	key := []byte("0123456789abcdef")
	rapid.Check(t, func(t *rapid.T) {
		header := rapid.SampledFrom([]string{"lege_id", "doctor_id", "Lege-ID", "HPR-nr", "Lege", "Legekode", "Vikar for"}).Draw(t, "header")
		number := fmt.Sprint(rapid.IntRange(1_000_000, 9_999_999).Draw(t, "HPR"))
		name := rapid.SampledFrom([]string{"Qvistgaard", "Øverås", "Hansen-Dahl", "Berg"}).Draw(t, "name")
		written := rapid.SampledFrom([]string{number, "HPR " + number, "000" + number, number + ".0", name + ", Anna", "Anna " + name, name + " Anna (" + number + ")",
			"dr. " + name, "anna." + name + "@x.example", "anna." + name, name}).Draw(t, "written")
		if header == "HPR-nr" {
			written = number
		}
		list := fmt.Sprint(rapid.IntRange(1_000_000, 9_999_998).Draw(t, "list"))
		if list == number { // which is refused
			list = "9999999"
		}
		text := "Liste;" + header + ";Listelengde\n" + list + ";" + written + ";900\n"
		if header == "Vikar for" {
			text = "Liste;Rolle;" + header + "\n" + list + ";;" + written + "\n"
		}
		var obs []varighet.Observation
		res, err := Read(t.Context(), []Input{Bytes("a_2019_11.csv", []byte(text))}, Options{Key: key, Workers: 1},
			toOne(func(rows []varighet.Observation) error { obs = append(obs, rows...); return nil }))
		if err != nil || res.Problems.Len() > 0 || len(obs) != 1 || obs[0].PositionID != list {
			t.Fatalf("%q: %v, %v, %+v", text, err, res.Problems.Err(), obs)
		}
		if shown := fmt.Sprint(obs[0].DoctorID, obs[0].DoctorName, res.Warnings); strings.Contains(shown, number) || strings.Contains(strings.ToLower(shown), strings.ToLower(name)) {
			t.Errorf("%q gives %s", text, shown)
		}
		if obs[0].Role == varighet.RoleRegular && len(obs[0].DoctorID) != 21 {
			t.Errorf("%q: %q is no pseudonym", text, obs[0].DoctorID)
		}
		if obs[0].DoctorID == "" {
			t.Errorf("%q has no doctor", text)
		}
	})
}
