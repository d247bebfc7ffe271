package cox

import (
	"fmt"

	"github.com/varighet/varighet/survival/internal/printed"
)

// String is the model in a table, as R's print(coxph) has it: β, exp(β) with its limits, the
// standard error (and the robust one, if there is one, from which limits, z and p are then), and
// tests of the whole below, with warnings. Numbers have four significant digits.
func (m *Model) String() string {
	s := fmt.Sprintf("n = %d, events = %d, %s ties", m.N, m.Events, m.Ties)
	if m.Strata > 1 {
		s += fmt.Sprintf(", %d strata", m.Strata)
	}
	if m.Clusters > 0 {
		s += fmt.Sprintf(", %d clusters", m.Clusters)
	}
	s += "\n" + coefficients(m.Coefficients, m.ConfLevel)
	names := []string{"likelihood ratio", "wald", "score", "robust score"}
	for i, t := range []Test{m.LikelihoodRatio, m.Wald, m.Score, m.RobustScore} {
		if i < 3 || m.Robust {
			s += "\n" + printed.Chi2(names[i], t.Chi2, t.DF, t.P, t.Reason)
		}
	}
	return s + printed.Warnings(m.Warnings)
}

func coefficients(list []Coefficient, conf float64) string {
	rows := make([]printed.Coefficient, len(list))
	for i, c := range list {
		rows[i] = printed.Coefficient{Name: c.Name(), Estimate: c.Estimate, StdErr: c.StdErr, Robust: c.RobustStdErr,
			Ratio: c.HazardRatio, Lower: c.Lower, Upper: c.Upper, Z: c.Z, P: c.P, Infinite: c.Infinite}
	}
	return printed.Coefficients(rows, conf)
}

// String is the model in a table, as [Model.String] has it, with the variance of the clusters'
// factors, its limits and the test of none.
func (f *FrailtyModel) String() string {
	s := fmt.Sprintf("n = %d, events = %d, %s ties, %d clusters\n%s\nvariance of frailty %s (%s %s to %s), p = %s",
		f.N, f.Events, f.Ties, len(f.Clusters), coefficients(f.Coefficients, f.ConfLevel), printed.Number(f.Variance),
		printed.Limits(f.ConfLevel), printed.Number(f.VarianceLower), printed.Opt(f.VarianceUpper, printed.Missing), printed.P(f.P))
	return s + printed.Warnings(f.Warnings)
}
