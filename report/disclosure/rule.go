package disclosure

// A Rule says how many a count must be of, to be shown.
type Rule struct {
	K int // the least; see LeastK and DefaultK
}

// The least k that a study may ask for, and the one that holds unless it asks.
const (
	LeastK   = 3
	DefaultK = 5
)

// Safe reports whether a count may be read: it is of nobody, or of k or more.
func (r Rule) Safe(n int) bool { return n == 0 || n >= r.K }

// Apart reports whether two counts may both be read, as those of two reports of the same rows: their
// difference is 0, or k or more.
func (r Rule) Apart(a, b int) bool { return r.Safe(max(a-b, b-a)) }
