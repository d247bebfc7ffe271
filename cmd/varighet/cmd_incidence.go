package main

import (
	"errors"
	"fmt"
	"slices"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/counted"
)

// incidenceCommand estimates how many have stopped for each reason.
func incidenceCommand() *cli.Command {
	return &cli.Command{
		Name:      "incidence",
		Usage:     "how many have stopped for each cause: competing exits",
		ArgsUsage: "SPELLS|REGISTER|CSV, or with --counts TABLE...",
		Description: "The shares that have stopped for each cause and the share still there add up to 1 (Aalen–Johansen).\n" +
			"With --by there are a log-rank test of each cause's hazard, with late entry, and, where nobody enters late and\n" +
			"nothing is weighted, Gray's test of its cumulative incidence. They ask different things.",
		Flags: append(append(readFlags(),
			&cli.StringFlag{Name: "cause", Value: "stop_reason", Usage: "`COL`umn of why it stopped; any CSV needs one"},
			weightFlag(),
			&cli.StringFlag{Name: "cluster", Usage: "robust limits, rows of one value of `COL` being alike, such as municipality_now"},
			&cli.BoolFlag{Name: "counts", Usage: "the arguments are tables that survival counts --cause wrote: add them up"},
			&cli.StringFlag{Name: "time-unit", Value: "months", Usage: "what times are counted in"},
			&cli.StringFlag{Name: "variance", Usage: "jackknife (default), greenwood (default with --counts) or aalen"},
			&cli.StringFlag{Name: "ci", Value: "log-log", Usage: "limits on the scale log-log, log, plain, logit or arcsin"},
			&cli.Float64Flag{Name: "conf", Value: 0.95, Usage: "confidence level"},
			&cli.StringFlag{Name: "at", Usage: "read the curves at these `TIMES`"},
			&cli.Float64Flag{Name: "tau", Usage: "mean time lost to each cause, of the first `TAU`"},
			&cli.BoolFlag{Name: "contrasts", Usage: "with --by and --tau: differences of the time lost between each two groups"},
			jsonFlag(), csvFlag(),
		), registerFlags()...),
		Action: runIncidence,
	}
}

// The machine contract: varighet.incidence/1.
type (
	incidenceJSON struct {
		Schema    string               `json:"schema"`
		TimeUnit  string               `json:"time_unit"`
		ConfLevel float64              `json:"conf_level"`
		ConfType  string               `json:"conf_type"`
		Variance  string               `json:"variance"`
		Groups    []incidenceGroupJSON `json:"groups"`
		Tests     []causeTestJSON      `json:"tests"`
		Contrasts []causeContrastJSON  `json:"contrasts,omitempty"`
		ending
	}
	incidenceGroupJSON struct {
		By          map[string]string `json:"by"`
		N           int               `json:"n"`
		EnteredLate int               `json:"entered_late"`
		Events      int               `json:"events"`
		Censored    int               `json:"censored"`
		Clusters    int               `json:"clusters,omitempty"`
		Survival    []stillThereJSON  `json:"survival"`
		Causes      []causeJSON       `json:"causes"`

		key rows.Key
	}
	stillThereJSON struct {
		Time     float64 `json:"time"`
		Survival float64 `json:"survival"`
	}
	causeJSON struct {
		Cause  string               `json:"cause"`
		Events int                  `json:"events"`
		Curve  []incidencePointJSON `json:"curve"`
		At     []incidencePointJSON `json:"incidence_at"`
		Lost   *timeLostJSON        `json:"time_lost"`

		lost competing.TimeLost
	}
	incidencePointJSON struct {
		Time      float64  `json:"time"`
		AtRisk    int      `json:"at_risk"`
		Events    int      `json:"events"`
		Incidence *float64 `json:"incidence"`
		StdErr    *float64 `json:"std_err"`
		Lower     *float64 `json:"lower"`
		Upper     *float64 `json:"upper"`
	}
	timeLostJSON struct {
		Tau      float64  `json:"tau"`
		Estimate *float64 `json:"estimate"`
		StdErr   *float64 `json:"std_err"`
		Lower    *float64 `json:"lower"`
		Upper    *float64 `json:"upper"`
	}
	causeContrastJSON struct {
		Cause string `json:"cause"`
		kmContrastJSON
	}
	causeTestJSON struct {
		Name  string   `json:"name"` // logrank or gray
		Cause string   `json:"cause"`
		Chi2  *float64 `json:"chi2"`
		DF    int      `json:"df"`
		P     *float64 `json:"p"`
	}
)

type incidenceOptions struct {
	rows.Choices
	competing.Options
	at        []float64
	tau       float64 // 0: not asked for
	contrasts bool
}

func parseIncidenceOptions(ctx *cli.Context) (*incidenceOptions, error) {
	read, err := parseReadOptions(ctx)
	if err != nil {
		return nil, err
	}
	opt := &incidenceOptions{Choices: read, tau: ctx.Float64("tau"), contrasts: ctx.Bool("contrasts")}
	if opt.Options.Options, err = parseCurveOptions(ctx); err != nil {
		return nil, err
	}
	if opt.ConfType == survival.BetaProduct {
		return nil, choice.Errorf("--ci is log-log, log, plain, logit or arcsin here")
	}
	if opt.at, err = parseNumbers("at", ctx.String("at")); err != nil {
		return nil, err
	}
	if ctx.IsSet("tau") && !(opt.tau > 0) {
		return nil, choice.Errorf("--tau is above 0")
	}
	if opt.contrasts && (opt.tau == 0 || len(opt.By) == 0) {
		return nil, choice.Errorf("--contrasts are of --tau between groups: say which with --by")
	}
	if ctx.Bool("counts") {
		opt.Variance = competing.Greenwood
	}
	if s := ctx.String("variance"); s != "" {
		var ok bool
		if opt.Variance, ok = competing.ParseVariance(s); !ok {
			return nil, choice.Errorf("--variance is jackknife, greenwood or aalen, not %q", s)
		}
	}
	if opt.Cluster != "" && opt.Variance != competing.InfinitesimalJackknife {
		return nil, choice.Errorf("--cluster needs --variance jackknife, made from rows")
	}
	if opt.Time != "" && !ctx.IsSet("cause") {
		return nil, choice.Errorf("any CSV needs --cause: the column of why a row stopped")
	}
	return opt, nil
}

func runIncidence(ctx *cli.Context) error {
	opt, err := parseIncidenceOptions(ctx)
	if err != nil {
		return err
	}
	doc := &incidenceJSON{Schema: "varighet.incidence/1", TimeUnit: ctx.String("time-unit"), ConfLevel: opt.ConfLevel,
		ConfType: opt.ConfType.String(), Variance: opt.Variance.String(), Groups: []incidenceGroupJSON{}, Tests: []causeTestJSON{}}
	columns := []string{"cause", "time", "at_risk", "events", "incidence", "std_err", "lower", "upper"}
	if opt.tau > 0 {
		columns = append(columns, "tau", "time_lost", "time_lost_std_err", "time_lost_lower", "time_lost_upper")
	}
	g := &grid{header: headed(opt.By, columns...)}
	if ctx.Bool("counts") {
		err = doc.fromCounts(ctx, opt, g)
	} else {
		err = doc.fromRows(ctx, opt, g)
	}
	if err != nil {
		return err
	}
	if why := tooMany(len(doc.Groups)); why != "" {
		doc.warn(why)
	}
	if opt.contrasts && doc.compares(opt) {
		if err := doc.contrast(opt); err != nil {
			return err
		}
	}
	if !ctx.Bool("csv") {
		g = doc.forTheEye(opt)
	}
	return emit(ctx, doc, g, doc.ending)
}

func (d *incidenceJSON) fromRows(ctx *cli.Context, opt *incidenceOptions, g *grid) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	rows, err := readRows(ctx, args[0], &opt.Choices)
	if err != nil {
		return err
	}
	d.ending = newEnding(rows.Rejected, rows.LeftOut, rows.Warnings)
	if len(rows.Tenures) == 0 {
		d.warn("no rows can be used: no curve")
		return nil
	}
	for _, group := range rows.Split(len(opt.By) > 0) {
		r := group.Rows
		inc, err := competing.AalenJohansen(competing.Sample{Tenures: r.Tenures, Causes: r.Causes, Weights: r.Weights, Clusters: r.Clusters},
			opt.Options)
		if errors.Is(err, survival.ErrNoTenures) {
			d.warn(group.Key.Warned("no row has a weight: no curve"))
			continue
		}
		if err != nil {
			return err
		}
		d.add(group.Key, inc, opt, g)
	}
	return d.testRows(rows, opt)
}

func (d *incidenceJSON) fromCounts(ctx *cli.Context, opt *incidenceOptions, g *grid) error {
	files, err := tablesOf(ctx)
	if err != nil {
		return err
	}
	if opt.Variance == competing.InfinitesimalJackknife || opt.Time != "" {
		return choice.Errorf("--counts has no rows: not for --time, nor for --variance jackknife")
	}
	table, err := readCounts(files)
	if err != nil {
		return err
	}
	if !table.Causes {
		return fmt.Errorf("the tables have no causes: write them with `survival counts --cause COL`")
	}
	d.TimeUnit, d.ending = table.Unit, newEnding(nil, nil, saidOf(table))
	if table, err = table.Over(opt.By); err != nil {
		return choice.Errorf("--by: %v", err)
	}
	for _, group := range table.Groups() {
		inc, err := group.Counts.Incidence(opt.Options)
		if err != nil {
			return err
		}
		d.add(rows.Key{Values: group.Values, OK: true}, inc, opt, g)
	}
	if len(d.Groups) == 0 {
		d.warn("the tables are empty: no curve")
		return nil
	}
	if !d.compares(opt) {
		return nil
	}
	if table.Weighted() {
		d.warn("no tests: the tables have weights")
		return nil
	}
	return d.testCounts(table)
}

// add puts a group's curves into the document and the grid.
func (d *incidenceJSON) add(key rows.Key, inc *competing.Incidence, opt *incidenceOptions, g *grid) {
	x := incidenceGroupJSON{By: key.Document(opt.By), N: inc.N, EnteredLate: inc.EnteredLate, Events: inc.Events,
		Censored: inc.Censored, Clusters: inc.Clusters, Survival: []stillThereJSON{}, Causes: []causeJSON{}, key: key}
	for k := range inc.Curves {
		c := &inc.Curves[k]
		if k == 0 {
			for j, p := range c.Points {
				x.Survival = append(x.Survival, stillThereJSON{p.Time, inc.Survival[j]})
			}
		}
		x.Causes = append(x.Causes, d.cause(key, c, opt, g))
	}
	for _, w := range inc.Warnings {
		d.warn(key.Warned(w))
	}
	d.Groups = append(d.Groups, x)
}

func (d *incidenceJSON) cause(key rows.Key, c *competing.CauseCurve, opt *incidenceOptions, g *grid) causeJSON {
	y := causeJSON{Cause: c.Cause, Events: c.Events, Curve: []incidencePointJSON{}, At: []incidencePointJSON{}}
	var lost []any
	if opt.tau > 0 {
		l := c.TimeLost(opt.tau)
		y.lost, lost = l, []any{l.Tau, l.Estimate, l.StdErr, l.Lower, l.Upper}
		y.Lost = &timeLostJSON{l.Tau, orNull(l.Estimate), orNull(l.StdErr), orNull(l.Lower), orNull(l.Upper)}
		if l.Reason != "" {
			d.warn(key.Warned(fmt.Sprintf("time lost to %s: %s", c.Cause, l.Reason)))
		}
	}
	for _, p := range c.Points {
		y.Curve = append(y.Curve, incidencePointDocument(p))
		row := []any{c.Cause, p.Time, p.AtRisk, p.Events, p.Incidence, p.StdErr, p.Lower, p.Upper}
		g.keyed(key, append(row, lost...)...)
	}
	for _, t := range opt.at {
		p, beyond := c.At(t)
		z := incidencePointDocument(p)
		if beyond {
			z = incidencePointJSON{Time: t}
			d.warn(key.Warned(fmt.Sprintf("no incidence of %s at %s: it is after the last time", c.Cause, exact(t))))
		}
		y.At = append(y.At, z)
	}
	return y
}

// contrast compares the time lost to each cause between each two groups.
func (d *incidenceJSON) contrast(opt *incidenceOptions) error {
	lostTo := func(g incidenceGroupJSON, cause string) (competing.TimeLost, bool) {
		i := slices.IndexFunc(g.Causes, func(c causeJSON) bool { return c.Cause == cause })
		if i < 0 {
			return competing.TimeLost{}, false
		}
		return g.Causes[i].lost, true
	}
	for _, cause := range d.causes() {
		for i, a := range d.Groups {
			for _, b := range d.Groups[i+1:] {
				from, okA := lostTo(a, cause)
				to, okB := lostTo(b, cause)
				if !okA || !okB {
					d.warn(fmt.Sprintf("no difference of time lost to %s between %s and %s: one never stopped for it",
						cause, a.key.Label(), b.key.Label()))
					continue
				}
				c, err := from.Contrast(to, opt.ConfLevel)
				if err != nil {
					return err
				}
				d.Contrasts = append(d.Contrasts, causeContrastJSON{cause, contrastDocument(kmContrast{"time_lost", opt.tau, a.key, b.key, c}, opt.By)})
			}
		}
	}
	return nil
}

func incidencePointDocument(p competing.Point) incidencePointJSON {
	return incidencePointJSON{p.Time, p.AtRisk, p.Events, &p.Incidence, orNull(p.StdErr), orNull(p.Lower), orNull(p.Upper)}
}

// causes are those of any group, in order.
func (d *incidenceJSON) causes() []string {
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
func (d *incidenceJSON) compares(opt *incidenceOptions) bool {
	return len(opt.By) > 0 && len(d.Groups) > 0 && tooMany(len(d.Groups)) == ""
}

// testRows compares the groups' hazards of each cause, and their incidences.
func (d *incidenceJSON) testRows(rows *rows.Set, opt *incidenceOptions) error {
	if !d.compares(opt) {
		return nil
	}
	var kept []int
	for i, key := range rows.Groups {
		if key.OK {
			kept = append(kept, i)
		}
	}
	r := rows.Only(kept)
	labels := make([]string, len(r.Groups))
	for i, key := range r.Groups {
		labels[i] = key.Label()
	}
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
func (d *incidenceJSON) testGray(cause string, gray competing.GrayResult, err error) error {
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

func (d *incidenceJSON) testCounts(table *counted.Table) error {
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

func (d *incidenceJSON) test(name, cause string, t survival.TestResult) {
	d.Tests = append(d.Tests, causeTestJSON{name, cause, orNull(t.Chi2), t.DF, orNull(t.P)})
	if t.Reason != "" {
		d.warn(fmt.Sprintf("test %s of %s is not defined: %s", name, cause, t.Reason))
	}
}

// forTheEye is a line a group and cause, at the times asked for or at the end.
func (d *incidenceJSON) forTheEye(opt *incidenceOptions) *grid {
	columns := []string{"cause", "stopped", "of", "by", "share gone", "lower", "upper"}
	if opt.tau > 0 {
		columns = append(columns, "time lost", "lower", "upper")
	}
	g := &grid{header: headed(opt.By, columns...)}
	for _, group := range d.Groups {
		for _, c := range group.Causes {
			points := c.At
			if len(points) == 0 && len(c.Curve) > 0 {
				points = c.Curve[len(c.Curve)-1:]
			}
			for _, p := range points {
				row := []any{c.Cause, c.Events, group.N, p.Time, p.Incidence, p.Lower, p.Upper}
				if l := c.Lost; l != nil {
					row = append(row, l.Estimate, l.Lower, l.Upper)
				}
				g.keyed(group.key, row...)
			}
		}
	}
	for _, c := range d.Contrasts {
		between := rows.Key{Values: valuesOf(c.From, opt.By)}.Label() + " – " + rows.Key{Values: valuesOf(c.To, opt.By)}.Label()
		g.rows = append(g.rows, []any{"time lost to " + c.Cause, between, "", "", "", "difference", c.Difference, c.Lower, c.Upper})
	}
	for _, t := range d.Tests {
		row := []any{t.Name + " of " + t.Cause, "", "", fmt.Sprintf("df %d", t.DF), "", t.Chi2, "p", t.P}
		g.rows = append(g.rows, append(make([]any, 0, 8), row...))
	}
	return g
}

// valuesOf are a group's values in the order of the columns.
func valuesOf(group map[string]string, by []string) []string {
	var values []string
	for _, c := range by {
		values = append(values, group[c])
	}
	return values
}
