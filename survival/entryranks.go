package survival

import "slices"

// An entryRanks counts those at risk by their entry, so that it is quick to say how many of
// them entered before or after another.
type entryRanks struct {
	entries []float64 // distinct, ascending
	counts  []int64   // at risk with each
	tree    []int64   // sums of counts, as of a Fenwick tree: tree[i] is of the i&−i counts up to number i−1
	n       int64
	kinds   int     // entries that somebody at risk has
	ties    float64 // Σ m³ − m over the counts m
}

// newEntryRanks has room for the entries of these, which are sorted by it; nobody is at risk.
func newEntryRanks(sorted []Tenure) *entryRanks {
	e := &entryRanks{}
	for i, t := range sorted {
		if i == 0 || t.Entry != sorted[i-1].Entry {
			e.entries = append(e.entries, t.Entry)
		}
	}
	e.counts, e.tree = make([]int64, len(e.entries)), make([]int64, len(e.entries)+1)
	return e
}

func (e *entryRanks) enter(entry float64) { e.change(entry, 1) }
func (e *entryRanks) leave(entry float64) { e.change(entry, -1) }

func (e *entryRanks) change(entry float64, by int64) {
	k, _ := slices.BinarySearch(e.entries, entry)
	before := e.counts[k]
	e.counts[k] += by
	e.ties += cubeLess(e.counts[k]) - cubeLess(before)
	e.kinds += bitOf(e.counts[k] > 0) - bitOf(before > 0)
	e.n += by
	for i := k + 1; i < len(e.tree); i += i & -i {
		e.tree[i] += by
	}
}

// cubeLess is m³ − m.
func cubeLess(m int64) float64 { return float64(m) * (float64(m)*float64(m) - 1) }

// around is how many at risk entered before, with and after an entry.
func (e *entryRanks) around(entry float64) (below, same, above int64) {
	k, _ := slices.BinarySearch(e.entries, entry)
	for i := k; i > 0; i -= i & -i {
		below += e.tree[i]
	}
	same = e.counts[k]
	return below, same, e.n - below - same
}

// variance is that of the sum over d of those at risk, drawn without replacement, of how many
// entered after each less how many before. It is 0 if all entered at the same time.
func (e *entryRanks) variance(d int) float64 {
	n := float64(e.n)
	if e.kinds < 2 {
		return 0
	}
	ofOne := (n*n - 1 - e.ties/n) / 3
	return float64(d) * (n - float64(d)) / (n - 1) * ofOne
}
