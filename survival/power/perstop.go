package power

import "math"

// A perStop has of the law of O and E what is needed where units are many: for each value of O
// its chance and the first two moments of E, as far as E is in that part of the law.
//
//	p[i] = P(O = i),  m1[i] = 𝔼(E; O = i),  m2[i] = 𝔼(E²; O = i)
type perStop struct{ p, m1, m2 []float64 }

// room makes room for up to so many stops.
func (s *perStop) room(stops int) {
	if more := stops + 1 - len(s.p); more > 0 {
		s.p, s.m1, s.m2 = append(s.p, make([]float64, more)...), append(s.m1, make([]float64, more)...), append(s.m2, make([]float64, more)...)
	}
}

// at adds a chance of so many stops and of an E of e.
func (s *perStop) at(stops int, e, chance float64) {
	s.room(stops)
	s.p[stops] += chance
	s.m1[stops] += chance * e
	s.m2[stops] += chance * e * e
}

// add adds to the law chance times that of other, with stops and e more.
func (s *perStop) add(chance float64, stops int, e float64, other perStop) {
	s.room(len(other.p) - 1 + stops)
	for i, p := range other.p {
		s.p[i+stops] += chance * p
		s.m1[i+stops] += chance * (other.m1[i] + e*p)
		s.m2[i+stops] += chance * (other.m2[i] + 2*e*other.m1[i] + e*e*p)
	}
}

// trim leaves out numbers of stops at the upper end that have next to no chance.
func (s *perStop) trim() {
	n := len(s.p)
	for n > 1 && s.p[n-1] < nextToNothing {
		n--
	}
	s.p, s.m1, s.m2 = s.p[:n], s.m1[:n], s.m2[:n]
}

// plus is that of the sum of two that do not depend on each other.
func (s perStop) plus(other perStop) perStop {
	var sum perStop
	sum.room(len(s.p) + len(other.p) - 2)
	for a, p := range s.p {
		for b, q := range other.p {
			sum.p[a+b] += p * q
			sum.m1[a+b] += s.m1[a]*q + p*other.m1[b]
			sum.m2[a+b] += s.m2[a]*q + 2*s.m1[a]*other.m1[b] + p*other.m2[b]
		}
	}
	sum.trim()
	return sum
}

// A stretch is the law of E, normal, where O has one value.
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
