package ssb

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/sheet"
)

// people gathers the populations of all tables.
type people struct {
	reference *data.Reference // without populations
	rows      []data.Population
	byPlace   map[place]int // index into rows
	country   map[int]int64
	counties  map[place]int64 // of tables with the borders of each year

	otherBorders int // numbers left out: present borders that were other borders then
	otherCodes   int // numbers left out: a code that is not a municipality of the year
}

func newPeople(r *data.Reference) *people {
	return &people{reference: r, byPlace: map[place]int{}, country: map[int]int64{}, counties: map[place]int64{}}
}

// read adds one file.
func (p *people) read(f File, faults *varighet.Problems) {
	if problem := refuseOtherFormats(f.Name, f.Content); problem != nil {
		faults.Add(problem)
		return
	}
	if sheet.IsWorkbook(f.Content) {
		if t := readTableWorkbook(f.Name, f.Content, faults); t != nil {
			p.sum(t, faults)
		}
		return
	}
	text := decode(f.Content)
	var t *table
	if strings.HasPrefix(strings.TrimSpace(text), "{") {
		var problem *varighet.Problem
		if t, problem = readJSONStat(f.Name, text); problem != nil {
			faults.Add(problem)
			return
		}
		t.stripRegions()
	} else if t = readTableCSV(f.Name, text, faults); t == nil {
		return
	}
	p.sum(t, faults)
}

// sum adds up a table and files its sums.
func (p *people) sum(t *table, faults *varighet.Problems) {
	sums, problem := t.sums()
	if problem != nil {
		faults.Add(problem)
		return
	}
	p.add(t.name, sums, faults)
}

// stripRegions turns region categories of JSON-stat2 such as K-0301 into codes.
func (t *table) stripRegions() {
	for i, c := range t.categories[region] {
		t.categories[region][i].code = regionCode(c.code)
	}
}

// add files the sums of one table. Zero is no population: the municipality did
// not exist then.
func (p *people) add(file string, sums map[place]int64, faults *varighet.Problems) {
	places := slices.SortedFunc(maps.Keys(sums), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.region, b.region), cmp.Compare(a.year, b.year))
	})
	places = slices.DeleteFunc(places, func(at place) bool { return sums[at] == 0 })
	present := slices.ContainsFunc(places, p.laterCode)
	for _, at := range places {
		n := sums[at]
		switch {
		case len(at.region) == 1:
			p.country[at.year] = n
		case len(at.region) == 2 && !present:
			p.counties[at] = n
		case len(at.region) == 4 && !notMunicipalities[at.region[:2]]:
			p.addMunicipality(file, at, n, present, faults)
		}
	}
}

// laterCode reports whether the place is of a code that began after the year,
// which shows that the table is summed to the borders of a later year.
func (p *people) laterCode(at place) bool {
	code, err := varighet.ParseMunicipalityCode(at.region)
	if err != nil {
		return false
	}
	january := varighet.MonthOf(at.year, 1)
	if _, ok := p.reference.Name(code, january); ok || january < p.reference.First() {
		return false
	}
	for _, m := range p.reference.Tables().Municipalities {
		if m.Code == code {
			return m.From > january
		}
	}
	return false
}

func (p *people) addMunicipality(file string, at place, n int64, present bool, faults *varighet.Problems) {
	code, err := varighet.ParseMunicipalityCode(at.region)
	if err != nil || n > math.MaxInt32 {
		faults.Add(&varighet.Problem{File: file, Code: "population", Msg: fmt.Sprintf("region %q, %d: not the population of a municipality", at.region, at.year)})
		return
	}
	january := varighet.MonthOf(at.year, 1)
	if january < p.reference.First() {
		return
	}
	row := data.Population{Code: code, Year: at.year, Inhabitants: int32(n), Basis: data.OfficialPopulation}
	if present {
		row.Basis = data.PresentBorders
		then, ok := p.reference.CodeOfArea(code, p.reference.Last(), january)
		if !ok {
			p.otherBorders++
			return
		}
		row.Code = then
	} else if _, ok := p.reference.Name(code, january); !ok {
		p.otherCodes++
		return
	}
	p.put(file, row, faults)
}

// put keeps a number; one under the borders of the year wins over one under
// present borders, and two that differ are a fault.
func (p *people) put(file string, row data.Population, faults *varighet.Problems) {
	key := place{string(row.Code), row.Year}
	i, twice := p.byPlace[key]
	if !twice {
		p.byPlace[key] = len(p.rows)
		p.rows = append(p.rows, row)
		return
	}
	old := &p.rows[i]
	switch {
	case old.Basis == row.Basis && old.Inhabitants != row.Inhabitants:
		faults.Add(&varighet.Problem{
			File: file, Code: "population-twice",
			Msg:  fmt.Sprintf("%s has %d people in %d here and %d in an earlier file", row.Code, row.Inhabitants, row.Year, old.Inhabitants),
			Hint: "give only one table for each year",
		})
	case row.Basis == data.OfficialPopulation:
		*old = row
	}
}

// of is the population of a code in a year, for weighing the parts of a divided
// municipality.
func (p *people) of(code varighet.MunicipalityCode, year int) (int32, bool) {
	i, ok := p.byPlace[place{string(code), year}]
	if !ok {
		return 0, false
	}
	return p.rows[i].Inhabitants, true
}

// countryTotals are the numbers of the row for the whole country.
func (p *people) countryTotals() []data.YearTotal {
	var list []data.YearTotal
	for _, year := range slices.Sorted(maps.Keys(p.country)) {
		list = append(list, data.YearTotal{Year: year, Population: p.country[year]})
	}
	return list
}

// findings says what was left out, and which counties do not add up.
func (p *people) findings() []data.Finding {
	var found []data.Finding
	if p.otherBorders > 0 {
		found = append(found, data.Finding{Code: "population-present-borders", Msg: fmt.Sprintf(
			"%d numbers summed to later borders were left out, because the area was divided otherwise in the year", p.otherBorders)})
	}
	if p.otherCodes > 0 {
		found = append(found, data.Finding{Code: "population-unknown-code", Msg: fmt.Sprintf(
			"%d numbers were left out, because the code was not in force on 1 January of the year", p.otherCodes)})
	}
	sums := map[place]int64{}
	for _, row := range p.rows {
		sums[place{row.Code.County(), row.Year}] += int64(row.Inhabitants)
	}
	for _, at := range slices.SortedFunc(maps.Keys(p.counties), func(a, b place) int {
		return cmp.Or(cmp.Compare(a.year, b.year), cmp.Compare(a.region, b.region))
	}) {
		if sum, ok := sums[at]; ok && sum != p.counties[at] {
			found = append(found, data.Finding{Code: "population-county", Msg: fmt.Sprintf(
				"%d: the municipalities of county %s sum to %d, its row says %d", at.year, at.region, sum, p.counties[at])})
		}
	}
	return found
}
