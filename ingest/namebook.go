package ingest

import (
	"cmp"
	"slices"
	"strings"
)

// A SeenName is a doctor's name as some file writes it. It is for the run that read it;
// no register keeps it.
type SeenName struct {
	ID      string // the NameID of observations
	Written string
}

// NameID returns the NameID of observations with this name in files read under a key
// (nil for none). Names that differ only in order, case, titles, hyphens or the form of
// their letters have one.
func NameID(key []byte, name string) string {
	return newPseudonymiser(key).of(pseudonymName, keyOfWritten(name))
}

// NumberIDs returns the ids that a doctor with a number can have in the
// observations of files read under a key: as an HPR number, as the source's own
// under a pseudonym, and as it stands.
func NumberIDs(key []byte, number string) []string {
	p := newPseudonymiser(key)
	return []string{p.of(pseudonymHPR, strings.TrimLeft(number, "0")), p.of(pseudonymOwn, number), number}
}

// DoctorIDs returns the ids that a doctor named in a table beside the data can have
// in the observations of files read under a key (nil for none): by a number, by the
// name, by the source's own id under a pseudonym, or as it stands, which is what a
// pseudonym does.
func DoctorIDs(key []byte, text string) []string {
	text = clean([]byte(text))
	ids := []string{text, NameID(key, text)}
	if digits, _, ok := numberOfHPR(text); ok {
		return append(append(ids, NumberIDs(key, strings.ReplaceAll(text, " ", ""))...), NumberIDs(key, digits)...)
	}
	c := readDoctorID([]byte(text), false)
	return append(ids, newPseudonymiser(key).of(pseudonymOwn, cmp.Or(c.id, text)))
}

// keyOfWritten is the key of a name as a file writes it.
func keyOfWritten(name string) string { return nameKey(withoutFootnote(clean([]byte(name)))) }

// identified gives a cell with a name the id of the name, and notes how it is written.
func (w *worker) identified(n nameCell) nameCell {
	if n.key == "" {
		return n
	}
	n.id = w.pseudo.of(pseudonymName, n.key)
	w.seen = append(w.seen, SeenName{ID: n.id, Written: n.display})
	for i := range n.others {
		n.others[i] = w.identified(n.others[i])
	}
	return n
}

// allNames gathers the names that workers have seen, each id once, as it is written
// first in the order of letters.
func allNames(workers []*worker) []SeenName {
	var all []SeenName
	for _, w := range workers {
		all = append(all, w.seen...)
	}
	slices.SortFunc(all, func(a, b SeenName) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Written, b.Written))
	})
	return slices.CompactFunc(all, func(a, b SeenName) bool { return a.ID == b.ID })
}
