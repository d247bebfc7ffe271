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
			lines: "0 A 900\n20 A 300", want: "0 A: 4631~A derived, 20 A: 4631~A~2 derived",
		},
	} {
		f := &identity.Follower{NoLink: c.noLink}
		got := strings.Join(follow(t, f, c.lines), ", ")
		if got != c.want || len(f.Links) != c.links || f.Unsure != c.unsure {
			t.Errorf("%s: %d links, %d unsure\n got %s\nwant %s", name, len(f.Links), f.Unsure, got, c.want)
		}
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
