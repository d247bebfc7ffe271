package finegray

import (
	"fmt"

	"github.com/varighet/varighet/survival/internal/printed"
)

// String is the model in a table: β, the ratio of subdistribution hazards exp(β) with its limits,
// standard error, z and p, with warnings below. Numbers have four significant digits.
func (m *Model) String() string {
	rows := make([]printed.Coefficient, len(m.Coefficients))
	for i, c := range m.Coefficients {
		rows[i] = printed.Coefficient{Name: c.Name(), Estimate: c.Estimate, StdErr: c.StdErr, Ratio: c.HazardRatio,
			Lower: c.Lower, Upper: c.Upper, Z: c.Z, P: c.P, Infinite: c.Infinite}
	}
	s := fmt.Sprintf("%s: n = %d, events = %d, competing = %d", m.Cause, m.N, m.Events, m.Competing)
	if m.Clusters > 0 {
		s += fmt.Sprintf(", %d clusters", m.Clusters)
	}
	return s + "\n" + printed.Coefficients(rows, m.ConfLevel) + printed.Warnings(m.Warnings)
}
