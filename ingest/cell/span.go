package cell

import (
	"slices"
	"strings"
)

// stillThere are words in place of the end of a period that has none.
var stillThere = FoldedLabels("dd", "d d", "dags dato", "i dag", "nå", "nåværende", "noverande", "fortsatt", "fortset",
	"framleis", "fremdeles", "pågår", "løpende", "løpande", "aktiv", "ikke sluttet", "ikkje slutta", "now", "present", "ongoing", "current")

// IsStillThere reports whether a text says that a period has not ended.
func IsStillThere(text string) bool {
	words := FoldWords(text)
	return slices.ContainsFunc(stillThere, func(w []string) bool { return slices.Equal(words, w) })
}

// noEnd is the first year that can only stand for no end, as in 31.12.2099 and 9999-12-31.
const noEnd = 2090

// IsOpenEndDate reports whether a text is a date that is written for no end.
func IsOpenEndDate(s string) bool {
	return slices.ContainsFunc(Tokens(s), func(t Token) bool { return t.Digits == 4 && t.Num >= noEnd }) &&
		strings.Trim(s, "0123456789.-/: T") == ""
}

// A WrittenSpan is a period in one cell: "01.05.2017 - 30.06.2018", "mai 2017–juni 2018", "2017-05
// til 2018-06", "fra mai 2017".
type WrittenSpan struct {
	From, To  string // as written; "" for none
	Inclusive bool   // til og med: the day in to is the last one
}

// The words before and between the dates of a period.
var (
	spanBegins = []string{"fra og med ", "frå og med ", "f.o.m. ", "f.o.m ", "fom. ", "fom ", "fra ", "frå ", "from ", "siden ", "sidan ", "since "}
	spanMiddle = []struct {
		text      string
		inclusive bool
	}{{" til og med ", true}, {" t.o.m. ", true}, {" t.o.m ", true}, {" tom. ", true}, {" tom ", true}, {" til ", false}, {" to ", false},
		{" through ", true}, {" until ", false}, {"–", false}, {"—", false}, {"−", false}, {" - ", false}, {"-", false}}
)

// SplitPeriod cuts a cell with a period into its beginning and its end. What it gives is not
// sure to be dates; ok is false for a text that cannot be a period: one date alone is none.
func SplitPeriod(s string) (p WrittenSpan, ok bool) {
	if len(s) > 80 {
		return p, false
	}
	lower, begins := strings.ToLower(s), false
	if len(lower) != len(s) {
		return p, false
	}
	for _, w := range spanBegins {
		if begins = strings.HasPrefix(lower, w); begins {
			s, lower = s[len(w):], lower[len(w):]
			break
		}
	}
	for _, m := range spanMiddle {
		for i := 0; ; {
			k := strings.Index(lower[i:]+" ", m.text)
			if k < 0 {
				break
			}
			end := min(i+k+len(m.text), len(s))
			if p, ok := spanOf(s[:i+k], s[end:]); ok {
				p.Inclusive = m.inclusive
				return p, true
			}
			i = end
			if i >= len(s) {
				break
			}
		}
	}
	return WrittenSpan{From: s}, begins && MayBeDate(s)
}

// spanOf makes a writtenSpan of two texts, if the first is a date or a month, and the second is one too,
// is empty or says that the period goes on. The year of "mai - juni 2018" is that of the end.
func spanOf(from, to string) (p WrittenSpan, ok bool) {
	p = WrittenSpan{From: strings.TrimSpace(from), To: strings.TrimSpace(to)}
	goesOn := p.To == "" || IsStillThere(p.To) || IsOpenEndDate(p.To)
	if ts := Tokens(p.From); len(ts) == 1 && ts[0].Name() > 0 && !goesOn {
		if w := ReadWritten(p.To); w.Is[DayFirst] {
			p.From += " " + w.By[DayFirst].MonthOf().String()[:4]
		}
	}
	return p, MayBeDate(p.From) && (goesOn || MayBeDate(p.To))
}

// MayBeDate reports whether a text is a date, in some order of day and month.
func MayBeDate(s string) bool {
	w := ReadWritten(s)
	return w.IsDate()
}

// MonthOfSpan reads a period that is within one month as that month: a list of 01.11.2019 -
// 30.11.2019 is that of November.
func MonthOfSpan(s string) (d Date, ok bool) {
	p, ok := SplitPeriod(s)
	if !ok || p.To == "" {
		return d, false
	}
	from, isFrom := ReadDate(p.From)
	to, isTo := ReadDate(p.To)
	return Date{Year: from.Year, Month: from.Month}, isFrom && isTo && from.MonthOf() == to.MonthOf()
}
