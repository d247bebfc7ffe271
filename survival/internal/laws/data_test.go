package laws

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// data is one made-up data set. All slices have one element a row.
type data struct {
	tenures                          []survival.Tenure
	groups, strata, causes, clusters []string
	weights                          []float64 // whole numbers, at least one above 0
	unit                             float64   // times are whole multiples of it
	origin                           float64   // what has been added to all times
	at                               []float64 // times between those of the rows, at which curves are read
}

// A kind says which data a law is about.
type kind struct{ early, uncensored, whole bool }

var (
	names = []string{"a", "b", "c"}
	units = []float64{1, 1, 1, 0.37, 30.4375}
)

// draw makes a data set. How much is late, censored and tied differs from set to
// set, so that the extremes come often.
func draw(r *rand.Rand, k kind) *data {
	d := &data{unit: units[r.IntN(len(units))]}
	if k.whole {
		d.unit = 1
	}
	rows, longest := 1+r.IntN(12), 2+r.IntN(14)
	late, stopped, groups := float64(r.IntN(3))/2, []float64{0.2, 0.6, 0.9, 1}[r.IntN(4)], 2+r.IntN(2)
	for range rows {
		entry := 0
		if !k.early && r.Float64() < late {
			entry = r.IntN(longest)
		}
		d.tenures = append(d.tenures, survival.Tenure{Entry: float64(entry) * d.unit,
			Exit: float64(entry+1+r.IntN(longest)) * d.unit, Stopped: k.uncensored || r.Float64() < stopped})
		d.groups = append(d.groups, names[r.IntN(groups)])
		d.strata = append(d.strata, names[r.IntN(2)])
		d.causes = append(d.causes, names[r.IntN(groups)])
		d.clusters = append(d.clusters, names[r.IntN(3)])
		d.weights = append(d.weights, float64(r.IntN(4)))
	}
	if slices.Max(d.weights) == 0 {
		d.weights[0] = 1
	}
	for range 3 {
		d.at = append(d.at, (float64(r.IntN(longest+3))+0.5)*d.unit)
	}
	return d
}

// tau is the horizon of means.
func (d *data) tau() float64 { return slices.Max(d.at) }

func (d *data) sample() survival.Sample { return survival.Sample{Tenures: d.tenures} }

func (d *data) exits() competing.Sample {
	return competing.Sample{Tenures: d.tenures, Causes: d.causes}
}

// like returns data without rows that is otherwise the same.
func (d *data) like() *data { return &data{unit: d.unit, origin: d.origin, at: d.at} }

// add adds row i of from, with another tenure.
func (d *data) add(from *data, i int, t survival.Tenure) {
	d.tenures = append(d.tenures, t)
	d.groups = append(d.groups, from.groups[i])
	d.strata = append(d.strata, from.strata[i])
	d.causes = append(d.causes, from.causes[i])
	d.clusters = append(d.clusters, from.clusters[i])
	d.weights = append(d.weights, from.weights[i])
}

func (d *data) String() string {
	var b strings.Builder
	for i, t := range d.tenures {
		fmt.Fprintf(&b, "\t(%v, %v] %v group %s stratum %s cause %s cluster %s weight %v\n",
			t.Entry, t.Exit, map[bool]string{true: "stopped", false: "censored"}[t.Stopped],
			d.groups[i], d.strata[i], d.causes[i], d.clusters[i], d.weights[i])
	}
	fmt.Fprintf(&b, "\tread at %v", d.at)
	return b.String()
}

// shuffled has the rows in another order.
func shuffled(r *rand.Rand, d *data) *data {
	out := d.like()
	for _, i := range r.Perm(len(d.tenures)) {
		out.add(d, i, d.tenures[i])
	}
	return out
}

// split cuts rows in two at a whole number of units. Each row is its own cluster,
// and so are its parts.
func split(r *rand.Rand, d *data) *data {
	for i := range d.tenures {
		d.clusters[i] = strconv.Itoa(i)
	}
	out := d.like()
	for i, t := range d.tenures {
		from, to := int(t.Entry/d.unit+0.5), int(t.Exit/d.unit+0.5)
		if to-from < 2 || r.IntN(3) == 0 {
			out.add(d, i, t)
			continue
		}
		cut := float64(from+1+r.IntN(to-from-1)) * d.unit
		out.add(d, i, survival.Tenure{Entry: t.Entry, Exit: cut})
		out.add(d, i, survival.Tenure{Entry: cut, Exit: t.Exit, Stopped: t.Stopped})
	}
	return out
}

// repeated has each row as many times as its weight says, with a weight of 1.
func repeated(_ *rand.Rand, d *data) *data {
	out := d.like()
	for i, t := range d.tenures {
		for range int(d.weights[i]) {
			out.add(d, i, t)
		}
	}
	for i := range out.weights {
		out.weights[i] = 1
	}
	return out
}

// shifted has all times later. Who was seen from the start enters late then.
func shifted(r *rand.Rand, d *data) *data {
	out := d.like()
	out.origin = float64(1+r.IntN(24)) * d.unit
	for i, t := range d.tenures {
		out.add(d, i, survival.Tenure{Entry: t.Entry + out.origin, Exit: t.Exit + out.origin, Stopped: t.Stopped})
	}
	out.at = nil
	for _, t := range d.at {
		out.at = append(out.at, t+out.origin)
	}
	return out
}

// rescaled has all times in another unit.
func rescaled(r *rand.Rand, d *data) *data {
	out := d.like()
	factor := []float64{1. / 12, 0.3, 7, 30.4375}[r.IntN(4)]
	out.unit *= factor
	for i, t := range d.tenures {
		out.add(d, i, survival.Tenure{Entry: t.Entry * factor, Exit: t.Exit * factor, Stopped: t.Stopped})
	}
	out.at = nil
	for _, t := range d.at {
		out.at = append(out.at, t*factor)
	}
	return out
}
