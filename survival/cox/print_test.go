package cox_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// aml are the times of the data set aml of R's survival: 11 maintained and then 12 not.
func aml(t *testing.T) cox.Data {
	t.Helper()
	times := []float64{9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45}
	censored := map[int]bool{2: true, 5: true, 8: true, 10: true, 16: true}
	var tenures []survival.Tenure
	var labels []string
	for i, time := range times {
		tenures = append(tenures, survival.Tenure{Exit: time, Stopped: !censored[i]})
		labels = append(labels, map[bool]string{true: "Maintained", false: "Nonmaintained"}[i < 11])
	}
	x, err := design.New(len(times), design.Factor("x", labels))
	if err != nil {
		t.Fatal(err)
	}
	return cox.Data{Tenures: tenures, X: x}
}

// R 4.2.2, survival 3.5.3: summary(coxph(Surv(time, status) ~ x, aml)) has
//
//	                    coef exp(coef)  se(coef)       z Pr(>|z|) lower .95 upper .95
//	xNonmaintained 0.9155326 2.4981053 0.5119343 1.78838 0.073715 0.9159073  6.813496
//
// and tests of 3.38 (p = 0.06581424), 3.2 (0.0737) and 3.42 (0.0645).
func TestModelPrintsAsRPrintsIt(t *testing.T) {
	m, err := cox.Fit(aml(t), cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := `n = 23, events = 18, efron ties
                  coef    exp(coef)  95 % limits      se(coef)  z      p
x[Nonmaintained]  0.9155  2.498      0.9159 to 6.813  0.5119    1.788  0.07371
likelihood ratio: chi2 = 3.384 on 1 df, p = 0.06581
wald: chi2 = 3.198 on 1 df, p = 0.07371
score: chi2 = 3.417 on 1 df, p = 0.06454`
	if diff := cmp.Diff(want, m.String()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// The same with cluster = seq_len(23): robust se 0.4645092, z 1.97097, p 0.048728, limits 1.005124 and
// 6.208715, and a robust score test of 4.69 (p = 0.0303).
func TestRobustModelPrintsBothStandardErrors(t *testing.T) {
	data := aml(t)
	for i := range data.Tenures {
		data.Cluster = append(data.Cluster, string(rune('a'+i)))
	}
	m, err := cox.Fit(data, cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := m.String()
	for _, want := range []string{
		"coef    exp(coef)  95 % limits     se(coef)  robust se  z      p",
		"x[Nonmaintained]  0.9155  2.498      1.005 to 6.209  0.5119    0.4645     1.971  0.04873",
		", 23 clusters", "robust score: chi2 = 4.69", "p = 0.0303",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Nobody of group b stopped: its coefficient is −∞, and a warning follows.
func TestInfiniteCoefficientPrintsAsOne(t *testing.T) {
	x, err := design.New(6, design.Factor("g", []string{"a", "a", "a", "b", "b", "b"}))
	if err != nil {
		t.Fatal(err)
	}
	m, err := cox.Fit(cox.Data{X: x, Tenures: []survival.Tenure{{Exit: 1, Stopped: true}, {Exit: 2, Stopped: true}, {Exit: 4, Stopped: true},
		{Exit: 3}, {Exit: 5}, {Exit: 6}}}, cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := m.String(); !strings.Contains(got, "g[b]  −∞    –          – to –") || !strings.Contains(got, "\nwarning: ") {
		t.Errorf("got\n%s", got)
	}
}

// A frailty model prints its coefficients, and the variance of the clusters' factors with limits and test:
// the numbers of its fields to four digits.
func TestFrailtyModelPrints(t *testing.T) {
	data := aml(t)
	for i := range data.Tenures {
		data.Cluster = append(data.Cluster, string(rune('a'+i%4)))
	}
	m, err := cox.FitFrailty(data, cox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := m.String()
	for _, want := range []string{
		"n = 23, events = 18, efron ties, 4 clusters\n", "x[Nonmaintained]  " + fmt.Sprintf("%.4g", m.Coefficients[0].Estimate.V),
		fmt.Sprintf("variance of frailty %.4g (95 %% limits %.4g to ", m.Variance, m.VarianceLower), fmt.Sprintf("p = %.4g", m.P.V),
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
