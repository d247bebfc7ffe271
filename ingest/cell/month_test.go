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
		"36892": "2001-01", "15.11.2019": "2019-11", "1950-01": "1950-01", "2099-12": "2099-12", "20200229": "2020-02", "31.12.2019": "2019-12",
		"october 2019": "2019-10", "02.11.2019 kl 9:05": "2019-11", "2019-11-30 23:59:59.5": "2019-11", "11/1/2019 12:00:00 AM": "", "1. nov 19": "2019-11",
	} {
		m, ok := ParseMonth(form)
		if want == "" && !ok {
			continue // the order of day and month decides
		}
		if got := m.String(); !ok || got != want {
			t.Errorf("parseMonth(%q) = %s, %v; want %s", form, got, ok, want)
		}
	}
}

func TestParseMonthRefusesWhatIsNotAMonth(t *testing.T) {
	for _, s := range []string{"", "x", "13.2019", "2019-13", "201913", "191101", "32.11.2019", "31.11.2019", "2019", "11", "november",
		"-2019-11", "2019-11 og 2019-12", "1204", "1234567", "0301", "20191301", "2019M13", "november 2019 desember", "2019-11 12:00", "99999", "12.34.5678",
		"20190100", "20191301", "20190230", "00000000", "20190000", "20190001", "2019-01-00", "00.01.2019", "2019-02-30", "201900", "000000", "1949-12", "2100-01", "194912", "210001",
		"2019-11-01 12:60", "2019-11-01 123:00", "2019-11-01 12:5", "01.11.2019 12:00:00:00", "november 2019 12:00", "01.11.2019 12"} {
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

// Days are counted from 1970-01-01 (by hand: 31 days of January; 365 of 1970; 1950 is 20 years, 5 of them leap, before).
func TestDaysOfADate(t *testing.T) {
	for d, want := range map[Date]int32{{1970, 1, 1}: 0, {1970, 2, 0}: 31, {1970, 2, 2}: 32, {1971, 1, 1}: 365, {1950, 1, 1}: -(20*365 + 5)} {
		if got := d.Days(); got != want {
			t.Errorf("%v is day %d, want %d", d, got, want)
		}
	}
}

// A day that the calendar does not have is no date: February has 29 days in leap years only (by hand).
func TestValidDates(t *testing.T) {
	for d, want := range map[Date]bool{
		{2019, 2, 28}: true, {2019, 2, 29}: false, {2020, 2, 29}: true, {2019, 4, 31}: false, {2019, 12, 31}: true, {2019, 12, 32}: false, {2019, 1, 0}: true,
		{2019, 0, 1}: false, {2019, 13, 1}: false, {1949, 12, 31}: false, {1950, 1, 1}: true, {2099, 12, 31}: true, {2100, 1, 1}: false,
	} {
		if got := d.Valid(); got != want {
			t.Errorf("%v: %v", d, got)
		}
	}
}
