package document

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/counted"
)

// IncidenceTables are the names of the tables of incidence: together they have every number of its
// document. The first is the one of no name.
var IncidenceTables = []string{"curve", "at", "survival", "time_lost", "tests", "contrasts", "groups"}

// IncidenceChoices are what is asked of [Incidence]. Roles.Cause must be set, but for counts.
type IncidenceChoices struct {
	rows.Choices
	Curve     survival.Options // level and scale of the limits; not beta-product
	Variance  string           // jackknife, greenwood or aalen; "" is jackknife of rows and greenwood of counts
	Counts    bool             // the sources are tables of counts; see [IncidenceOfCounts]
	TimeUnit  string           // what times are counted in, for the document: "months"
	At        []float64        // times at which curves are read
	Tau       float64          // time lost to each cause up to here; 0: not asked for
	Contrasts bool             // differences of time lost between each two groups
	Table     string           // which of [IncidenceTables] CSV writes; "" is the first
}

// Check is wrong use where choices do not go together.
func (opt *IncidenceChoices) Check() error {
	if _, ok := competing.ParseVariance(opt.Variance); opt.Variance != "" && !ok {
		return choice.Errorf("--variance is jackknife, greenwood or aalen, not %q", opt.Variance)
	}
	jackknife := opt.options().Variance == competing.InfinitesimalJackknife
	switch {
	case opt.Tau < 0:
		return choice.Errorf("--tau is above 0")
	case opt.Curve.ConfType == survival.BetaProduct:
		return choice.Errorf("--ci is log-log, log, plain, logit or arcsin here")
	case opt.Contrasts && (opt.Tau == 0 || len(opt.By) == 0):
		return choice.Errorf("--contrasts are of --tau between groups: say which with --by")
	case opt.Cluster != "" && !jackknife:
		return choice.Errorf("--cluster needs --variance jackknife, made from rows")
	case opt.Counts && (jackknife || opt.Time != ""):
		return choice.Errorf("--counts has no rows: not for --time, nor for --variance jackknife")
	}
	return opt.checkTable()
}

// checkTable refuses a table of what was not asked for.
func (opt *IncidenceChoices) checkTable() error {
	var needs string
	switch {
	case opt.Table == "at" && opt.At == nil:
		needs = "--at"
	case opt.Table == "time_lost" && opt.Tau == 0:
		needs = "--tau"
	case opt.Table == "tests" && len(opt.By) == 0:
		needs = "--by"
	case opt.Table == "contrasts" && !opt.Contrasts:
		needs = "--contrasts"
	default:
		return nil
	}
	return choice.Errorf("--table %s needs %s", opt.Table, needs)
}

// options are the choices as package competing takes them.
func (opt *IncidenceChoices) options() competing.Options {
	o := competing.Options{Options: opt.Curve}
	if opt.Counts {
		o.Variance = competing.Greenwood
	}
	if v, ok := competing.ParseVariance(opt.Variance); ok {
		o.Variance = v
	}
	return o
}

// An IncidenceAnswer is what `survival incidence` prints: by group, the share that has stopped for
// each cause, the others competing. Without --by there is one group.
type IncidenceAnswer struct {
	Schema    string  `json:"schema"`     // varighet.incidence/1
	TimeUnit  string  `json:"time_unit"`  // what all times are counted in: months, for spells
	ConfLevel float64 `json:"conf_level"` // level of all limits (share 0–1)
	ConfType  string  `json:"conf_type"`  // scale of the limits: log-log, log, plain, logit or arcsin
	// how standard errors are made: jackknife, greenwood or aalen
	Variance string `json:"variance"`
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []incidenceGroup `json:"groups"`
	// of whether all groups are alike, by cause; empty without --by, or where there is no test
	Tests []causeTest `json:"tests"`
	// of time lost between each two groups; absent: without --contrasts, or with one group
	Contrasts []causeContrast `json:"contrasts,omitempty"`
	Ending

	opt *IncidenceChoices
}

// An incidenceGroup is the curves of one group. Counts are of rows with a weight above 0.
type incidenceGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	N  int               `json:"n"` // spells or rows in the curves
	// of n, those that came under observation after their start
	EnteredLate int `json:"entered_late"`
	Events      int `json:"events"`   // of n, those that stopped for any cause
	Censored    int `json:"censored"` // of n, those that were not seen to stop
	// that standard errors are made from; absent: without --cluster
	Clusters int `json:"clusters,omitempty"`
	// the share that has not stopped for any cause, at the times of the curves; empty if nobody stopped
	Survival []survivalPoint  `json:"survival"`
	Causes   []causeIncidence `json:"causes"` // one for each cause somebody of the group stopped for

	key rows.Key
}

// A survivalPoint is the share that is still there.
type survivalPoint struct {
	Time     float64 `json:"time"`     // tenure (time_unit)
	Survival float64 `json:"survival"` // Kaplan–Meier, still there after time (share 0–1)
}

// A causeIncidence is the curve of one cause.
type causeIncidence struct {
	Cause  string `json:"cause"`  // why they stopped
	Events int    `json:"events"` // that stopped for it
	// one point for each time at which somebody stopped or was censored, ascending; before the first, the
	// incidence is 0
	Curve []incidencePoint `json:"curve"`
	At    []incidencePoint `json:"incidence_at"` // the curve at the times of --at; empty without
	Lost  *timeLost        `json:"time_lost"`    // mean time lost to the cause; null: without --tau

	lost competing.TimeLost
}

// An incidencePoint is the curve of a cause at one time. In incidence_at, at_risk and events are
// those of the curve's last point up to the time.
type incidencePoint struct {
	Time      float64  `json:"time"`      // tenure (time_unit)
	AtRisk    int      `json:"at_risk"`   // under observation just before the point's time; 0 where incidence is null
	Events    int      `json:"events"`    // stopped for the cause at the point's time; 0 where incidence is null
	Incidence *float64 `json:"incidence"` // have stopped for the cause (share 0–1); null: time is after the curve's end
	StdErr    *float64 `json:"std_err"`   // of incidence; null: not defined
	Lower     *float64 `json:"lower"`     // lower limit (share 0–1); null: not defined, as where the incidence is 0
	Upper     *float64 `json:"upper"`     // upper limit (share 0–1); null: as lower
}

// A timeLost is how much of the first tau is lost to a cause, on average: the area under its
// curve.
type timeLost struct {
	Tau      float64  `json:"tau"`      // up to here (time_unit)
	Estimate *float64 `json:"estimate"` // time lost (time_unit); null: the curve does not cover tau
	StdErr   *float64 `json:"std_err"`  // of estimate (time_unit); null: not defined
	Lower    *float64 `json:"lower"`    // lower limit (time_unit); null: not defined
	Upper    *float64 `json:"upper"`    // upper limit (time_unit); null: not defined
}

// A causeTest is a test of whether all groups are alike in one cause.
type causeTest struct {
	Name  string   `json:"name"`  // logrank, of the cause's hazard, or gray, of its incidence
	Cause string   `json:"cause"` // why they stopped
	Chi2  *float64 `json:"chi2"`  // test statistic; null: not defined, a warning says why
	DF    int      `json:"df"`    // degrees of freedom
	P     *float64 `json:"p"`     // of no difference (probability 0–1); null: not defined
}

// A causeContrast is a difference of time lost to a cause between two groups.
type causeContrast struct {
	Cause string `json:"cause"` // that the time is lost to
	groupContrast
}

// Incidence makes cumulative incidences of rows.
func Incidence(src *rows.Source, opt *IncidenceChoices) (*IncidenceAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	d := newIncidence(opt, opt.TimeUnit, newEnding(set.Rejected, set.LeftOut, set.Warnings))
	if len(set.Tenures) == 0 {
		d.warn("no rows can be used: no curve")
		return d, nil
	}
	for _, group := range set.Split(len(opt.By) > 0) {
		if err := d.addRows(group); err != nil {
			return nil, err
		}
	}
	if err := d.testRows(set); err != nil {
		return nil, err
	}
	return d, d.contrast()
}

// IncidenceOfCounts makes the same of tables of counts with causes, varighet.counts/1, added up.
func IncidenceOfCounts(files []*rows.Source, opt *IncidenceChoices) (*IncidenceAnswer, error) {
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	if !table.Causes {
		return nil, fmt.Errorf("the tables have no causes: write them with `survival counts --cause COL`")
	}
	d := newIncidence(opt, table.Unit, newEnding(nil, nil, warningsOf(table)))
	if table, err = table.Over(opt.By); err != nil {
		return nil, choice.Errorf("--by: %v", err)
	}
	for _, group := range table.Groups() {
		inc, err := group.Counts.Incidence(opt.options())
		if err != nil {
			return nil, err
		}
		d.add(rows.Key{Values: group.Values, OK: true}, inc)
	}
	if len(d.Groups) == 0 {
		d.warn("the tables are empty: no curve")
		return d, nil
	}
	if err := d.testCounts(table); err != nil {
		return nil, err
	}
	return d, d.contrast()
}

func newIncidence(opt *IncidenceChoices, timeUnit string, end Ending) *IncidenceAnswer {
	return &IncidenceAnswer{Schema: "varighet.incidence/1", TimeUnit: timeUnit, ConfLevel: opt.Curve.ConfLevel, ConfType: opt.Curve.ConfType.String(),
		Variance: opt.options().Variance.String(), Groups: []incidenceGroup{}, Tests: []causeTest{}, Ending: end, opt: opt}
}

// addRows adds the curves of a group's rows.
func (d *IncidenceAnswer) addRows(group rows.Group) error {
	r := group.Rows
	inc, err := competing.AalenJohansen(competing.Sample{Tenures: r.Tenures, Causes: r.Causes, Weights: r.Weights, Clusters: r.Clusters},
		d.opt.options())
	if errors.Is(err, survival.ErrNoTenures) {
		d.warn(group.Key.Warned("no row has a weight: no curve"))
		return nil
	}
	if err == nil {
		d.add(group.Key, inc)
	}
	return err
}

// add puts a group's curves into the document.
func (d *IncidenceAnswer) add(key rows.Key, inc *competing.Incidence) {
	x := incidenceGroup{By: key.Document(d.opt.By), N: inc.N, EnteredLate: inc.EnteredLate, Events: inc.Events,
		Censored: inc.Censored, Clusters: inc.Clusters, Survival: []survivalPoint{}, Causes: []causeIncidence{}, key: key}
	for k := range inc.Curves {
		c := &inc.Curves[k]
		if k == 0 {
			for j, p := range c.Points {
				x.Survival = append(x.Survival, survivalPoint{p.Time, inc.Survival[j]})
			}
		}
		x.Causes = append(x.Causes, d.cause(key, c))
	}
	for _, w := range inc.Warnings {
		d.warn(key.Warned(w))
	}
	d.Groups = append(d.Groups, x)
}

func (d *IncidenceAnswer) cause(key rows.Key, c *competing.CauseCurve) causeIncidence {
	y := causeIncidence{Cause: c.Cause, Events: c.Events, Curve: []incidencePoint{}, At: []incidencePoint{}}
	if d.opt.Tau > 0 {
		l := c.TimeLost(d.opt.Tau)
		y.lost = l
		y.Lost = &timeLost{l.Tau, orNull(l.Estimate), orNull(l.StdErr), orNull(l.Lower), orNull(l.Upper)}
		if l.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("time lost to %s: %s", c.Cause, l.Reason)))
		}
	}
	for _, p := range c.Points {
		y.Curve = append(y.Curve, incidencePointDocument(p))
	}
	for _, t := range d.opt.At {
		p, beyond := c.At(t)
		z := incidencePointDocument(p)
		if beyond {
			z = incidencePoint{Time: t}
			d.warn(key.Warned(fmt.Sprintf("no incidence of %s at %s: it is after the last time", c.Cause, exact(t))))
		}
		y.At = append(y.At, z)
	}
	return y
}

// contrast compares the time lost to each cause between each two groups, if that was asked
// for and they are not too many.
func (d *IncidenceAnswer) contrast() error {
	if why := tooMany(len(d.Groups)); why != "" {
		d.warn(why)
	}
	if !d.opt.Contrasts || !d.compares() {
		return nil
	}
	for _, cause := range d.causes() {
		for i := range d.Groups {
			for j := range d.Groups[i+1:] {
				if err := d.contrastOf(cause, &d.Groups[i], &d.Groups[i+1+j]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// contrastOf compares the time lost to a cause between two groups.
func (d *IncidenceAnswer) contrastOf(cause string, a, b *incidenceGroup) error {
	from, to := a.cause(cause), b.cause(cause)
	if from == nil || to == nil {
		d.warn(fmt.Sprintf("no difference of time lost to %s between %s and %s: one never stopped for it",
			cause, a.key.Label(), b.key.Label()))
		return nil
	}
	c, err := from.lost.Contrast(to.lost, d.opt.Curve.ConfLevel)
	if err == nil {
		x := contrastDocument("time_lost", d.opt.Tau, a.key, b.key, c, d.opt.By)
		d.Contrasts = append(d.Contrasts, causeContrast{cause, x})
	}
	return err
}

// cause finds what is said of a cause; nil if nobody stopped for it.
func (x *incidenceGroup) cause(name string) *causeIncidence {
	for i := range x.Causes {
		if x.Causes[i].Cause == name {
			return &x.Causes[i]
		}
	}
	return nil
}

func incidencePointDocument(p competing.Point) incidencePoint {
	return incidencePoint{p.Time, p.AtRisk, p.Events, &p.Incidence, orNull(p.StdErr), orNull(p.Lower), orNull(p.Upper)}
}

// causes are those of any group, in order.
func (d *IncidenceAnswer) causes() []string {
	seen := map[string]bool{}
	var list []string
	for _, g := range d.Groups {
		for _, c := range g.Causes {
			if !seen[c.Cause] {
				seen[c.Cause] = true
				list = append(list, c.Cause)
			}
		}
	}
	return survival.OrderGroups(list)
}

// compares reports whether there are groups to be compared, and not too many.
func (d *IncidenceAnswer) compares() bool {
	return len(d.opt.By) > 0 && len(d.Groups) > 0 && tooMany(len(d.Groups)) == ""
}

// testRows compares the groups' hazards of each cause, and their incidences.
func (d *IncidenceAnswer) testRows(rows *rows.Set) error {
	if !d.compares() {
		return nil
	}
	r, labels := labelled(rows)
	s := competing.Sample{Tenures: r.Tenures, Causes: r.Causes}
	for _, cause := range d.causes() {
		c, err := survival.Sample{Tenures: s.CauseTenures(cause), Weights: r.Weights}.Compare(labels, nil)
		if errors.Is(err, survival.ErrWeightedTest) {
			d.warn("no tests: " + err.Error())
			return nil
		}
		if err != nil {
			return err
		}
		d.test("logrank", cause, c.Test(survival.Weight{}))
		if r.Weights != nil {
			continue // Gray's test does not take weights
		}
		gray, err := competing.Gray(s, labels, cause)
		if err := d.testGray(cause, gray, err); err != nil {
			return err
		}
	}
	if r.Weights != nil {
		d.warn(withoutGray + "it does not take weights")
	}
	return nil
}

// withoutGray begins a warning that Gray's test is left out.
const withoutGray = "no Gray's tests of the incidences: "

// testGray adds Gray's test, or says once that there is none where somebody enters late.
func (d *IncidenceAnswer) testGray(cause string, gray competing.GrayResult, err error) error {
	if errors.Is(err, survival.ErrLateEntry) {
		if why := withoutGray + "some enter late, for which it has no known form"; !slices.Contains(d.Warnings, why) {
			d.warn(why)
		}
		return nil
	}
	if err == nil {
		d.test("gray", cause, survival.TestResult{Chi2: gray.Chi2, DF: gray.DF, P: gray.P, Reason: gray.Reason})
	}
	return err
}

func (d *IncidenceAnswer) testCounts(table *counted.Table) error {
	if !d.compares() {
		return nil
	}
	if table.Weighted() {
		d.warn("no tests: the tables have weights")
		return nil
	}
	groups := table.Groups()
	for _, cause := range d.causes() {
		var names []string
		var counts []*survival.MonthCounts
		var causes []*competing.MonthCounts
		for _, g := range groups {
			causes = append(causes, g.Counts)
			m, err := g.Counts.ForCause(cause)
			if err != nil {
				return err
			}
			names, counts = append(names, rows.Key{Values: g.Values}.Label()), append(counts, m)
		}
		c, err := survival.CompareMonths(names, [][]*survival.MonthCounts{counts})
		if err != nil {
			return err
		}
		d.test("logrank", cause, c.Test(survival.Weight{}))
		gray, err := competing.GrayMonths(names, causes, cause)
		if err := d.testGray(cause, gray, err); err != nil {
			return err
		}
	}
	return nil
}

func (d *IncidenceAnswer) test(name, cause string, t survival.TestResult) {
	d.Tests = append(d.Tests, causeTest{name, cause, orNull(t.Chi2), t.DF, orNull(t.P)})
	if t.Reason != "" {
		d.warn(fmt.Sprintf("test %s of %s is not defined: %s", name, cause, t.Reason))
	}
}

// CSV writes the table that was asked for.
func (d *IncidenceAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "at":
		return d.atTable().CSV(w)
	case "survival":
		return d.survivalTable().CSV(w)
	case "time_lost":
		return d.lostTable().CSV(w)
	case "tests":
		return d.testTable().CSV(w)
	case "contrasts":
		return d.contrastTable().CSV(w)
	case "groups":
		return d.groupTable().CSV(w)
	}
	return d.curveTable().CSV(w)
}

// each calls f for each cause of each group.
func (d *IncidenceAnswer) each(f func(key rows.Key, c *causeIncidence)) {
	for _, x := range d.Groups {
		for i := range x.Causes {
			f(x.key, &x.Causes[i])
		}
	}
}

// curveTable has a row a point of a curve, with what is lost to the cause beside each.
func (d *IncidenceAnswer) curveTable() *grid {
	columns := incidenceColumns
	if d.opt.Tau > 0 {
		columns = headed(columns, "tau", "time_lost", "time_lost_std_err", "time_lost_lower", "time_lost_upper")
	}
	g := &grid{header: headed(d.opt.By, columns...)}
	d.each(func(key rows.Key, c *causeIncidence) {
		for _, p := range c.Curve {
			cells := p.cells(c.Cause)
			if l := c.Lost; l != nil {
				cells = append(cells, l.Tau, l.Estimate, l.StdErr, l.Lower, l.Upper)
			}
			g.keyed(key, cells...)
		}
	})
	return g
}

var incidenceColumns = []string{"cause", "time", "at_risk", "events", "incidence", "std_err", "lower", "upper"}

func (p *incidencePoint) cells(cause string) []any {
	return []any{cause, p.Time, p.AtRisk, p.Events, p.Incidence, p.StdErr, p.Lower, p.Upper}
}

func (d *IncidenceAnswer) atTable() *grid {
	g := &grid{header: headed(d.opt.By, incidenceColumns...)}
	d.each(func(key rows.Key, c *causeIncidence) {
		for _, p := range c.At {
			g.keyed(key, p.cells(c.Cause)...)
		}
	})
	return g
}

// survivalTable has the share that is still there.
func (d *IncidenceAnswer) survivalTable() *grid {
	g := &grid{header: headed(d.opt.By, "time", "survival")}
	for _, x := range d.Groups {
		for _, p := range x.Survival {
			g.keyed(x.key, p.Time, p.Survival)
		}
	}
	return g
}

func (d *IncidenceAnswer) lostTable() *grid {
	g := &grid{header: headed(d.opt.By, "cause", "tau", "estimate", "std_err", "lower", "upper")}
	d.each(func(key rows.Key, c *causeIncidence) {
		if l := c.Lost; l != nil {
			g.keyed(key, c.Cause, l.Tau, l.Estimate, l.StdErr, l.Lower, l.Upper)
		}
	})
	return g
}

func (d *IncidenceAnswer) testTable() *grid {
	g := &grid{header: []string{"test", "cause", "chi2", "df", "p"}}
	for _, t := range d.Tests {
		g.rows = append(g.rows, []any{t.Name, t.Cause, t.Chi2, t.DF, t.P})
	}
	return g
}

func (d *IncidenceAnswer) contrastTable() *grid {
	g := &grid{header: append([]string{"cause", "of", "time", "from", "to"}, contrastColumns...)}
	for _, c := range d.Contrasts {
		g.rows = append(g.rows, append([]any{c.Cause, c.Of, c.Time, c.labels[0], c.labels[1]}, c.cells()...))
	}
	return g
}

// groupTable has a row a group: how many there are.
func (d *IncidenceAnswer) groupTable() *grid {
	g := &grid{header: headed(d.opt.By, "n", "entered_late", "events", "censored", "clusters")}
	for _, x := range d.Groups {
		g.keyed(x.key, x.N, x.EnteredLate, x.Events, x.Censored, x.Clusters)
	}
	return g
}

// Text writes a line a group and cause, at the times asked for or at the end.
func (d *IncidenceAnswer) Text(w io.Writer) error { return d.forTheEye().Text(w) }

// forTheEye is the table that Text writes.
func (d *IncidenceAnswer) forTheEye() *grid {
	columns := []string{"cause", "stopped", "of", "by", "share gone", "lower", "upper"}
	if d.opt.Tau > 0 {
		columns = append(columns, "time lost", "lower", "upper")
	}
	g := &grid{header: headed(d.opt.By, columns...)}
	for _, group := range d.Groups {
		for i := range group.Causes {
			group.addLines(g, &group.Causes[i])
		}
	}
	for _, c := range d.Contrasts {
		between := c.labels[0] + " – " + c.labels[1]
		g.rows = append(g.rows, []any{"time lost to " + c.Cause, between, "", "", "", "difference", c.Difference, c.Lower, c.Upper})
	}
	for _, t := range d.Tests {
		row := []any{t.Name + " of " + t.Cause, "", "", fmt.Sprintf("df %d", t.DF), "", t.Chi2, "p", t.P}
		g.rows = append(g.rows, row)
	}
	return g
}

// addLines adds what is for the eye of one cause.
func (x *incidenceGroup) addLines(g *grid, c *causeIncidence) {
	points := c.At
	if len(points) == 0 && len(c.Curve) > 0 {
		points = c.Curve[len(c.Curve)-1:]
	}
	for _, p := range points {
		row := []any{c.Cause, c.Events, x.N, p.Time, p.Incidence, p.Lower, p.Upper}
		if l := c.Lost; l != nil {
			row = append(row, l.Estimate, l.Lower, l.Upper)
		}
		g.keyed(x.key, row...)
	}
}
