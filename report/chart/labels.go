package chart

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxLabel is the widest that a label of a line may be, in mm; on narrow paper labels have less.
const maxLabel = 42.0

// labelLimit is the widest that a label of a line may be on the sheet.
func (s *sheet) labelLimit() float64 { return math.Min(maxLabel, 0.29*s.width) }

// apart cuts labels that are wider than max in the middle, since names of one place begin alike.
// Those that would then be the same are cut around what tells them apart, and have a number
// behind where nothing else does: no two labels that differ look the same.
func (t textStyle) apart(labels []string, max float64) []string {
	out, whole := make([]string, len(labels)), make([]string, len(labels))
	of := map[string][]string{} // the labels that a cut is of
	for i, s := range labels {
		whole[i] = printable(s)
		if out[i] = whole[i]; t.width(out[i]) > max {
			out[i] = t.cutMiddle(out[i], max)
		}
		if !slices.Contains(of[out[i]], s) {
			of[out[i]] = append(of[out[i]], s)
		}
	}
	taken := map[string]string{} // the label that is printed so
	for i, s := range labels {
		if alike := of[out[i]]; len(alike) > 1 {
			out[i] = t.cutAround(whole[i], len(printable(commonStart(alike))), max)
		}
		out[i] = t.numbered(out[i], s, max, taken)
	}
	return out
}

// numbered is a label with a number behind if another is printed like it.
func (t textStyle) numbered(printed, label string, max float64, taken map[string]string) string {
	unique := printed
	for n := 2; ; n++ {
		if other, ok := taken[unique]; !ok || other == label {
			taken[unique] = label
			return unique
		}
		number := fmt.Sprintf(" (%d)", n)
		unique = t.shorten(printed, max-t.width(number)) + number
	}
}

// commonStart is what texts begin with alike.
func commonStart(texts []string) string {
	start := texts[0]
	for _, s := range texts[1:] {
		for !strings.HasPrefix(s, start) {
			_, size := utf8.DecodeLastRuneInString(start)
			start = start[:len(start)-size]
		}
	}
	return start
}

// cutAround leaves the beginning of a text and what stands at a place in it, with a few letters
// before.
func (t textStyle) cutAround(s string, place int, max float64) string {
	first := strings.TrimRight(t.fit(s, 0.3*max), " \u00a0")
	before := t.fitEnd(s[:min(place, len(s))], 0.2*max)
	rest := s[min(place, len(s))-len(before):]
	if place <= len(first) {
		return t.shorten(s, max)
	}
	return first + "…" + t.shorten(strings.TrimLeft(rest, " \u00a0"), max-t.width(first+"…"))
}

// cutMiddle leaves as much of the beginning of a text as of its end.
func (t textStyle) cutMiddle(s string, max float64) string {
	room := max - t.width("…")
	first := strings.TrimRight(t.fit(s, room/2), " \u00a0")
	last := t.fitEnd(s[len(first):], room-t.width(first))
	return first + "…" + strings.TrimLeft(last, " \u00a0")
}

// fitEnd returns as many whole letters of the end of s as go into max.
func (t textStyle) fitEnd(s string, max float64) string {
	letters := []rune(s)
	n := len(letters)
	for n > 0 && t.width(string(letters[n-1:])) <= max {
		n--
	}
	return string(letters[n:])
}
