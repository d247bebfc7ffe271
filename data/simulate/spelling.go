package simulate

import (
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainStyle is a name as it is written where nothing else is said.
const plainStyle = 0

// spell writes a name in one of the ways that make no two doctors of one. Letters can be
// decomposed only where the charset has marks for it.
func (n *fullName) spell(style uint64, decompose bool) string {
	switch style {
	case 1:
		return n.last() + ", " + n.before()
	case 2:
		return upper(n.plain())
	case 3:
		return upper(n.last() + ", " + n.before())
	case 4:
		return "Dr. " + n.plain()
	case 5:
		return "dr.med. " + n.plain()
	case 6:
		return n.plain() + ", lege"
	case 7: // hyphens where there were none, and none where there were
		return strings.Join(append([]string{strings.Join(n.given, "-")}, append(slices.Clone(n.middle), n.surname...)...), " ")
	case 8:
		if decompose {
			return norm.NFD.String(n.plain())
		}
	case 9:
		return strings.ReplaceAll(n.plain(), " ", "  ")
	case 10:
		return strings.ReplaceAll(n.plain(), " ", "\u00a0")
	case 11:
		return n.plain() + "*"
	case 12:
		return strings.ToLower(n.plain())
	}
	return n.plain()
}

// spellings is how many ways there are, of which those without a case of their own are plain.
const spellings = 15

// lookAlike is a name as somebody else writes it who means the same doctor: with a
// middle name more or less, or with a slip of a letter in the surname. No rule can know.
func lookAlike(n fullName, x uint64) fullName {
	other := fullName{slices.Clone(n.given), slices.Clone(n.middle), slices.Clone(n.surname)}
	slips := x%2 == 1 && utf8.RuneCountInString(n.surname[0]) >= 5 // in a short one it is another name
	switch {
	case !slips && len(n.middle) > 0:
		other.middle = nil
	case !slips:
		other.middle = []string{surnames[x>>8%uint64(len(surnames))]}
	default:
		other.surname[0] = slip(other.surname[0], x>>8)
	}
	return other
}

// slip doubles or drops a letter within a word.
func slip(word string, x uint64) string {
	w := []rune(word)
	at := 1 + int(x>>1%uint64(len(w)-1))
	if x%2 == 0 {
		return string(slices.Insert(w, at, w[at]))
	}
	return string(slices.Delete(w, at, at+1))
}
