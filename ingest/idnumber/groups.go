package idnumber

import (
	"slices"
	"strings"
)

// A group is digits that stand together, from and to being where.
type group struct {
	from, to int
	after    separation // from the group before it
}

func (g group) length() int { return g.to - g.from }

// A separation is what stands between two groups of digits.
type separation uint8

const (
	apart    separation = iota // text: they do not belong together
	loosely                    // a comma, a slash: they may be two numbers
	together                   // a blank, a point, a hyphen
)

// longestSeparation is how many signs may stand between the groups of one number: " - ".
const longestSeparation = 3

// separationOf says what stands between two groups.
func separationOf(between string) separation {
	mark := strings.ReplaceAll(between, " ", "")
	switch {
	case len(between) > longestSeparation || len(mark) > 1:
		return apart
	case mark == "" && len(between) < 3, mark == "-", mark == "." && len(between) == 1:
		return together
	case strings.Contains(".,/:;_'*+|", mark):
		return loosely
	}
	return apart
}

// each finds what may be national identity numbers in a text that is not one number.
func (s *spelling) each(found func(from, to int, like Likeness)) {
	var all []group
	for i := 0; i < len(s.text); i++ {
		if !isDigit(s.text[i]) {
			continue
		}
		g := group{from: i, to: i + 1}
		for g.to < len(s.text) && isDigit(s.text[g.to]) {
			g.to++
		}
		if n := len(all); n > 0 {
			g.after = separationOf(string(s.text[all[n-1].to:i]))
		}
		if i = g.to; !s.isMixed(g) {
			all = append(all, g)
		}
	}
	for i := range all {
		s.from(all, i, found)
	}
}

// mixed is how many runs of digits a word has that a program made, such as a hash in
// hexadecimal digits: some run in it would look like a national identity number by chance.
const mixed = 3

// isMixed reports whether digits stand in a word in which letters and digits take turns.
func (s *spelling) isMixed(g group) bool {
	const around = 64 // bytes of a longer word are enough
	runs := 0
	from, to := g.from, g.to
	for from > max(0, g.from-around) && isAlphanumeric(s.text[from-1]) {
		from--
	}
	for to < min(len(s.text), g.to+around) && isAlphanumeric(s.text[to]) {
		to++
	}
	for i := from; i < to; i++ {
		if isDigit(s.text[i]) && (i == from || !isDigit(s.text[i-1])) {
			runs++
		}
	}
	return runs >= mixed
}

func isAlphanumeric(c byte) bool { return isDigit(c) || c|0x20 >= 'a' && c|0x20 <= 'z' }

// longest is how many digits are looked at together: a date with its century and five more.
const longest = 13

// from looks at the groups that begin with group i: alone, with the next, and so on.
func (s *spelling) from(all []group, i int, found func(from, to int, like Likeness)) {
	digits, weakest := "", together
	for k := i; k < len(all); k++ {
		if k > i {
			if weakest = min(weakest, all[k].after); weakest == apart {
				return
			}
		}
		if digits += string(s.text[all[k].from:all[k].to]); len(digits) > longest {
			return
		}
		some := all[i : k+1]
		whole := len(some) == len(all)
		if like := ofGroups(digits, some, weakest, whole); like > None {
			found(all[i].from, all[k].to, like)
		}
	}
}

// ofGroups judges the digits of neighbouring groups. whole says that the text has no others.
func ofGroups(digits string, groups []group, how separation, whole bool) Likeness {
	lengths := make([]int, len(groups))
	for i, g := range groups {
		lengths[i] = g.length()
	}
	switch len(digits) {
	case 10:
		if len(groups) == 1 || whole {
			return withoutZero(digits)
		}
	case 11:
		switch usual := isUsual(lengths); {
		case usual && how == together:
			return likeness(digits)
		case usual || whole:
			return min(likeness(digits), ByChance)
		}
	case 13:
		return withCentury(digits, lengths...)
	}
	return None
}

// isUsual reports whether a national identity number is written in groups of these
// lengths: date and five digits, the date in pairs or not, thousands, or digit by digit. In fours, twos and
// fives are account numbers, all of which have the second check digit right.
func isUsual(lengths []int) bool {
	if len(lengths) == 11 {
		return true
	}
	for _, usual := range [][]int{{11}, {6, 5}, {6, 3, 2}, {6, 2, 3}, {2, 2, 2, 5}, {2, 2, 2, 3, 2}, {2, 2, 2, 2, 3}, {2, 2, 7}, {2, 4, 5},
		{4, 7}, {2, 3, 3, 3}} {
		if slices.Equal(lengths, usual) {
			return true
		}
	}
	return false
}

// withCentury judges thirteen digits in groups of these lengths.
func withCentury(digits string, lengths ...int) Likeness {
	if eleven, ok := withoutCentury(digits, lengths); ok && hasDate(eleven) {
		return min(likeness(eleven), ByChance)
	}
	return None
}

// withoutCentury takes the century out of a date of eight digits before the last five:
// 17.01.1970 12193, 17011970-12193, 1970-01-17-12193, 1701197012193. Where the groups do
// not tell which end of the date the year is at, the century does.
func withoutCentury(digits string, lengths []int) (eleven string, ok bool) {
	dayFirst := digits[:4] + digits[6:]
	yearFirst := digits[6:8] + digits[4:6] + digits[2:4] + digits[8:]
	joined := slices.Equal(lengths, []int{13}) || slices.Equal(lengths, []int{8, 5})
	switch {
	case slices.Equal(lengths, []int{2, 2, 4, 5}), joined && isCentury(digits[4:6]) && likeness(dayFirst) > None:
		return dayFirst, true
	case slices.Equal(lengths, []int{4, 2, 2, 5}), joined && isCentury(digits[:2]):
		return yearFirst, true
	}
	return "", false
}

// isCentury reports whether two digits begin a year in which somebody with a national
// identity number may be born.
func isCentury(two string) bool { return two == "18" || two == "19" || two == "20" }
