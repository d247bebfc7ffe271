package rows

import (
	"slices"
	"strings"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// readSpellModel takes the spells of the kind asked for, and counts those that lack what
// the model needs.
func readSpellModel(src *Source, opt *ModelChoices) (*Model, error) {
	if opt.Weight != "" {
		return nil, choice.Errorf("--weight is a column of any CSV, with --time and --event")
	}
	if opt.NeedStart {
		opt.Start = "start_month"
	}
	t := src.Table
	columns := map[string]*spellfile.Column{}
	for _, n := range opt.columns() {
		list, err := Columns(t, "covariates, --strata, --cluster and --cause", []string{n})
		if err != nil {
			return nil, err
		}
		columns[n] = list[0]
	}
	read := columnReader{
		text: func(column string, row int) (string, bool) {
			c := columns[column]
			v := c.Get(&t.Spells[row])
			return c.Type.Format(v), v.OK
		},
		number: func(column string, row int) (float64, bool, bool) {
			return numberIn(columns[column], &t.Spells[row])
		},
		isNumber: numericColumns(t, columns),
	}
	chosen := src.Choose(survival.Query{Kind: opt.Kind, Needs: needsOf(read.demands(opt))})
	set := &Model{Tenures: chosen.Tenures, LeftOut: chosen.LeftOut, Warnings: src.notes(chosen)}
	return set, set.fill(&read, opt, chosen.Index)
}

// spellTenures takes the spells of the kind asked for.
func spellTenures(src *Source, opt *Choices) (*Set, error) {
	t := src.Table
	switch {
	case opt.Weight != "":
		return nil, choice.Errorf("--weight is for any CSV: spells have no weights")
	case opt.Period.OK && t.Lacks("start_month") && t.Lacks("first_month"):
		return nil, choice.Errorf("--period needs the column start_month, which %s has not", src.Name)
	}
	var columns struct{ by, strata, cluster, cause, match []*spellfile.Column }
	for _, c := range []struct {
		flag  string
		names []string
		into  *[]*spellfile.Column
	}{
		{"by", opt.By, &columns.by}, {"strata", opt.Strata, &columns.strata}, {"cluster", unlessEmpty(opt.Cluster), &columns.cluster},
		{"cause", unlessEmpty(opt.Cause), &columns.cause}, {"match", unlessEmpty(opt.Match), &columns.match},
	} {
		var err error
		if *c.into, err = Columns(t, c.flag, c.names); err != nil {
			return nil, err
		}
	}
	q := survival.Query{Kind: opt.Kind, Period: opt.Period}
	has := func(columns []*spellfile.Column) func(int) bool {
		return func(i int) bool { return KeyOf(&t.Spells[i], columns).OK }
	}
	if columns.cause != nil {
		q.Needs = append(q.Needs, survival.Need{What: opt.Cause, OfStopped: true, Has: has(columns.cause)})
	}
	if columns.cluster != nil {
		q.Needs = append(q.Needs, survival.Need{What: opt.Cluster, Has: has(columns.cluster)})
	}
	if columns.by != nil {
		q.Needs = append(q.Needs, survival.Need{What: strings.Join(opt.By, ", "), Has: has(columns.by)})
	}
	chosen := src.Choose(q)
	set := &Set{Tenures: chosen.Tenures, LeftOut: chosen.LeftOut, Warnings: src.notes(chosen)}
	labels := func(columns []*spellfile.Column) (list []string) {
		for _, i := range chosen.Index {
			if columns != nil {
				list = append(list, KeyOf(&t.Spells[i], columns).Label())
			}
		}
		return list
	}
	set.Groups = slices.Grow(set.Groups, len(chosen.Index))
	for _, i := range chosen.Index {
		set.Groups = append(set.Groups, KeyOf(&t.Spells[i], columns.by))
	}
	set.Strata, set.Clusters = labels(columns.strata), labels(columns.cluster)
	set.Causes, set.Matches = labels(columns.cause), labels(columns.match)
	if opt.Reach {
		set.reachOf(t.Spells, chosen, q, opt.Positions)
	}
	return set, nil
}
