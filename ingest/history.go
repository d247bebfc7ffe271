package ingest

import (
	"time"

	"github.com/varighet/varighet"
)

// firstOfScheme is the first month of the GP scheme. Periods that began before it
// begin in it.
var firstOfScheme = varighet.MonthOf(2001, time.May)

// A period is half-open, in days since 1970-01-01.
type period struct{ from, to varighet.Opt[int32] }

// months returns the first and the last month on whose 1st the period holds, within
// bounds; ok is false if there is none.
func (p period) months(first, last varighet.Month) (from, to varighet.Month, ok bool) {
	from, to = first, last
	if p.from.OK {
		m, isFirst := varighet.MonthOfDays(p.from.V)
		if !isFirst {
			m++
		}
		from = max(from, m)
	}
	if p.to.OK {
		m, isFirst := varighet.MonthOfDays(p.to.V)
		if isFirst {
			m--
		}
		to = min(to, m)
	}
	return from, to, from <= to
}

// monthsOfAll returns the first and the last month of several periods, up to last.
func monthsOfAll(periods []period, last varighet.Month) (from, to varighet.Month, ok bool) {
	for _, p := range periods {
		if a, b, some := p.months(firstOfScheme, last); some {
			if !ok {
				from, to, ok = a, b, true
			}
			from, to = min(from, a), max(to, b)
		}
	}
	return from, to, ok
}

// A history is who had one list, month by month, put together from periods.
type history struct {
	from    varighet.Month
	covered []bool
	seen    map[holding]bool
}

// A holding is a doctor who has a list in a month, in a role.
type holding struct {
	role   varighet.Role
	doctor string
	month  varighet.Month
}

func newHistory(from, to varighet.Month) *history {
	return &history{from: from, covered: make([]bool, max(0, int(to-from)+1)), seen: map[holding]bool{}}
}

// take notes a month of a period. again says that another period of the doctor has
// said the same: the month counts once.
func (h *history) take(role varighet.Role, doctor string, m varighet.Month) (again bool) {
	if role == varighet.RoleRegular || role == varighet.RoleVacant {
		h.covered[m-h.from] = true
	}
	key := holding{role, doctor, m}
	again = h.seen[key]
	h.seen[key] = true
	return again
}

// covers reports whether a regular doctor has the list in a month, or it is said to
// be vacant. What lies between such months is vacant too.
func (h *history) covers(m varighet.Month) bool { return h.covered[m-h.from] }
