package ingest

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// someMunicipalities are a few that changed: renumbered, merged, divided, and
// two that share a name.
func someMunicipalities(t testing.TB) *data.Reference {
	t.Helper()
	month := func(year int) varighet.Month { return varighet.MonthOf(year, 1) }
	until := func(year int) varighet.Opt[varighet.Month] { return varighet.Some(month(year)) }
	none := varighet.Opt[varighet.Month]{}
	ref, err := data.NewReference(data.Tables{
		Municipalities: []data.Municipality{
			{Code: "0301", Name: "Oslo", From: month(1977), To: none},
			{Code: "1865", Name: "Vågan", From: month(1977), To: none},
			{Code: "1103", Name: "Stavanger", From: month(1977), To: none},
			{Code: "1201", Name: "Bergen", From: month(1977), To: until(2020)}, {Code: "4601", Name: "Bergen", From: month(2020), To: none},
			{Code: "1266", Name: "Masfjorden", From: month(1977), To: until(2020)}, {Code: "4634", Name: "Masfjorden", From: month(2020), To: none},
			{Code: "1241", Name: "Fusa", From: month(1977), To: until(2020)}, {Code: "1243", Name: "Os (Hord.)", From: month(1977), To: until(2020)},
			{Code: "4624", Name: "Bjørnafjorden", From: month(2020), To: none},
			{Code: "0441", Name: "Os (Hedm.)", From: month(1977), To: until(2020)}, {Code: "3430", Name: "Os", From: month(2020), To: none},
			{Code: "1850", Name: "Divtasvuodna - Tysfjord", From: month(1977), To: until(2020)},
			{Code: "1805", Name: "Narvik", From: month(1977), To: until(2020)}, {Code: "1806", Name: "Narvik", From: month(2020), To: none},
			{Code: "1849", Name: "Hamarøy", From: month(1977), To: until(2020)}, {Code: "1875", Name: "Hamarøy - Hábmer", From: month(2020), To: none},
		},
		Changes: []data.Change{
			{Old: "1201", New: "4601", Month: month(2020), Kind: data.Recode, Primary: true},
			{Old: "1266", New: "4634", Month: month(2020), Kind: data.Recode, Primary: true},
			{Old: "0441", New: "3430", Month: month(2020), Kind: data.Recode, Primary: true},
			{Old: "1241", New: "4624", Month: month(2020), Kind: data.Merge, Primary: true},
			{Old: "1243", New: "4624", Month: month(2020), Kind: data.Merge, Primary: true},
			{Old: "1850", New: "1806", Month: month(2020), Kind: data.Split}, {Old: "1850", New: "1875", Month: month(2020), Kind: data.Split, Primary: true},
			{Old: "1805", New: "1806", Month: month(2020), Kind: data.Merge, Primary: true},
			{Old: "1849", New: "1875", Month: month(2020), Kind: data.Merge, Primary: true},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// The municipality of a row by code, name and month, with what is said of it.
func TestPlaces(t *testing.T) {
	p := newPlaces(someMunicipalities(t))
	for _, c := range []struct {
		what, code, name, month, want string
		note                          rowWarning
	}{
		{"code of the month", "1266", "", "2019-12", "1266", 0},
		{"last year's code, renumbered", "1266", "", "2020-01", "4634", warnEarlierCode},
		{"last year's code, merged", "1241", "Fusa", "2021-05", "4624", warnEarlierCode},
		{"last year's code, divided", "1850", "", "2020-01", "1875", warnEarlierSplit},
		{"next year's code, renumbered", "4634", "", "2019-12", "1266", warnLaterCode},
		{"next year's code, merged: which part is not known", "4624", "", "2019-12", "4624", warnLaterMerged},
		{"next year's code and the old name", "4624", "Fusa", "2019-12", "1241", warnLaterCode},
		{"a name only", "", "Masfjorden", "2019-12", "1266", warnCodeByName},
		{"a name only, the other year", "", "MASFJORDEN kommune", "2020-12", "4634", warnCodeByName},
		{"a name that is gone", "", "Fusa", "2022-01", "4624", warnCodeByName},
		{"a name that is to come", "", "Bjørnafjorden", "2019-01", "", 0},
		{"one of two languages", "", "Tysfjord", "2019-01", "1850", warnCodeByName},
		{"both languages with a bare hyphen", "", "Hamarøy-Hábmer", "2021-01", "1875", warnCodeByName},
		{"a shared name", "", "Os", "2019-01", "", 0},
		{"a shared name with its county", "", "Os (Hordaland)", "2019-01", "1243", warnCodeByName},
		{"a shared name, one of them gone", "", "Os", "2020-01", "3430", warnCodeByName},
		{"a code that never was", "9999", "", "2019-01", "", 0},
		{"a name that never was", "", "Masfjord", "2019-01", "", 0},
		{"code and name of two municipalities", "1865", "Oslo", "2019-01", "1865", warnNameDiffers},
	} {
		m, err := varighet.ParseMonth(c.month)
		if err != nil {
			t.Fatal(err)
		}
		got := p.find(placeTime{varighet.MunicipalityCode(c.code), c.name, m})
		if string(got.code) != c.want || got.note != c.note || (got.code == "") != (got.msg != "") {
			t.Errorf("%s: %+v; want %q and note %d", c.what, got, c.want, c.note)
		}
	}
}

// A name that is none is told the one that is spelt most like it: at most two letters away, and a third of its own (by hand).
func TestTheNearestNameIsHinted(t *testing.T) {
	const otherwise = "add a column with the municipality's code"
	p := newPlaces(someMunicipalities(t))
	for name, want := range map[string]string{"Masfjord": "Masfjorden", "Masfjor": "", "MASFJORDAN": "Masfjorden", "Fuso": "Fusa", "Fuxy": "", "": "", "Xyzzy": "", strings.Repeat("Masfjorden", 5): ""} {
		if want != "" {
			want = `is "` + want + `" meant? or `
		}
		if got := p.nearestName(name); got != want+otherwise {
			t.Errorf("%q: %s, want %s", name, got, want+otherwise)
		}
	}
}

// norway is the real reference, from the tables in the folder VARIGHET_SHARED.
func norway(t *testing.T) *data.Reference {
	t.Helper()
	dir := os.Getenv("VARIGHET_SHARED")
	if dir == "" {
		t.Skip("VARIGHET_SHARED is not set: no reference data to test against")
	}
	read := func(name string) []map[string]string {
		f, err := os.Open(filepath.Join(dir, "data", name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		rows, err := csv.NewReader(f).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		var out []map[string]string
		for _, r := range rows[1:] {
			m := map[string]string{}
			for i, h := range rows[0] {
				m[h] = r[i]
			}
			out = append(out, m)
		}
		return out
	}
	var tables data.Tables
	for _, r := range read("municipalities.csv") {
		m := data.Municipality{Code: varighet.MunicipalityCode(r["code"]), Name: r["name"]}
		m.From, _ = data.ParseDate(r["valid_from"])
		if to, ok := data.ParseDate(r["valid_to"]); ok {
			m.To = varighet.Some(to)
		}
		tables.Municipalities = append(tables.Municipalities, m)
	}
	for _, r := range read("municipality_changes.csv") {
		c := data.Change{Old: varighet.MunicipalityCode(r["old_code"]), New: varighet.MunicipalityCode(r["new_code"]), Kind: data.ChangeKind(r["kind"]), Primary: r["primary_successor"] == "yes"}
		c.Month, _ = data.ParseDate(r["valid_from"])
		tables.Changes = append(tables.Changes, c)
	}
	ref, err := data.NewReference(tables)
	if err != nil {
		t.Fatal(err)
	}
	return ref
}

// Every municipality of five months is found by its name alone, in capitals and with
// "kommune" too; a name that two share is refused. A year later and a year earlier
// its code is understood, save that a code of a later merger stands as it is.
func TestAllOfNorwayIsFoundByNameAndByTheCodesOfOtherYears(t *testing.T) {
	ref := norway(t)
	p := newPlaces(ref)
	for _, year := range []int{2005, 2017, 2018, 2020, 2024} {
		month := varighet.MonthOf(year, 1)
		shared, stands := 0, 0
		for _, code := range ref.Codes(month) {
			name, _ := ref.Name(code, month)
			for _, written := range []string{name, strings.ToUpper(name), name + " kommune"} {
				got := p.find(placeTime{"", written, month})
				if got.code == "" && strings.Contains(got.msg, "share the name") && written == name {
					shared++
				} else if got.code != code && got.code != "" {
					t.Errorf("%d: %q is %s; want %s", year, written, got.code, code)
				}
			}
			for _, other := range []varighet.Month{month - 12, month + 12} {
				got := p.find(placeTime{code, "", other})
				if got.code == "" && other >= ref.First() {
					t.Errorf("%d: code %s is not understood in %s: %s", year, code, other, got.msg)
				}
				if got.note == warnLaterMerged {
					stands++
				} else if ok, _ := ref.Known(got.code, other); !ok && got.code != "" {
					t.Errorf("%d: code %s becomes %s in %s, which did not exist", year, code, got.code, other)
				}
			}
		}
		t.Logf("%d: %d municipalities, %d names shared, %d codes of later mergers", year, len(ref.Codes(month)), shared, stands)
		if shared > 0 || stands > 60 {
			t.Errorf("%d: %d official names are ambiguous; %d codes stand", year, shared, stands)
		}
	}
}

// The other names that are in use for municipalities, each in the years of its own.
func TestOtherNamesOfMunicipalities(t *testing.T) {
	p := newPlaces(norway(t))
	f, err := os.Open(filepath.Join(os.Getenv("VARIGHET_SHARED"), "data", "municipality_aliases.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	found, unknown := 0, []string(nil)
	for _, r := range rows[1:] {
		from, _ := data.ParseDate(r[2])
		got := p.find(placeTime{"", r[0], max(from, p.ref.First())})
		switch {
		case string(got.code) == r[1]:
			found++
		case got.code != "":
			t.Errorf("%q is %s from %s; want %s", r[0], got.code, r[2], r[1])
		case r[4] == "no":
			unknown = append(unknown, r[0])
		}
	}
	if len(unknown) > 0 || found < 950 {
		t.Errorf("%d of %d found; not found: %s", found, len(rows)-1, strings.Join(unknown, ", "))
	}
}
