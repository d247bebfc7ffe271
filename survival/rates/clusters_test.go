package rates_test

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

var clustered = struct {
	tenures []survival.Tenure
	labels  []string
}{
	[]survival.Tenure{{Exit: 10, Stopped: true}, {Exit: 20, Stopped: true}, {Exit: 30, Stopped: true}, {Exit: 40}, {Entry: 5, Exit: 25, Stopped: true}, {Exit: 60}},
	[]string{"a", "a", "b", "b", "c", "c"},
}

// Stops 2, 1, 1 of 30, 70, 80 months: 4 of 180, so 2/3, 14/9 and 16/9 are what the rate
// gives, and the squares of 4/3, 5/9 and 7/9 add up to 218/81. The standard error of the log
// rate is √218/9/4 = 0.41013. R 4.2.2 has 0.410134 for f = glm(stops ~ offset(log(time)),
// poisson) by sqrt(sum(tapply(residuals(f, "response"), cluster, sum)^2)) * vcov(f).
func TestClusteredRateByHand(t *testing.T) {
	all, err := rates.ClusteredBands(clustered.tenures, nil, clustered.labels, []float64{0, math.Inf(1)}, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	r, factor := all[0], math.Exp(1.959963984540054*math.Sqrt(218)/36)
	if r.Clusters != 3 || r.Lower.OK || r.Reason == "" || math.Abs(r.LogLower.V-4.0/180/factor) > 1e-12 || math.Abs(r.LogUpper.V-4.0/180*factor) > 1e-12 {
		t.Errorf("got %+v, want log limits %v to %v", r, 4.0/180/factor, 4.0/180*factor)
	}
	one, err := rates.ClusteredBands(clustered.tenures, nil, []string{"a", "a", "a", "a", "a", "a"}, []float64{0, math.Inf(1)}, 0.95)
	if err != nil || one[0].LogLower.OK || !one[0].Rate.OK {
		t.Errorf("one cluster: got %+v, %v, want a rate without limits", one, err)
	}
}

// A weight of 2 is the tenure twice, in time as in stops, and one of 3 three times.
func TestLawWeightsRepeatTenuresOfAClusteredRate(t *testing.T) {
	weights, breaks := []float64{2, 1, 1, 1, 1, 3}, []float64{0, 15, math.Inf(1)}
	var tenures []survival.Tenure
	var labels []string
	for i, w := range weights {
		for range int(w) {
			tenures, labels = append(tenures, clustered.tenures[i]), append(labels, clustered.labels[i])
		}
	}
	got, err := rates.ClusteredBands(clustered.tenures, weights, clustered.labels, breaks, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	want, err := rates.ClusteredBands(tenures, nil, labels, breaks, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	for i, w := range want {
		if g := got[i]; !w.LogLower.OK || math.Abs(g.LogLower.V-w.LogLower.V) > 1e-12 || math.Abs(g.LogUpper.V-w.LogUpper.V) > 1e-12 || g.Clusters != 3 {
			t.Errorf("from %v: got %+v, want %+v", w.From, g, w)
		}
	}
}

// Against a constant hazard of 1/60 a month 1/2, 7/6 and 4/3 are expected of the clusters, so
// O − E = 3/2, −1/6, −1/3, in all 1, and z = 1/√(9/4 + 1/36 + 1/9) = 1/√(43/18).
func TestClusteredComparisonByHand(t *testing.T) {
	ref, err := rates.WeibullReference(60*math.Ln2, 1)
	if err != nil {
		t.Fatal(err)
	}
	refs := []*rates.Reference{ref, ref, ref, ref, ref, ref}
	c, err := rates.Clustered(clustered.tenures, nil, refs, clustered.labels, false, 0.95)
	if err != nil || c.Clusters != 3 || math.Abs(c.Z.V-1/math.Sqrt(43.0/18)) > 1e-12 || c.Warning == "" {
		t.Errorf("got %+v, %v, want z %v and a warning of few clusters", c, err, 1/math.Sqrt(43.0/18))
	}
	if factor := math.Exp(1.959963984540054 * math.Sqrt(218) / 36); math.Abs(c.Upper.V-4.0/3*factor) > 1e-12 {
		t.Errorf("upper limit of 4 to 3: got %v, want %v", c.Upper, 4.0/3*factor)
	}
}

// A single cluster is compared with nothing: it has no z, though it has more stops than were expected.
func TestOneClusterHasNoZ(t *testing.T) {
	ref, err := rates.WeibullReference(60*math.Ln2, 1)
	if err != nil {
		t.Fatal(err)
	}
	refs := []*rates.Reference{ref, ref, nil}
	tenures := []survival.Tenure{{Exit: 10, Stopped: true}, {Exit: 20, Stopped: true}, {Exit: 30, Stopped: true}}
	c, err := rates.Clustered(tenures, nil, refs, []string{"a", "a", "a"}, false, 0.95)
	if err != nil || c.Clusters != 1 || c.Z.OK || c.P.OK || c.Lower.OK || c.Warning == "" {
		t.Errorf("got %+v, %v, want no z and a warning", c, err)
	}
}
