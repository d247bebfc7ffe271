package power

import "math"

// moments are the means, variances and the covariance of O and E.
type moments struct{ o, e, oo, oe, ee float64 }

// moments are those of a law.
func (s perStop) moments() (m moments) {
	for o, p := range s.p {
		stops := float64(o)
		m.o += stops * p
		m.e += s.m1[o]
		m.oo += stops * stops * p
		m.oe += stops * s.m1[o]
		m.ee += s.m2[o]
	}
	m.oo -= m.o * m.o
	m.oe -= m.o * m.e
	m.ee -= m.e * m.e
	return m
}

// add adds those of n units that are alike.
func (m *moments) add(n float64, other moments) {
	m.o += n * other.o
	m.e += n * other.e
	m.oo += n * other.oo
	m.oe += n * other.oe
	m.ee += n * other.ee
}

// normal is the law of O and E that are normal, O in whole numbers.
func (m *moments) normal() (law []stretch) {
	const reach = 9 // standard deviations
	sd := math.Sqrt(max(m.oo, 0.01))
	slope, total := m.oe/(sd*sd), 0.0
	rest := math.Sqrt(max(m.ee-slope*m.oe, 0))
	for o := max(int(m.o-reach*sd), 0); float64(o) <= m.o+reach*sd; o++ {
		beyond := float64(o) - m.o
		s := stretch{o, math.Exp(-beyond * beyond / (2 * sd * sd)), m.e + slope*beyond, rest}
		law, total = append(law, s), total+s.chance
	}
	for i := range law {
		law[i].chance /= total
	}
	return law
}
