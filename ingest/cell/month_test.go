package cell

import (
	"slices"
	"testing"
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
		m, ok := ParseMonth(form)
		if got := m.String(); !ok || got != want {
			t.Errorf("parseMonth(%q) = %s, %v; want %s", form, got, ok, want)
		}
	}
}

func TestParseMonthRefusesWhatIsNotAMonth(t *testing.T) {
	for _, s := range []string{"", "x", "13.2019", "2019-13", "201913", "191101", "32.11.2019", "31.11.2019", "2019", "11", "november",
		"-2019-11", "2019-11 og 2019-12", "1204", "1234567", "0301", "20191301", "2019M13", "november 2019 desember", "2019-11 12:00", "99999", "12.34.5678"} {
		if m, ok := ParseMonth(s); ok {
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
		for _, m := range FindMonths(text, NoOrder) {
			got = append(got, m.String())
		}
		if !slices.Equal(got, want) {
			t.Errorf("findMonths(%q) = %v; want %v", text, got, want)
		}
	}
}
