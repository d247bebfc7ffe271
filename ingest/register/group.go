package register

import "slices"

// A group is the records of a row group by column, as they are encoded. It has
// room for those columns only in which some record has a value.
type group struct {
	n       int
	given   *record // see merge.given
	texts   [dictCount][]uint32
	months  []int16
	flags   []flags
	numbers [numberCount][]int32
	amounts [4][]int64
}

// A number is a field of a record that holds an int32.
type number int

const (
	residents number = iota
	listLimit
	agreementStart
	sourceRow
	numberCount
)

// number returns the place where a record keeps a number.
func (r *record) number(n number) *int32 {
	return [...]*int32{&r.residents, &r.limit, &r.start, &r.row}[n]
}

// add takes a record. rows is how many there will be, about.
func (g *group) add(r *record, rows int) {
	i := g.n
	if i == len(g.months) {
		g.grow(max(2*i, rows+rows/64+64))
	}
	g.months[i], g.flags[i] = r.month, r.flags
	put(g.texts[positions], i, r.position)
	put(g.texts[doctors], i, r.doctor)
	put(g.texts[nameIDs], i, r.nameID)
	put(g.texts[doctorNames], i, r.doctorName)
	put(g.texts[codes], i, r.code)
	put(g.texts[names], i, r.name)
	put(g.texts[offices], i, r.office)
	put(g.texts[files], i, r.file)
	put(g.numbers[residents], i, r.residents)
	put(g.numbers[listLimit], i, r.limit)
	put(g.numbers[agreementStart], i, r.start)
	put(g.numbers[sourceRow], i, r.row)
	for k := range r.amounts {
		put(g.amounts[k], i, r.amounts[k])
	}
	g.n++
}

func put[T any](s []T, i int, v T) {
	if i < len(s) {
		s[i] = v
	}
}

func (g *group) grow(n int) {
	g.months, g.flags = grown(g.months, n), grown(g.flags, n)
	for k := range g.texts {
		if kind := dictKind(k); kind == files || *g.given.text(kind) != 0 { // a file's name may be "" but not missing
			g.texts[k] = grown(g.texts[k], n)
		}
	}
	for k := range g.numbers {
		if *g.given.number(number(k)) != noInt32 {
			g.numbers[k] = grown(g.numbers[k], n)
		}
	}
	for k, a := range g.given.amounts {
		if a != noAmount {
			g.amounts[k] = grown(g.amounts[k], n)
		}
	}
}

func grown[T any](s []T, n int) []T { return slices.Grow(s, n-len(s))[:n] }
