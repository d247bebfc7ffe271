package ingest

import "github.com/varighet/varighet/ingest/cell"

// A common list has two or more doctors, whom many lists write into one cell.
//
//	"A. Berg / B. Dahl", "A. Berg og B. Dahl"      two
//	"Berg, Anne; Dahl, Bjørn", two lines in a cell two
//	"Hansen/Olsen, Kari"                            one: a slash without blanks joins surnames
//	"Kari Dahl v/vikar Ola Berg"                    one, and a locum

// othersOf notes the holders besides the first, by number where the row has a
// number for each of them, else by name.
func (t *table) othersOf(number *cell.IDCell, n *cell.NameCell) {
	if len(number.Others) == 0 && len(n.Others) == 0 {
		return
	}
	t.warn(warnTwoHolders)
	for i, id := range number.Others {
		p := cell.Person{Id: id, Basis: number.Basis}
		if i < len(n.Others) {
			p.NameID, p.Name = n.Others[i].Id, n.Others[i].Display
		}
		t.others = append(t.others, p)
	}
	for i := min(len(number.Others), len(n.Others)); i < len(n.Others); i++ {
		c := &n.Others[i]
		if t.numberCounts(c) {
			t.others = append(t.others, c.ByNumber(t.hprs.get([]byte(c.Number), t.hprOf)))
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
		cell.DropAmounts(&o)
		t.batch = append(t.batch, o)
	}
}
