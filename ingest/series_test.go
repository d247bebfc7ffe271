package ingest

import (
	"testing"

	"github.com/varighet/varighet"
)

// Each line is files of one series, then one that is of another.
func TestFilesOfASeriesDifferInMonthOrYear(t *testing.T) {
	for _, c := range []struct {
		want  string
		names []string
	}{
		{".", []string{"2019-01.csv", "2019-12.csv", "januar 2019.xlsx", "201901.csv", "2019/01.csv", "2019.zip/november.csv", "01.02.2020.csv",
			"2019M11.csv", "2019-01 (2).csv", "2019.xlsx/Ark1", "2019.xlsx/mars"}},
		{"basistilskudd fastlegeordningen kommunene", []string{"Basistilskudd for fastlegeordningen i kommunene - mai 2001.csv",
			"Basistilskot for fastlegeordninga i kommunane - august 2013.xlsx", "2014/Basistilskot for fastlegeordninga i kommunane mai.csv",
			"Basistilskudd%20for%20fastlegeordningen%20i%20kommunene_per_1.11.2019.csv.gz"}},
		{"liste", []string{"liste_2004_07.csv", "liste 2004-08.csv", "Liste-aug-04.csv", "LISTE 20040901.csv", "liste juli 2017 - august 2022.csv"}},
		{"liste 1", []string{"liste 1 2019-01.csv", "liste 1.csv"}},
		{"liste 2", []string{"liste 2 2019-01.csv"}},
		{"bergen", []string{"Bergen/2019-01.csv", "Bergen.zip/2019-02.csv", "bergen 2020.csv"}},
		{"bergen/liste", []string{"Bergen/liste 2019-01.csv"}},
		{"lister/vestland", []string{"Lister 2019-01.xlsx/Vestland", "lister februar 2019.xlsx/Vestland"}},
	} {
		for _, name := range c.names {
			if got := (&FileSummary{Name: name}).Series(); got != c.want {
				t.Errorf("%q: series %q, want %q", name, got, c.want)
			}
		}
	}
}

// A file that is about one municipality by its name or title is of that one's series,
// however the name spells it.
func TestSeriesHoldTheMunicipalityOfAFile(t *testing.T) {
	for name, want := range map[string]string{"1865 - Vågan - august 2024.csv": ". [1865]", "1865 - Vagan kommune - mars 2025.csv": ". [1865]",
		"rapport august 2024.csv": "rapport [1865]", "1950 - august 2024.csv": "1950 [1865]"} {
		s := FileSummary{Name: name, Code: "1865", Municipality: "Vågan"}
		if name[:4] == "1950" {
			want = ". [1865]" // a year like any other
		}
		if got := s.Series(); got != want {
			t.Errorf("%q: series %q, want %q", name, got, want)
		}
	}
	if got := (&FileSummary{Name: "rapport mai 2024.csv", Municipality: "Vågan"}).Series(); got != "rapport [vagan]" {
		t.Errorf("without a code: series %q", got)
	}
	if got := (&FileSummary{Name: "1950 - Vik - mai 2024.csv", Code: "1950", Municipality: "Vik"}).Series(); got != ". [1950]" {
		t.Errorf("a code that could be a year: series %q", got)
	}
}

// The month of a file of one month is not a number of its name.
func TestAFigureThatIsTheMonthIsNoPartOfTheName(t *testing.T) {
	s := FileSummary{Name: "2019/Helfo 05.csv", Months: []MonthRows{{Month: varighet.MonthOf(2019, 5)}}}
	if got := s.Series(); got != "helfo" {
		t.Errorf("series %q, want helfo", got)
	}
	s.Months[0].Month++
	if got := s.Series(); got != "helfo 05" {
		t.Errorf("series %q, want helfo 05", got)
	}
}

func TestLayoutSaysWhatRowsAreAbout(t *testing.T) {
	s := FileSummary{DoctorIDs: DoctorIDName, Columns: []Column{{Field: "municipality_name", Used: true}, {Field: "residents", Used: true},
		{Field: "position_id"}}}
	if got := s.Layout(); got != "doctor municipality" {
		t.Errorf("layout %q, want doctor municipality", got)
	}
	s.Columns[2].Used = true
	if got := s.Layout(); got != "doctor municipality position" {
		t.Errorf("layout %q, want doctor municipality position", got)
	}
}
