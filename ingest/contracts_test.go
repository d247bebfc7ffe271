package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

func exportOf(contracts ...string) []byte { return []byte("[" + strings.Join(contracts, ",") + "]") }

// cycle writes a period of a doctor.
func cycleJSON(hpr int, relationship, from, to string) string {
	return fmt.Sprintf(`{"hprNumber":%d,"relationship":{"codeValue":%q},"valid":{"from":%q,"to":%q}}`, hpr, relationship, from, to)
}

func contractJSONOf(id int, from, to string, cycles ...string) string {
	return fmt.Sprintf(`{"id":%d,"maxPatients":1200,"status":{"codeValue":"FAAA"},"isFixedSalary":true,"municipality":{"codeValue":"1865","codeText":"Vågan"},"valid":{"from":%q,"to":%q},"doctorCycles":[%s]}`,
		id, from, to, strings.Join(cycles, ","))
}

// A period holds in a month if From <= the 1st < To. Months of 2020, by hand.
func TestPeriodsBecomeMonths(t *testing.T) {
	for _, c := range []struct{ what, from, to, want string }{
		{"whole months", "2020-02-01T00:00:00", "2020-05-01T00:00:00", "2 3 4"},
		{"from the 2nd: the 1st of the next month is the first", "2020-02-02T00:00:00", "2020-05-01T00:00:00", "3 4"},
		{"to the last day, as some write it", "2020-02-01T00:00:00", "2020-04-30T00:00:00", "2 3 4"},
		{"to the 2nd: the 1st is still held", "2020-02-01T00:00:00", "2020-05-02T00:00:00", "2 3 4 5"},
		{"within a month: no 1st", "2020-02-02T00:00:00", "2020-02-28T00:00:00", ""},
		{"open: to the last month", "2020-10-01T00:00:00", "", "10 11 12"},
		{"the year 9999 is open", "2020-11-15T00:00:00", "9999-12-31T00:00:00", "12"},
		{"midnight in Norway as UTC, in winter and in summer", "2020-01-31T23:00:00Z", "2020-06-30T22:00:00Z", "2 3 4 5 6"},
		{"with an offset", "2020-02-01T00:00:00+01:00", "2020-04-01T00:00:00+02:00", "2 3"},
		{"dates only", "2020-02-01", "2020-03-01", "2"},
		{"milliseconds since 1970", "/Date(1580511600000)/", "/Date(1583017200000+0100)/", "2"}, // 2020-01-31T23:00Z and 2020-02-29T23:00Z
		{"ends before it begins", "2020-05-01", "2020-02-01", ""},
	} {
		data := exportOf(contractJSONOf(1, "2020-01-01", "", cycleJSON(7, "LPFL", c.from, c.to)))
		res, obs := readAll(t, Options{LastMonth: varighet.Some(varighet.MonthOf(2020, 12))}, Bytes("x.json", data))
		var held []string
		for _, o := range obs {
			if o.Role == varighet.RoleRegular {
				held = append(held, fmt.Sprint(int(o.Month.Calendar())))
			}
		}
		if got := strings.Join(held, " "); got != c.want || res.Problems.Len() > 0 || len(obs) != 12 {
			t.Errorf("%s: months %q of %d rows, %v; want %q", c.what, got, len(obs), res.Problems.Err(), c.want)
		}
	}
}

// A contract over five months: first one doctor, a month that only a locum has, then another with a part-list
// doctor beside. What the export says of today stands in the last month only.
func TestContractsWithAllRoles(t *testing.T) {
	data := exportOf(contractJSONOf(5, "2019-01-01", "2019-06-01",
		cycleJSON(11, "LPFL", "2018-05-01", "2019-03-01"), cycleJSON(12, "LPVI", "2019-03-01", "2019-04-01"),
		cycleJSON(13, "LPFL", "2019-04-01", ""), cycleJSON(14, "LPDL", "2019-05-01", ""), cycleJSON(13, "LPFL", "2019-05-01", "")))
	res, obs := readAll(t, Options{LastMonth: varighet.Some(varighet.MonthOf(2019, 5))}, Bytes("x.json", data))
	var got []string
	for _, o := range obs {
		got = append(got, fmt.Sprintf("%s %s %s %v %v", o.Month, o.DoctorID, o.Role, o.ListLimit.OK, o.Salaried.V))
	}
	want := []string{"2019-01 11 regular false true", "2019-02 11 regular false true", "2019-03  vacant false true", "2019-03 12 locum false true",
		"2019-04 13 regular false true", "2019-05 13 regular true true", "2019-05 14 part_list true true"}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" || res.Problems.Len() > 0 {
		t.Errorf("%v\n%s", res.Problems.Err(), diff)
	}
	// Six records: the contract and its cycles. The last cycle overlaps the one before and gives nothing of its own.
	if diff := cmp.Diff(Ledger{Read: 6, Used: 5, SetAside: map[string]int64{ReasonNoMonth: 1}}, res.Ledger); diff != "" {
		t.Error(diff)
	}
	start := varighet.MonthOf(2018, time.May).Days()
	for _, o := range obs {
		if o.DoctorID == "11" && o.AgreementStart != varighet.Some(start) {
			t.Errorf("the agreement starts %v; want day %d, before the contract's own period", o.AgreementStart, start)
		}
	}
}

// The last month is that of the newest change in all exports of a run: an office
// whose entry has not changed for years is still there.
func TestOpenPeriodsEndWithTheNewestChangeOfAll(t *testing.T) {
	old := Bytes("kontor 1.json", []byte(`[{"id":1,"updatedOn":"2015-02-03T00:00:00","valid":{"from":"2019-01-01"},"doctorCycles":[{"hprNumber":1234567,"relationship":"LPFL","valid":{"from":"2019-01-01"}}]}]`))
	fresh := Bytes("kontor 2.json", []byte(`[{"id":2,"valid":{"from":"2019-03-01"},"doctorCycles":[{"hprNumber":1234568,"updatedOn":"2019-03-20T00:00:00","valid":{"from":"2019-01-01"}}]}]`))
	res, obs := readAll(t, Options{}, old, fresh)
	if len(obs) != 4 || res.Files[0].Months[2].Month != varighet.MonthOf(2019, 3) {
		t.Errorf("%d rows, %+v; want January to March of the first and March of the second", len(obs), res.Files)
	}
}
