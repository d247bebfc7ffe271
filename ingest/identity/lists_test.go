package identity_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// follow reads lines "month doctor residents office" of one municipality, a doctor
// "-" for a vacant list, residents "?" if unknown, and returns "month doctor: id basis".
func follow(t *testing.T, f *identity.Follower, lines string) []string {
	t.Helper()
	byMonth := map[varighet.Month][]varighet.Observation{}
	var months []varighet.Month
	for n, line := range strings.Split(strings.TrimSpace(lines), "\n") {
		w := append(strings.Fields(line), "", "")
		var m int
		fmt.Sscan(w[0], &m)
		month := varighet.MonthOf(2020, 1) + varighet.Month(m)
		o := varighet.Observation{Month: month, DoctorID: w[1], PositionBasis: varighet.BasisDerived, MunicipalityCode: "4631",
			SourceFile: w[0], SourceRow: int32(n), Office: w[3]}
		if w[1] == "-" {
			o.DoctorID, o.Role = "", varighet.RoleVacant
		}
		if w[2] != "?" {
			var r int32
			fmt.Sscan(w[2], &r)
			o.Residents = varighet.Some(r)
		}
		if byMonth[month] == nil {
			months = append(months, month)
		}
		byMonth[month] = append(byMonth[month], o)
	}
	slices.Sort(months)
	var out []string
	for _, m := range months {
		rows := byMonth[m]
		rand.New(rand.NewPCG(1, uint64(m))).Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		f.Month(rows)
		slices.SortFunc(rows, func(a, b varighet.Observation) int { return int(a.SourceRow - b.SourceRow) })
		for _, o := range rows {
			who := o.DoctorID
			if who == "" {
				who = "-"
			}
			out = append(out, fmt.Sprintf("%d %s: %s %s", m-varighet.MonthOf(2020, 1), who, o.PositionID, o.PositionBasis))
		}
	}
	return out
}

func TestFollower(t *testing.T) {
	for name, c := range map[string]struct {
		lines  string
		noLink bool
		want   string
		links  int
		unsure int64
	}{
		"doctors keep their lists": {
			lines: "0 A 900\n0 B 1200\n1 B 1210\n1 A 905",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 1 A: 4631~A derived",
		},
		"a list handed over with its residents": {
			lines: "0 A 900\n0 B 1200\n1 C 903\n1 B 1210\n2 C 910",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~A linked, 1 B: 4631~B derived, 2 C: 4631~A linked",
			links: 1,
		},
		"handed over, without links": {
			lines: "0 A 900\n1 C 903", noLink: true, want: "0 A: 4631~A derived, 1 C: 4631~C derived",
		},
		"a vacancy between": {
			lines: "0 A 900\n1 - 890\n2 - 880\n3 C 885",
			want:  "0 A: 4631~A derived, 1 -: 4631~A linked, 2 -: 4631~A linked, 3 C: 4631~A linked", links: 2,
		},
		"no row while vacant": {
			lines: "0 A 900\n0 B 1500\n1 B 1500\n2 B 1500\n2 C 880",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 2 B: 4631~B derived, 2 C: 4631~A linked", links: 1,
		},
		"a list ends and a small one begins": {
			lines: "0 A 1200\n1 C 10", want: "0 A: 4631~A derived, 1 C: 4631~C derived",
		},
		"two changes, told apart by residents": {
			lines: "0 A 900\n0 B 1200\n1 C 1195\n1 D 905",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~B linked, 1 D: 4631~A linked", links: 2,
		},
		"two changes that cannot be told apart": {
			lines: "0 A 1000\n0 B 1010\n1 C 1005\n1 D 1006", unsure: 2,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~C derived, 1 D: 4631~D derived",
		},
		"offices tell them apart": {
			lines: "0 A 1000 Nord\n0 B 1010 Sør\n1 C 1005 Sør\n1 D 1006 NORD", links: 2,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~B linked, 1 D: 4631~A linked",
		},
		"without residents one out and one in": {
			lines: "0 A ?\n0 B ?\n1 B ?\n1 C ?", links: 1,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 1 C: 4631~A linked",
		},
		"without residents two out and two in": {
			lines: "0 A ?\n0 B ?\n1 D ?\n1 C ?", unsure: 2,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 D: 4631~D derived, 1 C: 4631~C derived",
		},
		"a doctor with two lists": {
			lines: "0 A 900\n0 A 400\n1 A 405\n1 A 890",
			want:  "0 A: 4631~A derived, 0 A: 4631~A~2 derived, 1 A: 4631~A~2 derived, 1 A: 4631~A derived",
		},
		"two vacant lists keep their residents": {
			lines: "0 - 900\n0 - 400\n1 - 395\n1 - 890",
			want: "0 -: 4631~vacant~2020-01 derived, 0 -: 4631~vacant~2020-01~2 derived, " +
				"1 -: 4631~vacant~2020-01~2 derived, 1 -: 4631~vacant~2020-01 derived",
		},
		"the office has a new name": {
			lines: "0 A 900 Nord\n1 A 902 Nordre", links: 1, want: "0 A: 4631~A derived, 1 A: 4631~A linked",
		},
		"a doctor goes to another office and list": {
			lines: "0 A 900 Nord\n1 A 300 Sør", want: "0 A: 4631~A derived, 1 A: 4631~A~2 derived",
		},
		"a doctor back after a year": {
			lines: "0 A 900\n12 A 300", want: "0 A: 4631~A derived, 12 A: 4631~A derived",
		},
		"a doctor back after more than a year": {
			lines: "0 A 900\n13 A 300", want: "0 A: 4631~A derived, 13 A: 4631~A~2 derived",
		},
		"after more than a year with the same residents": {
			lines: "0 A 900\n13 A 905", want: "0 A: 4631~A derived, 13 A: 4631~A derived",
		},
		"half a year between two doctors": {
			lines: "0 A 900\n0 B 1500\n5 B 1500\n6 B 1500\n6 C 905", links: 1,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 5 B: 4631~B derived, 6 B: 4631~B derived, 6 C: 4631~A linked",
		},
		"more than half a year between two doctors": {
			lines: "0 A 900\n0 B 1500\n6 B 1500\n7 B 1500\n7 C 905",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 6 B: 4631~B derived, 7 B: 4631~B derived, 7 C: 4631~C derived",
		},
		"without residents a month between is too much": {
			lines: "0 A ?\n0 B ?\n1 B ?\n2 B ?\n2 C ?",
			want:  "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 2 B: 4631~B derived, 2 C: 4631~C derived",
		},
		"without residents a month without rows is none": {
			lines: "0 A ?\n0 B ?\n2 B ?\n2 C ?", links: 1,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 2 B: 4631~B derived, 2 C: 4631~A linked",
		},
		"residents that are the same after a month between": {
			lines: "0 A 900\n0 B 1500\n1 B 1500\n2 B 1500\n2 C 900", links: 1,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 2 B: 4631~B derived, 2 C: 4631~A linked",
		},
		"a list that just ended goes before one that ended earlier": {
			lines: "0 A 900\n0 B 920\n1 B 920\n2 C 905", links: 1,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 2 C: 4631~B linked",
		},
		"another list three times as far away, and twenty": {
			lines: "0 A 1000\n0 B 1040\n1 C 1005", links: 1, // 5 and 35 away
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~A linked",
		},
		"another list less than that away": {
			lines: "0 A 1000\n0 B 1039\n1 C 1005", unsure: 1, // 5 and 34 away
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~C derived",
		},
		"a list that is taken is in nobody's way": {
			lines: "0 A 1000\n0 B 1030\n1 C 1030\n1 D 1010", links: 2,
			want: "0 A: 4631~A derived, 0 B: 4631~B derived, 1 C: 4631~B linked, 1 D: 4631~A linked",
		},
		"a vacant list is followed at another office only if none is told": {
			lines: "0 - 900 Nord\n1 - 900 Sør\n2 - 900",
			want:  "0 -: 4631~vacant~2020-01 derived, 1 -: 4631~vacant~2020-02 derived, 2 -: 4631~vacant~2020-02 derived",
		},
		"a vacant list with other residents is another": {
			lines: "0 - 900\n1 - 400", want: "0 -: 4631~vacant~2020-01 derived, 1 -: 4631~vacant~2020-02 derived",
		},
		"a vacant list without residents": {
			lines: "0 - ?\n1 - ?", want: "0 -: 4631~vacant~2020-01 derived, 1 -: 4631~vacant~2020-01 derived",
		},
		"a vacant list after a month without it": {
			lines: "0 - 900\n0 B 1500\n1 B 1500\n2 B 1500\n2 - 900", links: 1,
			want: "0 -: 4631~vacant~2020-01 derived, 0 B: 4631~B derived, 1 B: 4631~B derived, 2 B: 4631~B derived, 2 -: 4631~vacant~2020-01 linked",
		},
		"a doctor's only list at another office, without residents": {
			lines: "0 A ? Nord\n1 A ? Sør", links: 1, want: "0 A: 4631~A derived, 1 A: 4631~A linked",
		},
		"a doctor's two lists at other offices, without residents": {
			lines: "0 A ? Nord\n0 A ? Midt\n1 A ? Sør",
			want:  "0 A: 4631~A~2 derived, 0 A: 4631~A derived, 1 A: 4631~A~3 derived",
		},
		"a doctor's other office, without links": {
			lines: "0 A 900 Nord\n1 A 902 Sør", noLink: true, want: "0 A: 4631~A derived, 1 A: 4631~A~2 derived",
		},
		"the doctor's list at the same office goes before a nearer one elsewhere": {
			lines: "0 A 900 Nord\n0 A 880 Sør\n1 A 900 Sør",
			want:  "0 A: 4631~A derived, 0 A: 4631~A~2 derived, 1 A: 4631~A~2 derived",
		},
	} {
		f := &identity.Follower{NoLink: c.noLink}
		got := strings.Join(follow(t, f, c.lines), ", ")
		if got != c.want || len(f.Links) != c.links || f.Unsure != c.unsure {
			t.Errorf("%s: %d links, %d unsure\n got %s\nwant %s", name, len(f.Links), f.Unsure, got, c.want)
		}
	}
}

// Rows of one file that have the same number are one list in all months, whoever holds it and
// however many are on it; the list is of its holder, not of who stands in or comes second.
func TestARowOfAFileIsOneListWithOneHolder(t *testing.T) {
	jan := varighet.MonthOf(2020, 1)
	row := func(m, n int, doctor string, role varighet.Role, residents int32) varighet.Observation {
		return varighet.Observation{Month: jan + varighet.Month(m), SourceFile: "a.csv", SourceRow: int32(n), DoctorID: doctor, Role: role,
			MunicipalityCode: "4631", Residents: varighet.Some(residents)}
	}
	var f identity.Follower
	for _, c := range []struct {
		rows []varighet.Observation
		want []string
	}{
		{[]varighet.Observation{row(0, 1, "L", varighet.RoleLocum, 900), row(0, 1, "R", varighet.RoleRegular, 900), row(0, 1, "S", varighet.RoleRegular, 900),
			row(0, 2, "M", varighet.RoleLocum, 900), row(0, 3, "", varighet.RoleVacant, 900)}, []string{"4631~R", "4631~R", "4631~R", "4631~M", "4631~vacant~2020-01"}},
		{[]varighet.Observation{row(1, 1, "N", varighet.RoleRegular, 100), row(1, 3, "R", varighet.RoleRegular, 900), row(1, 2, "", varighet.RoleVacant, 20)},
			[]string{"4631~R", "4631~vacant~2020-01", "4631~M"}},
		{[]varighet.Observation{row(2, 4, "N", varighet.RoleRegular, 100), row(2, 1, "Q", varighet.RoleRegular, 500)}, []string{"4631~N", "4631~R"}},
		{nil, nil},
	} {
		f.Month(c.rows)
		for i, o := range c.rows {
			if o.PositionID != c.want[i] || o.PositionBasis != varighet.BasisDerived {
				t.Errorf("month %s, row %d, %q: %s %s, want %s derived", o.Month, o.SourceRow, o.DoctorID, o.PositionID, o.PositionBasis, c.want[i])
			}
		}
	}
	if len(f.Links) > 0 || f.Unsure > 0 {
		t.Errorf("links %+v, %d unsure, want none", f.Links, f.Unsure)
	}
}

// Who a doctor is may be known better than by the row's id: here two ids are one doctor.
func TestAFollowerAsksWhoADoctorIs(t *testing.T) {
	f := identity.Follower{Who: func(o *varighet.Observation) string { return strings.ToLower(o.DoctorID) }}
	if got, want := strings.Join(follow(t, &f, "0 A 900\n1 a 300"), ", "), "0 A: 4631~a derived, 1 a: 4631~a derived"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

// A link tells the list, the month, the municipality, why and the residents before and after.
func TestLinksTellWhy(t *testing.T) {
	var f identity.Follower
	follow(t, &f, "0 A 900 Nord\n1 - 890 Nord\n2 B 880 Nord\n3 C 870 Nord\n4 C 860 Sør")
	feb := varighet.MonthOf(2020, 2)
	link := func(m varighet.Month, kind identity.LinkKind, before, after int32) identity.Link {
		return identity.Link{PositionID: "4631~A", Month: m, Code: "4631", Kind: kind, Before: varighet.Some(before), After: varighet.Some(after)}
	}
	want := []identity.Link{link(feb, identity.Vacated, 900, 890), link(feb+1, identity.Filled, 890, 880), link(feb+2, identity.HandedOver, 880, 870),
		link(feb+3, identity.MovedOut, 870, 860)}
	if !slices.Equal(f.Links, want) {
		t.Errorf("links %+v, want %+v", f.Links, want)
	}
}

// Two numbers of residents are near if they differ by 25, or by a tenth of the larger (by hand).
func TestNear(t *testing.T) {
	for _, c := range []struct {
		a, b int32
		want bool
	}{{100, 125, true}, {100, 126, false}, {250, 225, true}, {259, 233, false}, {260, 234, true}, {1000, 900, true}, {1000, 899, false}, {0, 25, true}, {7, 7, true}} {
		if identity.Near(c.a, c.b) != c.want || identity.Near(c.b, c.a) != c.want {
			t.Errorf("Near(%d, %d) = %v", c.a, c.b, !c.want)
		}
	}
}

// Municipality 1401 has rows up to April, and 4602 from the month in the row on. Only where 4602
// begins in the month after the last of 1401 do lists go on under the new code; a list with other
// residents is another, and without residents the doctor is enough.
func TestListsGoOnOverABorderInItsMonthOnly(t *testing.T) {
	jan := varighet.MonthOf(2020, 1)
	row := func(code, doctor string, m int, residents varighet.Opt[int32]) varighet.Observation {
		o := varighet.Observation{Month: jan + varighet.Month(m), SourceFile: fmt.Sprint(m), DoctorID: doctor, MunicipalityCode: varighet.MunicipalityCode(code), Residents: residents}
		if doctor == "" {
			o.Role = varighet.RoleVacant
		}
		return o
	}
	some, unknown := varighet.Some[int32], varighet.Opt[int32]{}
	for _, c := range []struct {
		first int // month of 4602
		last  int // of 1401
		old   varighet.Observation
		fresh varighet.Observation
		want  string
	}{
		{4, 3, row("1401", "A", 3, some(900)), row("4602", "A", 4, some(905)), "1401~A"},
		{4, 3, row("1401", "A", 3, some(900)), row("4602", "A", 4, some(300)), "4602~A"},
		{4, 3, row("1401", "A", 3, unknown), row("4602", "A", 4, some(300)), "1401~A"},
		{4, 3, row("1401", "A", 3, some(900)), row("4602", "B", 4, some(905)), "1401~A"},
		{4, 3, row("1401", "", 3, some(900)), row("4602", "", 4, some(905)), "1401~vacant~2020-04"},
		{4, 3, row("1401", "A", 2, some(900)), row("4602", "A", 4, some(905)), "4602~A"}, // not in its last month
		{3, 3, row("1401", "A", 3, some(900)), row("4602", "A", 4, some(905)), "4602~A"}, // both in one month
		{4, 4, row("1401", "A", 3, some(900)), row("4602", "A", 4, some(905)), "4602~A"},
		{4, 5, row("1401", "A", 3, some(900)), row("4602", "B", 4, some(905)), "4602~B"},
		{2, 3, row("1401", "", 3, some(900)), row("4602", "", 4, some(905)), "4602~vacant~2020-05"},
	} {
		for _, known := range []bool{true, false} {
			var f identity.Follower
			want := c.want
			if known {
				f.Reported = func(place string) (first, last varighet.Month) {
					if place == "1401" {
						return jan, jan + varighet.Month(c.last)
					}
					return jan + varighet.Month(c.first), jan + 9
				}
			} else { // without knowing of borders no list crosses one
				want = map[string]string{"A": "4602~A", "B": "4602~B", "": "4602~vacant~2020-05"}[c.fresh.DoctorID]
			}
			old, fresh := []varighet.Observation{c.old}, []varighet.Observation{c.fresh}
			f.Month(old)
			f.Month(fresh)
			if fresh[0].PositionID != want {
				t.Errorf("%q with %v, then %q with %v, 1401 to month %d, 4602 from %d, borders known: %v: %s, want %s", c.old.DoctorID, c.old.Residents,
					c.fresh.DoctorID, c.fresh.Residents, c.last, c.first, known, fresh[0].PositionID, want)
			}
		}
	}
}

// Where names are written in a new way in one month, nothing is linked, and it is said once: 320
// doctors go and 320 come, all of whom have 900 residents.
func TestAllListsAtOnceAreNotCompared(t *testing.T) {
	var f identity.Follower
	jan := varighet.MonthOf(2020, 1)
	for m := range 2 {
		var rows []varighet.Observation
		for i := range 320 {
			rows = append(rows, varighet.Observation{Month: jan + varighet.Month(m), SourceFile: fmt.Sprint(m), SourceRow: int32(i),
				DoctorID: fmt.Sprint(m, "-", i), MunicipalityCode: "4631", Residents: varighet.Some(int32(900))})
		}
		f.Month(rows)
	}
	if len(f.Links) > 0 || f.Unsure != 1 {
		t.Errorf("%d links, %d unsure, want none and 1", len(f.Links), f.Unsure)
	}
}

// A municipality without a code goes by its name, without regard to case.
func TestPlaceOf(t *testing.T) {
	if a, b := identity.PlaceOf("", "ALVER"), identity.PlaceOf("", "Alver"); a != b || a == "" {
		t.Errorf("%q and %q", a, b)
	}
	if got := identity.PlaceOf("4631", "Alver"); got != "4631" {
		t.Errorf("with a code it is %q", got)
	}
}

func TestRenumber(t *testing.T) {
	jan := varighet.MonthOf(2020, 1)
	span := func(id string, first, last int, doctor, scope string, residents int32) identity.Span {
		at := func(m int) identity.Sight {
			return identity.Sight{Month: jan + varighet.Month(m), Doctor: doctor, Code: varighet.MunicipalityCode(scope), Residents: varighet.Some(residents)}
		}
		return identity.Span{ID: id, First: at(first), Last: at(last)}
	}
	spans := []identity.Span{
		span("1", 0, 3, "A", "x", 900), span("91", 4, 6, "A", "x", 910), span("991", 7, 9, "A", "x", 905), // twice renumbered
		span("2", 0, 3, "B", "x", 900), span("92", 4, 9, "B", "x", 300), // other residents: another list
		span("3", 0, 3, "C", "x", 900), span("93", 5, 9, "C", "x", 900), // a month between
		span("4", 0, 3, "D", "x", 900), span("94", 4, 9, "D", "y", 900), // moved
		span("5", 0, 9, "E", "x", 900), span("95", 4, 9, "E", "x", 900), // a second list
		span("6", 0, 3, "F", "x", 900), span("7", 0, 3, "F", "x", 900), span("96", 4, 9, "F", "x", 900), // which of two?
		span("8", 0, 3, "G", "x", 900), span("9", 0, 3, "G", "x", 400), // a doctor's large list and small one
		span("98", 4, 9, "G", "x", 905), span("99", 4, 9, "G", "x", 395),
	}
	var got []string
	always := func(string) (first, last varighet.Month) { return jan, jan + 9 }
	calendar := identity.Calendar{Present: func(varighet.Month) bool { return true }, Codes: always, Towns: always}
	for _, l := range identity.Renumber(spans, calendar) {
		got = append(got, fmt.Sprint(l.ListID, ">", l.PositionID, " ", l.Month))
	}
	if want := []string{"91>1 2020-05", "991>1 2020-08", "98>8 2020-05", "99>9 2020-05"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	got = nil
	calendar.Present = func(m varighet.Month) bool { return m != jan+4 }
	for _, l := range identity.Renumber(spans[5:7], calendar) {
		got = append(got, l.ListID)
	}
	if want := []string{"93"}; !slices.Equal(got, want) {
		t.Errorf("over a month without data: got %q, want %q", got, want)
	}
	got = nil
	calendar.Present = func(varighet.Month) bool { return true }
	calendar.Codes = func(code string) (first, last varighet.Month) {
		return jan + map[string]varighet.Month{"x": 0, "y": 4}[code], jan + map[string]varighet.Month{"x": 3, "y": 9}[code]
	}
	for _, l := range identity.Renumber(spans[7:9], calendar) {
		got = append(got, l.ListID)
	}
	if want := []string{"94"}; !slices.Equal(got, want) {
		t.Errorf("where a code is followed by another: got %q, want %q", got, want)
	}
}

// Without codes the names of municipalities must be one, or the one follow the other; where one
// list has only a code and the other only a name, they may be anywhere. A list whose residents
// are not known gets no other id, nor one that could go on as two, nor one that is of nobody.
func TestRenumberWithoutCodesOrResidents(t *testing.T) {
	jan := varighet.MonthOf(2020, 1)
	none := varighet.Opt[int32]{}
	at := func(m int, doctor, code, town string, residents varighet.Opt[int32]) identity.Sight {
		return identity.Sight{Month: jan + varighet.Month(m), Doctor: doctor, Code: varighet.MunicipalityCode(code), Town: town, Residents: residents}
	}
	list := func(id string, first, last identity.Sight) identity.Span {
		return identity.Span{ID: id, First: first, Last: last}
	}
	some := varighet.Some[int32]
	old := func(code, town string, residents varighet.Opt[int32]) identity.Span {
		return list("old", at(0, "A", code, town, residents), at(3, "A", code, town, residents))
	}
	fresh := func(code, town string, residents varighet.Opt[int32]) identity.Span {
		return list("fresh", at(4, "A", code, town, residents), at(9, "A", code, town, residents))
	}
	calendar := identity.Calendar{Present: func(varighet.Month) bool { return true },
		Codes: func(string) (first, last varighet.Month) { return jan, jan + 9 },
		Towns: func(town string) (first, last varighet.Month) {
			return jan + map[string]varighet.Month{"os": 0, "bjørnafjorden": 4, "alver": 0, "voss": 4}[town], jan + map[string]varighet.Month{"os": 3, "bjørnafjorden": 9, "alver": 9, "voss": 9}[town]
		}}
	for name, c := range map[string]struct {
		spans []identity.Span
		want  bool
	}{
		"one town":                          {[]identity.Span{old("", "alver", some(900)), fresh("", "alver", some(910))}, true},
		"a town that follows another":       {[]identity.Span{old("", "os", some(900)), fresh("", "bjørnafjorden", some(910))}, true},
		"a town that does not":              {[]identity.Span{old("", "alver", some(900)), fresh("", "bjørnafjorden", some(910))}, false},
		"a town that had begun before":      {[]identity.Span{old("", "os", some(900)), fresh("", "alver", some(910))}, false},
		"a code, and a town":                {[]identity.Span{old("4631", "", some(900)), fresh("", "os", some(910))}, true},
		"two codes, whatever the town":      {[]identity.Span{old("4631", "alver", some(900)), fresh("0301", "alver", some(910))}, false},
		"residents not known before":        {[]identity.Span{old("", "alver", none), fresh("", "alver", some(910))}, false},
		"residents not known after":         {[]identity.Span{old("", "alver", some(900)), fresh("", "alver", none)}, false},
		"residents never known":             {[]identity.Span{old("", "alver", none), fresh("", "alver", none)}, false},
		"two that could go on":              {[]identity.Span{old("", "alver", some(900)), fresh("", "alver", some(910)), list("other", at(4, "A", "", "alver", some(905)), at(9, "A", "", "alver", some(905)))}, false},
		"nobody at the end":                 {[]identity.Span{list("old", at(0, "A", "", "alver", some(900)), at(3, "", "", "alver", some(900))), fresh("", "alver", some(910))}, false},
		"nobody at the beginning":           {[]identity.Span{old("", "alver", some(900)), list("fresh", at(4, "", "", "alver", some(910)), at(9, "A", "", "alver", some(910)))}, false},
		"another doctor":                    {[]identity.Span{old("", "alver", some(900)), list("fresh", at(4, "B", "", "alver", some(910)), at(9, "B", "", "alver", some(910)))}, false},
		"a list of one month is not itself": {[]identity.Span{list("old", at(3, "A", "", "alver", some(900)), at(3, "A", "", "alver", some(900))), list("other", at(0, "C", "", "alver", some(5)), at(9, "C", "", "alver", some(5)))}, false},
	} {
		links := identity.Renumber(c.spans, calendar)
		if got := len(links) > 0; got != c.want {
			t.Errorf("%s: links %+v, want one: %v", name, links, c.want)
		}
		if want := (identity.Link{PositionID: "old", ListID: "fresh", Month: jan + 4, Kind: identity.Renumbered, Before: some(900), After: some(910)}); c.want && links[0] != want {
			t.Errorf("%s: link %+v, want %+v", name, links[0], want)
		}
	}
}
