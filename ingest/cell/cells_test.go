package cell

import (
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
)

// The answers in this file are what the comment of each reader says of the cell.

func TestReadCode(t *testing.T) {
	for raw, want := range map[string]CodeCell{
		"1266": {Code: "1266"}, "301": {Code: "0301", Restored: true}, "1266.0": {Code: "1266"}, "1266,0": {Code: "1266"}, "K-4631": {Code: "4631"}, "K4631": {Code: "4631"}, "k4631": {Code: "4631"},
		"1266 Masfjorden": {Code: "1266", Name: "Masfjorden"}, "1266-Masfjorden": {Code: "1266", Name: "Masfjorden"}, "0301 Oslo (bydel 03)": {Code: "0301", Name: "Oslo", District: true},
		"030103": {Code: "0301", District: true}, "30103": {Code: "0301", Restored: true, District: true}, "123456": {Bad: true, District: true},
		"": {}, "-": {}, ".": {}, "..": {}, ":": {}, "Oslo": {Bad: true, Text: "Oslo"}, "Sum": {Bad: true, Text: "Sum", Label: true},
		"12": {Bad: true}, "1266x": {Bad: true}, "1266 - 5": {Bad: true}, "0000": {Bad: true},
	} {
		if got := ReadCode([]byte(raw)); got != want {
			t.Errorf("ReadCode(%q) = %+v, want %+v", raw, got, want)
		}
	}
	for raw, want := range map[string]CodeCell{
		"Oslo": {Name: "Oslo"}, "Oslo (bydel 3)": {Name: "Oslo", District: true}, "4631 Alver": {Code: "4631", Name: "Alver"}, "4631": {Code: "4631"}, "Totalt": {Name: "Totalt", Label: true},
		"ukjent": {Bad: true}, "#N/A": {Bad: true}, "-": {}, "(tom)": {},
	} {
		if got := ReadMunicipalityName([]byte(raw)); got != want {
			t.Errorf("ReadMunicipalityName(%q) = %+v, want %+v", raw, got, want)
		}
	}
}

// A name in several languages is found whole and by each part; a hyphen parts only where it is asked for, and the first mark
// that parts is the last one that is tried.
func TestNameForms(t *testing.T) {
	for _, c := range []struct {
		name  string
		marks []string
		want  []string
	}{
		{"Bodø kommune", nil, []string{"=bodø", "bodo"}},
		{"Deatnu/Tana", OfficialMarks, []string{"=deatnu/tana", "deatnutana", "=deatnu", "deatnu", "=tana", "tana"}},
		{"A/B", OfficialMarks, []string{"=a/b", "ab", "=a", "=b"}}, // one letter is no folded form
		{"Trondheim - Tråante", OfficialMarks, []string{"=trondheim - tråante", "trondheimtrante", "=trondheim", "trondheim", "=tråante", "trante"}},
		{"Nord-Aurdal", OfficialMarks, []string{"=nord-aurdal", "nordaurdal"}},
		{"Nord-Aurdal", AllMarks, []string{"=nord-aurdal", "nordaurdal", "=nord", "nord", "=aurdal", "aurdal"}},
		{"Våler (Innlandet)", OfficialMarks, []string{"=våler (innlandet)", "valerinnlandet", "=våler", "valer"}},
		{"Porsáŋgu – Porsanger", OfficialMarks, []string{"=porsáŋgu – porsanger", "porsaŋguporsanger", "=porsáŋgu", "porsaŋgu", "=porsanger", "porsanger"}},
		{"Ulvik herad", nil, []string{"=ulvik", "ulvik"}}, {"", nil, nil},
	} {
		if got := NameForms(c.name, c.marks); !slices.Equal(got, c.want) {
			t.Errorf("NameForms(%q, %q) = %q, want %q", c.name, c.marks, got, c.want)
		}
	}
	for name, want := range map[string]string{"BODØ kommune": "bodø", "Bodø": "bodø", "": "", "é": "é"} {
		if got := PlaceKey([]byte(name)); got != want {
			t.Errorf("PlaceKey(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestReadRole(t *testing.T) {
	for raw, want := range map[string]RoleCell{
		"Fastlege": {Role: varighet.RoleRegular, Known: true}, "LPFL": {Role: varighet.RoleRegular, Known: true}, "regular": {Role: varighet.RoleRegular, Known: true},
		"Deleliste": {Role: varighet.RolePartList, Known: true}, "lpdl": {Role: varighet.RolePartList, Known: true}, "part_list": {Role: varighet.RolePartList, Known: true},
		"Vikar": {Role: varighet.RoleLocum, Known: true}, "LPVI": {Role: varighet.RoleLocum, Known: true}, "Ubesatt": {Role: varighet.RoleVacant, Known: true}, "vacant": {Role: varighet.RoleVacant, Known: true},
		"": {Blank: true}, " ": {Blank: true}, "overlege": {},
	} {
		if got := ReadRole([]byte(raw)); got != want {
			t.Errorf("ReadRole(%q) = %+v, want %+v", raw, got, want)
		}
	}
}

func TestReadStatesOfALists(t *testing.T) {
	for raw, want := range map[string]StatusCell{
		"ja": {varighet.StatusOpen, true, true}, "Nei": {varighet.StatusClosed, true, true}, "Åpen": {varighet.StatusOpen, true, false}, "lukket": {varighet.StatusClosed, true, false},
		"LÅST": {varighet.StatusLocked, true, false}, "": {Known: true}, "kanskje": {}, "full": {varighet.StatusClosed, true, false},
	} {
		if got := ReadStatus([]byte(raw)); got != want {
			t.Errorf("ReadStatus(%q) = %+v, want %+v", raw, got, want)
		}
	}
	for s, want := range map[varighet.ListStatus]varighet.ListStatus{varighet.StatusOpen: varighet.StatusClosed, varighet.StatusClosed: varighet.StatusOpen,
		varighet.StatusLocked: varighet.StatusLocked, varighet.StatusUnknown: varighet.StatusUnknown} {
		if got := Opposite(s); got != want {
			t.Errorf("the opposite of %q is %q", s, got)
		}
	}
	for raw, want := range map[string]Answer{
		"X": {Yes: true, Known: true, Literal: true}, "nei": {Known: true, Literal: true}, "": {Blank: true}, "-": {Blank: true},
		"Fastlønnet": {Yes: true, Known: true}, "ansatt i kommunen": {Yes: true, Known: true}, "Næringsdrivende": {Known: true}, "sjølvstendig": {Known: true}, "delvis": {},
	} {
		if got := ReadSalaried([]byte(raw)); got != want {
			t.Errorf("ReadSalaried(%q) = %+v, want %+v", raw, got, want)
		}
	}
	for raw, want := range map[string]EvidenceCell{
		"": {varighet.EvidenceReported, true}, "rapportert": {varighet.EvidenceReported, true}, "Rettet": {varighet.EvidenceCorrected, true}, "antatt måned": {varighet.EvidenceAssumed, true},
		"anslått": {varighet.EvidenceAssumed, true}, "sikkert": {},
	} {
		if got := ReadEvidence([]byte(raw)); got != want {
			t.Errorf("ReadEvidence(%q) = %+v, want %+v", raw, got, want)
		}
	}
	for raw, want := range map[string]string{" Byen  Legesenter ": "Byen Legesenter", "#REF!": "", "ukjent": "", "-": "", "": ""} {
		if got := ReadOffice([]byte(raw)); got != want {
			t.Errorf("ReadOffice(%q) = %q, want %q", raw, got, want)
		}
	}
}

// 2019-11-01 is day 18201: 49 years of 365 days, 12 leap days, and 304 days from January to October.
func TestReadDay(t *testing.T) {
	const first = 49*365 + 12 + 304
	for raw, want := range map[string]DayCell{"2019-11-01": {Days: first, OK: true}, "november 2019": {Days: first, OK: true}, "15.11.2019": {Days: first + 14, OK: true}, "-": {Blank: true}, "": {Blank: true}, "snart": {}} {
		if got := ReadDay([]byte(raw)); got != want {
			t.Errorf("ReadDay(%q) = %+v, want %+v", raw, got, want)
		}
	}
	if got := ReadDay([]byte("11/1/2019")); !got.OK || got.Written == nil || got.Written.Readings() != "2019-01 or 2019-11" {
		t.Errorf("a date of which the order matters: %+v", got)
	}
	if got := ReadDay([]byte("2019-10-31T23:00:00Z")); !got.OK || got.Written == nil || !got.Written.UTC {
		t.Errorf("an instant: %+v", got)
	}
}

func TestPeriodsInOneCell(t *testing.T) {
	for s, want := range map[string]WrittenSpan{
		"01.05.2017 - 30.06.2018": {From: "01.05.2017", To: "30.06.2018"}, "mai 2017–juni 2018": {From: "mai 2017", To: "juni 2018"}, "2017-05 til 2018-06": {From: "2017-05", To: "2018-06"},
		"fra mai 2017": {From: "mai 2017"}, "f.o.m. 1.5.2017 t.o.m. 30.6.2018": {From: "1.5.2017", To: "30.6.2018", Inclusive: true}, "mai - juni 2018": {From: "mai 2018", To: "juni 2018"},
		"1.5.2017 -": {From: "1.5.2017"}, "1.5.2017 - dags dato": {From: "1.5.2017", To: "dags dato"}, "1.5.2017 - 31.12.2099": {From: "1.5.2017", To: "31.12.2099"},
	} {
		if got, ok := SplitPeriod(s); !ok || got != want {
			t.Errorf("SplitPeriod(%q) = %+v, %v, want %+v", s, got, ok, want)
		}
	}
	for _, s := range []string{"2017-05-01", "mai 2017", "Kari - Ola", "", "fra Oslo", strings.Repeat("1", 81), "İ 2017-05 til 2018-06"} {
		if got, ok := SplitPeriod(s); ok {
			t.Errorf("SplitPeriod(%q) = %+v, want none", s, got)
		}
	}
	for s, want := range map[string]string{"01.11.2019 - 30.11.2019": "2019-11", "01.11.2019 - 01.12.2019": "", "fra november 2019": "", "november 2019": ""} {
		if d, ok := MonthOfSpan(s); ok != (want != "") || ok && d.MonthOf().String() != want {
			t.Errorf("MonthOfSpan(%q) = %v, %v, want %q", s, d, ok, want)
		}
	}
	for s, want := range map[string]bool{"d.d.": true, "Dags dato": true, "fortsatt": true, "ikkje slutta": true, "slutta": false, "": false} {
		if IsStillThere(s) != want {
			t.Errorf("IsStillThere(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"31.12.2099": true, "9999-12-31": true, "2090": true, "2089-12-31": false, "til 2099": false} {
		if IsOpenEndDate(s) != want {
			t.Errorf("IsOpenEndDate(%q) = %v", s, !want)
		}
	}
}

func TestWordsOfTotalsAndNotes(t *testing.T) {
	for s, want := range map[string]bool{"Sum": true, "Oslo totalt": true, "hele landet": true, "Sum Oslo": true, "Summer, Kari": false, "Totalt": true, "Oslo": false, "": false} {
		if IsTotal(s) != want {
			t.Errorf("IsTotal(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]string{"Sum Oslo": "oslo", "Oslo i alt": "oslo", "hele landet": "", "Kari Lie": "kari lie", "alle kommuner i Vest": "i vest"} {
		if got := strings.Join(WithoutTotal(FoldWords(s)), " "); got != want {
			t.Errorf("WithoutTotal(%q) = %q, want %q", s, got, want)
		}
	}
	for s, want := range map[string]bool{"hele landet 2019": true, "Oslo i alt": true, "Sum Oslo": false, "Kari Moe": false} {
		if IsTotalPhrase(FoldWords(s)) != want {
			t.Errorf("IsTotalPhrase(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string][2]bool{"* merk": {true, false}, "Kilde: Helfo": {true, true}, "Note 1": {true, true}, "Merk at tallene er": {true, true}, "Merk, Ola": {true, false}, "Kari": {false, false}, "": {false, false}} {
		if got := [2]bool{IsNote(s), IsNoteSurely(s)}; got != want {
			t.Errorf("%q is a note, and surely: %v, want %v", s, got, want)
		}
	}
	for s, want := range map[string]bool{"Tallene er foreløpige": true, "Tallene er foreløpige.": true, "a b c d e": true, "Kari Anne Moe": false, "to ord": false, "liste 1 2 er": false} {
		if IsProse(s) != want {
			t.Errorf("IsProse(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"Kari Moe": true, "Kari Anne Moe Vik Dal": true, "Kari": false, "Kari Moe 2": false, "Kari Moe sluttet": false, "Ubesatt liste": false, "Kari Moe.": false, "A B C D E F": false} {
		if IsCapitalisedName(s) != want {
			t.Errorf("IsCapitalisedName(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string][2]bool{"0301": {true, false}, "1.11.2019": {true, false}, "1 204": {false, true}, "abc": {false, false}, "1234567890123": {false, false}, "se note 2": {false, true}} {
		if got := [2]bool{IsValue(s), IsWordsAndDigits(s)}; got != want {
			t.Errorf("%q is a value, and words and digits: %v, want %v", s, got, want)
		}
	}
}

func TestMonthsInTitles(t *testing.T) {
	for s, want := range map[string]bool{"Utskrift 3.12.2019": true, "liste generert 03.12.2019": true, "per 3.12.2019 oppdatert": false, "november 2019": false, "oppdatert november 2019": true, "liste 2019": false} {
		if IsPrintNote(s) != want {
			t.Errorf("IsPrintNote(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"3.12.2019": true, "3. desember 2019": true, "desember 2019": false, "2019-12": false, "11/1/2019": true, "": false} {
		if HasDay(s) != want {
			t.Errorf("HasDay(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]bool{"desember 2019": true, "3. desember 2019": false, "2019-12": false} {
		if NamesMonthOnly(s) != want {
			t.Errorf("NamesMonthOnly(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string][2]bool{"Mai 2017": {true, true}, "per 1.5.2017": {true, true}, "Liste mai 2017": {true, false}, "201705": {false, false}, "mai 2017 og juni 2017": {false, false}} {
		if got := [2]bool{NamesMonth(s, NoOrder), IsMonthLine(s, NoOrder)}; got != want {
			t.Errorf("%q names a month, and is one: %v, want %v", s, got, want)
		}
	}
	for s, want := range map[string]bool{"11/1/2019": true, "per 11/1/2019": true, "11-1-2019": false, "13/1/2019": false, "liste 11/1/2019": false} {
		if IsSlashedDate(s) != want {
			t.Errorf("IsSlashedDate(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]string{"Liste for mai 2017": "Liste", "per 1.5.2017": "", "Basistilskudd i Oslo": "Basistilskudd Oslo"} {
		if got := WithoutMonth(s); got != want {
			t.Errorf("WithoutMonth(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestMunicipalityInText(t *testing.T) {
	for s, want := range map[string][2]string{
		"1865 Vågan kommune": {"1865", "Vågan"}, "Kommune: 1865 Vågan": {"1865", "Vågan"}, "Kommunenr. 1865": {"1865", ""}, "Vågan kommune": {"", "Vågan"}, "Kommune: Vågan": {"", "Vågan"},
		"1865 - Vågan": {"1865", "Vågan"}, "Fastlegar i Ulvik herad": {"", "Ulvik"}, "Våler i Solør kommune": {"", "Våler i Solør"}, "Basistilskuddsrapport for fastlegeordningen i 1865 Vågan kommune per august 2024": {"1865", "Vågan"},
		"Kommune: Vågan per august": {"", "Vågan"},
	} {
		if code, name, ok := MunicipalityInText(s); !ok || string(code) != want[0] || name != want[1] {
			t.Errorf("MunicipalityInText(%q) = %q, %q, %v, want %q", s, code, name, ok, want)
		}
	}
	for _, s := range []string{"2019 Vågan", "Fastlegeliste", "1865 november", "", strings.Repeat("Kommune: Vågan ", 20), "1865 mai kommune"} {
		if code, name, ok := MunicipalityInText(s); ok {
			t.Errorf("MunicipalityInText(%q) = %q, %q, want none", s, code, name)
		}
	}
}

func TestMonthsAndYearsOfCells(t *testing.T) {
	for s, want := range map[string][2]bool{"2019": {true, false}, "november 2019": {true, false}, "nr": {false, true}, "navn": {false, true}, "mai": {false, true}, "": {false, false}, "Oslo": {false, false}} {
		if got := [2]bool{IsYearOrMonth(s), IsPartOfName(s)}; got != want {
			t.Errorf("%q is a year or month, and part of a name: %v, want %v", s, got, want)
		}
	}
	for s, want := range map[string]int{"2019.1": 2019, "2019,1": 2019, "2019.10": 0, "2019.2": 0, "2019": 0, "1949.1": 0, "abcd.1": 0} {
		if year, ok := LostZero(s); year != want || ok != (want > 0) {
			t.Errorf("LostZero(%q) = %d, %v", s, year, ok)
		}
	}
	for s, want := range map[string]bool{"2019.9": true, "2019,12": true, "2019.13": false, "2019-9": false, "2019.9.1": false, "november 2019": false} {
		if IsDecimalMonth(s) != want {
			t.Errorf("IsDecimalMonth(%q) = %v", s, !want)
		}
	}
	for s, want := range map[string]string{"Mai": "mai", " nov. ": "nov", "mai 2017": "", "Oslo": ""} {
		if name, is := MonthWithoutYear(s); name != want || is != (want != "") {
			t.Errorf("MonthWithoutYear(%q) = %q, %v", s, name, is)
		}
	}
}

func TestReadDoctorIDs(t *testing.T) {
	byNumber, byOwn := varighet.DoctorByNumber, varighet.DoctorByOwnID
	for raw, want := range map[string]IDCell{
		"1234567": {ID: "1234567", Content: ContentHPR, Basis: byNumber}, "HPR 12345": {ID: "12345", Content: ContentHPR, Basis: byNumber}, "hpr-nr: 0001234567": {ID: "1234567", Content: ContentHPR, Basis: byNumber},
		"123456": {ID: "123456", Basis: byOwn}, "A17": {ID: "A17", Basis: byOwn}, "Anna@X.example": {ID: "anna@x.example", Content: ContentPerson, Basis: byOwn},
		"+47 412 34 567": {ID: "41234567", Content: ContentPerson, Basis: byOwn}, "412 34 567": {ID: "41234567", Content: ContentPerson, Basis: byOwn}, "+46 70 123 45 67": {ID: "46701234567", Content: ContentPerson, Basis: byOwn},
		"01.05.1960": {ID: "01.05.1960", Content: ContentPerson, Basis: byOwn}, "1234567/1234568": {ID: "1234567", Content: ContentHPR, Basis: byNumber, Others: []string{"1234568"}},
		"1234567 / 1234567": {ID: "1234567", Content: ContentHPR, Basis: byNumber}, "k.n.": {ID: "k.n.", Content: ContentPerson, Basis: byOwn}, "olanor1": {ID: "olanor1", Content: ContentPerson, Basis: byOwn},
		"3f2504e0-4f89-11d3-9a0c-0305e82c3301": {ID: "3f2504e0-4f89-11d3-9a0c-0305e82c3301", Basis: byOwn}, "a1b2c3": {ID: "a1b2c3", Basis: byOwn}, "lege17": {ID: "lege17", Basis: byOwn},
		"": {}, "-": {}, "ubesatt": {Vacant: true}, "ukjent": {Bad: true}, "#N/A": {Bad: true},
	} {
		got := ReadDoctorID([]byte(raw), false)
		if got.ID != want.ID || got.Content != want.Content || got.Basis != want.Basis || got.Bad != want.Bad || got.Vacant != want.Vacant || !slices.Equal(got.Others, want.Others) || got.Name != nil {
			t.Errorf("ReadDoctorID(%q) = %+v, want %+v", raw, got, want)
		}
	}
	if got := ReadDoctorID([]byte("12345"), true); got.Content != ContentHPR || got.ID != "12345" {
		t.Errorf("in a column of HPR numbers: %+v", got)
	}
	if got := ReadDoctorID([]byte("Kari Nordmann"), false); got.Content != ContentName || got.Name == nil || got.Name.Key != NameKey("Kari Nordmann") {
		t.Errorf("a name: %+v", got)
	}
	if got := ReadDoctorID([]byte("Kari Nordmann (HPR 1234567)"), false); got.Content != ContentHPR || got.ID != "1234567" || got.Name == nil {
		t.Errorf("a name and a number: %+v", got)
	}
	if got := ReadDoctorID([]byte("Vikar for Kari Nordmann"), false); got.Content != ContentName || got.Name == nil || got.Name.Kind != NameLocumFor {
		t.Errorf("a locum: %+v", got)
	}
}

func TestReadPersonCell(t *testing.T) {
	for raw, want := range map[string]PersonCell{
		"1234567": {Key: "1234567", Beside: "1234567"}, "HPR 12345": {Key: "12345", Beside: "12345"}, "Kari Nordmann": {Key: NameKey("Kari Nordmann")}, "Lege 3": {}, "A17": {}, "ubesatt": {}, "": {},
		"Kari Nordmann (HPR 1234567)": {Key: NameKey("Kari Nordmann"), Beside: "1234567"},
	} {
		if got := ReadPersonCell([]byte(raw)); got != want {
			t.Errorf("ReadPersonCell(%q) = %+v, want %+v", raw, got, want)
		}
	}
	for raw, want := range map[string]bool{"NA": true, "-": true, "Anne": false, "Nina": false, "Åse": false, "NULL": true} {
		if IsEmptyPart([]byte(raw)) != want {
			t.Errorf("IsEmptyPart(%q) = %v", raw, !want)
		}
	}
}

func TestHoldersInOneCell(t *testing.T) {
	for raw, want := range map[string]string{
		"Kari Moe; Ola Vik": "Kari Moe|Ola Vik", "Kari Moe / Ola Vik": "Kari Moe|Ola Vik", "Kari Moe/Ola Vik": "Kari Moe|Ola Vik", "Kari Moe og Ola Vik": "Kari Moe|Ola Vik", "Kari Moe & Ola Vik": "Kari Moe|Ola Vik",
		"Moe, Kari/Vik, Ola": "Moe, Kari|Vik, Ola", "Moe, Kari/Ola Vik": "Moe, Kari/Ola Vik", "A/B": "A/B", "Kari Moe\nOla Vik": "Kari Moe|Ola Vik", "Moe,\nKari Anne": "Moe,\nKari Anne", "Kari Moe": "", "Kari Moe; ": "Kari Moe",
		"Kari Moe + 2": "Kari Moe",
	} {
		var parts []string
		for _, p := range SplitHolders([]byte(raw)) {
			parts = append(parts, strings.TrimSpace(string(p)))
		}
		if got := strings.Join(parts, "|"); got != want {
			t.Errorf("SplitHolders(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestBlankCells(t *testing.T) {
	for raw, want := range map[string]bool{"": true, "  ": true, "\u00A0": true, "NA": true, "NULL ": true, `=""`: true, "x": false, " x": false, "Å": false, "0": false} {
		if Blank([]byte(raw)) != want {
			t.Errorf("Blank(%q) = %v", raw, !want)
		}
	}
	for s, want := range map[string]bool{"": true, "abc": true, "12345678": true, "1234567å": false, "å": false, "123456789": true} {
		if IsASCII([]byte(s)) != want {
			t.Errorf("IsASCII(%q) = %v", s, !want)
		}
	}
}

func TestNumbersOfPrograms(t *testing.T) {
	for raw, want := range map[string]int64{"1.204E3": 120400, "1.5E+2": 15000, "25509.250000000004": 2550925, "1.2E-1": 12, "12345678.250000004": 1234567825, "-1.204E3": -120400} {
		if v, st := ParseNumber([]byte(raw)); v != want || st != NumberOK {
			t.Errorf("ParseNumber(%q) = %d, %v, want %d", raw, v, st, want)
		}
	}
	for raw, want := range map[string]bool{"1 204": true, "0,125": true, "<5": false, "": false, "abc": false, "1E20": false, "<0": false, "1.23456E2": false} {
		if IsNumber([]byte(raw)) != want {
			t.Errorf("IsNumber(%q) = %v", raw, !want)
		}
	}
	if _, st := ParseNumber([]byte("<0")); st != NumberSuppressed {
		t.Errorf("<0 is %v", st)
	}
}
