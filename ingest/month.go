package ingest

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/varighet/varighet"
)

// The years a written date may have. A six-digit number such as 191101 is then
// not taken for January 1911 in year-month order.
const minYear, maxYear = 1950, 2099

// monthNames are the folded names and short names of the months in bokmål and
// nynorsk, with the Swedish and English spellings that turn up.
var monthNames = map[string]int{
	"januar": 1, "jan": 1, "january": 1, "februar": 2, "feb": 2, "februari": 2, "february": 2,
	"mars": 3, "mar": 3, "march": 3, "april": 4, "apr": 4, "mai": 5, "maj": 5, "may": 5,
	"juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "august": 8, "aug": 8, "augusti": 8,
	"september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "desember": 12, "des": 12, "december": 12, "dec": 12,
}

// A token is a run of digits or of letters in a text that may hold a date.
type token struct {
	gap    string // what stands between the token before and this one
	num    int    // value, if digits
	digits int    // how many digits; 0 for letters
	word   string // folded, if letters
}

func (t token) isYear() bool  { return t.digits == 4 && t.num >= minYear && t.num <= maxYear }
func (t token) isMonth() bool { return (t.digits == 1 || t.digits == 2) && t.num >= 1 && t.num <= 12 }
func (t token) isDay() bool   { return (t.digits == 1 || t.digits == 2) && t.num >= 1 && t.num <= 31 }
func (t token) name() int     { return monthNames[t.word] }

// year returns the year a token stands for; two digits are 1980 to 2079.
func (t token) year() (int, bool) {
	switch {
	case t.isYear():
		return t.num, true
	case t.digits == 2 && t.num <= 79:
		return 2000 + t.num, true
	case t.digits == 2:
		return 1900 + t.num, true
	}
	return 0, false
}

// tokens cuts a text into runs of digits and of letters. Digits beyond eight in
// a run make a number of no use as a date, so the value is not followed further.
func tokens(s string) []token {
	var out []token
	gap := 0
	for i := 0; i < len(s); {
		j, kind := run(s, i)
		if kind == 0 {
			i = j
			continue
		}
		t := token{gap: s[gap:i]}
		if kind == 'd' {
			t.digits = j - i
			for _, c := range s[i:min(j, i+9)] {
				t.num = 10*t.num + int(c-'0')
			}
		} else {
			t.word = fold(s[i:j])
		}
		out = append(out, t)
		gap, i = j, j
	}
	return out
}

// run returns the end of the run of digits ('d'), letters ('l') or anything
// else (0) that begins at i.
func run(s string, i int) (end int, kind byte) {
	for k, r := range s[i:] {
		var now byte
		switch {
		case r >= '0' && r <= '9':
			now = 'd'
		case unicode.IsLetter(r) || unicode.Is(unicode.Mn, r):
			now = 'l'
		}
		if k == 0 {
			kind = now
		} else if now != kind {
			return i + k, kind
		}
	}
	return len(s), kind
}

// A date is a year and a month, and a day where one is written (else 0).
type date struct{ year, month, day int }

func (d date) monthOf() varighet.Month { return varighet.MonthOf(d.year, time.Month(d.month)) }

// days returns the day as days since 1970-01-01; the first if no day is written.
func (d date) days() int32 {
	return int32(time.Date(d.year, time.Month(d.month), max(d.day, 1), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// valid reports whether the calendar has such a day.
func (d date) valid() bool {
	if d.year < minYear || d.year > maxYear || d.month < 1 || d.month > 12 {
		return false
	}
	return d.day == 0 || d.day <= time.Date(d.year, time.Month(d.month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// readWritten reads a cell that is a date or a month and nothing else, in any of
// the forms of Norwegian lists: november 2019, nov. 19, 11.2019, 11/2019,
// 1.11.2019, 2019-11, 2019-11-01 (with or without a time), 201911, 20191101,
// 2019M11, "per 1.11.2019", and the day numbers of Excel's 1900 system (43770); and those
// of programs in English: Nov 1, 2019, 1-Nov-19, 11/1/2019 12:00:00 AM. What 11/1/2019 is
// depends on the order of day and month, see [writtenDate]. 2019.1 is no date: see [lostZero].
func readWritten(s string) (w writtenDate) {
	s = strings.TrimSpace(s)
	if d, utc, ok := readDayAndTime(s); ok {
		w.is, w.by, w.utc = inAnyOrder(true), inAnyOrder(d), utc
		return w
	}
	if m := dateWithOffset.FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	ts, ok := dateTokens(s)
	if !ok {
		return w
	}
	if isOrdered(ts) {
		w.ordered = true
		for o := range numOrders {
			w.by[o], w.is[o] = o.ordered(ts[0], ts[1], ts[2])
			w.is[o] = w.is[o] && isTime(ts[3:], w.by[o])
		}
		return w
	}
	d, n, ok := leadingDate(ts)
	w.is, w.by = inAnyOrder(ok && d.valid() && isTime(ts[n:], d)), inAnyOrder(d)
	return w
}

func inAnyOrder[T any](v T) [numOrders]T { return [numOrders]T{v, v, v} }

// readDate reads a cell as [readWritten] does. One of which it is not clear whether the day
// or the month comes first is no date.
func readDate(s string) (date, bool) {
	w := readWritten(s)
	return w.known(varighet.Opt[dateOrder]{})
}

// dateTokens cuts a text into its parts, without words before the date; ok is false for
// what cannot be one.
func dateTokens(s string) (ts []token, ok bool) {
	if n := len(s); n == 7 && (strings.HasSuffix(s, ".0") || strings.HasSuffix(s, ",0")) {
		s = s[:n-2] // a day number or year and month that went through a float
	} else if n == 8 && strings.HasSuffix(s, ".0") {
		s = s[:n-2]
	}
	if _, either := lostZero(s); either {
		return nil, false // January, or October of which the last zero was lost
	}
	if len(s) > 64 || strings.ContainsAny(s, "+()<>=") || strings.HasPrefix(s, "-") {
		return nil, false
	}
	ts = tokens(s)
	for len(ts) > 0 && (ts[0].word == "per" || ts[0].word == "pr" || ts[0].word == "den" || weekdays[ts[0].word]) {
		ts = ts[1:]
	}
	return ts, true
}

var weekdays = wordSet("mandag", "måndag", "tirsdag", "tysdag", "onsdag", "torsdag", "fredag", "lørdag", "laurdag", "søndag", "sundag",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun")

// leadingDate reads the date at the start of ts and returns how many tokens it took.
func leadingDate(ts []token) (d date, n int, ok bool) {
	at := func(i int) token {
		if i < len(ts) {
			return ts[i]
		}
		return token{}
	}
	a, b, c := at(0), at(1), at(2)
	switch {
	case a.digits == 8:
		return date{a.num / 10000, a.num / 100 % 100, a.num % 100}, 1, a.num%100 > 0
	case a.digits == 6:
		return date{a.num / 100, a.num % 100, 0}, 1, true
	case a.digits == 5:
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, a.num)
		return date{t.Year(), int(t.Month()), t.Day()}, 1, len(ts) == 1
	case a.isYear() && b.word == "m" && c.isMonth():
		return date{a.num, c.num, 0}, 3, true
	case a.isYear() && b.name() > 0:
		return date{a.num, b.name(), 0}, 2, true
	case a.isYear() && b.isMonth() && c.isDay():
		return date{a.num, b.num, c.num}, 3, true
	case a.isYear() && b.isMonth():
		return date{a.num, b.num, 0}, 2, true
	case a.isMonth() && b.isYear():
		return date{b.num, a.num, 0}, 2, true
	case a.name() > 0 && b.isDay() && c.isYear():
		return date{c.num, a.name(), b.num}, 3, true
	case a.name() > 0:
		y, ok := b.year()
		return date{y, a.name(), 0}, 2, ok
	case a.isDay() && b.name() > 0:
		y, ok := c.year()
		return date{y, b.name(), a.num}, 3, ok
	case a.isDay() && b.isMonth():
		y, ok := c.year()
		return date{y, b.num, a.num}, 3, ok
	}
	return date{}, 0, false
}

// isTime reports whether what follows a date is nothing, or a time of day after
// a full date: 00:00, kl. 00.00, 12:00:00 AM.
func isTime(ts []token, d date) bool {
	if len(ts) == 0 {
		return true
	}
	if d.day == 0 {
		return false
	}
	if ts[0].word == "t" || ts[0].word == "kl" {
		ts = ts[1:]
	}
	if n := len(ts); n > 0 && (ts[n-1].word == "am" || ts[n-1].word == "pm") {
		ts = ts[:n-1]
	}
	if len(ts) < 2 || len(ts) > 4 {
		return false
	}
	for i, t := range ts {
		if i < 3 && (t.digits != 2 && (i > 0 || t.digits != 1) || t.num > 59) || i == 3 && (t.digits == 0 || t.gap != ".") {
			return false
		}
	}
	return true
}

// parseMonth reads a cell that names a month; see [readDate] for the forms. The
// day, where one is written, does not matter: lists change hands on the 1st only.
func parseMonth(s string) (varighet.Month, bool) {
	d, ok := readDate(s)
	if !ok {
		return 0, false
	}
	return d.monthOf(), true
}

// findMonths returns the months that a title or a file name speaks of, in the
// order in which they stand, each once. A month written by name with its year
// ("mai 2001") outranks one in figures ("2001_05", "01.05.2001"): the figures
// beside a name are most often the day of printing. A date such as 11/1/2019 is of no
// month unless order says which of its numbers that is.
func findMonths(text string, order varighet.Opt[dateOrder]) []varighet.Month {
	ts := tokens(text)
	var named, figures []varighet.Month
	for i := 0; i < len(ts); i++ {
		if m, ok := namedMonth(ts, i); ok {
			named = appendNew(named, m)
			continue
		}
		d, n, ok := figureDate(ts, i, order)
		if ok {
			figures = appendNew(figures, d.monthOf())
		}
		i += max(n-1, 0)
	}
	if len(named) > 0 {
		return named
	}
	return figures
}

func appendNew(ms []varighet.Month, m varighet.Month) []varighet.Month {
	for _, have := range ms {
		if have == m {
			return ms
		}
	}
	return append(ms, m)
}

// namedMonth reads a month's name at i with the year after it, or else before it.
func namedMonth(ts []token, i int) (varighet.Month, bool) {
	name := ts[i].name()
	if name == 0 {
		return 0, false
	}
	if i+1 < len(ts) {
		if y, ok := ts[i+1].year(); ok {
			return date{year: y, month: name}.monthOf(), true
		}
	}
	if i > 0 && ts[i-1].isYear() {
		return date{year: ts[i-1].num, month: name}.monthOf(), true
	}
	return 0, false
}

// figureDate reads a date or a month in figures that begins at i, and how many tokens it has. A date
// in an order that is not clear has tokens and is not ok.
func figureDate(ts []token, i int, order varighet.Opt[dateOrder]) (d date, n int, ok bool) {
	t, rest := ts[i], ts[i:]
	next := func(k int) token {
		if k < len(rest) {
			return rest[k]
		}
		return token{}
	}
	b, c := next(1), next(2)
	switch {
	case isOrdered(rest) && !isTail(ts, i):
		w := writtenDate{ordered: true}
		for o := range numOrders {
			w.by[o], w.is[o] = o.ordered(t, b, c)
		}
		d, ok = w.known(order)
		return d, 3, ok
	case t.digits == 8:
		d, n = date{t.num / 10000, t.num / 100 % 100, t.num % 100}, 1
	case t.digits == 6:
		d, n = date{t.num / 100, t.num % 100, 0}, 1
	case t.isYear() && b.word == "m" && c.isMonth():
		d, n = date{t.num, c.num, 0}, 3
	case t.isYear() && b.isMonth() && joined(b):
		d, n = date{t.num, b.num, 0}, 2
		if whole := (date{t.num, b.num, c.num}); c.isDay() && c.gap == b.gap && b.gap != " " && whole.valid() {
			d, n = whole, 3
		}
	case t.isDay() && b.isMonth() && max(t.digits, b.digits) == 2 && c.digits > 0 && b.gap == "." && c.gap == "." && !isTail(ts, i):
		d.year, _ = c.year()
		d.month, d.day, n = b.num, t.num, 3
	case t.isMonth() && b.isYear() && joined(b) && !yearMonthBefore(ts, i):
		d, n = date{b.num, t.num, 0}, 2
	}
	return d, n, n > 0 && d.valid()
}

// unclearDate finds a date in a text whose order of day and month nothing tells, and returns
// it as written: figures and the signs between them.
func unclearDate(text string) (date string, w writtenDate, found bool) {
	ts := tokens(text)
	for i := range ts {
		rest := ts[i:]
		if !isOrdered(rest) || isTail(ts, i) {
			continue
		}
		date = fmt.Sprintf("%0*d%s%0*d%s%0*d", rest[0].digits, rest[0].num, rest[1].gap, rest[1].digits, rest[1].num, rest[2].gap, rest[2].digits, rest[2].num)
		w = readWritten(date)
		if _, known := w.known(noOrder); w.isDate() && !known {
			return date, w, true
		}
	}
	return "", w, false
}

// isTail reports whether the figures at i go on a date or a number before them: 2019-11-01.
func isTail(ts []token, i int) bool {
	if i == 0 {
		return false
	}
	before := ts[i-1]
	return before.digits > 0 && (before.digits <= 2 || before.isYear()) && ts[i].gap == ts[i+1].gap
}

// joined reports whether a token stands close enough to the one before it to be
// one date with it: "2019-5" and "2019 05", not "2019 5 municipalities".
func joined(t token) bool {
	return len(t.gap) == 1 && (t.gap != " " || t.digits != 1)
}

// yearMonthBefore reports whether the figure at i already belongs to a year
// before it, as in 2019-11 2020-11.
func yearMonthBefore(ts []token, i int) bool {
	return i > 0 && ts[i-1].isYear() && joined(ts[i])
}
