package survival

import (
	"math"
	"strconv"
	"strings"
)

// A Weight says how much a stop counts in a test, by when it comes. The zero
// value is the log-rank test. Weights that fall look for early differences.
// Choose before looking.
type Weight struct {
	Kind WeightKind
	P, Q float64 // of FlemingHarrington, not negative; otherwise 0
}

// A WeightKind is a family of tests.
type WeightKind uint8

// The families. n is the number at risk in the stratum, S the pooled
// Kaplan–Meier estimate just before t, and S̃ = Π (1 − d/(n+1)) up to and with t.
const (
	LogRank           WeightKind = iota // 1
	Gehan                               // n
	TaroneWare                          // √n
	Rho1                                // S, as survdiff(rho = 1)
	Peto                                // S̃
	PetoModified                        // S̃ n/(n+1)
	FlemingHarrington                   // S^P (1 − S)^Q
)

var weightNames = [...]string{"logrank", "gehan", "tarone_ware", "rho1", "peto", "peto_mod", "fh"}

// String is the name of the test in files and flags, such as "logrank" or "fh_0.5_1".
func (w Weight) String() string {
	if int(w.Kind) >= len(weightNames) {
		return "unknown"
	}
	name := weightNames[w.Kind]
	if w.Kind == FlemingHarrington {
		name += "_" + formatTime(w.P) + "_" + formatTime(w.Q)
	}
	return name
}

// ParseWeight reads "logrank", "gehan", "tarone_ware", "rho1", "peto",
// "peto_mod", or "fh_P_Q" with numbers for P and Q.
func ParseWeight(s string) (Weight, bool) {
	if pq, found := strings.CutPrefix(s, "fh_"); found {
		p, q, _ := strings.Cut(pq, "_")
		w := Weight{Kind: FlemingHarrington}
		var errP, errQ error
		w.P, errP = strconv.ParseFloat(p, 64)
		w.Q, errQ = strconv.ParseFloat(q, 64)
		if errP != nil || errQ != nil || !w.valid() {
			return Weight{}, false
		}
		return w, true
	}
	kind, ok := parseName[WeightKind](weightNames[:FlemingHarrington], s)
	return Weight{Kind: kind}, ok
}

func (w Weight) valid() bool {
	return int(w.Kind) < len(weightNames) &&
		w.P >= 0 && w.Q >= 0 && !math.IsInf(w.P, 0) && !math.IsInf(w.Q, 0)
}

// at is the weight of a time with n at risk.
func (w Weight) at(n int, s pooledSurvival) float64 {
	switch w.Kind {
	case Gehan:
		return float64(n)
	case TaroneWare:
		return math.Sqrt(float64(n))
	case Rho1:
		return s.before
	case Peto:
		return s.shrunk
	case PetoModified:
		return s.shrunk * float64(n) / float64(n+1)
	case FlemingHarrington:
		return math.Pow(s.before, w.P) * math.Pow(1-s.before, w.Q)
	}
	return 1
}

// A pooledSurvival is what the weights know of the stratum's own curve.
type pooledSurvival struct {
	before float64 // S just before the time
	shrunk float64 // S̃ at the time
}

func (s *pooledSurvival) shrink(n, d int) { s.shrunk *= float64(n+1-d) / float64(n+1) }
func (s *pooledSurvival) step(n, d int)   { s.before *= float64(n-d) / float64(n) }
