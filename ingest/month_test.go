package ingest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
)

func TestParseMonthReadsEveryFormInUse(t *testing.T) {
	for form, want := range map[string]string{
		"november 2019": "2019-11", "November 2019": "2019-11", "NOVEMBER 2019": "2019-11", "nov. 19": "2019-11", "nov 19": "2019-11",
		"nov.2019": "2019-11", "11.2019": "2019-11", "11/2019": "2019-11", "11-2019": "2019-11", "01.11.2019": "2019-11", "1.11.2019": "2019-11",
		"01/11/2019": "2019-11", "01.11.19": "2019-11", "2019-11": "2019-11", "2019-11-01": "2019-11", "2019/11": "2019-11", "2019.11": "2019-11",
		"201911": "2019-11", "201911.0": "2019-11", "2019M11": "2019-11", "2019m1": "2019-01", "20191101": "2019-11", "43770": "2019-11",
		"43770.0": "2019-11", "43770,0": "2019-11", "per 1.11.2019": "2019-11", "pr. 01.11.2019": "2019-11", "per november 2019": "2019-11",
		"1. november 2019": "2019-11", "2019 november": "2019-11", "2019-11-01T00:00:00": "2019-11", "2019-11-01 00:00:00": "2019-11",
		"01.11.2019 00:00": "2019-11", "2019-11-01T00:00:00.000Z": "2019-11", " 2019-11 ": "2019-11", "november\u00A02019": "2019-11",
		"jan 2001": "2001-01", "feb. 2001": "2001-02", "mars 2001": "2001-03", "mar 2001": "2001-03", "april 2001": "2001-04",
		"mai 2001": "2001-05", "maj 2001": "2001-05", "may 2001": "2001-05", "juni 2001": "2001-06", "jun. 2001": "2001-06",
		"juli 2001": "2001-07", "aug 2001": "2001-08", "sept. 2001": "2001-09", "sep 2001": "2001-09", "okt 2001": "2001-10",
		"oct 2001": "2001-10", "des 2001": "2001-12", "dec. 2001": "2001-12", "desember 2001": "2001-12", "mai 79": "2079-05", "mai 80": "1980-05",
		"36892": "2001-01", "15.11.2019": "2019-11",
	} {
		m, ok := parseMonth(form)
		if got := m.String(); !ok || got != want {
			t.Errorf("parseMonth(%q) = %s, %v; want %s", form, got, ok, want)
		}
	}
}

func TestParseMonthRefusesWhatIsNotAMonth(t *testing.T) {
	for _, s := range []string{"", "x", "13.2019", "2019-13", "201913", "191101", "32.11.2019", "31.11.2019", "2019", "11", "november",
		"-2019-11", "2019-11 og 2019-12", "1204", "1234567", "0301", "20191301", "2019M13", "november 2019 desember", "2019-11 12:00", "99999", "12.34.5678"} {
		if m, ok := parseMonth(s); ok {
			t.Errorf("parseMonth(%q) = %s; want no month", s, m)
		}
	}
}

func TestFindMonthsInTitlesAndNames(t *testing.T) {
	for text, want := range map[string][]string{
		"Basistilskudd for fastlegeordningen i kommunene - mai 2001":                       {"2001-05"},
		"Basistilskudd for fastlegeordningen i kommunene - november 2019;;;;":              {"2019-11"},
		"Basistilskuddsrapport for fastlegeordningen i 1865 Vågan kommune per august 2024": {"2024-08"},
		"1865 - Vågan - august 2024":                                                       {"2024-08"},
		"liste_2004_07":                                                                    {"2004-07"},
		"liste-2004-07":                                                                    {"2004-07"},
		"liste200407":                                                                      {"2004-07"},
		"Listeinnbyggere per 1.11.2019":                                                    {"2019-11"},
		"uttrekk 20191101":                                                                 {"2019-11"},
		"november 2019, skrevet 03.12.2019":                                                {"2019-11"},
		"januar 2019 og februar 2019":                                                      {"2019-01", "2019-02"},
		"november 2019 (november 2019)":                                                    {"2019-11"},
		"2019M11":                                                                          {"2019-11"},
		"Fastlegeliste":                                                                    nil,
		"0301 Oslo":                                                                        nil,
		"Jan Hansen":                                                                       nil,
		"uttrekk 2019 5 kommuner":                                                          nil,
		"telefon 55 55 20 19":                                                              nil,
		"1103 - Stavanger - 2019-11":                                                       {"2019-11"},
		"Basistilskot for fastlegeordninga i kommunane mai2017":                            {"2017-05"},
	} {
		var got []string
		for _, m := range findMonths(text, noOrder) {
			got = append(got, m.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("findMonths(%q) = %v; want %v", text, got, want)
		}
	}
}

func TestReadFileName(t *testing.T) {
	for name, want := range map[string]fileName{
		"1865 - Vågan - august 2024.csv":                     {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"sub/1865_-_Vågan_-_august_2024.csv":                 {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"1865%20-%20V%C3%A5gan%20-%20august%202024.csv":      {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"1865 - Va\u030Agan - august 2024.csv":               {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"5436 - Porsanger - Porsángu - august 2024.csv":      {months: []varighet.Month{2024*12 + 7}, code: "5436", name: "Porsanger - Porsángu"},
		"liste_2004_07.csv":                                  {months: []varighet.Month{2004*12 + 6}},
		"2019 liste november 2019.csv":                       {months: []varighet.Month{2019*12 + 10}},
		"Basistilskudd for fastlegeordningen - mai 2001.csv": {months: []varighet.Month{2001*12 + 4}},
		"mai 2001/liste.csv":                                 {},
		"-":                                                  {},
		"100%.csv":                                           {},
	} {
		got := readFileName(name, noOrder)
		got.base = "" // the name itself
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(fileName{})); diff != "" {
			t.Errorf("readFileName(%q): %s", name, diff)
		}
	}
}

func FuzzMonth(f *testing.F) {
	for _, s := range []string{"november 2019", "43770", "2019M11", "01.11.2019 00:00", "per 1.11.2019", "99999999999999999999", "mai\u030A 19", "2019-11-",
		"11/1/19", "2019-10-31T23:00:00Z", "01.05.2017 - 30.06.2018", "fra mai 2017", "mai - juni 2018", "19-11-01", "utskrift 11/1/2019 12:00 AM"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := parseMonth(s)
		if ok {
			if again, ok := parseMonth(m.String()); !ok || again != m || !m.Valid() {
				t.Errorf("parseMonth(%q) = %v, which reads back as %v, %v", s, m, again, ok)
			}
		}
		for _, m := range findMonths(s, noOrder) {
			if !m.Valid() {
				t.Errorf("findMonths(%q) gives %d", s, m)
			}
		}
		readFileName(s, noOrder)
		unclearDate(s)
		isPrintNote(s)
		w := readWritten(s)
		if d, ok := w.known(noOrder); ok && !slices.Contains(w.by[:], d) {
			t.Errorf("%q is %v, in none of its orders %v", s, d, w.by)
		}
		for o := range numOrders {
			if w.is[o] && !w.by[o].valid() {
				t.Errorf("%q is %v as %s", s, w.by[o], o)
			}
			for _, m := range findMonths(s, varighet.Some(o)) {
				if !m.Valid() {
					t.Errorf("findMonths(%q, %s) gives %d", s, o, m)
				}
			}
		}
		if p, ok := splitPeriod(s); ok && (!mayBeDate(p.from) || p.to != "" && !mayBeDate(p.to) && !isStillThere(p.to) && !isFarAway(p.to)) {
			t.Errorf("%q is a period of %q and %q", s, p.from, p.to)
		}
	})
}
