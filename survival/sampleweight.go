package survival

// The weights a tenure may have, 0 aside, which leaves it out: wide enough for
// any survey, narrow enough for sums over millions of tenures to keep the
// smallest.
const (
	MinWeight = 1e-9
	MaxWeight = 1e9
)

// UsableWeight reports whether w can weigh a tenure.
func UsableWeight(w float64) bool { return w == 0 || w >= MinWeight && w <= MaxWeight }

const weightFault = "the weight is negative, or not 0 and not within 1e−9 and 1e9"
