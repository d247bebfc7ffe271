package register

import "slices"

// A group is the records of a row group by column, as they are encoded: of each record what
// changes from month to month, and the rest once for neighbours that have the same. It has room
// for those columns only in which some record has a value.
type group struct {
	n     int
	given *record  // see merge.given
	runs  []record // the first of each run of neighbours whose other fields are the same
	times []int32  // how many records each run has

	months  []int16
	files   []uint32
	numbers [numberCount][]int32 // of a run: nil
	amounts [4][]int64           // likewise
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

// ofRun reports whether the records of a run have the same number.
func (n number) ofRun() bool { return n == listLimit || n == agreementStart }

// amountOfRun reports whether the records of a run have the same amount.
func amountOfRun(place int) bool { return place == 1 || place == 2 }

// add takes a record; same says that it goes on with the run of the one before. rows is how
// many there will be, about.
func (g *group) add(r *record, same bool, rows int) {
	i := g.n
	if i == len(g.months) {
		g.grow(max(2*i, rows+rows/64+64))
	}
	if same && i > 0 {
		g.times[len(g.times)-1]++
	} else {
		g.runs, g.times = append(g.runs, *r), append(g.times, 1)
	}
	g.months[i], g.files[i] = r.month, r.file
	put(g.numbers[residents], i, r.residents)
	put(g.numbers[sourceRow], i, r.row)
	put(g.amounts[0], i, r.amounts[0])
	put(g.amounts[3], i, r.amounts[3])
	g.n++
}

func put[T any](s []T, i int, v T) {
	if i < len(s) {
		s[i] = v
	}
}

func (g *group) grow(n int) {
	g.months, g.files = grown(g.months, n), grown(g.files, n)
	for k := range g.numbers {
		if *g.given.number(number(k)) != noInt32 && !number(k).ofRun() {
			g.numbers[k] = grown(g.numbers[k], n)
		}
	}
	for k, a := range g.given.amounts {
		if a != noAmount && !amountOfRun(k) {
			g.amounts[k] = grown(g.amounts[k], n)
		}
	}
}

func grown[T any](s []T, n int) []T { return slices.Grow(s, n-len(s))[:n] }

// reset makes ready for other records.
func (g *group) reset() { g.n, g.runs, g.times = 0, g.runs[:0], g.times[:0] }

// spread puts a value of each run into a column, once for each of its rows.
func spread[T any](g *group, column []T, of func(*record) T) {
	row := 0
	for i := range g.runs {
		v, n := of(&g.runs[i]), int(g.times[i])
		for k := range column[row : row+n] {
			column[row+k] = v
		}
		row += n
	}
}
