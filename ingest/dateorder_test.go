package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// monthsOf reads a file and returns its months, and the codes of its faults and of those warnings
// that are about months, in order.
func monthsOf(t *testing.T, name, content string, opt Options) (months, codes []string) {
	t.Helper()
	opt.Workers = 1
	res, err := Read(context.Background(), []Input{Bytes(name, []byte(content))}, opt, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range res.Problems.All() {
		if !slices.Contains(codes, p.Code) {
			codes = append(codes, p.Code)
		}
	}
	for _, w := range res.Warnings {
		if slices.Contains([]string{"date-order", "month-differs", "utc-instants"}, w.Code) {
			codes = append(codes, w.Code)
		}
	}
	if res.Problems.Len() > 0 {
		return nil, codes
	}
	for _, f := range res.Files {
		for _, m := range f.Months {
			months = append(months, m.Month.String())
		}
	}
	return months, codes
}

// withMonths is a panel of one list, with a row for each month as it is written.
func withMonths(cells ...string) string {
	var b strings.Builder
	b.WriteString("Måned;Kommunenr;Listenr;HPR-nr\n")
	for i, c := range cells {
		fmt.Fprintf(&b, "%s;0301;%d;7000001\n", c, 1+i)
	}
	return b.String()
}

// By hand: what the dates are in the order that one of them, the file's name or the 1st of
// each month tells.
func TestOrderOfDayAndMonthIsThatOfTheWholeColumn(t *testing.T) {
	for _, c := range []struct {
		name, file string
		cells      []string
		months     string
		codes      string
	}{
		{"the file's name says November", "november 2019.csv", []string{"11/1/19", "11/1/19"}, "2019-11", "date-order"},
		{"the same with hyphens", "november 2019.csv", []string{"11-1-2019"}, "2019-11", "date-order"},
		{"the file's name says January", "januar 2019.csv", []string{"11/1/2019"}, "2019-01", ""},
		{"nothing says which", "liste.csv", []string{"11/1/19"}, "", "month-order"},
		{"the 1st in the Norwegian order", "liste.csv", []string{"1/11/19"}, "2019-11", ""},
		{"firsts of two months", "liste.csv", []string{"10/1/2019", "11/1/2019"}, "2019-10 2019-11", "date-order"},
		{"January is the same in both", "liste.csv", []string{"1/1/2019"}, "2019-01", ""},
		{"January, then another", "liste.csv", []string{"1/1/2019", "2/1/2019", "3/1/2019"}, "2019-01 2019-02 2019-03", "date-order"},
		{"a day after the 12th", "liste.csv", []string{"11/5/2019", "11/30/2019"}, "2019-11", "date-order"},
		{"a day after the 12th, in Norwegian", "liste.csv", []string{"5/11/2019", "30/11/2019"}, "2019-11", ""},
		{"a day after the 12th, below", "november 2019.csv", []string{"5/11/2019", "30/11/2019"}, "2019-11", ""},
		{"both orders", "liste.csv", []string{"11/30/2019", "30/11/2019"}, "", "month-order"},
		{"nothing says which of two days", "liste.csv", []string{"11/5/2019", "12/5/2019"}, "", "month-order"},
		{"points have the day first", "november 2019.csv", []string{"11.1.2019"}, "2019-01", "month-differs"},
		{"slash and hyphen are Norwegian", "liste.csv", []string{"1/11-2019", "11/1-2019"}, "2019-01 2019-11", ""},
		{"the year first", "liste.csv", []string{"19-11-01", "19-12-01", "20-01-01"}, "2019-11 2019-12 2020-01", "date-order"},
		{"the year first or the day", "liste.csv", []string{"19-11-01"}, "", "month-order"},
		{"the year first, by the file's name", "november 2019.csv", []string{"19-11-01"}, "2019-11", "date-order"},
		{"English text", "liste.csv", []string{"11/1/2019 12:00:00 AM", "12/1/2019 12:00:00 AM"}, "2019-11 2019-12", "date-order"},
		{"English names", "liste.csv", []string{"Nov 1, 2019", "1-Dec-19", "Jan-20", "Saturday, February 1, 2020"}, "2019-11 2019-12 2020-01 2020-02", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			months, codes := monthsOf(t, c.file, withMonths(c.cells...), Options{})
			if got := strings.Join(months, " "); got != c.months || strings.Join(codes, " ") != c.codes {
				t.Errorf("%q in %s: %s, %v; want %s, %s", c.cells, c.file, got, codes, c.months, c.codes)
			}
		})
	}
}

// The way out of month-order.
func TestLayoutSaysTheOrderOfDates(t *testing.T) {
	for order, want := range map[string]string{"month/day": "2019-11", "day/month": "2019-01"} {
		l, err := ParseLayout([]byte("dates = \"" + order + "\"\n"))
		if err != nil {
			t.Fatal(err)
		}
		if months, codes := monthsOf(t, "liste.csv", withMonths("11/1/19"), Options{Layout: l}); !slices.Equal(months, []string{want}) || codes != nil {
			t.Errorf("%s: %v, %v; want %s", order, months, codes, want)
		}
		if _, codes := monthsOf(t, "liste.csv", withMonths("13/25/19"), Options{Layout: l}); !slices.Equal(codes, []string{"month"}) {
			t.Errorf("%s: %v", order, codes)
		}
	}
	if _, err := ParseLayout([]byte("dates = \"american\"\n")); err == nil {
		t.Error("a layout has an order of dates that there is not")
	}
}

// Rows whose order shows only far below wait for it: 2,000 lists of 1/1/2019, then 2,000 of 2/1/2019 fill
// more than what is looked at beforehand. 2/1 alone tells nothing; with 1/1 both are firsts of a month.
func TestOrderThatShowsLateIsThatOfAllRows(t *testing.T) {
	var b strings.Builder
	b.WriteString("Måned;Kommunenr;Listenr;HPR-nr;Listelengde\n")
	for _, month := range []string{"1/1/2019", "2/1/2019", "3/1/2019"} {
		for i := range 3000 {
			fmt.Fprintf(&b, "%s;0301;%04d;7%06d;1000\n", month, i, i)
		}
	}
	if months, codes := monthsOf(t, "panel.csv", b.String(), Options{}); strings.Join(months, " ") != "2019-01 2019-02 2019-03" {
		t.Errorf("months %v, %v", months, codes)
	}
	late := b.String() + "13/1/2019;0301;0000;7000000;1000\n"
	if months, codes := monthsOf(t, "panel.csv", late, Options{}); months != nil || !slices.Contains(codes, "month-order") {
		t.Errorf("a date that does not fit: %v, %v", months, codes)
	}
}

// A period's dates have an order too: 9/1/2017 and 11/1/2017 are firsts of September and November.
func TestOrderOfDatesOfPeriods(t *testing.T) {
	const periods = "Listenr;HPR-nr;Fra;Til\n1;7000001;9/1/2017;11/1/2017\n1;7000002;11/1/2017;\n"
	months, codes := monthsOf(t, "alis august 2017 - desember 2017.csv", periods, Options{})
	if strings.Join(months, " ") != "2017-09 2017-10 2017-11 2017-12" || !slices.Equal(codes, []string{"date-order"}) {
		t.Errorf("%v, %v", months, codes)
	}
	if _, codes := monthsOf(t, "alis august 2017 - desember 2017.csv", strings.ReplaceAll(periods, "/1/", "/5/"), Options{}); !slices.Equal(codes, []string{"month-order"}) {
		t.Errorf("days that tell nothing: %v", codes)
	}
}

// A wide panel, and one on its side, with dates as Excel in English writes them.
func TestOrderOfDatesInHeadings(t *testing.T) {
	wide := "Kommunenr;Listenr;9/1/2019;10/1/2019;11/1/2019\n0301;1;Kari Dahl;Kari Dahl;Ola Berg\n"
	down := "Måned;Hjemmel 1;Hjemmel 2\n9/1/2019;Kari Dahl;Ubesatt\n10/1/2019;Kari Dahl;Ola Berg\n11/1/2019;Kari Dahl;Ola Berg\n"
	for _, content := range []string{wide, down} {
		if months, codes := monthsOf(t, "panel.csv", content, Options{}); strings.Join(months, " ") != "2019-09 2019-10 2019-11" || !slices.Equal(codes, []string{"date-order"}) {
			t.Errorf("%s: %v, %v", content, months, codes)
		}
	}
	if months, codes := monthsOf(t, "panel.csv", strings.ReplaceAll(wide, "/1/", "/5/"), Options{}); months != nil || !slices.Contains(codes, "month-order") {
		t.Errorf("headings that tell nothing: %v, %v", months, codes)
	}
}

// Midnight in Oslo is 23:00 the day before in UTC, in summer 22:00. By hand, from the rule of
// summer time: it was kept on 2020-05-01 and not on 2019-11-01.
func TestInstantsAreOfTheDayInNorway(t *testing.T) {
	for text, want := range map[string]string{
		"2019-10-31T23:00:00Z": "2019-11", "2019-10-31T23:00:00.000Z": "2019-11", "2019-10-31T22:00:00Z": "2019-10",
		"2020-04-30T22:00:00Z": "2020-05", "2020-04-30T22:00:00+00:00": "2020-05", "2020-04-30 22:00:00+00": "2020-05", "2020-04-30 22:00:00 UTC": "2020-05",
		"2019-11-01T00:00:00+01:00": "2019-11", "2020-05-01T00:00:00.000+02:00": "2020-05", "2019-10-31T23:00:00+01:00": "2019-10",
		"2019-11-01T00:00:00+0100": "2019-11", "2019-10-31T23:30Z": "2019-11", "2019-10-31T23:00:00,123456Z": "2019-11",
		// Without an offset, the moment at which a month begins in Norway is told from any other.
		"2019-10-31 23:00:00": "2019-11", "2019-10-31 22:00:00": "2019-10", "2020-04-30T22:00:00": "2020-05", "2019-10-31 12:00": "2019-10",
		"2019-11-01 00:00:00": "2019-11", "2019-12-31T23:00:00": "2020-01",
		"2019-11-01+01:00": "2019-11", "2019-10-31Z": "2019-10",
	} {
		if m, ok := cell.ParseMonth(text); !ok || m.String() != want {
			t.Errorf("%q is of %s, %v; want %s", text, m, ok, want)
		}
	}
	for _, text := range []string{"2019-10-32T23:00:00Z", "2019-10-31T25:00:00Z", "2019-10-31T23:61:00Z", "2019-10-31T23:00:00+1"} {
		if m, ok := cell.ParseMonth(text); ok {
			t.Errorf("%q is of %s; want no month", text, m)
		}
	}
	// In exports of the register of GPs too, where two hours were added in winter as well.
	for text, want := range map[string]string{"2019-10-31T23:00:00Z": "2019-11-01", "2019-10-31T22:30:00Z": "2019-10-31", "2020-04-30T22:00:00Z": "2020-05-01",
		"2020-05-01T00:00:00+02:00": "2020-05-01", "2019-10-31T23:00:00": "2019-10-31", "/Date(1572562800000)/": "2019-11-01"} {
		day, err := time.Parse("2006-01-02", want)
		if got, ok := readInstant(text); err != nil || !ok || got != varighet.Some(int32(day.Unix()/86400)) {
			t.Errorf("readInstant(%q) = %v, %v; want %s", text, got, ok, want)
		}
	}
	months, codes := monthsOf(t, "panel.csv", withMonths("2019-10-31T23:00:00Z", "2020-04-30T22:00:00Z"), Options{})
	if strings.Join(months, " ") != "2019-11 2020-05" || !slices.Equal(codes, []string{"utc-instants"}) {
		t.Errorf("%v, %v", months, codes)
	}
}

// What is read does not depend on the order of the rows, and a column that is read has one order.
func TestOrderOfDatesIsOneForAColumn(t *testing.T) {
	cells := []string{"2/1/2019", "3/1/2019", "1/1/2019", "12/1/2018"}
	want, _ := monthsOf(t, "panel.csv", withMonths(cells...), Options{})
	for range cells {
		cells = append(cells[1:], cells[0])
		if got, _ := monthsOf(t, "panel.csv", withMonths(cells...), Options{}); !slices.Equal(got, want) || len(got) != 4 {
			t.Errorf("%v: %v; want %v", cells, got, want)
		}
	}
	if o, ok := cell.DecideOrder(nil, []varighet.Month{24000}); !ok || o != cell.DayFirst {
		t.Errorf("no dates: %v, %v", o, ok)
	}
}

// A line with a date above a block of rows is of the month that the layout says, or a fault.
func TestOrderOfADateAboveABlock(t *testing.T) {
	const blocks = "Kommunenr;Listenr;HPR-nr\n10/1/2019;;\n0301;1;7000001\n11/1/2019;;\n0301;1;7000001\n"
	const inFirst = "Listenr;Kommunenr;HPR-nr\n10/1/2019;;\n1;0301;7000001\n11/1/2019;;\n1;0301;7000001\n"
	const again = "oktober 2019;;\nKommunenr;Listenr;HPR-nr\n0301;1;7000001\nLister per 11/1/2019;;\nKommunenr;Listenr;HPR-nr\n0301;1;7000001\n"
	for _, name := range []string{"liste.csv", "november 2019.csv"} {
		for _, content := range []string{blocks, inFirst, again} {
			if name == "november 2019.csv" && content == again {
				continue // refused for October
			}
			if months, codes := monthsOf(t, name, content, Options{}); months != nil || len(codes) == 0 || codes[0] != "month-order" && codes[0] != "month-missing" {
				t.Errorf("%s: %s: %v, %v", name, content, months, codes)
			}
		}
	}
	l := &Layout{}
	if err := l.OrderDates("month/day"); err != nil {
		t.Fatal(err)
	}
	if months, codes := monthsOf(t, "liste.csv", blocks, Options{Layout: l}); strings.Join(months, " ") != "2019-10 2019-11" || codes != nil {
		t.Errorf("%v, %v", months, codes)
	}
	title := "Per 11/1/2019;;\nKommunenr;Listenr;HPR-nr\n0301;1;7000001\n"
	if months, codes := monthsOf(t, "liste.csv", title, Options{Layout: l}); strings.Join(months, " ") != "2019-11" || codes != nil {
		t.Errorf("the title: %v, %v", months, codes)
	}
}
