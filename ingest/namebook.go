package ingest

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A SeenName is a doctor who is known by name only, as some file writes the name.
// It is for the run that read it; no register keeps it.
type SeenName struct {
	ID      string // the doctor's id in the observations
	Scope   string // the municipality, by Options.NameScope
	Written string
	Cut     bool // the file seems to cut names at this length
}

// NameID returns the id that a doctor known by name has in the observations of
// files read under a key (nil for none), in a municipality by Options.NameScope.
func NameID(key []byte, scope, name string) string {
	id := keyOfWritten(name)
	if scope != "" {
		id = scope + " " + id
	}
	return newPseudonymiser(key).of(pseudonymName, id)
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
// name within the municipality, by the source's own id under a pseudonym, or as it
// stands, which is what a pseudonym does.
func DoctorIDs(key []byte, scope, text string) []string {
	text = clean([]byte(text))
	ids := []string{text, NameID(key, scope, text)}
	if digits, _, ok := numberOfHPR(text); ok {
		return append(append(ids, NumberIDs(key, strings.ReplaceAll(text, " ", ""))...), NumberIDs(key, digits)...)
	}
	c := readDoctorID([]byte(text), false)
	return append(ids, newPseudonymiser(key).of(pseudonymOwn, cmp.Or(c.id, text)))
}

// NamesAreEqual reports whether two names are one by the rules under which
// doctors of a municipality are compared.
func NamesAreEqual(a, b string) bool { return keyOfWritten(a) == keyOfWritten(b) }

// keyOfWritten is the key of a name as a file writes it.
func keyOfWritten(name string) string { return nameKey(withoutFootnote(clean([]byte(name)))) }

// fileNames are the names of a file that no file before it on the same worker
// had, and those that are the longest.
type fileNames struct {
	fresh   []SeenName
	longest int // in letters
	atEnd   map[string]SeenName
}

// noteName notes a name that is new to the worker, and whether it is among the
// longest of the file.
func (t *table) noteName(id, scope, written string) {
	ns := &t.res.names
	t.key = append(append(append(t.key[:0], id...), 0), written...)
	if t.written.get(t.key, t.writtenIsNew); t.nameIsNew {
		t.nameIsNew = false
		ns.fresh = append(ns.fresh, SeenName{ID: id, Scope: scope, Written: written})
	}
	if len(written) < ns.longest {
		return
	}
	n := utf8.RuneCountInString(written)
	if n < ns.longest {
		return
	}
	if n > ns.longest || ns.atEnd == nil {
		ns.longest, ns.atEnd = n, map[string]SeenName{}
	}
	ns.atEnd[id] = SeenName{ID: id, Scope: scope, Written: written, Cut: true}
}

// usualWidths are those at which systems cut names.
var usualWidths = []int{15, 16, 18, 20, 24, 25, 28, 30, 32, 35, 40}

// minCut is the shortest length that is taken for a cut.
const minCut = 12

// cuts reports whether the longest names of the file seem to be cut: several are
// equally long and none is longer, or the length is one of the usual ones.
func (ns *fileNames) cuts() bool {
	return ns.longest >= minCut && (len(ns.atEnd) > 1 || slices.Contains(usualWidths, ns.longest))
}

// allNames gathers the names of all files, each id once.
func allNames(files []*fileResult) []SeenName {
	var all []SeenName
	for _, f := range files {
		all = append(all, f.names.fresh...)
		if f.names.cuts() {
			for _, n := range f.names.atEnd {
				all = append(all, n)
			}
		}
	}
	slices.SortFunc(all, func(a, b SeenName) int {
		cut := func(n SeenName) int {
			if n.Cut {
				return 0
			}
			return 1
		}
		return cmp.Or(strings.Compare(a.ID, b.ID), cut(a)-cut(b), strings.Compare(a.Written, b.Written))
	})
	return slices.CompactFunc(all, func(a, b SeenName) bool { return a.ID == b.ID })
}
