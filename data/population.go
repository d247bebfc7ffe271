package data

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/varighet/varighet"
)

// A Population is the number of people in a municipality on 1 January of a
// year.
type Population struct {
	Code        varighet.MunicipalityCode
	Year        int
	Inhabitants int32
	Basis       PopulationBasis
}

// A PopulationBasis says under which borders the source gave a number.
type PopulationBasis string

// The bases of a population.
const (
	OfficialPopulation PopulationBasis = "official"        // the code of the year
	PresentBorders     PopulationBasis = "present_borders" // a later code for the same area
)

// A PopulationFound is the answer of [Reference.Population].
type PopulationFound struct {
	Inhabitants int32
	Year        int  // the year the number is of
	Nearest     bool // it is not the year asked for
	OtherArea   bool // it is of the same code, but before or after the code took in or lost an area
}

// A populationIndex finds the people of an area. An area is what stays the same
// through new names and one-to-one new codes, and becomes another in a merger
// or a division.
type populationIndex struct {
	byCode map[varighet.MunicipalityCode][]Population // by year
	byArea map[int][]Population                       // by year
	areas  map[varighet.MunicipalityCode][]areaStart  // by month
	parent []int                                      // union–find over area numbers
}

// An areaStart says that from the month on a code stands for this area.
type areaStart struct {
	from varighet.Month
	area int
}

func (r *Reference) indexPopulations() error {
	x := &r.people
	x.byCode = map[varighet.MunicipalityCode][]Population{}
	x.byArea = map[int][]Population{}
	x.areas = map[varighet.MunicipalityCode][]areaStart{}
	x.indexAreas(r)
	for _, p := range r.tables.Populations {
		rows := x.byCode[p.Code]
		if n := len(rows); n > 0 && rows[n-1].Year == p.Year {
			return fmt.Errorf("municipality %s has two populations for %d", p.Code, p.Year)
		}
		x.byCode[p.Code] = append(rows, p)
		if area, ok := x.area(p.Code, varighet.MonthOf(p.Year, 1)); ok {
			x.byArea[area] = append(x.byArea[area], p)
		}
	}
	for _, rows := range x.byArea {
		slices.SortStableFunc(rows, func(a, b Population) int { return cmp.Compare(a.Year, b.Year) })
	}
	return nil
}

// indexAreas gives each code an area from its first month, and a new one where
// a merger or a division changes what the code stands for; then a new code for
// the same area joins the two.
func (x *populationIndex) indexAreas(r *Reference) {
	start := func(code varighet.MunicipalityCode, month varighet.Month) {
		starts := x.areas[code]
		if n := len(starts); n == 0 || starts[n-1].from < month {
			x.areas[code] = append(starts, areaStart{month, len(x.parent)})
			x.parent = append(x.parent, len(x.parent))
		}
	}
	dates := map[varighet.MunicipalityCode][]varighet.Month{}
	for _, m := range r.tables.Municipalities {
		if n := len(dates[m.Code]); n == 0 || !r.inForceBefore(m) {
			dates[m.Code] = append(dates[m.Code], m.From)
		}
	}
	for _, c := range r.tables.Changes {
		if c.Kind == Merge || c.Kind == Split {
			for _, code := range []varighet.MunicipalityCode{c.Old, c.New} {
				if _, ok := r.at(code, c.Month); ok {
					dates[code] = append(dates[code], c.Month)
				}
			}
		}
	}
	for _, m := range r.tables.Municipalities { // sorted by code, so area numbers do not depend on map order
		slices.Sort(dates[m.Code])
		for _, month := range dates[m.Code] {
			start(m.Code, month)
		}
	}
	for _, c := range r.tables.Changes {
		if c.Kind == Recode {
			a, okA := x.area(c.Old, c.Month-1)
			b, okB := x.area(c.New, c.Month)
			if okA && okB {
				x.parent[b] = a
			}
		}
	}
}

// inForceBefore reports whether the code was in force the month before the row.
func (r *Reference) inForceBefore(m Municipality) bool {
	_, ok := r.at(m.Code, m.From-1)
	return ok
}

// area returns the area that a code stands for in a month; before its first
// month, the area it will stand for first.
func (x *populationIndex) area(code varighet.MunicipalityCode, month varighet.Month) (int, bool) {
	starts := x.areas[code]
	if len(starts) == 0 {
		return 0, false
	}
	area := starts[0].area
	for _, s := range starts {
		if s.from <= month {
			area = s.area
		}
	}
	for x.parent[area] != area {
		area = x.parent[area]
	}
	return area, true
}

// CodeOfArea returns the code that stood, in the month, for the area that code
// stands for in another month. It is false if there was none, because the area
// was divided otherwise then.
func (r *Reference) CodeOfArea(code varighet.MunicipalityCode, in, month varighet.Month) (varighet.MunicipalityCode, bool) {
	area, ok := r.people.area(code, in)
	if !ok {
		return "", false
	}
	if _, ok := r.at(code, month); ok {
		then, _ := r.people.area(code, month)
		return code, then == area
	}
	for _, other := range r.Codes(month) {
		if then, ok := r.people.area(other, month); ok && then == area {
			return other, true
		}
	}
	return "", false
}

// Population returns the number of people in the municipality on 1 January of
// the year. Where the tables have none, it is the number of the nearest year
// in which the same area has one (the earlier of two equally near), under
// whatever code; failing that, of the nearest year of the same code. Both are
// flagged. It is false if the tables have nothing on the code.
func (r *Reference) Population(code varighet.MunicipalityCode, year int) (PopulationFound, bool) {
	if area, ok := r.people.area(code, varighet.MonthOf(year, 1)); ok {
		if p, ok := nearest(r.people.byArea[area], year); ok {
			return PopulationFound{Inhabitants: p.Inhabitants, Year: p.Year, Nearest: p.Year != year}, true
		}
	}
	p, ok := nearest(r.people.byCode[code], year)
	return PopulationFound{Inhabitants: p.Inhabitants, Year: p.Year, Nearest: p.Year != year, OtherArea: ok}, ok
}

// nearest picks the row whose year is nearest, from rows by year.
func nearest(rows []Population, year int) (Population, bool) {
	if len(rows) == 0 {
		return Population{}, false
	}
	i, _ := slices.BinarySearchFunc(rows, year, func(p Population, y int) int { return cmp.Compare(p.Year, y) })
	if i == len(rows) || i > 0 && year-rows[i-1].Year <= rows[i].Year-year {
		i--
	}
	return rows[i], true
}

// A MissingYear is a year for which some municipalities have no population.
type MissingYear struct {
	Year           int
	Municipalities int // in force on 1 January
	Without        int // of these, with no number for the year
}

// YearsMissing lists the years, from the first to the last that the tables
// cover, for which at least one municipality has no population of its own.
func (r *Reference) YearsMissing() []MissingYear {
	var missing []MissingYear
	for year := yearFrom(r.first); year <= r.Last().Year(); year++ {
		y := MissingYear{Year: year}
		for _, code := range r.Codes(varighet.MonthOf(year, 1)) {
			y.Municipalities++
			if p, ok := r.Population(code, year); !ok || p.Nearest {
				y.Without++
			}
		}
		if y.Without > 0 {
			missing = append(missing, y)
		}
	}
	return missing
}

// yearFrom is the first year whose 1 January is not before the month.
func yearFrom(m varighet.Month) int {
	if m.Calendar() == 1 {
		return m.Year()
	}
	return m.Year() + 1
}
