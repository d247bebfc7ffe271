package document

import (
	"errors"
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// IndependenceChoices say of which rows it is tested whether entry and tenure go together.
type IndependenceChoices struct {
	rows.Choices
	Per      float64 // the hazard ratio is of so many of the time unit more at entry: 12 for a year
	Conf     float64 // level of the limits, 0 to 1; a test finds something at 1 less it
	TimeUnit string  // what times are counted in, for the document: "months"
}

// Check is wrong use where a choice cannot be had.
func (opt *IndependenceChoices) Check() error {
	if !(opt.Per > 0 && opt.Per < 1e15) {
		return choice.Errorf("--per is above 0")
	}
	return nil
}

// An IndependenceAnswer is what `survival independence` prints: by group, whether those who
// had been there longer when they came under observation stay longer, or less long. Every number
// with late entry rests on it that they do not.
type IndependenceAnswer struct {
	Schema    string  `json:"schema"`     // varighet.independence/1
	TimeUnit  string  `json:"time_unit"`  // what times are counted in: months, for spells
	Per       float64 `json:"per"`        // hazard_ratio is of so much more at entry (time_unit): 12 for a year
	ConfLevel float64 `json:"conf_level"` // level of the limits; p is held against 1 less it (share 0–1)
	// ordered by size or number where their names are such; empty if no row can be used
	Groups []independenceGroup `json:"groups"`
	Ending

	opt *IndependenceChoices
}

// An independenceGroup is the tests of one group. A pair is two that were both at risk when the
// first of them stopped, with --strata of one stratum.
type independenceGroup struct {
	By          map[string]string `json:"by"`           // the group: its value of each column of --by; empty without
	N           int               `json:"n"`            // spells or rows
	EnteredLate int               `json:"entered_late"` // of n, those that came under observation after their start
	FromStart   int               `json:"from_start"`   // of n, those seen from their start: all but entered_late
	Events      int               `json:"events"`       // of n, those that stopped
	// of events, those that came when others at risk had entered at another time: tau's test is made of them
	Compared   int   `json:"compared"`
	Pairs      int64 `json:"pairs"`      // of which one had entered before the other
	Concordant int64 `json:"concordant"` // of pairs, those in which who entered first stopped first
	TiedEntry  int64 `json:"tied_entry"` // pairs that had entered at the same time; not in pairs
	// conditional Kendall's tau: concordant less other pairs, over pairs (−1 to 1); null: not defined, reason says why
	Tau *float64 `json:"tau"`
	// tau over its standard error if entry and tenure are independent; null: as tau
	Z *float64 `json:"z"`
	P *float64 `json:"p"` // of independence by z, two-sided (probability 0–1); null: as tau
	// of those who had been there for per more when they came under observation, in a Cox model with late entry;
	// null: no estimate, a warning says why
	HazardRatio *float64 `json:"hazard_ratio"`
	Lower       *float64 `json:"lower"`                 // lower limit of hazard_ratio; null: as hazard_ratio
	Upper       *float64 `json:"upper"`                 // upper limit of hazard_ratio; null: as hazard_ratio
	HazardP     *float64 `json:"hazard_p"`              // of a hazard_ratio of 1, two-sided (probability 0–1); null: as hazard_ratio
	Clusters    int      `json:"clusters,omitempty"`    // that lower, upper and hazard_p allow for; absent: without --cluster
	InWords     string   `json:"in_words"`              // what tau's test comes to, in English
	Reason      string   `json:"reason,omitempty"`      // why there is no tau; absent: there is one
	Consequence string   `json:"consequence,omitempty"` // what to do about it, in English; absent: the test found nothing

	key rows.Key
}

// Independence tests, by groups of rows, whether entry and tenure go together.
func Independence(src *rows.Source, opt *IndependenceChoices) (*IndependenceAnswer, error) {
	set, err := rows.Read(src, &opt.Choices)
	if err != nil {
		return nil, err
	}
	d := &IndependenceAnswer{Schema: "varighet.independence/1", TimeUnit: opt.TimeUnit, Per: opt.Per, ConfLevel: opt.Conf,
		Groups: []independenceGroup{}, Ending: newEnding(set.Rejected, set.LeftOut, set.Warnings).defining("independence", opt.AnyCSV()), opt: opt}
	if len(set.Tenures) == 0 {
		d.warn("no rows can be used: no test")
		return d, nil
	}
	for _, group := range set.Split(len(opt.By) > 0) {
		if err := d.add(group); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// add tests one group.
func (d *IndependenceAnswer) add(group rows.Group) error {
	r, err := survival.QuasiIndependence(group.Rows.Tenures, group.Rows.Strata)
	if err != nil {
		return err
	}
	level := 1 - d.opt.Conf
	x := independenceGroup{By: group.Key.Document(d.opt.By), N: r.N, EnteredLate: r.EnteredLate, FromStart: r.N - r.EnteredLate,
		Events: r.Events, Compared: r.Compared, Pairs: r.Pairs, Concordant: r.Concordant, TiedEntry: r.TiedEntry,
		Tau: orNull(r.Tau), Z: orNull(r.Z), P: orNull(r.P), InWords: r.InWords(level), Reason: r.Reason, key: group.Key}
	if r.Fails(level) {
		x.Consequence = d.consequence()
	}
	if r.EnteredLate > 0 {
		if err := d.addHazard(&x, group.Rows); err != nil {
			return err
		}
	}
	d.Groups = append(d.Groups, x)
	return nil
}

// consequence says what to do where entry and tenure go together.
func (d *IndependenceAnswer) consequence() string {
	if d.opt.AnyCSV() {
		return "curves, medians and tests of all together are of no one time: take only rows with an entry of 0"
	}
	return "curves, medians and tests of all together are of no one time: take what was seen in some late years " +
		"(--period FROM/TO), which this command can test too, or only those seen from their start (--where entry=0)"
}

// addHazard fits the Cox model with the entry as covariate.
func (d *IndependenceAnswer) addHazard(x *independenceGroup, set *rows.Set) error {
	entries := make([]float64, len(set.Tenures))
	for i, t := range set.Tenures {
		entries[i] = t.Entry / d.opt.Per
	}
	matrix, err := design.New(len(entries), design.Numeric("entry", entries))
	if err != nil {
		return err
	}
	m, err := cox.Fit(cox.Data{Tenures: set.Tenures, X: matrix, Strata: set.Strata, Cluster: set.Clusters}, cox.Options{ConfLevel: d.opt.Conf})
	var p *varighet.Problem
	if errors.As(err, &p) { // all entered at the same tenure, or nobody stopped
		d.warn(x.key.Warned("Cox model: " + p.Msg))
		return nil
	}
	if err != nil {
		return err
	}
	for _, w := range m.Warnings {
		d.warn(x.key.Warned("Cox model: " + w))
	}
	b := m.Coefficients[0]
	x.HazardRatio, x.Lower, x.Upper, x.HazardP = orNull(b.HazardRatio), orNull(b.Lower), orNull(b.Upper), orNull(b.P)
	x.Clusters = m.Clusters
	return nil
}

// table has a row a group.
func (d *IndependenceAnswer) table() *grid {
	g := &grid{header: headed(d.opt.By, "n", "from_start", "entered_late", "events", "compared", "pairs", "concordant", "tied_entry", "tau", "z", "p",
		"hazard_ratio", "lower", "upper", "hazard_p")}
	if d.opt.Cluster != "" {
		g.header = append(g.header, "clusters")
	}
	for _, x := range d.Groups {
		cells := []any{x.N, x.FromStart, x.EnteredLate, x.Events, x.Compared, x.Pairs, x.Concordant, x.TiedEntry, x.Tau, x.Z, x.P,
			x.HazardRatio, x.Lower, x.Upper, x.HazardP}
		if d.opt.Cluster != "" {
			cells = append(cells, x.Clusters)
		}
		g.keyed(x.key, cells...)
	}
	return g
}

// CSV writes a row a group.
func (d *IndependenceAnswer) CSV(w io.Writer) error { return d.table().CSV(w) }

// Text writes the same, rounded, and what it comes to in words.
func (d *IndependenceAnswer) Text(w io.Writer) error {
	if err := d.table().Text(w); err != nil {
		return err
	}
	consequence := ""
	for _, x := range d.Groups {
		fmt.Fprintln(w, x.key.Warned(x.InWords))
		if x.Consequence != "" {
			consequence = x.Consequence
		}
	}
	if consequence != "" {
		fmt.Fprintln(w, consequence)
	}
	_, err := fmt.Fprintf(w, "hazard_ratio: of those who had been there for %s %s more when they came under observation\n", exact(d.Per), d.TimeUnit)
	return err
}
