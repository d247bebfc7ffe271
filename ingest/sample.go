package ingest

import (
	"fmt"
	"strings"

	"github.com/varighet/varighet"
)

// A SampleRow is one row as it was understood, for a person to look at: fields by
// the register's names, in its order. Whoever the row is about is masked, and so is the list's id.
type SampleRow struct {
	Row    int
	Values []SampleValue
}

// A SampleValue is one field of a SampleRow.
type SampleValue struct{ Field, Value string }

// sampleOf shows the first observation of a row, and how many more there are.
func sampleOf(obs []varighet.Observation) SampleRow {
	o := &obs[0]
	s := SampleRow{Row: int(o.SourceRow)}
	add := func(field, value string) {
		if value != "" {
			s.Values = append(s.Values, SampleValue{field, value})
		}
	}
	add("month", o.Month.String())
	add("position_id", masked(o.PositionID, "id"))
	add("municipality", strings.TrimSpace(string(o.MunicipalityCode)+" "+o.MunicipalityName))
	add("doctor", masked(o.DoctorID, "doctor"))
	add("role", o.Role.String())
	number := func(field string, v varighet.Opt[int32]) {
		if v.OK {
			add(field, fmt.Sprint(v.V))
		}
	}
	number("residents", o.Residents)
	number("list_limit", o.ListLimit)
	add("status", o.Status.String())
	truth := func(field string, v varighet.Opt[bool]) {
		if v.OK {
			add(field, fmt.Sprint(v.V))
		}
	}
	truth("salaried", o.Salaried)
	truth("common_list", o.CommonList)
	amount := func(field string, v varighet.Opt[varighet.Amount]) {
		if v.OK {
			add(field, fmt.Sprintf("%d.%02d", v.V/100, max(v.V, -v.V)%100))
		}
	}
	amount("amount_basis", o.AmountBasis)
	amount("amount_floor", o.AmountFloor)
	amount("amount_equalisation", o.AmountEqualisation)
	amount("amount_total", o.AmountTotal)
	if n := len(obs) - 1; n > 0 {
		add("more", fmt.Sprintf("%d of the same row", n))
	}
	return s
}

// masked hides a value and says that there is one.
func masked(value, what string) string {
	if value == "" {
		return ""
	}
	return "(" + what + ")"
}
