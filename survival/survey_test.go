package survival

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/varighet/varighet"
)

// recount counts the same as a survey from the whole of each list, month by month.
func recount(obs []varighet.Observation) map[string]listCounts {
	type month struct {
		code varighet.MunicipalityCode
		held []string
	}
	lists := map[string]map[varighet.Month]*month{}
	for _, o := range obs {
		if lists[o.PositionID] == nil {
			lists[o.PositionID] = map[varighet.Month]*month{}
		}
		m := lists[o.PositionID][o.Month]
		if m == nil {
			m = &month{code: o.MunicipalityCode}
			lists[o.PositionID][o.Month] = m
		}
		if o.Role == varighet.RoleRegular {
			m.held = append(m.held, o.DoctorID)
		}
	}
	counts := map[string]listCounts{}
	at := func(code varighet.MunicipalityCode, m varighet.Month, change func(*listCounts)) {
		key := fmt.Sprint(code, " ", m)
		c := counts[key]
		change(&c)
		counts[key] = c
	}
	for _, byMonth := range lists {
		var before *month
		var holders []string
		var last varighet.Month
		for m := first - 1; m < first+20; m++ {
			now := byMonth[m]
			if now == nil {
				continue
			}
			held := 0
			if len(now.held) > 0 {
				held = 1
			}
			at(now.code, m, func(c *listCounts) { c.lists++ })
			if before == nil {
				at(now.code, m, func(c *listCounts) { c.first++; c.firstHeld += int32(held) })
			} else {
				for hole := last + 1; hole < m; hole++ {
					at(before.code, hole, func(c *listCounts) {
						c.holes++
						if shares(holders, now.held) {
							c.same++
						}
					})
				}
				for _, d := range before.held {
					if !slices.Contains(now.held, d) {
						at(before.code, last+1, func(c *listCounts) { c.leaving++ })
					}
				}
			}
			if len(now.held) > 0 {
				holders = now.held
			}
			before, last = now, m
		}
		at(before.code, last, func(c *listCounts) {
			c.last++
			if len(before.held) > 0 {
				c.lastHeld++
			}
		})
		if n := len(before.held); n > 0 {
			at(before.code, last+1, func(c *listCounts) { c.leaving += int32(n) })
		}
	}
	return counts
}

// A survey counts months that only go on together; the counts are those of a plain recount
// of rows with holes, vacancies, two holders, and a municipality whose code changes.
func TestASurveyCountsAsAPlainRecountDoes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		obs, _, months := wholeRegister(t)
		change := first + varighet.Month(rapid.IntRange(1, months-1).Draw(t, "change"))
		var rows []varighet.Observation
		for _, o := range obs {
			if o.MunicipalityCode == "4601" && o.Month >= change {
				o.MunicipalityCode = "4701"
			}
			switch rapid.IntRange(0, 19).Draw(t, "row") {
			case 0:
				continue
			case 1:
				second := o
				second.DoctorID, second.Role = "zz", varighet.RoleRegular
				rows = append(rows, second)
			}
			rows = append(rows, o)
		}
		if len(rows) == 0 {
			return
		}
		slices.SortStableFunc(rows, compareObservations)
		for name, series := range map[string]func(string) string{"one series": nil, "by function": func(string) string { return "x" }} {
			s := newSurvey(series)
			for i := range rows {
				s.row(&rows[i], rows[i].Month)
			}
			s.endList()
			got := map[string]listCounts{}
			total := 0
			for at, p := range s.places {
				for i, c := range p.counts.list {
					if c != (listCounts{}) {
						got[fmt.Sprint(at.code, " ", p.counts.from+varighet.Month(i))] = c
					}
				}
			}
			for _, series := range s.series {
				for _, n := range series.counts.list {
					total += n
				}
			}
			if diff := cmp.Diff(recount(rows), got, cmp.AllowUnexported(listCounts{})); diff != "" || total != len(rows) {
				t.Fatalf("%s: %d rows, want %d; counts (-plain +survey)\n%s", name, total, len(rows), diff)
			}
		}
	})
}

func TestNoRowsCoverNothing(t *testing.T) {
	cov, err := Cover(func(func(*varighet.Observation, error) bool) {}, DefaultSpellOptions())
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := cov.Last(); ok || len(cov.Alarms()) > 0 || len(cov.Units()) > 0 {
		t.Errorf("no rows: %v, units %v", cov.Alarms(), cov.Units())
	}
}
