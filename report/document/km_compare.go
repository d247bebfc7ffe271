package document

import (
	"errors"
	"fmt"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/counted"
)

// mostCompared is how many groups are compared with each other: the covariance of a
// test is a square of as many, and there are half as many pairs.
const mostCompared = 1000

// tooMany is what to say of more groups than are compared; "" if there are not.
func tooMany(groups int) string {
	if groups <= mostCompared {
		return ""
	}
	return fmt.Sprintf("no tests or differences: %d groups, and no more than %d are compared", groups, mostCompared)
}

// compares reports whether there are groups to be compared.
func (r *kmResult) compares() bool {
	if len(r.opt.By) == 0 || len(r.curves) == 0 {
		return false
	}
	why := tooMany(len(r.curves))
	if why != "" {
		r.warnings = append(r.warnings, why)
	}
	return why == ""
}

// compareRows runs the tests that were asked for.
func (r *kmResult) compareRows(set *rows.Set) error {
	if !r.compares() {
		return nil
	}
	r.contrast()
	if set.Weights != nil && r.opt.Robust {
		r.warnings = append(r.warnings, "no tests: --robust says that weights are not repetitions")
		return nil
	}
	set, labels := labelled(set)
	comparison, err := set.Sample().Compare(labels, set.Strata)
	if errors.Is(err, survival.ErrWeightedTest) {
		r.warnings = append(r.warnings, "no tests: "+err.Error())
		return nil
	}
	if err != nil {
		return err
	}
	if err := r.compare(comparison); err != nil {
		return err
	}
	return r.permute(set, labels)
}

// labelled are the rows that have a group, and its label for each.
func labelled(set *rows.Set) (*rows.Set, []string) {
	kept := make([]int, 0, len(set.Groups))
	for i, key := range set.Groups {
		if key.OK {
			kept = append(kept, i)
		}
	}
	if len(kept) < len(set.Groups) {
		set = set.Only(kept)
	}
	labels := make([]string, len(kept))
	for i, key := range set.Groups {
		labels[i] = key.Label()
	}
	return set, labels
}

// compareCounts puts the groups side by side, within strata if there are any.
func (r *kmResult) compareCounts(table *counted.Table) (*survival.Comparison, error) {
	of := len(r.opt.Strata)
	both, err := table.Over(headed(r.opt.Strata, r.opt.By...))
	if err != nil {
		return nil, choice.Errorf("--strata: %v", err)
	}
	groupAt, stratumAt := map[string]int{}, map[string]int{}
	var names []string
	for i, g := range r.curves {
		names = append(names, g.key.Label())
		groupAt[names[i]] = i
	}
	var strata [][]*survival.MonthCounts
	for _, g := range both.Groups() {
		stratum := rows.Key{Values: g.Values[:of]}.Label()
		s, seen := stratumAt[stratum]
		if !seen {
			s = len(strata)
			stratumAt[stratum] = s
			strata = append(strata, make([]*survival.MonthCounts, len(names)))
		}
		strata[s][groupAt[rows.Key{Values: g.Values[of:]}.Label()]] = g.Counts.All()
	}
	return survival.CompareMonths(names, strata)
}

// names are the tests to be made: those asked for, or the usual ones.
func (r *kmResult) names() []string {
	if r.opt.Tests != nil {
		return r.opt.Tests
	}
	if len(r.opt.By) == 1 && r.ordered() {
		return []string{"logrank", "trend"}
	}
	return []string{"logrank"}
}

// ordered reports whether the groups have an order of their own: sizes or
// numbers.
func (r *kmResult) ordered() bool {
	var labels []string
	for _, g := range r.curves {
		labels = append(labels, g.key.Values[0])
	}
	return len(labels) > 2 && survival.Ordered(labels)
}

// weights are the tests of whether groups differ at all.
func (r *kmResult) weights() []survival.Weight {
	var list []survival.Weight
	for _, name := range r.names() {
		if w, ok := survival.ParseWeight(name); ok {
			list = append(list, w)
		}
	}
	return list
}

// compare makes the tests of all groups, and of each two.
func (r *kmResult) compare(comparison *survival.Comparison) error {
	if n := comparison.Clusters; n > 0 && n < survival.FewClusters {
		r.warnings = append(r.warnings, fmt.Sprintf("robust tests from %d clusters: p is too small from fewer than %d", n, survival.FewClusters))
	}
	for _, name := range r.names() {
		if err := r.test(comparison, name); err != nil {
			return err
		}
	}
	if !r.opt.Pairwise.OK {
		return nil
	}
	for _, w := range r.weights() {
		pairs, err := comparison.Pairwise(w, r.opt.Pairwise.V)
		if err != nil {
			return err
		}
		for _, p := range pairs {
			if r.pairs = append(r.pairs, p); p.Test.Reason != "" {
				r.warnings = append(r.warnings, fmt.Sprintf("test %s of %s and %s is not defined: %s", w, p.A, p.B, p.Test.Reason))
			}
		}
	}
	return nil
}

// test makes the test of a name. Only scores that do not fit the groups are an error.
func (r *kmResult) test(comparison *survival.Comparison, name string) error {
	reason := ""
	if name == "trend" {
		t, err := comparison.Trend(survival.Weight{}, r.opt.Scores)
		if err != nil {
			return choice.Errorf("--scores: %v", err)
		}
		d := trendDocument(name, &t, 1-r.opt.Curve.ConfLevel)
		d.Clusters = comparison.Clusters
		r.tests = append(r.tests, d)
		reason = t.Reason
	} else {
		w, _ := survival.ParseWeight(name)
		t := comparison.Test(w)
		r.tests = append(r.tests, OmnibusTest{name, orNull(t.Chi2), t.DF, orNull(t.P), comparison.Clusters})
		reason = t.Reason
	}
	if reason != "" {
		r.warnings = append(r.warnings, fmt.Sprintf("test %s is not defined: %s", name, reason))
	}
	return nil
}

// permute makes the tests by permutation, if that was asked for.
func (r *kmResult) permute(set *rows.Set, labels []string) error {
	if !r.opt.Permutation.OK {
		return nil
	}
	how := r.opt.Permutation.V
	how.Clusters = set.Clusters
	for _, w := range r.weights() {
		p, err := survival.PermutationTest(set.Tenures, labels, set.Strata, w, how)
		if err != nil {
			return err
		}
		if r.permuted = append(r.permuted, p); p.Reason != "" {
			r.warnings = append(r.warnings, fmt.Sprintf("permutation of %s is not defined: %s", w, p.Reason))
		}
	}
	return nil
}

// contrast makes the differences that were asked for.
func (r *kmResult) contrast() {
	if !r.opt.Contrasts {
		return
	}
	conf := r.opt.Curve.ConfLevel
	for _, t := range r.opt.At {
		var curves []*survival.Curve
		for _, g := range r.curves {
			curves = append(curves, g.curve)
		}
		fixed := survival.CompareAt(curves, t)
		if r.fixed = append(r.fixed, fixed); fixed.Reason != "" {
			r.warnings = append(r.warnings, fmt.Sprintf("test at %s is not defined: %s", exact(t), fixed.Reason))
		}
		r.eachPair("survival", t, func(a, b *survival.Curve) (survival.Contrast, error) { return a.At(t).Contrast(b.At(t), conf) })
	}
	if tau := r.opt.Rmst; tau > 0 {
		r.eachPair("rmst", tau, func(a, b *survival.Curve) (survival.Contrast, error) { return a.RMST(tau).Contrast(b.RMST(tau), conf) })
	}
}

// eachPair adds f of each two groups' curves: the difference of something at a time.
func (r *kmResult) eachPair(of string, time float64, f func(a, b *survival.Curve) (survival.Contrast, error)) {
	for i, a := range r.curves {
		for _, b := range r.curves[i+1:] {
			c, err := f(a.curve, b.curve)
			if err != nil {
				continue // the level was checked, and the times are the same
			}
			r.contrasts = append(r.contrasts, contrastDocument(of, time, a.key, b.key, c, r.opt.By))
			if !c.Difference.OK {
				r.warnings = append(r.warnings, fmt.Sprintf("no difference of %s at %s between %s and %s: a curve does not reach it",
					of, exact(time), a.key.Label(), b.key.Label()))
			}
		}
	}
}
