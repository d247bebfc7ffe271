package document

import (
	"errors"
	"fmt"
	"slices"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
	"github.com/varighet/varighet/survival/counted"
)

// compares reports whether there are groups to be compared, and not too many.
func (d *IncidenceAnswer) compares() bool {
	return len(d.opt.By) > 0 && len(d.Groups) > 0 && tooMany(len(d.Groups)) == ""
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

// testRows compares the groups' hazards of each cause, and their incidences.
func (d *IncidenceAnswer) testRows(rows *rows.Set) error {
	if !d.compares() {
		return nil
	}
	r, labels := labelled(rows)
	s := competing.Sample{Tenures: r.Tenures, Causes: r.Causes}
	for _, cause := range d.causes() {
		c, err := survival.Sample{Tenures: s.CauseTenures(cause), Weights: r.Weights, Clusters: r.Clusters}.Compare(labels, nil)
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
	if r.Clusters != nil {
		d.warn("the log-rank tests of causes allow for clusters; Gray's test takes every row for one of its own")
	}
	return nil
}

// testCounts is the same of tables of counts.
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

// withoutGray begins a warning that Gray's test is left out.
const withoutGray = "no Gray's tests of the incidences: "

// test adds a test, and says why one is not defined.
func (d *IncidenceAnswer) test(name, cause string, t survival.TestResult) {
	d.Tests = append(d.Tests, causeTest{name, cause, orNull(t.Chi2), t.DF, orNull(t.P)})
	if t.Reason != "" {
		d.warn(fmt.Sprintf("test %s of %s is not defined: %s", name, cause, t.Reason))
	}
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
