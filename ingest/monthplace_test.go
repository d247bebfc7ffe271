package ingest

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

const oneList = "Kommunenr;Listenr;HPR-nr\n0301;1;7000001\n"

// By hand: what the lines above a table and its file's name say of the month.
func TestMonthOfAFileByTitleAndName(t *testing.T) {
	for _, c := range []struct{ title, file, months, codes string }{
		{"Uttrekk fra Helfo | Basistilskudd | november 2019", "liste.csv", "2019-11", ""},
		{"Rapport generert fra FLO 3.12.2019: november 2019", "liste.csv", "2019-11", ""},
		{"Fastlegeliste (utskrift 03.12.2019)", "november 2019.csv", "2019-11", ""},
		{"Utskrift desember 2019", "november 2019.csv", "2019-11", ""},
		{"Utskrift 03.12.2019", "liste.csv", "", "month-missing"},
		{"Skrevet ut 3. desember 2019", "liste.csv", "", "month-missing"},
		{"Listeinnbyggere per 1.11.2019, oppdatert 5.11.2019", "liste.csv", "2019-11", ""},
		{"Helfo-uttrekk 2019-11", "liste.csv", "2019-11", ""},
		{"Uttrekk 201911", "liste.csv", "2019-11", ""},
		{"Fastlegeliste, hentet 01.12.2019", "liste.csv", "", "month-missing"},
		{"Per 01.11.19", "liste.csv", "2019-11", ""},
		{"Per 1/11/2019", "liste.csv", "2019-11", ""},
		{"Per 11/1/2019", "liste.csv", "", "month-order"},
		{"Per 11/1/2019", "november 2019.csv", "2019-11", ""},
		{"Per 11/30/2019", "liste.csv", "2019-11", ""},
		{"oktober 2019, november 2019 og desember 2019", "liste.csv", "", "month"},
		{"Fastleger", "liste_2019-11-05.csv", "2019-11", ""},
		{"Fastleger", "liste 11-1-2019.csv", "", "month-order"},
		{"Fastleger", "liste 01-11-2019.csv", "2019-11", ""},
		{"Fastleger", "liste 01.11.19.csv", "2019-11", ""},
	} {
		months, codes := monthsOf(t, c.file, c.title+";;\n"+oneList, Options{})
		if strings.Join(months, " ") != c.months || strings.Join(codes, " ") != c.codes {
			t.Errorf("%q in %s: %v, %v; want %s, %s", c.title, c.file, months, codes, c.months, c.codes)
		}
	}
}

// A fault about the month names all months, and no word of the title: it may name somebody.
func TestFaultAboutTheMonthOfATitle(t *testing.T) {
	for title, want := range map[string]string{
		"Kari Dahl: oktober 2019, november 2019, desember 2019": "2019-10, 2019-11 and 2019-12",
		"Kari Dahl 11/1/2019":            "11/1/2019, which is 2019-01 or 2019-11",
		"Utskrift Kari Dahl, 03.12.2019": "when the file was made, in 2019-12",
	} {
		res, err := Read(context.Background(), []Input{Bytes("liste.csv", []byte(title+";;\n"+oneList))}, Options{}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if msg := res.Problems.Err().Error(); !strings.Contains(msg, want) || strings.Contains(msg, "Kari") {
			t.Errorf("%q: %s; want %s", title, msg, want)
		}
	}
}

// Rows have the month of their column, and the file's name and the title are compared with it.
func TestNameThatSpeaksOfAnotherMonthThanTheRows(t *testing.T) {
	for _, c := range []struct {
		file, title string
		cells       []string
		differs     bool
	}{
		{"november 2019.csv", "", []string{"2019-10"}, true},
		{"november 2019.csv", "", []string{"2019-11"}, false},
		{"november 2019.csv", "", []string{"2019-10", "2019-11"}, false}, // with the months before it
		{"november 2019.csv", "", []string{"2019-09", "2019-10"}, false},
		{"november 2019.csv", "", []string{"2019-12", "2020-01"}, true},
		{"mai 2017 - november 2019.csv", "", []string{"2017-05", "2019-11"}, false},
		{"mai 2017 - november 2019.csv", "", []string{"2017-05", "2019-12"}, true},
		{"uttrekk 2019-12-03.csv", "", []string{"2019-11"}, false}, // when it was made
		{"liste.csv", "Fastleger november 2019", []string{"2019-10"}, true},
		{"liste.csv", "Utskrift 03.12.2019", []string{"2019-10"}, false},
		{"liste.csv", "", []string{"2019-10"}, false},
	} {
		content := withMonths(c.cells...)
		if c.title != "" {
			content = c.title + ";;;\n" + content
		}
		_, codes := monthsOf(t, c.file, content, Options{})
		if got := slices.Contains(codes, "month-differs"); got != c.differs || len(codes) > 1 {
			t.Errorf("%s, %q, %v: %v", c.file, c.title, c.cells, codes)
		}
	}
}

// The same two periods in one column, as people write them. By hand: Kari has the list from May
// 2017 to June 2018, which is over on the 30th, and Ola from August; July is vacant.
func TestPeriodInOneCell(t *testing.T) {
	two := varighet.Some(varighet.MonthOf(2018, 9))
	for _, cells := range [][2]string{
		{"01.05.2017 - 30.06.2018", "01.08.2018 -"},
		{"01.05.2017-30.06.2018", "01.08.2018-"},
		{"mai 2017–juni 2018", "aug. 2018–"},
		{"mai 2017 - juni 2018", "fra august 2018"},
		{"2017-05 til 2018-06", "siden 2018-08"},
		{"2017-05 – 2018-06", "2018-08 – d.d."},
		{"fra 1. mai 2017 til 30. juni 2018", "fra og med 1. august 2018"},
		{"f.o.m. 01.05.2017 t.o.m. 30.06.2018", "f.o.m. 01.08.2018"},
		{"from May 2017 to June 2018", "since August 2018"},
		{"2017-05-01 - 2018-06-30", "2018-08-01 - 31.12.9999"},
	} {
		for _, header := range []string{"Periode", "Tidsrom", "Måned", "Fra"} {
			content := "Listenr;Kommunenr;" + header + ";HPR-nr\n1;0301;" + cells[0] + ";7000001\n1;0301;" + cells[1] + ";7000002\n"
			var got []string
			res, err := Read(context.Background(), []Input{Bytes("leger.csv", []byte(content))}, Options{LastMonth: two, Workers: 1}, toOne(func(obs []varighet.Observation) error {
				for _, o := range obs {
					got = append(got, o.Month.String()+" "+o.DoctorID)
				}
				return nil
			}))
			if err != nil || res.Problems.Len() > 0 {
				t.Errorf("%s %q: %v, %v", header, cells, err, res.Problems.Err())
				continue
			}
			slices.Sort(got)
			// 14 months of Kari, one vacant, August and September of Ola.
			if len(got) != 17 || got[0] != "2017-05 7000001" || got[13] != "2018-06 7000001" || got[14] != "2018-07 " || got[15] != "2018-08 7000002" {
				t.Errorf("%s %q: %q", header, cells, got)
			}
		}
	}
}

// A period within a month is how some reports write the month.
func TestPeriodOfOneMonthIsThatMonth(t *testing.T) {
	months, codes := monthsOf(t, "liste.csv", withMonths("01.11.2019 - 30.11.2019", "01.12.2019–31.12.2019"), Options{})
	if strings.Join(months, " ") != "2019-11 2019-12" || codes != nil {
		t.Errorf("%v, %v", months, codes)
	}
}

// What is no period in a column of periods is a fault, not a month.
func TestCellThatIsNoPeriod(t *testing.T) {
	for _, raw := range []string{"mai 2018", "2017 - 2018", "30.06.2018 - 01.05.2017", "- juni 2018", "Kari Dahl", ""} {
		content := "Listenr;Kommunenr;Periode;HPR-nr\n1;0301;mai 2017 - juni 2018;7000001\n2;0301;" + raw + ";7000002\n"
		if months, codes := monthsOf(t, "leger.csv", content, Options{}); !slices.Equal(codes, []string{"period"}) {
			t.Errorf("%q: %v, %v", raw, months, codes)
		}
	}
}
