package document

import (
	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// KMTables are the names of the tables of km, as --table has them: together they have every
// number of its document. The first is the one of no name.
var KMTables = []string{"curve", "quantiles", "at", "rmst", "tests", "contrasts", "bootstrap", "groups", DefinitionsTable}

// KMChoices are what is asked of [KM]. Curve.ConfLevel must be set; every other zero field asks for
// nothing more than the curve of all rows.
type KMChoices struct {
	rows.Choices
	Counts    bool                              // the sources are tables of counts; see [KMOfCounts]
	Robust    bool                              // robust limits, each row on its own; Cluster is robust without it
	TimeUnit  string                            // what times are counted in, for the document: "months"
	Curve     survival.Options                  // level and scale of the limits
	Quantiles []float64                         // times by which these shares have stopped, 0 to 1
	At        []float64                         // times at which curves are read
	Rmst      float64                           // restricted mean up to here; 0: none
	From      varighet.Opt[float64]             // curves given a tenure of at least this
	Bracket   varighet.Opt[float64]             // with At: times are ends of periods of this width
	Hazard    varighet.Opt[survival.HazardType] // S as e to minus this cumulative hazard
	Band      varighet.Opt[survival.BandType]   // simultaneous band
	FollowUp  bool                              // median follow-up
	// between the groups of By; nil: logrank, and trend where groups are ordered
	Tests       []string
	Scores      []float64                          // of the groups, for the trend; nil: 1, 2, …
	Pairwise    varighet.Opt[survival.Adjustment]  // the tests of each two groups too, adjusted so
	Contrasts   bool                               // differences between each two groups, at At and of Rmst
	Permutation varighet.Opt[survival.Permutation] // p of the tests from relabelling
	Bootstrap   int                                // resamples of clusters, or of rows without; 0: none
	Seed        uint64                             // of the bootstrap
	MinAtRisk   int                                // curves start and end where so many are at risk; 0: as they are
	Table       string                             // which of [KMTables] CSV writes; "" is the first
}

// Check is wrong use where choices do not go together.
func (opt *KMChoices) Check() error {
	for _, name := range opt.Tests {
		if _, ok := survival.ParseWeight(name); !ok && name != "trend" {
			return choice.Errorf("--tests has no %q; it has logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q and trend", name)
		}
	}
	compares := len(opt.Tests) > 0 || opt.Scores != nil || opt.Pairwise.OK || opt.Contrasts || opt.Permutation.OK
	if len(opt.By) == 0 && (compares || opt.Strata != nil && opt.Bootstrap == 0) {
		return choice.Errorf("--tests, --scores, --strata, --pairwise, --contrasts and --permutation compare groups: say which with --by")
	}
	robust := opt.Cluster != "" || opt.Robust
	switch {
	case opt.Counts && (opt.Time != "" || opt.Weight != "" || robust || opt.Bootstrap > 0 || opt.Permutation.OK):
		return choice.Errorf("--counts has no rows: not for --time, --weight, --cluster, --robust, --bootstrap or --permutation")
	case opt.Curve.ConfType == survival.BetaProduct && (robust || opt.Weight != ""):
		return choice.Errorf("--ci beta-product is made of counts: not for --weight, --cluster or --robust")
	case opt.Weight != "" && (opt.Bootstrap > 0 || opt.Permutation.OK):
		return choice.Errorf("--bootstrap and --permutation do not take --weight")
	case opt.Bootstrap == 1:
		return choice.Errorf("--bootstrap needs 2 or more")
	}
	return opt.checkTable()
}

// checkTable refuses a table of what was not asked for.
func (opt *KMChoices) checkTable() error {
	var needs string
	switch {
	case opt.Table == "at" && opt.At == nil:
		needs = "--at"
	case opt.Table == "rmst" && opt.Rmst == 0:
		needs = "--rmst"
	case opt.Table == "tests" && len(opt.By) == 0:
		needs = "--by"
	case opt.Table == "contrasts" && !opt.Contrasts:
		needs = "--contrasts"
	case opt.Table == "bootstrap" && opt.Bootstrap == 0:
		needs = "--bootstrap"
	default:
		return nil
	}
	return choice.Errorf("--table %s needs %s", opt.Table, needs)
}

// KM makes Kaplan–Meier curves, and the tests between them, of rows. It is an error if src
// cannot be read; rows that cannot be used are in the answer, and so is that there are none.
func KM(src *rows.Source, opt *KMChoices) (*KMAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	result, err := estimate(set, opt)
	if err != nil {
		return nil, err
	}
	return result.document(), nil
}

// KMOfCounts makes the same of tables of counts, varighet.counts/1, added up.
func KMOfCounts(files []*rows.Source, opt *KMChoices) (*KMAnswer, error) {
	table, err := readCounts(files)
	if err != nil {
		return nil, err
	}
	result, err := estimateCounts(table, opt)
	if err != nil {
		return nil, err
	}
	return result.document(), nil
}
