package survival

import (
	"fmt"
	"math"
	"slices"
)

// An Adjustment corrects p-values for the number of tests made together.
type Adjustment uint8

// The adjustments. Holm's is never weaker than Bonferroni's and needs no more
// assumptions, so it is the default; Hochberg's is a little stronger and needs
// tests that are independent or depend positively.
const (
	Holm               Adjustment = iota // the chance of any false finding [1]
	Bonferroni                           // the same, p times the number of tests
	Hochberg                             // the same [2]
	BenjaminiHochberg                    // the share of findings that are false [3]
	BenjaminiYekutieli                   // the same, whatever the dependence [4]
	NoAdjustment
)

var adjustmentNames = [...]string{"holm", "bonferroni", "hochberg", "BH", "BY", "none"}

// String is the name of the adjustment in files and flags, as in R's p.adjust.
func (a Adjustment) String() string {
	if int(a) >= len(adjustmentNames) {
		return "unknown"
	}
	return adjustmentNames[a]
}

// ParseAdjustment reads "holm", "bonferroni", "hochberg", "BH", "BY" or "none".
func ParseAdjustment(s string) (Adjustment, bool) {
	return parseName[Adjustment](adjustmentNames[:], s)
}

// Adjust returns the p-values adjusted for being as many as they are, in their
// order. p is not changed. It returns an error for a value that is no
// probability.
//
// [1] Holm S (1979). Scand J Stat 6:65–70.
// [2] Hochberg Y (1988). Biometrika 75:800–802.
// [3] Benjamini Y, Hochberg Y (1995). J R Stat Soc B 57:289–300.
// [4] Benjamini Y, Yekutieli D (2001). Ann Stat 29:1165–1188.
func (a Adjustment) Adjust(p []float64) ([]float64, error) {
	for _, x := range p {
		if !(x >= 0 && x <= 1) {
			return nil, fmt.Errorf("%v is not a probability", x)
		}
	}
	order := make([]int, len(p)) // from small to large
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		switch {
		case p[i] < p[j]:
			return -1
		case p[i] > p[j]:
			return 1
		}
		return 0
	})
	n, out := float64(len(p)), make([]float64, len(p))
	harmonic := 0.0
	for i := range p {
		harmonic += 1 / float64(i+1)
	}
	// Each is multiplied by a factor that depends on its rank, and a smaller p
	// may not come out larger than the next.
	stepDown := a == Holm
	running := 1.0
	if stepDown {
		running = 0
	}
	for k := range order {
		rank := k
		if !stepDown {
			rank = len(order) - 1 - k
		}
		i := order[rank]
		r := float64(rank + 1)
		switch a {
		case Holm:
			running = max(running, (n-r+1)*p[i])
		case Hochberg:
			running = min(running, (n-r+1)*p[i])
		case BenjaminiHochberg:
			running = min(running, n/r*p[i])
		case BenjaminiYekutieli:
			running = min(running, harmonic*n/r*p[i])
		case Bonferroni:
			running = n * p[i]
		case NoAdjustment:
			running = p[i]
		default:
			return nil, fmt.Errorf("adjustment %d is not known", a)
		}
		out[i] = math.Min(running, 1)
	}
	return out, nil
}
