package ingest

import (
	"fmt"
	"strings"
	"testing"
)

// The tables to which each line is added. What each line is was decided by hand: it is about a
// list, or no list can be meant, or nobody can tell.
const (
	withIDs    = "Kommunenr;Kommune;Liste;Lege;Listelengde\n0301;Oslo;1;Kari Berg;1200\n0301;Oslo;2;Ola Dahl;900\n"
	withoutIDs = "Legens navn;Kommunenr;Kommune;Listelengde\nKari Berg;0301;Oslo;1200\nOla Dahl;0301;Oslo;900\n"
	oncePlaced = "Kommune;Lege;Listelengde\nOslo;Kari Berg;1200\n;Ola Dahl;900\n"
	byComma    = "Kommunenr,Kommune,Liste,Lege,Listelengde\n0301,Oslo,1,Kari Berg,1200\n0301,Oslo,2,Ola Dahl,900\n"
	idFirst    = "Liste;Lege;Listelengde\n1;Kari Berg;1200\n2;Ola Dahl;900\n"
)

// outcomeOf says what became of the last lines of a table with two rows: the observations,
// else the reason for which they were set aside, or the fault.
func outcomeOf(t *testing.T, table, lines string) string {
	t.Helper()
	res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte(table+lines)))
	var out []string
	for _, o := range obs {
		if o.SourceRow > 3 {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %d", o.PositionID, o.DoctorID, o.Residents.V)))
		}
	}
	for _, p := range res.Problems.All() {
		out = append(out, fmt.Sprintf("%d %s", p.Line, p.Code))
		if p.Hint == "" {
			t.Errorf("%q: the fault has no way out: %v", lines, p)
		}
	}
	for _, r := range res.Ledger.Reasons() {
		if r != ReasonHeader && !strings.HasPrefix(r, reasonFault) && r != ReasonBlank {
			out = append(out, r)
		}
	}
	return strings.Join(out, ", ")
}

func TestALineWithDataIsDataOrAFault(t *testing.T) {
	for _, c := range []struct{ table, lines, want string }{
		// Other separators.
		{withIDs, "0301,Oslo,3,Eva Lie,800\n", "4 ragged"},
		{withIDs, "0301,Oslo,3,Eva Lie,800;;;;\n", "4 ragged"},
		{withIDs, "0301\tOslo\t3\tEva Lie\t800\n", "4 ragged"},
		{withIDs, "0301|Oslo|3|Eva Lie|800\n", "4 ragged"},
		{byComma, "0301;Oslo;3;Eva Lie;800\n", "4 ragged"},
		{byComma, "0301,Oslo,3,Lie, Eva,800\n", "4 ragged"},
		{withoutIDs, "Merk Ola,0301,Oslo,800\n", "4 ragged"},
		{withoutIDs, "Eva Lie,0301,Oslo,800\n", "4 ragged"},
		{idFirst, "3,Eva Lie,800\n", "4 ragged"},
		{idFirst, "3,Eva Lie,800;;\n", "4 ragged"},
		{idFirst, "3 Eva Lie 800;;\n", "4 row-unclear"},
		// More and fewer fields.
		{withIDs, "0301;Oslo;3\n", "4 ragged"},
		{withIDs, "0301;Oslo;3;Lie;Eva;800\n", "4 ragged"},
		{withIDs, "0301;Oslo;3;Eva Lie;800;;;\n", "3 eva lie 800"},
		{withIDs, "\n;;;;\n0301;Oslo;3;Eva Lie;800\n", "3 eva lie 800"},
		// Notes.
		{withIDs, "Merk: 3 lister er ledige;;;;\n", "note"},
		{withIDs, "Merk: tall per 1.1.2019, 1.2.2019, 1.3.2019\n", "note"},
		{withoutIDs, "Note 1;;tall per;2019\n", "4 row-unclear"},
		{withoutIDs, "Kilde: Helfo;;;\n", "note"},
		{withoutIDs, "* Nilsen Kari er i permisjon;;;\n", "note"},
		{withoutIDs, "Kilde: Helfo; NAV\n", "note"},
		{withoutIDs, "Kilde Anna, Helfo\n", "note"},
		{idFirst, "Tallene er foreløpige;;\n", "note"},
		{idFirst, "Tallene er foreløpige\n", "note"},
		// Surnames and marks of footnotes.
		{withoutIDs, "Merk Ola;0301;Oslo;800\n", "merk ola 800"},
		{withoutIDs, "Note, Eva;0301;Oslo;800\n", "eva note 800"},
		{withoutIDs, "*Nilsen Kari;0301;Oslo;900\n", "kari nilsen 900"},
		{withoutIDs, "1) Nilsen Kari;0301;Oslo;900\n", "kari nilsen 900"},
		{withoutIDs, "Sum Li;0301;Oslo;850\n", "li sum 850"},
		{withoutIDs, "Landet Ola;0301;Oslo;850\n", "landet ola 850"},
		{withoutIDs, "Median Per;0301;Oslo;700\n", "median per 700"},
		{oncePlaced, "Bergen;Sum Li;700\n", "li sum 700"},
		{withIDs, "0301;Oslo;3;Sum Li;800\n", "3 li sum 800"},
		{withIDs, "0301;Oslo;*3;Eva Lie;800\n", "3 eva lie 800"},
		{withIDs, "0301;Oslo;3*;Eva Lie;800\n", "3 eva lie 800"},
		// Rows without the list's id.
		{withIDs, ";;;Eva Lie;\n", "4 position-missing"},
		{withIDs, ";;;Eva Lie;800\n", "4 position-missing"},
		{"Liste;HPR\n1;9999901\n2;9999902\n", ";9999903\n", "4 position-missing"},
		{idFirst, "TRUE;Eva Lie;800\n", "4 position-missing"},
		{idFirst, "#REF!;Eva Lie;800\n", "4 position-missing"},
		{idFirst, "(tom);Eva Lie;800\n", "4 position-missing"},
		// Totals.
		{withIDs, ";;;;2100\n", ReasonTotal},
		{withIDs, ";;;;2101\n", "4 row-unclear"},
		{withIDs, "Oslo totalt;;2;;2100\n", ReasonTotal},
		{withIDs, "Sum;;2;;2100\n", ReasonTotal},
		{withIDs, "Sum Oslo;;;;2100\n", ReasonTotal},
		{withIDs, "0301;Oslo;;Sum Oslo;2100\n", ReasonTotal},
		{withIDs, "0301;Oslo;3;Sum;800\n", "4 doctor-unclear"},
		{withIDs, "0301;Oslo;2;Sum Oslo;2100\n", "4 row-unclear"},
		{withIDs, "0301;Oslo;2;Oslo totalt;2100\n", "4 row-unclear"},
		{withIDs, "0301;Oslo;2;Antall leger i Oslo;2\n", "4 row-unclear"},
		{withoutIDs, "Sum Oslo;0301;Oslo;2100\n", ReasonTotal},
		{withoutIDs, "Sum for Oslo;0301;Oslo;2000\n", ReasonTotal},
		{withoutIDs, "Sum Li;0301;Oslo;2100\n", ReasonTotal}, // it adds up
		{withoutIDs, "Sum;0301;Oslo;2100\n", ReasonTotal},
		{withoutIDs, "Sum Vestland;;;84000\n", ReasonTotal},
		{withoutIDs, "Sum Nord;;;840\n", "4 row-unclear"},
		{withoutIDs, "Hele landet;;;2100\n", ReasonTotal},
		{withoutIDs, "Gjennomsnitt;;;1050\n", ReasonTotal},
		{withoutIDs, ";0301;Oslo;2100\n", ReasonTotal},
		{withoutIDs, ";0301;Oslo;500\n", "500"}, // a vacant list
		{withoutIDs, ";;;500\n", "4 row-unclear"},
		{oncePlaced, ";Sum Oslo;2100\n", ReasonTotal},
		{oncePlaced, ";Sum Li;700\n", "4 row-unclear"},
		{oncePlaced, "Bergen;Sum Bergen;700\n", ReasonTotal},
		// A second table.
		{withIDs, "\nKommunenr;Kommune;Antall leger\n0301;Oslo;3\n", "5 second-table"},
		{withIDs, "\nKommunenr;Kommune;Antall leger;;\n0301;Oslo;3;;\n", "5 second-table"},
		{withIDs, "Lege;Kontor;Adresse;;\nKari Berg;Sentrum;Gata;;\n", "4 second-table"},
		{idFirst, "Liste;Lege;Alder\n1;Eva Lie;50\n", "4 second-table"},
		{withIDs, "Kommunenr;Kommune;Liste;Lege;Listelengde\n0301;Oslo;3;Eva Lie;800\n", "3 eva lie 800, repeated header"},
	} {
		if got := outcomeOf(t, c.table, c.lines); got != c.want {
			t.Errorf("%q gives %q; want %q", c.lines, got, c.want)
		}
	}
}

// A stray quote that closes in a later row puts the rows between into one field.
func TestAStrayQuoteDoesNotHideRows(t *testing.T) {
	for text, want := range map[string]string{
		"3;\"Eva Lie;800\n4;Per Vik\";700\n":                     "4 quote",
		"3;\"Eva Lie;800\n4;Per Vik;700\n5;Siv Moe\";600\n":      "4 quote",
		"3;\"Eva Lie\nPer Vik\";800\n":                           "3 eva lie 800, 3 per vik 800", // two holders
		"3;\"Eva;\nLie\";800\n":                                  "3 eva 800, 3 lie 800",
		"\"3\";\"Eva Lie\";\"800\"\n\"4\";\"Per Vik\";\"700\"\n": "3 eva lie 800, 4 per vik 700",
	} {
		if got := outcomeOf(t, idFirst, text); got != want {
			t.Errorf("%q gives %q; want %q", text, got, want)
		}
	}
}

// A comma in a name moves the fields after it, into a column without a header at last.
func TestACommaInANameIsAFault(t *testing.T) {
	const table = "Kommunenr,Lege,Liste,Listelengde,\n0301,Kari Berg,1,1200,\n0301,Ola Dahl,2,900,\n"
	for line, want := range map[string]string{
		"0301,Lie, Eva,3,800\n":      "4 ragged",
		"0301,\"Lie, Eva\",3,800,\n": "3 eva lie 800",
		"0301,Eva Lie,3,800,x\n":     "3 eva lie 800",
	} {
		if got := outcomeOf(t, table, line); got != want {
			t.Errorf("%q gives %q; want %q", line, got, want)
		}
	}
}

// A municipality without a code has one name in the ids of its lists, however it is written.
func TestOwnNumbersByName(t *testing.T) {
	layout := &Layout{}
	if err := layout.NumberWithin("municipality"); err != nil {
		t.Fatal(err)
	}
	_, obs := readAll(t, Options{Layout: layout}, Bytes("liste.csv", []byte("Måned;Kommune;Liste;Lege\n2019-10;Bodø;1;Kari Berg\n2019-11;BODØ kommune;1;Kari Berg\n2019-11;Rana;1;Ola Dahl\n")))
	if len(obs) != 3 || obs[0].PositionID != "bodø-1" || obs[1].PositionID != "bodø-1" || obs[2].PositionID != "rana-1" {
		t.Errorf("%v", obs)
	}
}

// ="001" keeps a spreadsheet from making 1 of 001; it is the text, in every column.
func TestProtectedTextIsTheText(t *testing.T) {
	for _, line := range []string{`="003";="Eva Lie";="800"`, `"=""003""";"=""Eva Lie""";"=""800"""`, `'003;'Eva Lie;'800`, ` ="003" ; ="Eva Lie" ;800`} {
		if got := outcomeOf(t, idFirst, line+"\n"); got != "003 eva lie 800" {
			t.Errorf("%s gives %q", line, got)
		}
	}
	res, obs := readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("=\"Liste\";=\"Lege\"\n=\"1\";=\"Kari Berg\"\n=\"2\";=\"\"\n")))
	if res.Problems.Len() > 0 || len(obs) != 2 || obs[0].DoctorID != "berg kari" || obs[1].DoctorID != "" {
		t.Errorf("%v, %v", res.Problems.Err(), obs)
	}
	id := madeUpID(1, 1)
	res, _ = readAll(t, Options{}, Bytes("liste_2019_11.csv", []byte("Liste;Lege;Merknad\n1;Kari Berg;=\""+id+"\"\n")))
	if got := fmt.Sprint(faults(res.Problems)); !strings.Contains(got, "national-id") {
		t.Errorf("a protected national identity number gives %s", got)
	}
}

// Numbers in other forms than a number of people are faults, and none is missing in silence.
func TestWhatIsNoNumberOfPeopleIsAFault(t *testing.T) {
	for raw, want := range map[string]string{
		"TRUE": "4 number", "SANN": "4 number", "usann": "4 number", "12 %": "4 number", "ca. 800": "4 number", "800*": "4 number", "8oo": "4 number", "2019-11-01": "4 number",
		"01.11.2019": "4 number", "1,204": "4 number", "1,2": "4 number", "#DIV/0!": "4 number", "#I/T": "4 number", "********": "4 number", "800-900": "4 number",
		">800": "4 number", "800 stk": "4 number", "åtte": "4 number", "x": "4 number", "0.8": "4 number", "1.20": "4 number", "8 00": "4 number",
		"1.204": "3 eva lie 1204", "1 204": "3 eva lie 1204", "1\u00a0204": "3 eva lie 1204", "1\u202f204": "3 eva lie 1204", "1\u2007204": "3 eva lie 1204",
		"12,0": "3 eva lie 12", "800.00": "3 eva lie 800", "0": "3 eva lie 0", "<5": "3 eva lie 0", "..": "3 eva lie 0", "": "3 eva lie 0", "(tom)": "4 number",
	} {
		if got := outcomeOf(t, idFirst, "3;Eva Lie;"+raw+"\n"); got != want {
			t.Errorf("%q gives %q; want %q", raw, got, want)
		}
	}
}
