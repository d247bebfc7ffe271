package hazard

import (
	"fmt"

	"github.com/varighet/varighet/survival/internal/printed"
)

// String is the model in a table: coefficients, their exponentials with limits, standard errors, z
// and p, with warnings below. Numbers have four significant digits.
func (m *Model) String() string {
	rows := make([]printed.Coefficient, len(m.Coefficients))
	for i, c := range m.Coefficients {
		rows[i] = printed.Coefficient{Name: c.Name(), Estimate: c.Estimate, StdErr: c.StdErr, Robust: c.RobustStdErr,
			Ratio: c.Ratio, Lower: c.Lower, Upper: c.Upper, Z: c.Z, P: c.P, Infinite: c.Infinite}
	}
	s := fmt.Sprintf("%s: n = %d, months = %d, events = %d", m.Link, m.N, m.Months, m.Events)
	return s + "\n" + printed.Coefficients(rows, m.ConfLevel) + printed.Warnings(m.Warnings)
}
