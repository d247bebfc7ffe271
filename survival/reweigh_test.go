package survival_test

import (
	"errors"
	"testing"

	"github.com/varighet/varighet/survival"
)

// A curve of resamples is of as many clusters as there are, each taken 0 times or more, and of one
// at least. By hand: b twice, of which each stops after 2 months, has S(2) = 0 of 2.
func TestReweigherRefuses(t *testing.T) {
	s := survival.Sample{Tenures: []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}}, Clusters: []string{"a", "b"}}
	r, err := s.Reweigher()
	if err != nil {
		t.Fatal(err)
	}
	for want, times := range map[string][]int{
		"2 clusters, of which 1 are taken so many times": {1},
		"2 clusters, of which 2 are taken so many times": {1, -1},
		survival.ErrNoTenures.Error():                    {0, 0},
	} {
		if c, err := r.Curve(times); c != nil || err == nil || err.Error() != want {
			t.Errorf("%v: got %v, %v, want %q", times, c, err, want)
		}
	}
	if c, err := r.Curve([]int{0, 2}); err != nil || c.N != 2 || c.Points[0].AtRisk != 2 || c.Points[0].Survival != 0 {
		t.Errorf("b twice: %+v, %v", c, err)
	}
	s.Weights = []float64{1, 2}
	if r, err := s.Reweigher(); r != nil || err == nil || err.Error() != "resampling does not take weights" {
		t.Errorf("weights: %v, %v", r, err)
	}
	if r, err := (survival.Sample{}).Reweigher(); r != nil || !errors.Is(err, survival.ErrNoTenures) {
		t.Errorf("no tenures: %v, %v", r, err)
	}
}
