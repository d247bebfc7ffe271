package identity

import (
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"
	"golang.org/x/text/unicode/norm"
)

// A Reason says in what two names that may be of one doctor differ.
type Reason string

// The reasons.
const (
	SameLetters   Reason = "same-letters"   // å for aa, ø for oe, an accent, a letter lost in conversion
	MiddleName    Reason = "middle-name"    // one has a name more
	Initial       Reason = "initial"        // one has a letter where the other has a name
	CutOff        Reason = "cut-off"        // one ends where the other goes on
	Spelling      Reason = "spelling"       // a letter or two differ in one name
	DoubleSurname Reason = "double-surname" // a surname was added, as at marriage
	OtherSurname  Reason = "other-surname"  // the given names agree and the surname does not
)

// Scores of the reasons: how sure a reader can be before looking further. They
// rank proposals and are not probabilities.
var reasonScores = map[Reason]float64{
	SameLetters: 0.95, CutOff: 0.9, MiddleName: 0.85, Initial: 0.85, Spelling: 0.8, DoubleSurname: 0.75, OtherSurname: 0.4,
}

// A Likeness is how alike two names are.
type Likeness struct {
	Score   float64 // 0 for names that have nothing to do with each other, to 1
	Reasons []Reason
}

// CompareNames says how alike two names are, as they are written: given names
// first or "Surname, Given". Names that differ only in order, case, titles or
// hyphens are not compared here: they are one already.
//
// Where several things differ the scores of the reasons are multiplied. A
// given name must be shared, but for initials: two doctors of one surname on one
// list may well be a couple, or a father and a son.
func CompareNames(a, b string) Likeness {
	x, y := splitName(a), splitName(b)
	if len(x.words) == 0 || len(y.words) == 0 {
		return Likeness{}
	}
	if strings.Join(x.sorted(), " ") == strings.Join(y.sorted(), " ") {
		return Likeness{1, []Reason{SameLetters}}
	}
	if l := cutLikeness(x, y); l.Score > 0 {
		return l
	}
	if l := cutLikeness(y, x); l.Score > 0 {
		return l
	}
	return wordLikeness(x, y)
}

// A nameWords is a name cut into words, folded.
type nameWords struct {
	words []string // as written, without titles
	comma int      // words before the comma; 0 if there is none
}

var nameTitles = []string{"dr", "doktor", "lege", "fastlege", "overlege", "prof", "professor"}

// splitName cuts a name into words and folds them: lower case, one spelling for
// å and aa, ø and oe, æ and ae, no accents, no points.
func splitName(s string) nameWords {
	var n nameWords
	last, first, comma := strings.Cut(s, ",")
	for i, part := range []string{last, first} {
		for _, w := range strings.FieldsFunc(part, func(r rune) bool { return !isLetterOrDigit(r) && r != '\'' && r != '?' && r != '\uFFFD' }) {
			if f := foldName(w); f != "" && !slices.Contains(nameTitles, f) {
				n.words = append(n.words, f)
			}
		}
		if i == 0 && comma {
			n.comma = len(n.words)
		}
	}
	return n
}

func (n nameWords) sorted() []string { return slices.Sorted(slices.Values(n.words)) }

// isSurname reports whether the word with this index is of the surname: before
// the comma, or the last.
func (n nameWords) isSurname(i int) bool {
	if n.comma > 0 {
		return i < n.comma
	}
	return i == len(n.words)-1
}

var letterPairs = strings.NewReplacer("å", "a", "aa", "a", "æ", "e", "ae", "e", "ä", "e", "ø", "o", "oe", "o", "ö", "o", "ü", "y", "ð", "d",
	"đ", "d", "ŧ", "t", "ŋ", "n", "ß", "ss", "þ", "th", "ł", "l")

// foldName folds a word of a name.
func foldName(w string) string {
	w = letterPairs.Replace(strings.ToLower(norm.NFC.String(w)))
	var b strings.Builder
	for _, r := range norm.NFD.String(w) {
		if isLetterOrDigit(r) && !isMark(r) || r == '?' || r == '\uFFFD' {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// cutLikeness reports whether cut may be the beginning of full: all words of cut
// but the last are words of full, and the last begins another. The whole of cut
// must be ten letters or more.
func cutLikeness(cut, full nameWords) Likeness {
	n := len(cut.words)
	if n < 2 || len(strings.Join(cut.words, "")) < 10 || n > len(full.words) {
		return Likeness{}
	}
	left := slices.Clone(full.words)
	for _, w := range cut.words[:n-1] {
		i := slices.Index(left, w)
		if i < 0 {
			return Likeness{}
		}
		left = slices.Delete(left, i, i+1)
	}
	last := cut.words[n-1]
	if slices.Contains(left, last) { // whole words are missing: a middle name, perhaps
		return Likeness{}
	}
	for _, w := range left {
		if len(last) > 1 && strings.HasPrefix(w, last) && len(left) == 1 {
			return Likeness{reasonScores[CutOff], []Reason{CutOff}}
		}
	}
	return Likeness{}
}

// wordLikeness compares word by word: equal words first, then initials, then
// spelling; what is left must be a name more on one side, or another surname.
func wordLikeness(x, y nameWords) Likeness {
	l := Likeness{Score: 1}
	add := func(r Reason) {
		if !slices.Contains(l.Reasons, r) {
			l.Reasons = append(l.Reasons, r)
		}
		l.Score *= reasonScores[r]
	}
	ux, uy := make([]bool, len(x.words)), make([]bool, len(y.words))
	given, surname := 0, 0 // words that agree
	match := func(same func(a, b string) bool, reason Reason) {
		for i, a := range x.words {
			for j, b := range y.words {
				if ux[i] || uy[j] || !same(a, b) {
					continue
				}
				ux[i], uy[j] = true, true
				if x.isSurname(i) || y.isSurname(j) {
					surname++
				} else {
					given++
				}
				if reason != "" {
					add(reason)
				}
			}
		}
	}
	match(func(a, b string) bool { return a == b }, "")
	equal := given + surname
	match(lostLetters, SameLetters)
	match(isInitial, Initial)
	match(nearSpelling, Spelling)
	restX, restY := unmatched(x, ux), unmatched(y, uy)
	switch {
	case given == 0, equal == 0 && given+surname < 2:
		return Likeness{}
	case len(restX.words)+len(restY.words) == 0:
	case len(restX.words) == 0 || len(restY.words) == 0: // and the surname of that one agrees
		if slices.Contains(append(restX.surnames, restY.surnames...), true) {
			add(DoubleSurname)
		} else {
			add(MiddleName)
		}
	case surname == 0 && len(restX.words) == 1 && len(restY.words) == 1: // the surnames
		add(OtherSurname)
		if given > 1 {
			l.Score *= 1.5 // two given names agree
		}
	default: // another middle name, for one: two people
		return Likeness{}
	}
	slices.Sort(l.Reasons)
	return l
}

// A remainder is the words of a name that have no counterpart.
type remainder struct {
	words    []string
	surnames []bool
}

func unmatched(n nameWords, used []bool) (r remainder) {
	for i, w := range n.words {
		if !used[i] {
			r.words, r.surnames = append(r.words, w), append(r.surnames, n.isSurname(i))
		}
	}
	return r
}

// isInitial reports whether one is the first letter of the other.
func isInitial(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	return len([]rune(a)) == 1 && len(b) > len(a) && strings.HasPrefix(b, a)
}

// lostLetters reports whether one has a question mark, or nothing, where a
// conversion lost a letter of the other.
func lostLetters(a, b string) bool {
	x, y := []rune(a), []rune(b)
	if len(x) != len(y) || !strings.ContainsAny(a+b, "?\uFFFD") {
		return false
	}
	for i := range x {
		if x[i] != y[i] && x[i] != '?' && y[i] != '?' && x[i] != '\uFFFD' && y[i] != '\uFFFD' {
			return false
		}
	}
	return true
}

// nearSpelling reports whether two words differ by one letter (words of four or
// more) or two (eight or more).
func nearSpelling(a, b string) bool {
	short := min(len([]rune(a)), len([]rune(b)))
	most := 0
	switch {
	case short >= 8:
		most = 2
	case short >= 4:
		most = 1
	}
	return most > 0 && levenshtein.ComputeDistance(a, b) <= most
}
