package parametric

import (
	"fmt"
	"math"

	"github.com/varighet/varighet/survival/internal/printed"
)

// String is the model in a table: coefficients on the scale of log time, the ratio of times
// exp(coef) with its limits, standard error, z and p; then σ, the log-likelihood and warnings.
// Numbers have four significant digits.
func (m *Model) String() string {
	rows := make([]printed.Coefficient, len(m.Coefficients))
	for i, c := range m.Coefficients {
		rows[i] = printed.Coefficient{Name: c.Name(), Estimate: c.Estimate, StdErr: c.StdErr, Ratio: c.TimeRatio,
			Lower: c.Lower, Upper: c.Upper, Z: c.Z, P: c.P, Infinite: c.Infinite}
	}
	s := fmt.Sprintf("%s: n = %d, stopped = %d\n%s", m.Distribution, m.N, m.Stopped, printed.Coefficients(rows, m.ConfLevel))
	if m.LogSigma.OK {
		s += "\nsigma = " + printed.Number(math.Exp(m.LogSigma.V))
	}
	return s + "\nlog-likelihood = " + printed.Number(m.LogLik) + printed.Warnings(m.Warnings)
}
