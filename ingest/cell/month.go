package cell

import (
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/varighet/varighet"
)

// IsYearOrMonth reports whether a cell is a year, or a month with one.
func IsYearOrMonth(raw string) bool {
	_, isYear := ReadYear(raw)
	return isYear || MayBeDate(raw)
}

// IsPartOfName reports whether a cell can be the second half of a column's name.
func IsPartOfName(raw string) bool {
	switch f := Fold(raw); f {
	case "":
		return false
	case "nr", "nummer", "navn", "namn", "kode", "id", "tak", "fast":
		return true
	default:
		return MonthNames[f] > 0
	}
}

// The years a written date may have. A six-digit number such as 191101 is then
// not taken for January 1911 in year-month order.
const minYear, maxYear = 1950, 2099

// MonthNames are the folded names and short names of the months in bokmål and
// nynorsk, with the Swedish and English spellings that turn up.
var MonthNames = map[string]int{
	"januar": 1, "jan": 1, "january": 1, "februar": 2, "feb": 2, "februari": 2, "february": 2,
	"mars": 3, "mar": 3, "march": 3, "april": 4, "apr": 4, "mai": 5, "maj": 5, "may": 5,
	"juni": 6, "jun": 6, "june": 6, "juli": 7, "jul": 7, "july": 7, "august": 8, "aug": 8, "augusti": 8,
	"september": 9, "sep": 9, "sept": 9, "oktober": 10, "okt": 10, "october": 10, "oct": 10,
	"november": 11, "nov": 11, "desember": 12, "des": 12, "december": 12, "dec": 12,
}

// A Token is a run of digits or of letters in a text that may hold a date.
type Token struct {
	Gap    string // what stands between the token before and this one
	Num    int    // value, if digits
	Digits int    // how many digits; 0 for letters
	Word   string // folded, if letters
}

// IsYear reports whether it may be a year.
func (t Token) IsYear() bool { return t.Digits == 4 && t.Num >= minYear && t.Num <= maxYear }

// IsMonth reports whether it may be the number of a month.
func (t Token) IsMonth() bool { return (t.Digits == 1 || t.Digits == 2) && t.Num >= 1 && t.Num <= 12 }

func (t Token) isDay() bool { return (t.Digits == 1 || t.Digits == 2) && t.Num >= 1 && t.Num <= 31 }

// Name is the number of the month that it names; 0 for none.
func (t Token) Name() int { return MonthNames[t.Word] }

// year returns the year a token stands for; two digits are 1980 to 2079.
func (t Token) year() (int, bool) {
	switch {
	case t.IsYear():
		return t.Num, true
	case t.Digits == 2 && t.Num <= 79:
		return 2000 + t.Num, true
	case t.Digits == 2:
		return 1900 + t.Num, true
	}
	return 0, false
}

// Tokens cuts a text into runs of digits and of letters. Digits beyond eight in
// a run make a number of no use as a date, so the value is not followed further.
func Tokens(s string) []Token {
	var out []Token
	gap := 0
	for i := 0; i < len(s); {
		j, kind := run(s, i)
		if kind == 0 {
			i = j
			continue
		}
		t := Token{Gap: s[gap:i]}
		if kind == 'd' {
			t.Digits = j - i
			for _, c := range s[i:min(j, i+9)] {
				t.Num = 10*t.Num + int(c-'0')
			}
		} else {
			t.Word = Fold(s[i:j])
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

// A Date is a year and a month, and a day where one is written (else 0).
type Date struct{ Year, Month, Day int }

// MonthOf is the month of the date.
func (d Date) MonthOf() varighet.Month { return varighet.MonthOf(d.Year, time.Month(d.Month)) }

// Days returns the day as days since 1970-01-01; the first if no day is written.
func (d Date) Days() int32 {
	return int32(time.Date(d.Year, time.Month(d.Month), max(d.Day, 1), 0, 0, 0, 0, time.UTC).Unix() / 86400)
}

// Valid reports whether the calendar has such a day.
func (d Date) Valid() bool {
	if d.Year < minYear || d.Year > maxYear || d.Month < 1 || d.Month > 12 {
		return false
	}
	return d.Day == 0 || d.Day <= time.Date(d.Year, time.Month(d.Month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// ReadWritten reads a cell that is a date or a month and nothing else, in any of
// the forms of Norwegian lists: november 2019, nov. 19, 11.2019, 11/2019,
// 1.11.2019, 2019-11, 2019-11-01 (with or without a time), 201911, 20191101,
// 2019M11, "per 1.11.2019", and the day numbers of Excel's 1900 system (43770); and those
// of programs in English: Nov 1, 2019, 1-Nov-19, 11/1/2019 12:00:00 AM. What 11/1/2019 is
// depends on the order of day and month, see [WrittenDate]. 2019.1 is no date: see [LostZero].
func ReadWritten(s string) (w WrittenDate) {
	s = strings.TrimSpace(s)
	if d, utc, ok := readDayAndTime(s); ok {
		w.Is, w.By, w.UTC = inAnyOrder(true), inAnyOrder(d), utc
		return w
	}
	if m := dateWithOffset().FindStringSubmatch(s); m != nil {
		s = m[1]
	}
	ts, ok := dateTokens(s)
	if !ok {
		return w
	}
	if isOrdered(ts) {
		w.Ordered = true
		for o := range NumOrders {
			w.By[o], w.Is[o] = o.ordered(ts[0], ts[1], ts[2])
			w.Is[o] = w.Is[o] && isTime(ts[3:], w.By[o])
		}
		return w
	}
	d, n, ok := leadingDate(ts)
	w.Is, w.By = inAnyOrder(ok && d.Valid() && isTime(ts[n:], d)), inAnyOrder(d)
	return w
}

func inAnyOrder[T any](v T) [NumOrders]T { return [NumOrders]T{v, v, v} }

// ReadDate reads a cell as [ReadWritten] does. One of which it is not clear whether the day
// or the month comes first is no date.
func ReadDate(s string) (Date, bool) {
	w := ReadWritten(s)
	return w.Known(varighet.Opt[DateOrder]{})
}

// dateTokens cuts a text into its parts, without words before the date; ok is false for
// what cannot be one.
func dateTokens(s string) (ts []Token, ok bool) {
	if n := len(s); n == 7 && (strings.HasSuffix(s, ".0") || strings.HasSuffix(s, ",0")) {
		s = s[:n-2] // a day number or year and month that went through a float
	} else if n == 8 && strings.HasSuffix(s, ".0") {
		s = s[:n-2]
	}
	if _, either := LostZero(s); either {
		return nil, false // January, or October of which the last zero was lost
	}
	if len(s) > 64 || strings.ContainsAny(s, "+()<>=") || strings.HasPrefix(s, "-") {
		return nil, false
	}
	ts = Tokens(s)
	for len(ts) > 0 && (ts[0].Word == "per" || ts[0].Word == "pr" || ts[0].Word == "den" || weekdays[ts[0].Word]) {
		ts = ts[1:]
	}
	return ts, true
}

var weekdays = WordSet("mandag", "måndag", "tirsdag", "tysdag", "onsdag", "torsdag", "fredag", "lørdag", "laurdag", "søndag", "sundag",
	"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "wed", "thu", "fri", "sat", "sun")

// leadingDate reads the date at the start of ts and returns how many tokens it took.
func leadingDate(ts []Token) (d Date, n int, ok bool) {
	at := func(i int) Token {
		if i < len(ts) {
			return ts[i]
		}
		return Token{}
	}
	a, b, c := at(0), at(1), at(2)
	switch {
	case a.Digits == 8:
		return Date{a.Num / 10000, a.Num / 100 % 100, a.Num % 100}, 1, a.Num%100 > 0
	case a.Digits == 6:
		return Date{a.Num / 100, a.Num % 100, 0}, 1, true
	case a.Digits == 5:
		t := time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, a.Num)
		return Date{t.Year(), int(t.Month()), t.Day()}, 1, len(ts) == 1
	case a.IsYear() && b.Word == "m" && c.IsMonth():
		return Date{a.Num, c.Num, 0}, 3, true
	case a.IsYear() && b.Name() > 0:
		return Date{a.Num, b.Name(), 0}, 2, true
	case a.IsYear() && b.IsMonth() && c.isDay():
		return Date{a.Num, b.Num, c.Num}, 3, true
	case a.IsYear() && b.IsMonth():
		return Date{a.Num, b.Num, 0}, 2, true
	case a.IsMonth() && b.IsYear():
		return Date{b.Num, a.Num, 0}, 2, true
	case a.Name() > 0 && b.isDay() && c.IsYear():
		return Date{c.Num, a.Name(), b.Num}, 3, true
	case a.Name() > 0:
		y, ok := b.year()
		return Date{y, a.Name(), 0}, 2, ok
	case a.isDay() && b.Name() > 0:
		y, ok := c.year()
		return Date{y, b.Name(), a.Num}, 3, ok
	case a.isDay() && b.IsMonth():
		y, ok := c.year()
		return Date{y, b.Num, a.Num}, 3, ok
	}
	return Date{}, 0, false
}

// isTime reports whether what follows a date is nothing, or a time of day after
// a full date: 00:00, kl. 00.00, 12:00:00 AM.
func isTime(ts []Token, d Date) bool {
	if len(ts) == 0 {
		return true
	}
	if d.Day == 0 {
		return false
	}
	if ts[0].Word == "t" || ts[0].Word == "kl" {
		ts = ts[1:]
	}
	if n := len(ts); n > 0 && (ts[n-1].Word == "am" || ts[n-1].Word == "pm") {
		ts = ts[:n-1]
	}
	if len(ts) < 2 || len(ts) > 4 {
		return false
	}
	for i, t := range ts {
		if i < 3 && (t.Digits != 2 && (i > 0 || t.Digits != 1) || t.Num > 59) || i == 3 && (t.Digits == 0 || t.Gap != ".") {
			return false
		}
	}
	return true
}

// ParseMonth reads a cell that names a month; see [ReadWritten] for the forms. The
// day, where one is written, does not matter: lists change hands on the 1st only.
func ParseMonth(s string) (varighet.Month, bool) {
	d, ok := ReadDate(s)
	if !ok {
		return 0, false
	}
	return d.MonthOf(), true
}

// FindMonths returns the months that a title or a file name speaks of, in the
// order in which they stand, each once. A month written by name with its year
// ("mai 2001") outranks one in figures ("2001_05", "01.05.2001"): the figures
// beside a name are most often the day of printing. A date such as 11/1/2019 is of no
// month unless order says which of its numbers that is.
func FindMonths(text string, order varighet.Opt[DateOrder]) []varighet.Month {
	ts := Tokens(text)
	var named, figures []varighet.Month
	for i := 0; i < len(ts); i++ {
		if m, ok := namedMonth(ts, i); ok {
			named = AppendNew(named, m)
			continue
		}
		d, n, ok := figureDate(ts, i, order)
		if ok {
			figures = AppendNew(figures, d.MonthOf())
		}
		i += max(n-1, 0)
	}
	if len(named) > 0 {
		return named
	}
	return figures
}

// AppendNew adds a month that is not there yet.
func AppendNew(ms []varighet.Month, m varighet.Month) []varighet.Month {
	for _, have := range ms {
		if have == m {
			return ms
		}
	}
	return append(ms, m)
}

// namedMonth reads a month's name at i with the year after it, or else before it.
func namedMonth(ts []Token, i int) (varighet.Month, bool) {
	name := ts[i].Name()
	if name == 0 {
		return 0, false
	}
	if i+1 < len(ts) {
		if y, ok := ts[i+1].year(); ok {
			return Date{Year: y, Month: name}.MonthOf(), true
		}
	}
	if i > 0 && ts[i-1].IsYear() {
		return Date{Year: ts[i-1].Num, Month: name}.MonthOf(), true
	}
	return 0, false
}

// figureDate reads a date or a month in figures that begins at i, and how many tokens it has. A date
// in an order that is not clear has tokens and is not ok.
func figureDate(ts []Token, i int, order varighet.Opt[DateOrder]) (d Date, n int, ok bool) {
	t, rest := ts[i], ts[i:]
	next := func(k int) Token {
		if k < len(rest) {
			return rest[k]
		}
		return Token{}
	}
	b, c := next(1), next(2)
	switch {
	case isOrdered(rest) && !isTail(ts, i):
		w := WrittenDate{Ordered: true}
		for o := range NumOrders {
			w.By[o], w.Is[o] = o.ordered(t, b, c)
		}
		d, ok = w.Known(order)
		return d, 3, ok
	case t.Digits == 8:
		d, n = Date{t.Num / 10000, t.Num / 100 % 100, t.Num % 100}, 1
	case t.Digits == 6:
		d, n = Date{t.Num / 100, t.Num % 100, 0}, 1
	case t.IsYear() && b.Word == "m" && c.IsMonth():
		d, n = Date{t.Num, c.Num, 0}, 3
	case t.IsYear() && b.IsMonth() && b.Joined():
		d, n = Date{t.Num, b.Num, 0}, 2
		if whole := (Date{t.Num, b.Num, c.Num}); c.isDay() && c.Gap == b.Gap && b.Gap != " " && whole.Valid() {
			d, n = whole, 3
		}
	case t.isDay() && b.IsMonth() && max(t.Digits, b.Digits) == 2 && c.Digits > 0 && b.Gap == "." && c.Gap == "." && !isTail(ts, i):
		d.Year, _ = c.year()
		d.Month, d.Day, n = b.Num, t.Num, 3
	case t.IsMonth() && b.IsYear() && b.Joined() && !yearMonthBefore(ts, i):
		d, n = Date{b.Num, t.Num, 0}, 2
	}
	return d, n, n > 0 && d.Valid()
}

// UnclearDate finds a date in a text whose order of day and month nothing tells, and returns
// it as written: figures and the signs between them.
func UnclearDate(text string) (date string, w WrittenDate, found bool) {
	ts := Tokens(text)
	for i := range ts {
		rest := ts[i:]
		if !isOrdered(rest) || isTail(ts, i) {
			continue
		}
		date = fmt.Sprintf("%0*d%s%0*d%s%0*d", rest[0].Digits, rest[0].Num, rest[1].Gap, rest[1].Digits, rest[1].Num, rest[2].Gap, rest[2].Digits, rest[2].Num)
		w = ReadWritten(date)
		if _, known := w.Known(NoOrder); w.IsDate() && !known {
			return date, w, true
		}
	}
	return "", w, false
}

// isTail reports whether the figures at i go on a date or a number before them: 2019-11-01.
func isTail(ts []Token, i int) bool {
	if i == 0 {
		return false
	}
	before := ts[i-1]
	return before.Digits > 0 && (before.Digits <= 2 || before.IsYear()) && ts[i].Gap == ts[i+1].Gap
}

// Joined reports whether the token stands close enough to the one before it to be
// one date with it: "2019-5" and "2019 05", not "2019 5 municipalities".
func (t Token) Joined() bool {
	return len(t.Gap) == 1 && (t.Gap != " " || t.Digits != 1)
}

// yearMonthBefore reports whether the figure at i already belongs to a year
// before it, as in 2019-11 2020-11.
func yearMonthBefore(ts []Token, i int) bool {
	return i > 0 && ts[i-1].IsYear() && ts[i].Joined()
}

// ReadYear reads a cell that is a year and nothing else.
func ReadYear(raw string) (int, bool) {
	ts := Tokens(strings.TrimSuffix(raw, ".0"))
	if len(ts) != 1 || !ts[0].IsYear() {
		return 0, false
	}
	return ts[0].Num, true
}

// A MonthCell is a cell for a month, read.
type MonthCell struct {
	Month     varighet.Month
	OK, Blank bool
	Written   *WrittenDate // of a date whose order matters, or an instant: see [table.dateOf]
}

// ReadMonthCell reads a month, or a number that may be one.
func ReadMonthCell(raw []byte) MonthCell {
	w := ReadWritten(Clean(raw))
	if w.IsDate() && (w.Ordered || w.UTC) {
		return MonthCell{OK: true, Written: &w}
	}
	d, ok := w.Known(NoOrder)
	if !ok {
		d, ok = MonthOfSpan(Clean(raw))
	}
	return MonthCell{Month: d.MonthOf(), OK: ok, Blank: Blank(raw)}
}

// ReadYearMonth reads a month, or a year and a month with a NUL between. A month
// cell that has its own year is read alone.
func ReadYearMonth(raw []byte) MonthCell {
	year, month, two := strings.Cut(string(raw), "\x00")
	if !two {
		return ReadMonthCell(raw)
	}
	if c := ReadMonthCell([]byte(month)); c.OK || c.Blank {
		return c
	}
	y := strings.TrimSuffix(strings.TrimSuffix(Clean([]byte(year)), ".0"), ",0")
	m := strings.TrimSuffix(strings.TrimSuffix(Clean([]byte(month)), ".0"), ",0")
	if ts := Tokens(m); len(ts) == 1 && ts[0].Name() > 0 {
		return ReadMonthCell([]byte(m + " " + y))
	}
	return ReadMonthCell([]byte(y + "-" + m))
}

// Describe shows a cell in a message if it cannot be a name or a doctor's
// number: no letters, and no more than six digits, or the eight of a date. Else it says
// only what kind of thing is there.
func Describe(raw []byte) string {
	s := Clean(raw)
	if IsSheetError(raw) {
		return "the spreadsheet's error " + s
	}
	digits, letters := 0, false
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune(" .,:;-–/+'()<>*%=", r):
			letters = true
		}
	}
	switch {
	case s == "":
		return "an empty field"
	case letters:
		return fmt.Sprintf("text of %d characters", utf8.RuneCountInString(s))
	case digits > 6 && !likeDate().MatchString(s) || len(s) > 20:
		return fmt.Sprintf("a value of %d characters", utf8.RuneCountInString(s))
	}
	return `"` + s + `"`
}

// likeDate is three numbers with points, hyphens or slashes between, as dates have.
var likeDate = pattern(`^\d{1,4}[.\-/]\d{1,2}[.\-/]\d{1,4}$`)
