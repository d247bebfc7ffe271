package ingest

import (
	"cmp"
	"slices"
	"strings"

	"github.com/varighet/varighet/ingest/cell"
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
	return newPseudonymiser(key).of(pseudonymName, cell.KeyOfWritten(name))
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
	text = cell.Clean([]byte(text))
	ids := []string{text, NameID(key, text)}
	if digits, _, ok := cell.NumberOfHPR(text); ok {
		return append(append(ids, NumberIDs(key, strings.ReplaceAll(text, " ", ""))...), NumberIDs(key, digits)...)
	}
	c := cell.ReadDoctorID([]byte(text), false)
	return append(ids, newPseudonymiser(key).of(pseudonymOwn, cmp.Or(c.ID, text)))
}

// Between the ids in a cell that SealedIDs writes.
const idsSeparator = " | "

// SealedIDs is a cell that names a doctor by ids of a register in place of a name or a number: of
// [DoctorIDs] those that has reports to be there. [Unsealed] takes them apart.
func SealedIDs(key []byte, text string, has func(id string) bool) string {
	ids := slices.DeleteFunc(DoctorIDs(key, text), func(id string) bool { return !has(id) })
	slices.Sort(ids)
	return strings.Join(slices.Compact(ids), idsSeparator)
}

// Unsealed are the ids in a cell that [SealedIDs] wrote.
func Unsealed(cell string) []string { return strings.Split(cell, idsSeparator) }

// identified gives a cell with a name the id of the name, and notes how it is written.
func (w *worker) identified(n cell.NameCell) cell.NameCell {
	if n.Key == "" {
		return n
	}
	n.ID = w.pseudo.of(pseudonymName, n.Key)
	w.seen = append(w.seen, SeenName{ID: n.ID, Written: n.Display})
	for i := range n.Others {
		n.Others[i] = w.identified(n.Others[i])
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

// A DoctorIDKind says by what a source tells its doctors apart.
type DoctorIDKind uint8

// The kinds, from the best to the poorest.
const (
	DoctorIDNone     DoctorIDKind = iota // no doctors seen
	DoctorIDHPR                          // number in the register of health personnel
	DoctorIDOwn                          // the source's own numbers, in a file without names
	DoctorIDOwnNamed                     // the source's own numbers, with the names beside them
	DoctorIDName                         // the name
)

var doctorIDKindNames = [...]string{"none", "HPR number", "the source's own id", "the source's own id, with names", "name"}

// String says it in words: "HPR number", "the source's own id", "name", and "none".
func (k DoctorIDKind) String() string { return doctorIDKindNames[k] }

// DoctorsMeet reports whether the doctors of two files can be told to be the same
// ones, by what each knows them by ([DoctorIDKind.String]) and whether each has their
// names: by ids of one kind, or by names, where those of one have numbers beside them.
func DoctorsMeet(a, b string, named bool) bool {
	return a == b || named && (a == DoctorIDName.String() || b == DoctorIDName.String())
}
