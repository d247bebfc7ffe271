package ingest

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A common list has two or more doctors, whom many lists write into one cell.
//
//	"A. Berg / B. Dahl", "A. Berg og B. Dahl"      two
//	"Berg, Anne; Dahl, Bjørn", two lines in a cell two
//	"Hansen/Olsen, Kari"                            one: a slash without blanks joins surnames
//	"Kari Dahl v/vikar Ola Berg"                    one, and a locum

// splitHolders cuts a cell where one doctor's name ends and another's begins.
// It returns one part, or none, for a cell with one name.
func splitHolders(cell []byte) [][]byte {
	if !bytes.ContainsAny(cell, "/&+;\n") && !bytes.Contains(cell, []byte(" og ")) && !bytes.Contains(cell, []byte(" OG ")) {
		return nil
	}
	var parts [][]byte
	from := 0
	for i := 0; i < len(cell); i++ {
		width := holderMark(cell, from, i)
		if width > 0 {
			parts = append(parts, cell[from:i])
			i += width - 1
			from = i + 1
		}
	}
	parts = append(parts, cell[from:])
	named := parts[:0]
	for _, p := range parts {
		if strings.ContainsFunc(string(p), unicode.IsLetter) {
			named = append(named, p)
		}
	}
	return named
}

// holderMark returns the length of what separates two names at i, 0 if nothing
// does. from is where the name before it begins.
func holderMark(cell []byte, from, i int) int {
	spaced := i > 0 && cell[i-1] == ' ' && i+1 < len(cell) && cell[i+1] == ' '
	before, after := cell[from:i], cell[i+1:]
	switch c := cell[i]; {
	case c == ';':
		return 1
	case c == '\n':
		if wordsIn(before) >= 2 && wordsIn(after) >= 2 && !bytes.HasSuffix(bytes.TrimSpace(before), []byte(",")) {
			return 1
		}
	case (c == '&' || c == '+') && spaced:
		return 1
	case c == '/' && spaced:
		return 1
	case c == '/' && lastWord(before) > 1 && wordsIn(before) >= 2 && wordsIn(firstOf(after)) >= 2 && lastWord(after) > 1 &&
		bytes.IndexByte(before, ',') < 0 == (bytes.IndexByte(firstOf(after), ',') < 0):
		return 1
	case (c == 'o' || c == 'O') && i > 0 && cell[i-1] == ' ' && i+2 < len(cell) && cell[i+1]|0x20 == 'g' && cell[i+2] == ' ':
		return 2
	}
	return 0
}

// firstOf returns what stands before the next slash.
func firstOf(b []byte) []byte {
	first, _, _ := bytes.Cut(b, []byte("/"))
	return first
}

// wordsIn counts words that have a letter.
func wordsIn(b []byte) int {
	n := 0
	for _, w := range bytes.Fields(b) {
		if bytes.ContainsFunc(w, unicode.IsLetter) {
			n++
		}
	}
	return n
}

// lastWord returns the length of the last word, in letters.
func lastWord(b []byte) int {
	words := bytes.Fields(b)
	if len(words) == 0 {
		return 0
	}
	return utf8.RuneCount(words[len(words)-1])
}

// holdersOf reads the parts of a cell with several names. Those who hold the list come
// first; a locum or a word for a vacant list beside a holder is left out.
func holdersOf(parts [][]byte) nameCell {
	var held []nameCell
	first := nameCell{}
	for i, p := range parts {
		c := readOneName(p)
		if i == 0 || first.kind == nameEmpty {
			first = c
		}
		if c.kind == nameHolder || c.kind == nameLocumFor {
			held = append(held, c)
		}
	}
	if len(held) == 0 {
		return first
	}
	n := held[0]
	for _, c := range held[1:] {
		if c.key != n.key {
			n.others = append(n.others, c)
		}
	}
	return n
}

// splitNumbers cuts a cell with several doctors' numbers.
func splitNumbers(cell []byte) [][]byte {
	if !bytes.ContainsAny(cell, "/&+;,\n") || bytes.HasSuffix(cell, []byte(",0")) {
		return nil // the last is a number that went through a float
	}
	return bytes.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune("/&+;,\n ", r) })
}

// idsOf reads several numbers, all of which must be HPR numbers.
func idsOf(parts [][]byte) idCell {
	var c idCell
	for i, p := range parts {
		one := readHPR(p)
		if one.id == "" || one.bad || len(one.id) < 5 {
			return idCell{bad: true}
		}
		if i == 0 {
			c.id, c.basis = one.id, one.basis
		} else if one.id != c.id {
			c.others = append(c.others, one.id)
		}
	}
	return c
}

// othersOf notes the holders besides the first, by number where the row has a
// number for each of them, else by name.
func (t *table) othersOf(number *idCell, n *nameCell) {
	if len(number.others) == 0 && len(n.others) == 0 {
		return
	}
	t.warn(warnTwoHolders)
	for i, id := range number.others {
		p := person{id: id, basis: number.basis}
		if i < len(n.others) {
			p.nameID, p.name = n.others[i].id, n.others[i].display
		}
		t.others = append(t.others, p)
	}
	for i := min(len(number.others), len(n.others)); i < len(n.others); i++ {
		c := &n.others[i]
		if t.numberCounts(c) {
			t.others = append(t.others, c.byNumber(t.hprs.get([]byte(c.number), t.hprOf)))
			continue
		}
		t.others = append(t.others, t.owner(c))
	}
}

// coHolders adds an observation for each of the other holders. What is paid for
// the list stays with the first, or it would be counted twice.
func (t *table) coHolders(at int) {
	for i := range t.others {
		o := t.batch[at]
		t.identify(&o, &t.others[i])
		dropAmounts(&o)
		t.batch = append(t.batch, o)
	}
}
