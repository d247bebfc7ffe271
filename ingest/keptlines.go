package ingest

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

// keptLines are the last lines of lists, as far as lines of the next month are compared
// with them. They have numbers from 1, in the order in which their lists first came: lists
// mostly come in the same order every month, so that memory is read from one end to the
// other. Nothing here points elsewhere, for the collector to follow.
type keptLines struct {
	lines []keptLine // by number; 0 is none
	text  []byte     // the compared bytes of all lines
	last  uint32     // number of the line that came last

	cells  []*cached[positionCell] // by number: where the cell for the list's id is kept
	places []keptPlace             // by number
	placed map[keptPlace]uint32    // and the other way round
}

// A keptLine is what the last line of a list said that mostly lasts.
type keptLine struct {
	plan    uint32 // worker.plans when it was kept; 0: not to be compared with
	next    uint32 // number of the line that came after it the last time
	from    uint32 // where in keptLines.text its bytes begin,
	room    uint8  // how many there may be,
	lengths [maxStretches]uint8
	enc     encoding       // in which those outside ASCII were read,
	high    bool           // if there are any
	content cell.IDContent // of the cell for the doctor's own id
	place   uint32         // in keptLines.places
	doubts  uint64         // the first columns: those with what may be national identity numbers
	filled  uint64         // and those that hold something
	hash    uint64         // of the list's id
}

// A keptPlace is the municipality of a row as written, and the code it was found to have.
type keptPlace struct {
	code    varighet.MunicipalityCode
	name    string
	settled varighet.MunicipalityCode
}

// newKeptLines has room for the lists of Norway before anything is copied.
func newKeptLines() keptLines {
	const lists = 6 << 10
	return keptLines{lines: make([]keptLine, 1, lists), text: make([]byte, 0, lists*keptBytes/2), cells: make([]*cached[positionCell], 1), placed: map[keptPlace]uint32{}}
}

// number gives a list the next number; 0 if there are too many.
func (k *keptLines) number(c *cached[positionCell]) uint32 {
	if len(k.lines) > maxLists {
		return 0
	}
	k.lines, k.cells = append(k.lines, keptLine{}), append(k.cells, c)
	return uint32(len(k.lines) - 1)
}

// came notes that a list came after the one before. A list that comes next but one, the
// one between being left out this month, stays there.
func (k *keptLines) came(n uint32) {
	if n == k.last {
		return
	}
	if next := k.lines[k.last].next; next != n && (next == 0 || k.lines[next].next != n) {
		k.lines[k.last].next = n
	}
	k.last = n
}

// forget keeps a line from being compared with.
func (k *keptLines) forget(n uint32) { k.lines[n].plan = 0 }

// bytes returns the compared bytes of a line, and those of lines after it.
func (k *keptLines) bytes(l *keptLine) []byte { return k.text[l.from:] }

// setBytes keeps the compared bytes of a line, where those before were if there is room.
func (k *keptLines) setBytes(l *keptLine, b *comparedBytes) {
	n := b.size()
	if n > int(l.room) {
		l.from, l.room = uint32(len(k.text)), uint8(n+7)&^7
		k.text = append(k.text, b.bytes[:l.room]...)
	}
	copy(k.text[l.from:], b.bytes[:n])
	l.lengths = b.lengths
}

// place returns the number of a place; ok is false if there are too many.
func (k *keptLines) place(p keptPlace) (n uint32, ok bool) {
	if n, ok = k.placed[p]; ok || len(k.places) >= maxCached {
		return n, ok
	}
	n = uint32(len(k.places))
	k.places, k.placed[p] = append(k.places, p), n
	return n, true
}

// keptBytes is what compared stretches may be long together.
const keptBytes = 96

// comparedBytes are the bytes of the stretches of one kind, end to end.
type comparedBytes struct {
	lengths [maxStretches]uint8
	bytes   [keptBytes]byte
}

func (b *comparedBytes) size() (n int) {
	for _, length := range b.lengths {
		n += int(length)
	}
	return n
}
