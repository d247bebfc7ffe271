package study_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet/report/study"
)

// closedLists are six lists in one municipality, each with a doctor of its own from January
// to August 2019, but for lists 1 and 2, which end in May.
func closedLists() map[string]string {
	files := map[string]string{}
	for month := 1; month <= 8; month++ {
		var b strings.Builder
		b.WriteString("Kommunenr;Listenr;HPR;Listelengde\n")
		for list := 1; list <= 6; list++ {
			if list > 2 || month <= 5 {
				fmt.Fprintf(&b, "4631;L%d;%d;900\n", list, 1000000+list)
			}
		}
		files[fmt.Sprintf("2019-%02d.csv", month)] = b.String()
	}
	return files
}

// pageOf writes a study of files, with the lines given under [input], and returns its page
// with common blanks.
func pageOf(t *testing.T, tag string, files map[string]string, input string) string {
	t.Helper()
	dir := t.TempDir()
	var names []string
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if strings.HasPrefix(name, "2019-") {
			names = append(names, fmt.Sprintf("%q", name))
		}
	}
	text := fmt.Sprintf("disclosure = \"internal\"\nlanguage = %q\n[input]\nfiles = [%s]\n%s\n"+
		"[[figure]]\nname = \"bars\"\nkind = \"timeline-bars\"\n", tag, strings.Join(names, ", "), input)
	if err := os.WriteFile(filepath.Join(dir, "s.toml"), []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := study.Read(os.DirFS(dir), "s.toml", dir)
	if err != nil {
		t.Fatal(err)
	}
	out := filepath.Join(dir, "out")
	if _, err := s.Write(context.Background(), out, study.Options{}); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(out, study.ReportName))
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(b), "\u00a0", " ")
}

func wantOnPage(t *testing.T, page string, sentences ...string) {
	t.Helper()
	for _, s := range sentences {
		if !strings.Contains(page, s) {
			t.Errorf("%q is not on the page", s)
		}
	}
}

// A cohort whose lists closed before the data end: the page speaks of the months that the
// data have, not of those that the cohort's lists have.
func TestPageOfACohortWhoseListsClosed(t *testing.T) {
	files := closedLists()
	files["cohort.csv"] = "position_id\nL1\nL2\n"
	page := pageOf(t, "nb", files, `cohort = "cohort.csv"`)
	wantOnPage(t, page, "Rapport fra månedlige lister, januar 2019–august 2019.", "Dataene gjelder to stillinger og to leger, januar 2019–august 2019.",
		"Ingen av stillingene hadde lege i august 2019; to var ikke lenger blant listene.")

	// With May as the last month both are there.
	page = pageOf(t, "nb", files, "cohort = \"cohort.csv\"\nlast_month = \"2019-05\"")
	wantOnPage(t, page, "Rapport fra månedlige lister, januar 2019–mai 2019.", "Alle stillingene hadde lege i mai 2019.",
		"Begge stillingene har hatt samme lege hele tiden.")

	// Windows that end in May bound what is counted, not the data.
	files["cohort.csv"] = "position_id;from;to\nL3;2019-02;2019-05\nL4;2019-02;2019-05\n"
	page = pageOf(t, "nb", files, `cohort = "cohort.csv"`)
	wantOnPage(t, page, "januar 2019–august 2019.", "Begge stillingene har hatt samme lege hele tiden.")
}

// Agreements under way before a window begins were not under way before the data began.
func TestPageOfAWindowDoesNotSpeakOfTheData(t *testing.T) {
	files := closedLists()
	files["cohort.csv"] = "position_id;from;to\nL3;2019-02;2019-06\nL4;2019-02;2019-06\n"
	for tag, want := range map[string]string{
		"nb": "to av to avtaler var i gang før den første måneden som teller for dem, og regnes med fra da",
		"nn": "to av to avtalar var i gang før den første månaden som tel for dei, og blir rekna med frå då",
		"en": "two of two agreements were under way before the first month that counts for them, and count from then on",
	} {
		wantOnPage(t, pageOf(t, tag, files, "cohort = \"cohort.csv\"\n[spells]\nscheme_start = \"2019-01\""), want)
	}
}

// The page says that a cohort was used, and what stood beside the files, in every language.
func TestPageSaysThatACohortWasUsed(t *testing.T) {
	files := closedLists()
	files["kohort.csv"] = "position_id;from;to\nL3;2019-02;2019-06\nL4;;\n"
	files["leger.csv"] = "doctor_id;sex\n1000003;F\n"
	input := "cohort = \"kohort.csv\"\ndoctors = \"leger.csv\"\nlast_month = \"2019-07\""
	for tag, want := range map[string][]string{
		"nb": {"Hva som teller", "Ved siden av filene står tabellene kohort.csv og leger.csv.", "Bare stillingene i kohort.csv teller: to av seks i dataene.",
			"Der kohort.csv gir en stilling egne måneder, teller bare de", "Studien velger juli 2019 som siste måned; det som kommer etter, er holdt utenfor."},
		"nn": {"Kva som tel", "Ved sida av filene står tabellane kohort.csv og leger.csv.", "Berre stillingane i kohort.csv tel: to av seks i dataa.",
			"Der kohort.csv gir ei stilling eigne månader, tel berre dei", "Studien vel juli 2019 som siste månad; det som kjem etter, er halde utanfor."},
		"en": {"What counts", "The tables kohort.csv and leger.csv stand beside the files.", "Only the positions in kohort.csv count: two of six in the data.",
			"Where kohort.csv gives a position months of its own, only those count", "The study chooses July 2019 as the last month; what comes after it is left out."},
	} {
		page := pageOf(t, tag, files, input)
		wantOnPage(t, page, want...)
		if n := strings.Count(page, want[2]); n != 2 { // methods and data
			t.Errorf("%s: %q is there %d times", tag, want[2], n)
		}
	}
	page := pageOf(t, "nb", files, "cohort = \"kohort.csv\"\ncohort_others = true\nlast_month = \"2019-10\"")
	wantOnPage(t, page, "Ved siden av filene står tabellen kohort.csv.", "Stillingene i kohort.csv er kohorten: to av seks i dataene. De andre står ved siden av og er aldri regnet sammen med den.",
		"Studien velger oktober 2019 som siste måned, men dataene slutter i august 2019.", "Tallene gjelder kohorten: to stillinger og to leger",
		"Ved siden av, og aldri regnet sammen med kohorten, står fire stillinger og fire leger i de samme dataene.")
	if page = pageOf(t, "nb", closedLists(), ""); strings.Contains(page, "Hva som teller") || strings.Contains(page, "Ved siden av filene") {
		t.Error("without a cohort the page speaks of one")
	}
}

// A month that is missing after the last that counts is not missing.
func TestPageLeavesOutMonthsMissingAfterTheLast(t *testing.T) {
	files := closedLists()
	delete(files, "2019-07.csv")
	delete(files, "2019-03.csv")
	wantOnPage(t, pageOf(t, "nb", files, ""), "To måneder mangler i dataene (mars 2019 og juli 2019)", "Måneder uten noen rad: mars 2019 og juli 2019.")
	wantOnPage(t, pageOf(t, "nb", files, `last_month = "2019-05"`), "Én måned mangler i dataene (mars 2019)", "Måneder uten noen rad: mars 2019.")
}

// A cohort whose municipality has no files from June on, where another has: the page counts in
// the last month that says something of the cohort, as `survival stability` does, and all
// three are there then.
func TestPageOfACohortWhoseDataEndBeforeOthers(t *testing.T) {
	files := map[string]string{"cohort.csv": "position_id\nL1\nL2\nL3\n"}
	for month := 1; month <= 8; month++ {
		text := "Kommunenr;Listenr;HPR;Listelengde\n4631;M1;2000001;900\n"
		if month <= 5 {
			text += "4601;L1;1000001;900\n4601;L2;1000002;900\n4601;L3;1000003;900\n"
		}
		files[fmt.Sprintf("2019-%02d.csv", month)] = text
	}
	page := pageOf(t, "nb", files, "cohort = \"cohort.csv\"\n")
	wantOnPage(t, page, "Alle de tre stillingene har hatt samme lege hele tiden", "Alle stillingene hadde lege i mai 2019")
}

// The last month chosen is one that no file is of: it is missing, and the counts are of the
// month before.
func TestPageWhoseLastMonthIsMissing(t *testing.T) {
	files := closedLists()
	delete(files, "2019-05.csv")
	page := pageOf(t, "nb", files, "last_month = \"2019-05\"\n")
	wantOnPage(t, page, "mangler i dataene (mai 2019)", "Alle de seks stillingene har hatt samme lege hele tiden", "Alle stillingene hadde lege i april 2019")
}
