package ssb

import (
	"cmp"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// municipalities joins the periods of all code files. Rows of one code and name
// that touch or overlap become one; the last month of the range asked for is
// not an end.
func municipalities(files []*klassFile, changes []codeChange, faults *varighet.Problems) []data.Municipality {
	var all []data.Municipality
	for _, f := range files {
		openEnd := rangeEnd(f.codes)
		for _, c := range f.codes {
			m := data.Municipality{Code: c.code, Name: c.name, From: c.from.V, To: c.to}
			if openEnd.OK && c.to == openEnd && !endsAt(changes, c.code, openEnd.V) {
				m.To = varighet.Opt[varighet.Month]{}
			}
			if m.To.OK && m.To.V <= m.From {
				faults.Add(&varighet.Problem{File: f.name, Line: c.line, Code: "date-order", Msg: "the code ends before it begins"})
				continue
			}
			all = append(all, m)
		}
	}
	slices.SortStableFunc(all, func(a, b data.Municipality) int {
		return cmp.Or(cmp.Compare(a.Code, b.Code), cmp.Compare(a.From, b.From))
	})
	var joined []data.Municipality
	for _, m := range all {
		if n := len(joined); n > 0 && joined[n-1].Code == m.Code {
			last := &joined[n-1]
			touches := !last.To.OK || m.From <= last.To.V
			if touches && last.Name == m.Name {
				if last.To.OK && (!m.To.OK || m.To.V > last.To.V) {
					last.To = m.To
				}
				continue
			}
			if touches && (!last.To.OK || m.From < last.To.V) {
				last.To = varighet.Some(m.From) // the newer name takes over
				if last.From == m.From {
					*last = m
					continue
				}
			}
		}
		joined = append(joined, m)
	}
	return joined
}

// rangeEnd guesses the end of the range that was asked for: when no row is
// open, it is the latest end of all, because KLASS cuts every period to the
// range. It is missing when some row is open.
func rangeEnd(codes []codePeriod) varighet.Opt[varighet.Month] {
	end := varighet.Opt[varighet.Month]{}
	for _, c := range codes {
		if !c.to.OK {
			return varighet.Opt[varighet.Month]{}
		}
		if !end.OK || c.to.V > end.V {
			end = c.to
		}
	}
	return end
}

// endsAt reports whether a change says that the code ended in the month.
func endsAt(changes []codeChange, code varighet.MunicipalityCode, month varighet.Month) bool {
	ends := false
	for _, c := range changes {
		if c.month == month && c.old == code {
			if c.new == code {
				return false
			}
			ends = true
		}
	}
	return ends
}
