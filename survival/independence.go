package survival

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"github.com/varighet/varighet"
)

// Below so many tenures that entered late, or so many stops at which those at risk had
// entered at different times, a test of independence says nothing in words.
const (
	FewEnteredLate   = 10
	FewStopsCompared = 10
)

// An Independence says whether the tenure at which doctors came under observation goes
// with how long they stayed. Every estimate with late entry rests on it that it does not
// (quasi-independence): someone who came under observation after ten years must stop as
// fast from then on as others who have been there for ten years.
//
// Two tenures are a pair if both were at risk when the first of the two stopped. A pair is
// concordant if the one that stopped first had also entered first.
type Independence struct {
	N           int // tenures
	EnteredLate int // those with Entry > 0
	Events      int // those that stopped

	// Compared is how many of the stops came when those at risk had not all entered at
	// the same tenure: the test is made of them.
	Compared int

	Pairs      int64 // of tenures that entered at different times
	Concordant int64 // of Pairs
	TiedEntry  int64 // pairs that entered at the same time; they say nothing and are not in Pairs

	// Tau is the conditional Kendall's tau: concordant less discordant pairs, over Pairs
	// (−1 to 1). Above 0, who entered later stopped later.
	Tau varighet.Opt[float64]

	// Z is concordant less discordant pairs over its standard error if entry and tenure
	// are independent, P two-sided. Missing where Reason says why.
	Z, P   varighet.Opt[float64]
	Reason string
}

// QuasiIndependence tests whether entry and tenure are independent where both can be seen.
//
//	K   = Σ over stops of Σ over those at risk of sgn(entry of one at risk − entry of who stopped)
//	tau = K / pairs
//	var = Σ over times of d (n − d)/(n − 1) · (n² − 1 − Σ (m³ − m)/n)/3
//	Z   = K/√var
//
// with d of n at risk stopping at a time, and m of the n with one entry: the variance of d
// ranks drawn without replacement, which is Tsai's [1] where no times are tied. tau is that
// of Martin and Betensky [2]; pairs with the same entry are left out of it, so that it
// does not shrink the more are seen from the start. Two that stopped at the same time are
// no pair. The test allows for an end of observation that depends on the entry, as in a
// register, where both follow from the month of the start; it does not allow for clusters.
//
// strata, if not nil, names the stratum of each tenure: pairs are made within one. The time
// is that of sorting n tenures. Near-ties are tied over all tenures; see [TieTimes]. It
// returns ErrNoTenures for none, and a *TenureError for the first that is not valid.
//
// [1] Tsai WY (1990). Biometrika 77:169–177.
// [2] Martin EC, Betensky RA (2005). J Am Stat Assoc 100:484–492.
func QuasiIndependence(tenures []Tenure, strata []string) (*Independence, error) {
	if len(tenures) == 0 {
		return nil, ErrNoTenures
	}
	if strata != nil && len(strata) != len(tenures) {
		return nil, fmt.Errorf("%d tenures with %d strata", len(tenures), len(strata))
	}
	tied, collapsed, err := TieTimes(tenures)
	if err != nil {
		return nil, err
	}
	if len(collapsed) > 0 {
		return nil, collapsedError(tenures, collapsed[0])
	}
	r, variance := &Independence{N: len(tied)}, 0.0
	for _, part := range byStratum(tied, strata) {
		variance += r.add(part)
	}
	r.conclude(variance)
	return r, nil
}

// byStratum parts tenures, in the order of the strata's names.
func byStratum(tenures []Tenure, strata []string) [][]Tenure {
	if strata == nil {
		return [][]Tenure{slices.Clone(tenures)}
	}
	at := indexOf(distinct(strata))
	parts := make([][]Tenure, len(at))
	for i, t := range tenures {
		parts[at[strata[i]]] = append(parts[at[strata[i]]], t)
	}
	return parts
}

// add counts the pairs of a stratum and returns the variance of concordant less discordant ones.
func (r *Independence) add(tenures []Tenure) (variance float64) {
	entering, leaving := slices.Clone(tenures), tenures
	slices.SortFunc(entering, func(a, b Tenure) int { return cmp.Compare(a.Entry, b.Entry) })
	slices.SortFunc(leaving, func(a, b Tenure) int {
		return cmp.Or(cmp.Compare(a.Exit, b.Exit), bitOf(b.Stopped)-bitOf(a.Stopped), cmp.Compare(a.Entry, b.Entry))
	})
	risk := newEntryRanks(entering)
	for len(leaving) > 0 {
		time, n, d := leaving[0].Exit, 0, 0
		for ; n < len(leaving) && leaving[n].Exit == time; n++ {
			d += bitOf(leaving[n].Stopped)
		}
		for len(entering) > 0 && (entering[0].Entry < time || entering[0].Entry == 0) {
			risk.enter(entering[0].Entry)
			entering = entering[1:]
		}
		if d > 0 {
			variance += r.addStops(leaving[:d], risk)
		}
		for _, t := range leaving[:n] {
			r.EnteredLate += bitOf(t.Entry > 0)
			risk.leave(t.Entry)
		}
		leaving = leaving[n:]
	}
	return variance
}

// addStops counts the pairs of those who stopped at one time, in the order of their entries,
// with those at risk who did not.
func (r *Independence) addStops(stops []Tenure, risk *entryRanks) (variance float64) {
	d := len(stops)
	variance = risk.variance(d)
	r.Events += d
	if variance > 0 {
		r.Compared += d
	}
	for first := 0; first < d; {
		last := first
		for last < d && stops[last].Entry == stops[first].Entry {
			last++
		}
		below, same, above := risk.around(stops[first].Entry)
		alike := int64(last - first)
		below, same, above = below-int64(first), same-alike, above-int64(d-last)
		r.Pairs += alike * (below + above)
		r.Concordant += alike * above
		r.TiedEntry += alike * same
		first = last
	}
	return variance
}

// conclude makes tau and the test of the pairs.
func (r *Independence) conclude(variance float64) {
	switch {
	case r.EnteredLate == 0:
		r.Reason = "nobody entered late, so nothing rests on it"
	case r.Events == 0:
		r.Reason = "nobody stopped"
	case variance == 0:
		r.Reason = "none stopped while others were at risk who had entered at another time"
	default:
		k := float64(2*r.Concordant - r.Pairs)
		z := k / math.Sqrt(variance)
		r.Tau = varighet.Some(k / float64(r.Pairs))
		r.Z, r.P = varighet.Some(z), varighet.Some(math.Erfc(math.Abs(z)/math.Sqrt2))
	}
}

// Few reports whether so little rests on late entry that a test of it says nothing.
func (r *Independence) Few() bool {
	return r.EnteredLate < FewEnteredLate || r.Compared < FewStopsCompared
}

// InWords says what the test comes to. level is how often chance alone may be taken for a
// dependence, such as 0.05.
func (r *Independence) InWords(level float64) string {
	switch {
	case r.EnteredLate > 0 && r.Few():
		return fmt.Sprintf("it cannot be told: %d of %d entered late, and %d stops can be compared", r.EnteredLate, r.N, r.Compared)
	case !r.P.OK:
		return "not tested: " + r.Reason
	case r.P.V > level:
		return fmt.Sprintf("no sign that entry and tenure go together (p above %.4g); that is no proof that they do not", level)
	case r.Z.V > 0:
		return fmt.Sprintf("those who had been there longer when they came under observation stopped later than others, beyond chance at "+
			"the level of %.4g: what late entry rests on does not hold", level)
	}
	return fmt.Sprintf("those who had been there longer when they came under observation stopped sooner than others, beyond chance at "+
		"the level of %.4g: what late entry rests on does not hold", level)
}

// Fails reports whether the test says, at a level, that entry and tenure go together.
func (r *Independence) Fails(level float64) bool { return !r.Few() && r.P.OK && r.P.V <= level }
