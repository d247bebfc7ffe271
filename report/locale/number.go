package locale

import (
	"math"
	"math/big"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
)

// Fill puts values into the placeholders of a message: the first for %[1]s,
// and so on. A message need not use them all, and a % of its own is kept.
func Fill(message string, values ...string) string {
	pairs := make([]string, 0, 2*len(values))
	for i, v := range values {
		pairs = append(pairs, "%["+strconv.Itoa(i+1)+"]s", v)
	}
	return strings.NewReplacer(pairs...).Replace(message)
}

// Int writes a whole number: 12 345 with a no-break space.
func (l *Locale) Int(n int) string { return l.dress(strconv.Itoa(n)) }

// Number writes v with a fixed number of decimals, rounded as by hand: of the
// decimal number that v stands for, its first 15 digits, halves go away from
// zero, so 10.25 is 10,3 and 1.005 is 1,01. What rounds to zero has no sign. A
// value that is not a number is written as missing.
func (l *Locale) Number(v float64, decimals int) string {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return l.Absent
	}
	s := roundedText(v, max(decimals, 0))
	if strings.Trim(s, "-0.") == "" {
		s = strings.TrimPrefix(s, "-")
	}
	return l.dress(s)
}

// digitsHeld is how many decimal digits every float64 can hold. Those after
// them are the binary number's own: 0.145 · 100 has them, and is 14.5.
const digitsHeld = 15

// roundedText writes a finite v as a plain decimal, halves away from zero.
func roundedText(v float64, decimals int) string {
	exact, ok := new(big.Rat).SetString(strconv.FormatFloat(v, 'e', digitsHeld-1, 64))
	if !ok {
		return strconv.FormatFloat(v, 'f', decimals, 64)
	}
	return exact.FloatString(decimals)
}

// Short is Number without the zeros at the end: 13 rather than 13,0.
func (l *Locale) Short(v float64, decimals int) string {
	s := l.Number(v, decimals)
	if decimals <= 0 || !strings.Contains(s, l.Format.Decimal) {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), l.Format.Decimal)
}

// dress puts signs and marks of the language on a plain decimal.
func (l *Locale) dress(s string) string {
	s, negative := strings.CutPrefix(s, "-")
	whole, fraction, _ := strings.Cut(s, ".")
	var b strings.Builder
	if negative {
		b.WriteString(minus)
	}
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(l.Format.Thousand)
		}
		b.WriteByte(whole[i])
	}
	if fraction != "" {
		b.WriteString(l.Format.Decimal)
		b.WriteString(fraction)
	}
	return b.String()
}

// Percent writes a share, 0 to 1, in per cent: "37,5 %".
func (l *Locale) Percent(share float64, decimals int) string {
	return l.Number(100*share, decimals) + l.Format.Percent
}

// Range joins two numbers that are already written: "5–13", or "−1 til 3" when
// one has a minus.
func (l *Locale) Range(from, to string) string {
	if strings.Contains(from, minus) || strings.Contains(to, minus) {
		return from + " " + l.To + " " + to
	}
	return from + enDash + to
}

// Interval writes confidence limits as "(0,43–0,85)". A limit that is missing
// is one that was not reached; without both the text is empty.
func (l *Locale) Interval(lower, upper varighet.Opt[float64], decimals int) string {
	write := func(v float64) string { return l.Number(v, decimals) }
	return l.interval(lower, upper, write)
}

// PercentInterval writes the limits of a share, with one per cent sign.
func (l *Locale) PercentInterval(lower, upper varighet.Opt[float64], decimals int) string {
	s := l.interval(lower, upper, func(v float64) string { return l.Number(100*v, decimals) })
	if body, ok := strings.CutSuffix(s, ")"); ok && upper.OK {
		return body + l.Format.Percent + ")"
	}
	return s
}

func (l *Locale) interval(lower, upper varighet.Opt[float64], write func(float64) string) string {
	switch {
	case lower.OK && upper.OK:
		return "(" + l.Range(write(lower.V), write(upper.V)) + ")"
	case lower.OK:
		return "(" + l.Range(write(lower.V), l.NotReached) + ")"
	case upper.OK:
		return "(" + l.Range(l.NotReached, write(upper.V)) + ")"
	}
	return ""
}

// Count writes a number and its noun: "1 lege", "22 leger".
func (l *Locale) Count(n int, noun Plural) string { return l.Int(n) + noBreakSpace + noun.Of(n) }

// Years writes months of tenure as years with one decimal: "2,8 år".
func (l *Locale) Years(months float64) string {
	return l.Number(months/12, 1) + noBreakSpace + l.Year.Other
}

// YearsBetween writes months from one number to another as years with one decimal and the unit: "4,0–5,0 år".
func (l *Locale) YearsBetween(from, to float64) string {
	return l.Range(l.Number(from/12, 1), l.Number(to/12, 1)) + noBreakSpace + l.Year.Other
}

// Length writes a whole number of months in words, in years where it is a
// whole number of them from two years up: "13 år", "31 måneder".
func (l *Locale) Length(months int) string {
	if months >= 24 && months%12 == 0 {
		return l.Count(months/12, l.Year)
	}
	return l.Count(months, l.Month)
}

// Held writes the months held as on a bar: "27 mnd".
func (l *Locale) Held(months int) string { return l.Int(months) + noBreakSpace + l.MonthsHeld }
