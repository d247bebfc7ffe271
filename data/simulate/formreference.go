package simulate

import (
	"bytes"
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/varighet/varighet"
)

// Reference tables for the form code-changes, in the same formats as those of tables.go:
// a municipality is what areas stood under, and has the people of those that did.

// A codeSpan is a municipality under one code and name, from one month to another, which
// is excluded; 0 is the beginning of the data and no end.
type codeSpan struct {
	standing
	to varighet.Month
}

// reference gives the reference tables by file name.
func (r *rendering) reference() map[string][]byte {
	return map[string][]byte{KLASSCodesFile: r.klassCodes(), KLASSChangesFile: r.klassChanges(), PopulationFile: r.population()}
}

// spans are the codes with the months in which they were in force, by code.
func (r *rendering) spans() []codeSpan {
	byCode := map[varighet.MunicipalityCode]*codeSpan{}
	for _, areas := range r.areas {
		for _, a := range areas {
			for i, s := range a {
				to := varighet.Month(0)
				if i+1 < len(a) {
					to = a[i+1].from
				}
				if had := byCode[s.code]; had == nil {
					byCode[s.code] = &codeSpan{s, to}
				} else {
					had.from = min(had.from, s.from)
					if to == 0 || had.to == 0 {
						had.to = 0
					} else {
						had.to = max(had.to, to)
					}
				}
			}
		}
	}
	begin := varighet.MonthOf(r.engine.country.firstYear, 1)
	var list []codeSpan
	for _, s := range byCode {
		if s.to == 0 || s.to > begin {
			s.from = max(s.from, begin)
			list = append(list, *s)
		}
	}
	slices.SortFunc(list, func(a, b codeSpan) int { return cmp.Compare(a.code, b.code) })
	return list
}

func (r *rendering) klassCodes() []byte {
	var b bytes.Buffer
	b.WriteString(klassCodesHeader)
	for _, s := range r.spans() {
		to := ""
		if s.to != 0 {
			to = `"` + s.to.Date() + `"`
		}
		fmt.Fprintf(&b, klassCodesRow, s.code, s.name, s.from.Date(), to)
	}
	return latin1(b.String())
}

func (r *rendering) klassChanges() []byte {
	begin := varighet.MonthOf(r.engine.country.firstYear, 1)
	var rows []string
	for _, areas := range r.areas {
		for _, a := range areas {
			for i := 1; i < len(a); i++ {
				if a[i].from > begin {
					rows = append(rows, fmt.Sprintf(klassChangesRow, a[i-1].code, a[i-1].name, a[i].code, a[i].name, a[i].from.Date()))
				}
			}
		}
	}
	slices.Sort(rows)
	var b bytes.Buffer
	b.WriteString(klassChangesHeader)
	for _, row := range slices.Compact(rows) {
		b.WriteString(row)
	}
	return latin1(b.String())
}

// population gives each area an equal part of its municipality's people.
func (r *rendering) population() []byte {
	c := r.engine.country
	years := len(c.all[0].people)
	var rows bytes.Buffer
	totals := make([]int64, years)
	for _, s := range r.spans() {
		fmt.Fprintf(&rows, "\"%s %s\";\"Personer\"", s.code, s.name)
		for y := range years {
			people := r.people(s.code, y)
			totals[y] += people
			text := strconv.FormatInt(people, 10)
			if people == 0 {
				text = "."
			}
			rows.WriteString(";" + text)
		}
		rows.WriteString("\n")
	}
	return latin1(string(c.populationHead(totals)) + rows.String())
}

// people are those of the areas that stood under a code on 1 January.
func (r *rendering) people(code varighet.MunicipalityCode, year int) (n int64) {
	c := r.engine.country
	january := varighet.MonthOf(c.firstYear+year, 1)
	for i, areas := range r.areas {
		for _, a := range areas {
			if a.at(january).code == code {
				n += int64(c.all[i].people[year]) / int64(len(areas))
			}
		}
	}
	return n
}
