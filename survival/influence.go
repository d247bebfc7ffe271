package survival

import "github.com/varighet/varighet/survival/internal/sum"

// An influence knows what each tenure, or each cluster of them, weighs in an
// estimate that is a sum over exit times: with W the weight at risk in a cluster
// and D the weight that stops,
//
//	A(t) = Σ (W g − D h)   over times up to t
//
// is what the cluster moves the estimate by, for some g and h of each time. For
// log S they are d/(n(n−d)) and 1/(n−d), for the cumulative hazard −d/n² and
// −1/n. The infinitesimal-jackknife variance is Σ A² over clusters.
type influence struct {
	rows      []placedRow // by cluster
	clustered bool        // else each row is on its own
	times     int
}

func newInfluence(rows []placedRow, clustered bool, times int) *influence {
	return &influence{rows, clustered, times}
}

// clusters is how many there are of an influence that is clustered.
func (inf *influence) clusters() int {
	n := 0
	for i := range inf.rows {
		if i == 0 || inf.rows[i].cluster != inf.rows[i-1].cluster {
			n++
		}
	}
	return n
}

// defined reports whether there is a variance at all: a single cluster moves what
// is made of it alone by 0, which says nothing of how sure that is.
func (inf *influence) defined() bool { return !inf.clustered || inf.clusters() > 1 }

// startingAt returns the influence on what happens at time number start and
// later, of the rows at risk there or later.
func (inf *influence) startingAt(start int) *influence {
	out := &influence{clustered: inf.clustered, times: inf.times - start}
	for _, r := range inf.rows {
		if r.to < start {
			continue
		}
		r.from, r.to = max(r.from-start, 0), r.to-start
		out.rows = append(out.rows, r)
	}
	return out
}

// variance returns Σ A² after each time.
func (inf *influence) variance(g, h []float64) []float64 {
	if inf.clustered {
		return inf.byCluster(g, h)
	}
	return inf.byRow(g, h)
}

func (inf *influence) byCluster(g, h []float64) []float64 {
	out := make([]float64, inf.times+1)
	after := make([]float64, inf.times+1) // what holds from there on
	w, d := make([]float64, inf.times+1), make([]float64, inf.times+1)
	for i := 0; i < len(inf.rows); {
		first, last, cluster := inf.times, 0, inf.rows[i].cluster
		for ; i < len(inf.rows) && inf.rows[i].cluster == cluster; i++ {
			r := &inf.rows[i]
			first, last = min(first, r.from), max(last, r.to)
			w[r.from] += r.weight
			w[r.to+1] -= r.weight
			if r.stopped {
				d[r.to] += r.weight
			}
		}
		a, atRisk := 0.0, 0.0
		for j := first; j <= last; j++ {
			atRisk += w[j]
			a += atRisk*g[j] - d[j]*h[j]
			out[j] += a * a
			w[j], d[j] = 0, 0
		}
		w[last+1] = 0
		after[last+1] += a * a
	}
	carried := 0.0
	for j := range inf.times {
		carried += after[j]
		out[j] += carried
	}
	return out[:inf.times]
}

// byRow walks cohorts of rows that came under observation at the same time:
// they have A in common for as long as they are at risk.
func (inf *influence) byRow(g, h []float64) []float64 {
	type cohort struct {
		rows    int
		squares sum.Running // of weights at risk
		a       float64
	}
	cohorts := make([]cohort, inf.times)
	leaving := make([][]*placedRow, inf.times)
	for i := range inf.rows {
		r := &inf.rows[i]
		cohorts[r.from].rows++
		cohorts[r.from].squares.Add(r.weight * r.weight)
		leaving[r.to] = append(leaving[r.to], r)
	}
	out := make([]float64, inf.times)
	var open []*cohort
	gone := 0.0
	for j := range out {
		if cohorts[j].rows > 0 {
			open = append(open, &cohorts[j])
		}
		for _, c := range open {
			c.a += g[j]
		}
		for _, r := range leaving[j] {
			c := &cohorts[r.from]
			a := c.a
			if r.stopped {
				a -= h[j]
			}
			gone += r.weight * r.weight * a * a
			c.squares.Add(-r.weight * r.weight)
			c.rows--
		}
		out[j] = gone
		still := open[:0]
		for _, c := range open {
			if c.rows > 0 {
				out[j] += max(c.squares.Value(), 0) * c.a * c.a
				still = append(still, c)
			}
		}
		open = still
	}
	return out
}

// onLogSurvival returns g and h for log S. Once S is 0 nothing can move it.
func onLogSurvival(points []Point) (g, h []float64) {
	g, h = make([]float64, len(points)), make([]float64, len(points))
	for j := range points {
		p := &points[j]
		if p.Events > 0 && p.Survival > 0 {
			left := p.AtRiskWeight - p.EventsWeight
			g[j], h[j] = p.EventsWeight/(p.AtRiskWeight*left), 1/left
		}
	}
	return g, h
}

// onHazard returns g and h for the cumulative hazard of the type. With d stops of
// mean weight w taken one after another they are −Σ w/(n − kw)² and
// −1/d Σ n/(n − kw)² over k from 0 to d − 1.
func onHazard(points []Point, hazard HazardType) (g, h []float64) {
	g, h = make([]float64, len(points)), make([]float64, len(points))
	for j := range points {
		p := &points[j]
		switch {
		case p.Events == 0:
		case hazard == TiesOneByOne:
			each := p.EventsWeight / float64(p.Events)
			for k := range p.Events {
				n := p.AtRiskWeight - float64(k)*each
				g[j] -= each / (n * n)
				h[j] -= p.AtRiskWeight / (float64(p.Events) * n * n)
			}
		default:
			g[j], h[j] = -p.EventsWeight/(p.AtRiskWeight*p.AtRiskWeight), -1/p.AtRiskWeight
		}
	}
	return g, h
}

// robustVariance is the infinitesimal-jackknife variance, after each point, of
// what moves by slope when log S goes up at a point.
func (c *Curve) robustVariance(slope func(point int) float64) []float64 {
	g, h := onLogSurvival(c.Points)
	if c.hazard.OK {
		g, h = onHazard(c.Points, c.hazard.V)
	}
	for i := range g {
		g[i] *= slope(i)
		h[i] *= slope(i)
	}
	for len(g) < c.influence.times { // points that MinAtRisk has cut away
		g, h = append(g, 0), append(h, 0)
	}
	return c.influence.variance(g, h)
}

func one(int) float64 { return 1 }
