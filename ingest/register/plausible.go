package register

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode"

	"github.com/varighet/varighet"
)

// A doubter looks at the rows of a register as they are written, in order, and notes
// what is hardly right. It rejects nothing: sources do have such rows, and they are
// for people to look at.
type doubter struct {
	texts  *[dictCount][]string
	before int32 // residents of the position when it last had a number,
	seen   int16 // and the month of that

	overLimit, jumped, amounts doubt
	bands                      []band // by month

	rows    []int64 // by month: rows of lists, held or vacant
	vacant  []int64 // by month: vacant lists
	covered map[uint32][]bool
	code    uint32
	months  []bool // of code

	position uint32
	began    [2][]beginning    // of positions and doctors, by number
	holders  []stay            // of the position
	stays    map[uint32][]stay // by doctor, of those on several lists
	first    []stay            // by doctor, the first list
}

// A doubt is one thing that is hardly right, and where it is first.
type doubt struct {
	n         int64
	file, row uint32
}

func (d *doubt) note(r *record) {
	if d.n == 0 || r.file < d.file || r.file == d.file && uint32(r.row) < d.row {
		d.file, d.row = r.file, uint32(r.row)
	}
	d.n++
}

// A stay is the months of a doctor on a list, from the first to the last.
type stay struct {
	doctor, code uint32
	first, last  int16
}

// A beginning is where and when an id was first seen.
type beginning struct {
	month int16
	code  uint32
}

const monthCount = int(varighet.MaxMonth-varighet.MinMonth) + 1

func newDoubter(texts *[dictCount][]string) *doubter {
	began := [2][]beginning{positions: make([]beginning, len(texts[positions])), doctors: make([]beginning, len(texts[doctors]))}
	return &doubter{texts: texts, began: began, bands: bandsByMonth(), rows: make([]int64, monthCount), vacant: make([]int64, monthCount), code: math.MaxUint32,
		covered: map[uint32][]bool{}, position: math.MaxUint32, stays: map[uint32][]stay{}, first: make([]stay, len(texts[doctors]))}
}

// minList is how many residents a list needs for a jump to be remarkable; new
// lists begin empty and fill up fast.
const minList = 200

// see takes the next row.
func (d *doubter) see(r *record) {
	month := int(r.month) - int(varighet.MinMonth)
	if r.code != d.code {
		d.code, d.months = r.code, d.covered[r.code]
		if d.months == nil {
			d.months = make([]bool, monthCount)
			d.covered[r.code] = d.months
		}
	}
	d.months[month] = true
	if r.position != d.position {
		d.leave()
		d.position, d.before = r.position, noInt32
		d.began[positions][r.position] = beginning{r.month, r.code}
	}
	switch r.flags.role() {
	case varighet.RoleRegular:
		d.rows[month]++
		d.hold(r)
	case varighet.RoleVacant:
		d.rows[month]++
		d.vacant[month]++
	default:
		return
	}
	if r.residents == noInt32 {
		return
	}
	if r.limit > 0 && int64(r.residents)*2 > int64(r.limit)*3 {
		d.overLimit.note(r)
	}
	if d.before >= minList && d.seen+1 == r.month && 2*abs(r.residents-d.before) > d.before {
		d.jumped.note(r)
	}
	if b := d.bands[month]; r.residents >= minList && r.amounts[0] != noAmount {
		if n := int64(r.residents) * 100; r.amounts[0] < b.low*n || r.amounts[0] > b.high*n {
			d.amounts.note(r)
		}
	}
	d.before, d.seen = r.residents, r.month
}

func abs(n int32) int32 {
	if n < 0 {
		return -n
	}
	return n
}

// A band is what a month's grant per resident can be, in NOK.
type band struct {
	from      varighet.Month
	low, high int64
}

// bands are wide: a quarter below and above the rates that were in force, NOK 442 a
// year from July 2016, 653 before July 2022, 675 up to the thousandth resident and
// 544 beyond from then on [1]. Rates before are not known here; since May 2023 the
// grant depends on who the residents are, 841.80 on average [2].
//
// [1] Helfo, Basistilskudd for fastlegeordningen i kommunene (2017, 2022).
// [2] Helsedirektoratet, Årsrapport for fastlegeordningen 2023.
var bands = []band{
	{varighet.MinMonth, 10, 50}, {varighet.MonthOf(2016, 7), 27, 68}, {varighet.MonthOf(2022, 7), 33, 71}, {varighet.MonthOf(2023, 5), 17, 250},
}

// bandsByMonth gives the band of each month.
func bandsByMonth() []band {
	list := make([]band, monthCount)
	for i, next := 0, 0; i < monthCount; i++ {
		for next+1 < len(bands) && bands[next+1].from <= varighet.MinMonth+varighet.Month(i) {
			next++
		}
		list[i] = bands[next]
	}
	return list
}

// hold notes that a doctor has the position.
func (d *doubter) hold(r *record) {
	for i := len(d.holders) - 1; i >= 0; i-- {
		if d.holders[i].doctor == r.doctor {
			d.holders[i].last = r.month
			return
		}
	}
	d.holders = append(d.holders, stay{r.doctor, r.code, r.month, r.month})
	if b := &d.began[doctors][r.doctor]; b.month == 0 || r.month < b.month {
		*b = beginning{r.month, r.code}
	}
}

// leave ends a position: its doctors' stays are kept.
func (d *doubter) leave() {
	for _, s := range d.holders {
		switch {
		case d.first[s.doctor] == stay{}:
			d.first[s.doctor] = s
		default:
			d.stays[s.doctor] = append(d.stays[s.doctor], s)
		}
	}
	d.holders = d.holders[:0]
}

// mostLists is how many lists a doctor may well have at a time.
const mostLists = 3

// warnings says what was noted, when all rows have been seen.
func (d *doubter) warnings() []string {
	d.leave()
	var list []string
	say := func(doubt doubt, what string) {
		if doubt.n > 0 {
			list = append(list, fmt.Sprintf("%s: %s, the first in %s, row %d", what, count(doubt.n, "row"), d.texts[files][doubt.file], doubt.row))
		}
	}
	say(d.overLimit, "residents more than half above the limit of the list")
	say(d.jumped, "residents that changed by more than half from one month to the next")
	say(d.amounts, "a basic grant far from the rates of the month")
	list = append(list, d.holes()...)
	return append(list, d.vacancies()...)
}

// alarms says what may make one doctor, or one list, of several, or several of one. It is
// to be asked after warnings.
func (d *doubter) alarms() []varighet.Alarm {
	var list []varighet.Alarm
	if n, s := d.manyLists(); n > 0 {
		list = append(list, varighet.Alarm{Code: "many-lists", Municipality: varighet.MunicipalityCode(d.texts[codes][s.code]), Month: varighet.Month(s.first), Count: n,
			Msg:  fmt.Sprintf("%s on more than %d lists at a time", count(int64(n), "doctor"), mostLists),
			Hint: "is it one doctor, or a word that is no name, or a number that many have?"})
	}
	for kind, words := range map[dictKind]struct {
		code varighet.AlarmCode
		what string
	}{positions: {"list-ids-alike", "lists"}, doctors: {"doctor-ids-alike", "doctors"}} {
		if a, ok := d.alike(kind); ok {
			a.Code, a.Msg = words.code, fmt.Sprintf("ids of %s that differ in zeros or in how a number is written only: %s", words.what, count(int64(a.Count), "id"))
			a.Hint = "a spreadsheet takes zeros: write the ids in one way in all files, or they count as two"
			list = append(list, a)
		}
	}
	slices.SortFunc(list, func(a, b varighet.Alarm) int { return cmp.Compare(a.Code, b.Code) })
	return list
}

// alike counts ids that are another one, but for zeros at the beginning, ".0" at the end
// and blanks, and finds the first month of such a pair.
func (d *doubter) alike(kind dictKind) (a varighet.Alarm, any bool) {
	byPlain := map[string]uint32{}
	for id, s := range d.texts[kind] {
		plain := plainNumber(s)
		if plain == "" || d.began[kind][id].month == 0 {
			continue
		}
		other, twice := byPlain[plain]
		if !twice {
			byPlain[plain] = uint32(id)
			continue
		}
		a.Count++
		later := d.began[kind][id]
		if o := d.began[kind][other]; o.month > later.month {
			later = o
		}
		if m := varighet.Month(later.month); a.Month == 0 || m < a.Month {
			a.Month, a.Municipality = m, varighet.MunicipalityCode(d.texts[codes][later.code])
		}
	}
	return a, a.Count > 0
}

// plainNumber is a number without what spreadsheets add and take; "" for what is none.
func plainNumber(s string) string {
	if strings.ContainsFunc(s, unicode.IsLetter) { // a pseudonym
		return ""
	}
	s = strings.Join(strings.Fields(s), "")
	s = strings.TrimSuffix(strings.TrimSuffix(s, ".0"), ",0")
	if s == "" || strings.Trim(s, "0123456789") != "" {
		return ""
	}
	return strings.TrimLeft(s[:len(s)-1], "0") + s[len(s)-1:]
}

func count(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// holes finds months in which a municipality has no row and others have, between
// its first and its last.
func (d *doubter) holes() []string {
	var where []string
	n := 0
	for code := range uint32(len(d.texts[codes])) {
		months := d.covered[code]
		if months == nil || code == 0 {
			continue
		}
		last := monthCount - 1
		for !months[last] {
			last--
		}
		for m := slices.Index(months, true); m < last; m++ {
			if !months[m] && d.rows[m] > 0 {
				if n++; len(where) < 5 {
					where = append(where, fmt.Sprintf("%s in %s", d.texts[codes][code], varighet.MinMonth+varighet.Month(m)))
				}
			}
		}
	}
	if n == 0 {
		return nil
	}
	if n > len(where) {
		where = append(where, "…")
	}
	what := "months in which a municipality has no rows and others have"
	if n == 1 {
		what = "month in which a municipality has no rows and others have"
	}
	return []string{fmt.Sprintf("%d %s: %s", n, what, strings.Join(where, ", "))}
}

// manyLists counts doctors on more lists at a time than one can well have, and
// gives the first list that is one too many.
func (d *doubter) manyLists() (n int, first stay) {
	first.first = math.MaxInt16
	for doctor, stays := range d.stays {
		if len(stays) < mostLists {
			continue
		}
		all := append(slices.Clone(stays), d.first[doctor])
		slices.SortFunc(all, func(a, b stay) int { return cmp.Or(cmp.Compare(a.first, b.first), cmp.Compare(a.code, b.code)) })
		found := false
		for _, s := range all {
			held := 0
			for _, o := range all {
				if o.first <= s.first && s.first <= o.last {
					held++
				}
			}
			if held > mostLists && !found {
				found = true
				if s.first < first.first || s.first == first.first && s.code < first.code {
					first = s
				}
			}
		}
		if found {
			n++
		}
	}
	return n, first
}

// knownBreaks are months in which the counting changed and not the lists.
var knownBreaks = map[varighet.Month]string{
	varighet.MonthOf(2016, 7):  "a known break: the register got a new system that month",
	varighet.MonthOf(2022, 10): "a known break: municipalities were asked to report their lists without a doctor",
}

// vacancies finds months in which the number of vacant lists jumps: by ten and by
// half of what it was.
func (d *doubter) vacancies() []string {
	var list []string
	for m := 1; m < monthCount; m++ {
		before, now := d.vacant[m-1], d.vacant[m]
		change := now - before
		if change < 0 {
			change = -change
		}
		if d.rows[m-1] == 0 || d.rows[m] == 0 || change < 10 || 2*change <= before {
			continue
		}
		month := varighet.MinMonth + varighet.Month(m)
		text := fmt.Sprintf("vacant lists jump from %d to %d in %s", before, now, month)
		if why := knownBreaks[month]; why != "" {
			text += ", " + why
		}
		list = append(list, text)
	}
	return list
}
