package study_test

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/disclosure/outsider"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// newKinds asks for the kinds that count positions, doctors and lists, beside those of the demo.
const newKinds = `
[[figure]]
name = "stability"
kind = "stability"
[[figure]]
name = "lengths"
kind = "list-length"
by = "size_group"
[[figure]]
name = "vacancies"
kind = "vacancies"
by = "size_group"
`

// attackNumbers looks through all counts of numbers.json: none is 1 to 4.
func attackNumbers(t *testing.T, out string) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(out, "numbers.json"))
	if err != nil {
		t.Fatal(err)
	}
	var numbers study.Numbers
	if err := json.Unmarshal(b, &numbers); err != nil {
		t.Fatal(err)
	}
	read := 0
	for _, table := range numbers.Tables {
		for _, row := range table.Rows {
			for i, cell := range row.Cells {
				c := table.Columns[i]
				if cell.Value == nil || c.Kind != "count" || c.Key == "within_months" || c.Key == "months" {
					continue
				}
				if read++; *cell.Value >= 1 && *cell.Value < 5 {
					t.Errorf("%s: %s of %s is %v", table.Name, c.Key, row.Key, *cell.Value)
				}
			}
		}
	}
	if read < 300 {
		t.Errorf("numbers.json has %d counts: there is nothing to read", read)
	}
}

// A solved table is one whose cells are sums over kinds of units: a cell that is printed is an equation, and one of 1 to 4 that is
// withheld must not follow from all of them.
type solved struct {
	kinds []string
	size  map[string]int
	outsider.Reader
	hidden map[string][]bool // by cell
	sizes  map[string]int
}

// solve makes the equations. size is how many units there are of each kind.
func solve(size map[string]int) *solved {
	s := &solved{kinds: slices.Sorted(maps.Keys(size)), size: size, hidden: map[string][]bool{}, sizes: map[string]int{}}
	s.Kinds = len(s.kinds)
	return s
}

// cell adds a cell: printed holds what is printed, false is withheld.
func (s *solved) cell(t *testing.T, name string, printed int, shown bool, in func(kind string) bool) {
	t.Helper()
	of, n := make([]bool, len(s.kinds)), 0
	for i, k := range s.kinds {
		if of[i] = in(k); of[i] {
			n += s.size[k]
		}
	}
	if !shown {
		s.hidden[name], s.sizes[name] = of, n
		return
	}
	if printed != n {
		t.Errorf("%s shows %d, and it is %d", name, printed, n)
	}
	s.Rows, s.Sums = append(s.Rows, of), append(s.Sums, n)
}

// attack solves the equations for each withheld cell of 1 to 4.
func (s *solved) attack(t *testing.T, what string, least int) {
	t.Helper()
	if len(s.Rows) < least {
		t.Errorf("%s shows %d counts: there is nothing to attack", what, len(s.Rows))
	}
	small := 0
	for name, of := range s.hidden {
		if n := s.sizes[name]; n >= 1 && n < 5 {
			if small++; s.Determined(of) {
				t.Errorf("%s: the %d of %s follow from what is shown", what, n, name)
			}
		}
	}
	t.Logf("%s: %d equations over %d kinds of units, %d withheld cells of 1 to 4", what, len(s.Rows), s.Kinds, small)
}

// stabilityClasses are the columns of stability that part positions, and what a position has in them.
var stabilityClasses = map[string]func(*survival.StabilityCounts) int{
	"positions": func(c *survival.StabilityCounts) int { return c.Positions }, "filled_now": func(c *survival.StabilityCounts) int { return c.FilledNow },
	"vacant_now": func(c *survival.StabilityCounts) int { return c.VacantNow }, "same_doctor": func(c *survival.StabilityCounts) int { return c.Same },
	"changed_once": func(c *survival.StabilityCounts) int { return c.ChangedOnce }, "changed_twice": func(c *survival.StabilityCounts) int { return c.ChangedTwice },
	"changed_more": func(c *survival.StabilityCounts) int { return c.ChangedMore }, "never_filled": func(c *survival.StabilityCounts) int { return c.NeverFilled },
	"filled": func(c *survival.StabilityCounts) int { return c.Filled },
}

// attackStability solves the table of positions by the year in which they were first filled. The number ever filled is that of the
// same doctor over its share.
func attackStability(t *testing.T, r *study.Result, out string) {
	t.Helper()
	_, last := r.Months()
	by := map[string][]survival.Spell{}
	for i := range r.Spells {
		by[r.Spells[i].PositionID] = append(by[r.Spells[i].PositionID], r.Spells[i])
	}
	month := survival.StabilityBy(r.Spells, last).Month
	size, year, counts := map[string]int{}, map[string]string{}, map[string]survival.StabilityCounts{}
	for _, spells := range by {
		st, row := survival.StabilityAt(spells, spells, month), "never"
		if years, _ := survival.StabilityByFirstYear(spells, month); len(years) > 0 {
			if row = ""; years[0].Year.OK {
				row = strconv.Itoa(years[0].Year.V)
			}
		}
		kind := row
		for _, column := range slices.Sorted(maps.Keys(stabilityClasses)) {
			kind += "/" + strconv.Itoa(stabilityClasses[column](&st))
		}
		size[kind]++
		year[kind], counts[kind] = row, st
	}
	s := solve(size)
	for _, row := range cells(t, filepath.Join(out, "tables", "stability.csv")) {
		for column, at := range stabilityClasses {
			n, shown := number(row, column)
			if column == "filled" {
				share, err := strconv.ParseFloat(row["same_share"], 64)
				same, _ := number(row, "same_doctor")
				if n, shown = int(math.Round(float64(same)/share)), err == nil && share > 0; !shown {
					continue
				}
			}
			s.cell(t, row["group"]+" "+column, n, shown, func(kind string) bool {
				c := counts[kind]
				return (row["group"] == "all" || row["group"] == year[kind]) && at(&c) > 0
			})
		}
		if row["longest_held"] != "" || row["shortest_held"] != "" {
			t.Errorf("of %s is told how long single doctors held a list", row["group"])
		}
	}
	s.attack(t, "stability", 25)
}

// attackMoves solves the table of where doctors went, by all and by size group.
func attackMoves(t *testing.T, r *study.Result, out string) {
	t.Helper()
	_, last := r.Months()
	groups := map[string][]survival.Spell{"all": r.Spells}
	for i := range r.Spells {
		groups[r.Spells[i].SizeGroup] = append(groups[r.Spells[i].SizeGroup], r.Spells[i])
	}
	columns := []string{"doctors", "still", "out_of_sight", "stopped", "holding", "none", "unknown", "same_list", "same_municipality", "same_county", "elsewhere", "place_unknown"}
	is := map[string]map[string]bool{} // by doctor, the cells that he is in
	for group, spells := range groups {
		survival.MovesMembers(r.Table.Spells, spells, survival.MovesQuery{Month: varighet.Some(last)}, func(doctor string, m *survival.Moves) {
			if is[doctor] == nil {
				is[doctor] = map[string]bool{}
			}
			n := []int{m.Doctors, m.Still, m.OutOfSight, m.Stopped, m.StoppedHolding(), m.Places[survival.NoList], m.Places[survival.NotSeen],
				m.Places[survival.SameList], m.Places[survival.SameMunicipality], m.Places[survival.SameCounty], m.Places[survival.OtherCounty], m.Places[survival.UnknownPlace]}
			for i, c := range columns {
				if n[i] > 0 {
					is[doctor][group+" "+c] = true
				}
			}
		})
	}
	size, of := map[string]int{}, map[string]map[string]bool{}
	for _, in := range is {
		kind := ""
		for _, c := range slices.Sorted(maps.Keys(in)) {
			kind += c + ";"
		}
		size[kind]++
		of[kind] = in
	}
	s := solve(size)
	for _, row := range cells(t, filepath.Join(out, "tables", "hvor-de-ble-av.csv")) {
		for _, c := range columns {
			n, shown := number(row, c)
			s.cell(t, row["group"]+" "+c, n, shown, func(kind string) bool { return of[kind][row["group"]+" "+c] })
		}
	}
	s.attack(t, "moves", 10)
}

// attackLengths subtracts the groups of list lengths from all, and looks for what is of single lists.
func attackLengths(t *testing.T, out string) {
	t.Helper()
	rest, shown := 0, 0
	for _, row := range cells(t, filepath.Join(out, "tables", "lengths.csv")) {
		n, ok := number(row, "lists")
		if row["residents_least"]+row["residents_most"]+row["r"]+row["r_limit_lower"] != "" {
			t.Errorf("of %s something is told of single lists: %v", row["group"], row)
		}
		switch {
		case !ok && row["residents_mean"]+row["months_mean"] != "":
			t.Errorf("of %s a mean is told and no number of lists", row["group"])
		case !ok:
		case row["group"] == "all":
			rest += n
		default:
			rest -= n
			shown++
		}
		for _, c := range []string{"residents_mean", "months_mean"} {
			if x, err := strconv.ParseFloat(row[c], 64); err == nil && math.Abs(10*x-math.Round(10*x)) > 1e-9 {
				t.Errorf("%s of %s is not rounded: %v", c, row["group"], x)
			}
		}
	}
	if shown < 3 || reveals([]int{rest}) {
		t.Errorf("%d groups are shown, and leave %d", shown, rest)
	}
}

// attackVacantDates finds from the rows which lists came to be vacant, and were filled, between two dates that are shown.
func attackVacantDates(t *testing.T, r *study.Result, out string) {
	t.Helper()
	dates := map[string][]varighet.Month{}
	for _, row := range cells(t, filepath.Join(out, "tables", "vacancies.csv")) {
		month, err := varighet.ParseMonth(row["month"][:7])
		if err != nil {
			t.Fatal(err)
		}
		dates[row["group"]] = append(dates[row["group"]], month)
		if row["never_filled"]+row["year_or_more"]+row["no_data"] != "" {
			t.Errorf("more is told of %s than lists and those vacant: %v", row["month"], row)
		}
	}
	if len(dates["all"]) < 3 {
		t.Errorf("of all there are %d dates: there is nothing to attack", len(dates["all"]))
	}
	for group, list := range dates {
		for i := 1; i < len(list); i++ {
			came, left := 0, 0
			for k := range r.Spells {
				s := &r.Spells[k]
				if s.Kind != survival.Vacant || group != "all" && s.SizeGroup != group {
					continue
				}
				before, now := s.First <= list[i-1] && s.Last >= list[i-1], s.First <= list[i] && s.Last >= list[i]
				if now && !before {
					came++
				}
				if before && !now {
					left++
				}
			}
			if reveals([]int{came, left}) {
				t.Errorf("%s: %d lists came to be vacant and %d no longer were from %s to %s", group, came, left, list[i-1], list[i])
			}
		}
	}
}

// attackFunnel holds the funnel against the table of municipalities: it has the same counts, no other unit, and
// expected numbers with one decimal.
func attackFunnel(t *testing.T, out string) {
	t.Helper()
	known := map[[2]int]bool{}
	for _, row := range cells(t, filepath.Join(out, "tables", "municipalities.csv")) {
		if n, ok := counts(row); ok {
			known[[2]int{n[0], n[2]}] = true
		}
	}
	rows := cells(t, filepath.Join(out, "tables", "trakt.csv"))
	if len(rows) < 50 {
		t.Errorf("the funnel has %d units: there is nothing to attack", len(rows))
	}
	for _, row := range rows {
		n, _ := number(row, "agreements")
		observed, _ := number(row, "observed")
		expected, err := strconv.ParseFloat(row["expected"], 64)
		if !known[[2]int{n, observed}] || err != nil || math.Abs(10*expected-math.Round(10*expected)) > 1e-9 || reveals([]int{n, observed, n - observed}) {
			t.Errorf("unit %s of the funnel has %d, %d and %v", row["unit"], n, observed, row["expected"])
		}
	}
}
