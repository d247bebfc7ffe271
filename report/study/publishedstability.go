package study

import (
	"slices"
	"strconv"
	"time"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// A stabilityCount is one of the counts in a row of stability.
type stabilityCount struct {
	column string // of the table
	name   string // among the counts of a side
	at     func(*survival.StabilityCounts) *int
}

// stabilityCounts are those that a published report may have, in the bundles in which they are tried.
var stabilityCounts = [][]stabilityCount{
	{{"same_share", "filled", func(c *survival.StabilityCounts) *int { return &c.Filled }},
		{"same_doctor", "same", func(c *survival.StabilityCounts) *int { return &c.Same }}},
	{{"positions", "positions", func(c *survival.StabilityCounts) *int { return &c.Positions }}},
	{{"filled_now", "filled now", func(c *survival.StabilityCounts) *int { return &c.FilledNow }},
		{"vacant_now", "vacant now", func(c *survival.StabilityCounts) *int { return &c.VacantNow }}},
	{{"changed_once", "changed once", func(c *survival.StabilityCounts) *int { return &c.ChangedOnce }},
		{"changed_twice", "changed twice", func(c *survival.StabilityCounts) *int { return &c.ChangedTwice }},
		{"changed_more", "changed more", func(c *survival.StabilityCounts) *int { return &c.ChangedMore }}},
	{{"never_filled", "never filled", func(c *survival.StabilityCounts) *int { return &c.NeverFilled }}},
	{{"left_not_replaced", "not replaced", func(c *survival.StabilityCounts) *int { return &c.NotReplaced }},
		{"out_of_sight", "out of sight", func(c *survival.StabilityCounts) *int { return &c.OutOfSight }},
		{"no_data", "only holes", func(c *survival.StabilityCounts) *int { return &c.NoData }},
		{"not_yet_opened", "not opened", func(c *survival.StabilityCounts) *int { return &c.NotOpened }}},
}

// rowBundles are how many of these bundles a row has that is not of all.
const rowBundles = 4

// doctorCounts are those of all alone.
var doctorCounts = []stabilityCount{{"doctors", "doctors", func(c *survival.StabilityCounts) *int { return &c.Doctors }},
	{"stopped", "stopped", func(c *survival.StabilityCounts) *int { return &c.Stopped }}}

// rowName names a count of a row; of all it is the name alone.
func (v *Stabilities) rowName(row, name string) string {
	if row == "all" {
		return name
	}
	return "stability " + v.By + " " + row + ": " + name
}

// unpublished reports whether positions are parted by a column that a published report has no groups by.
func (v *Stabilities) unpublished() bool { return v.By != "" && v.By != sizeGroupColumn }

// counted counts positions of all, and then of each row, the largest first.
func (v *Stabilities) counted(p *publication, s *publishedSide, f *countedFamilies) error {
	if v.unpublished() {
		return nil
	}
	members, err := v.members(p.result)
	if err != nil {
		return err
	}
	keys := v.rowKeys()
	slices.SortStableFunc(keys, func(a, b string) int { return len(members[b]) - len(members[a]) })
	for _, key := range append([]string{"all"}, keys...) {
		against, err := v.against(p, s, key)
		if err != nil {
			return err
		}
		for b, bundle := range stabilityCounts {
			if key != "all" && b >= rowBundles {
				break
			}
			when := askedMore
			if b == 0 {
				when = askedRows
			}
			names := countNames(bundle, func(name string) string { return v.rowName(key, name) })
			f.positions.bundle(when, names...)
			for _, c := range bundle {
				v.put(f, key, c, members[key])
			}
			f.positions.never(p.rule, names, against)
		}
	}
	return nil
}

// against are the numbers of agreements that a reader holds a row against: those of its size group, or, by year,
// those that the curve counts as still there who began in that year.
func (v *Stabilities) against(p *publication, s *publishedSide, row string) (related, error) {
	if v.By == sizeGroupColumn {
		return p.groupNumbers(s, row)
	}
	year, err := strconv.Atoi(row)
	if err != nil || s.tenures == nil {
		return related{}, nil
	}
	_, last := p.result.Months()
	from, to := int(last-varighet.MonthOf(year, time.December)), int(last-varighet.MonthOf(year, time.January))
	return related{still: s.censoredWithin(max(from, 0), to+1)}, nil
}

func countNames(bundle []stabilityCount, name func(string) string) (names []string) {
	for _, c := range bundle {
		names = append(names, name(c.name))
	}
	return names
}

// put puts the positions of a row into the set of a count.
func (v *Stabilities) put(f *countedFamilies, row string, c stabilityCount, positions []string) {
	for _, id := range positions {
		counts := f.stability[id]
		f.positions.put(f.positions.unitOf[id], v.rowName(row, c.name), *c.at(&counts) > 0)
	}
}

// rowKeys are the keys of the rows but that of all.
func (v *Stabilities) rowKeys() (keys []string) {
	keys = slices.Clone(v.Names)
	for i := range v.Years {
		keys = append(keys, yearKey(v.Years[i].Year))
	}
	if v.Never.Positions > 0 {
		keys = append(keys, neverKey)
	}
	return keys
}

// published has the counts that are shown, of all and of each row; what is not is withheld in the table, and the
// figure is drawn where nothing is.
func (v *Stabilities) published(p *publication) (Value, error) {
	s := p.own
	if _, ok := s.told("filled"); v.unpublished() || !ok || p.publishedBefore("stability") {
		return nil, errWithheld
	}
	facts, err := p.of(p.result.Summary())
	if err != nil {
		return nil, err
	}
	out := &Stabilities{parting: parting{By: v.By}, Names: v.Names, Facts: facts.(*Summary).Facts, withheld: map[string][]string{}}
	tell := func(row string, exact *survival.StabilityCounts) survival.StabilityCounts {
		told, withheld := v.told(s, row, exact)
		out.withheld[row] = withheld
		return told
	}
	out.All = tell("all", &v.All)
	for i := range v.Groups {
		out.Groups = append(out.Groups, tell(v.Names[i], &v.Groups[i]))
	}
	for i := range v.Years {
		y := &v.Years[i]
		out.Years = append(out.Years, survival.FilledYear{Year: y.Year, StabilityCounts: tell(yearKey(y.Year), &y.StabilityCounts)})
	}
	if v.Never.Positions > 0 {
		out.Never = tell(neverKey, &v.Never)
		out.never = true
	}
	return out, nil
}

// told are the counts of a row that are shown, and the columns of those that are not.
func (v *Stabilities) told(s *publishedSide, row string, exact *survival.StabilityCounts) (told survival.StabilityCounts, withheld []string) {
	told.Month = exact.Month
	counts := slices.Concat(stabilityCounts...)
	if row == "all" {
		counts = append(counts, doctorCounts...)
	} else {
		withheld = append(withheld, "doctors", "stopped")
	}
	for _, c := range counts {
		n, ok := s.told(v.rowName(row, c.name))
		if !ok {
			withheld = append(withheld, c.column)
			continue
		}
		*c.at(&told) = n
	}
	return told, append(withheld, "held")
}

// neverKey is the row of positions that have had no doctor.
const neverKey = "never"

func yearKey(year varighet.Opt[int]) string {
	if !year.OK {
		return ""
	}
	return strconv.Itoa(year.V)
}

// members are the positions of each row.
func (v *Stabilities) members(r *Result) (map[string][]string, error) {
	of, seen := map[string][]string{}, map[[2]string]bool{}
	columns, err := rows.Columns(r.Table, "by", by(&Figure{By: v.By}))
	if err != nil {
		return nil, err
	}
	byPosition := map[string][]survival.Spell{}
	for i := range r.Spells {
		s := &r.Spells[i]
		key := rows.KeyOf(s, columns)
		if label := key.Label(); v.By != "" && key.OK && !seen[[2]string{label, s.PositionID}] {
			seen[[2]string{label, s.PositionID}] = true
			of[label] = append(of[label], s.PositionID)
		}
		if byPosition[s.PositionID] == nil {
			of["all"] = append(of["all"], s.PositionID)
		}
		byPosition[s.PositionID] = append(byPosition[s.PositionID], *s)
	}
	if v.By != "" {
		return of, nil
	}
	for _, id := range of["all"] {
		key := neverKey
		if years, _ := survival.StabilityByFirstYear(byPosition[id], v.All.Month); len(years) > 0 {
			key = yearKey(years[0].Year)
		}
		of[key] = append(of[key], id)
	}
	return of, nil
}
