package hazard

import (
	"math"
	"testing"

	"github.com/varighet/varighet/survival/internal/newton"
)

// 3 of 10 stop, at even odds: the log-likelihood is 10·log ½, the score 3 − 10·½ and the information
// 10·¼ (by hand), whatever stood in their places before.
func TestLogLikFillsScoreAnew(t *testing.T) {
	g := &glm{link: Logit, p: 1, x: []float64{1}, y: []float64{3}, n: []float64{10}}
	score, info := []float64{17}, newton.NewSym(1)
	info.SetSym(0, 0, 17)
	for range 2 {
		ll := g.logLik([]float64{0}, score, info)
		if math.Abs(ll-10*math.Log(0.5)) > 1e-12 || math.Abs(score[0]+2) > 1e-12 || math.Abs(info.At(0, 0)-2.5) > 1e-12 {
			t.Errorf("got %v, score %v and information %v, want 10 log ½, −2 and 2.5", ll, score, info.At(0, 0))
		}
	}
}
