package document

import (
	"errors"
	"fmt"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/competing"
)

// IncidenceTables are the names of the tables of incidence: together they have every number of its
// document. The first is the one of no name.
var IncidenceTables = []string{"curve", "at", "survival", "time_lost", "tests", "contrasts", "groups", DefinitionsTable}

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

// Incidence makes cumulative incidences of rows.
func Incidence(src *rows.Source, opt *IncidenceChoices) (*IncidenceAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	d := newIncidence(opt, opt.TimeUnit, newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("incidence", opt.AnyCSV()))
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
	d := newIncidence(opt, table.Unit, newEnding(nil, nil, warningsOf(table)).defining("incidence", true))
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
