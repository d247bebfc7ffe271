package power

import "math"

// A perStop has of the law of O and E what is needed where units are many: for each value of O
// its chance and the first two moments of E, as far as E is in that part of the law.
//
//	p[i] = P(O = i),  m1[i] = 𝔼(E; O = i),  m2[i] = 𝔼(E²; O = i)
type perStop struct{ p, m1, m2 []float64 }

func noStops(n int) perStop {
	return perStop{make([]float64, n), make([]float64, n), make([]float64, n)}
}

// perStop is that of a law, with E in steps.
func (j joint) perStop() perStop {
	s := noStops(len(j))
	for o := range j {
		means := j[o].means()
		for i, chance := range j[o].chance {
			s.p[o] += chance
			s.m1[o] += chance * means[i]
			s.m2[o] += chance * means[i] * means[i]
		}
	}
	return s
}

// plus is that of the sum of two that do not depend on each other.
func (s perStop) plus(other perStop) perStop {
	sum := noStops(len(s.p) + len(other.p) - 1)
	for a, p := range s.p {
		for b, q := range other.p {
			sum.p[a+b] += p * q
			sum.m1[a+b] += s.m1[a]*q + p*other.m1[b]
			sum.m2[a+b] += s.m2[a]*q + 2*s.m1[a]*other.m1[b] + p*other.m2[b]
		}
	}
	n := len(sum.p)
	for n > 1 && sum.p[n-1] < nextToNothing {
		n--
	}
	return perStop{sum.p[:n], sum.m1[:n], sum.m2[:n]}
}

// A stretch is the law of E, normal and in steps, where O has one value.
type stretch struct {
	stops            int
	chance, mean, sd float64
}

// stretches take E for normal given O.
func (s perStop) stretches() (law []stretch) {
	for o, p := range s.p {
		if p < nextToNothing {
			continue
		}
		mean := s.m1[o] / p
		law = append(law, stretch{o, p, mean, math.Sqrt(max(s.m2[o]/p-mean*mean, 0))})
	}
	return law
}

// below is the chance that E is below e.
func (s *stretch) below(e float64) float64 {
	switch {
	case s.sd > 0:
		return s.chance * math.Erfc((s.mean-e)/(s.sd*math.Sqrt2)) / 2
	case s.mean < e:
		return s.chance
	}
	return 0
}
