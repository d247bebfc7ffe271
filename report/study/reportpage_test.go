package study_test

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
)

// The page of the real case in every language: its main numbers are those published, and
// what is not counted alike is not compared.
func TestReportPageOfALISVest(t *testing.T) {
	sentences := map[string][]string{
		"nb": {"10 av 16 stillinger har hatt samme lege hele tiden; de seks andre har hatt to leger.", "Seks av 22 leger har sluttet, etter 5 til 13 måneder",
			"har sluttet, er ikke nådd: kurven", "Derfor kan en ikke si at andelene her er høyere eller lavere.", "for seks av 22 avtaler er startmåneden, sluttmåneden eller begge antatt.",
			"Seks av stillingene som hadde lege da, har tidligere stått ledig mellom to leger, i 1 til 12 måneder (månedene bygger på antatte start- eller sluttmåneder).",
			"Begge forskjellene fra det ventede kan være tilfeldige.", "Dataene har bare en del av landets lister"},
		"nn": {"10 av 16 stillingar har hatt same lege heile tida; dei seks andre har hatt to legar.", "Seks av 22 legar har slutta, etter 5 til 13 månader",
			"har slutta, er ikkje nådd: kurva", "Derfor kan ein ikkje seie at delane her er høgare eller lågare.", "for seks av 22 avtalar er startmånaden, sluttmånaden eller begge antatt.",
			"Seks av stillingane som hadde lege då, har tidlegare stått ledig mellom to legar, i 1 til 12 månader", "Dataa har berre ein del av listene i landet"},
		"en": {"10 of 16 positions have had the same doctor throughout; the other six have had two doctors.", "Six of 22 doctors have left, after 5 to 13 months",
			"have left, is not reached: the curve", "So the shares here cannot be said to be higher or lower.", "for six of 22 agreements the first month, the last month or both are assumed.",
			"Six of the positions with a doctor then stood vacant earlier between two doctors, for 1 to 12 months", "The data have only a part of the country’s lists"},
	}
	for _, tag := range locale.Tags() {
		page := writeIn(t, "alis-vest-2019", tag, "")
		text := strings.ReplaceAll(page, "\u00a0", " ")
		for _, s := range sentences[tag] {
			if !strings.Contains(text, s) {
				t.Errorf("%s: %q is not on the page", tag, s)
			}
		}
		if n := strings.Count(page, "<svg "); n != 6 {
			t.Errorf("%s: %d figures, want 6", tag, n)
		}
		if m := regexp.MustCompile(`%\[\d|%!|NaN|ZgotmplZ`).FindString(page); m != "" {
			t.Errorf("%s: the page has %q", tag, m)
		}
	}
}

// A page for use inside says so, at the top, on every figure and table, and in print; and the
// mark of public rows is not on it.
func TestReportPageOfInternalStudyIsMarked(t *testing.T) {
	page := writeIn(t, "alis-vest-2019", "nb", "internal")
	mark := locale.Get("nb").InternalUse
	if n := strings.Count(page, mark); n < 3+2+1+3+1+1 { // top, end, print; figures, a curve's and two timelines' tables; turnover; version
		t.Errorf("the mark is there %d times", n)
	}
	if strings.Contains(page, locale.Get("nb").Page().PublicMark) {
		t.Error("the page calls itself public")
	}
}

// The page of a simulated country is small, complete and listed in the manifest.
func TestReportPageOfTheSimulatedCountry(t *testing.T) {
	_, one := runBuiltIn(t, "norge-simulert")
	page, err := os.ReadFile(filepath.Join(one, study.ReportName))
	if err != nil {
		t.Fatal(err)
	}
	if len(page) > 5<<20 || len(page) < 50_000 {
		t.Errorf("the page has %d bytes", len(page))
	}
	text := string(page)
	for _, s := range []string{"Én måned mangler i dataene (juli\u00a02006)", "ligger innenfor intervallet i seks av seks grupper", "Oppdiktede data", "880\u00a0681"} {
		if !strings.Contains(text, s) {
			t.Errorf("%q is not on the page", s)
		}
	}
	b, err := os.ReadFile(filepath.Join(one, "manifest.json"))
	if err != nil {
		t.Fatal(err)
	}
	var m study.Manifest
	if err := json.Unmarshal(b, &m); err != nil {
		t.Fatal(err)
	}
	listed := false
	for _, o := range m.Outputs {
		listed = listed || o.Name == study.ReportName && o.Bytes == int64(len(page))
	}
	if !listed {
		t.Error("the manifest does not list the page")
	}
}

// The same input gives the same bytes.
func TestReportPageIsTheSameAgain(t *testing.T) {
	one := writeIn(t, "alis-vest-2019", "nb", "")
	if two := writeIn(t, "alis-vest-2019", "nb", ""); one != two {
		t.Error("another run gives another page")
	}
}

// writeIn runs a built-in study in a language and, if one is given, for other eyes, and
// returns its page.
func writeIn(t *testing.T, name, tag, disclosure string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(folderIn(t, name, tag, disclosure), study.ReportName))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// folderIn runs a built-in study like writeIn, and returns the folder that it wrote.
func folderIn(t *testing.T, name, tag, disclosure string) string {
	t.Helper()
	s, err := study.Read(studies.Files, name+".toml", "")
	if err != nil {
		t.Fatal(err)
	}
	s.Language = tag
	if disclosure != "" {
		s.Disclosure = "internal"
	}
	target := filepath.Join(t.TempDir(), name)
	if _, err := s.Write(context.Background(), target, study.Options{}); err != nil {
		t.Fatal(err)
	}
	return target
}
