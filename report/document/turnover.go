package document

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// TurnoverChoices say after how many months shares are told.
type TurnoverChoices struct {
	Within []int   // months held
	Conf   float64 // level of the limits, 0 to 1

	Baseline string // id of a published share to set beside; "": none

	By      []string // columns that group spells; nil: all together
	Cluster string   // the column whose values make spells alike; "": each is on its own
}

// A TurnoverAnswer is what `survival turnover` prints: the share that left within some months, by
// each definition.
type TurnoverAnswer struct {
	Schema    string          `json:"schema"`     // varighet.turnover/1
	ConfLevel float64         `json:"conf_level"` // level of all limits (share 0–1)
	Shares    []turnoverShare `json:"shares"`     // the definitions a to d for each of --within, by group
	Ending

	by []string
}

// A turnoverShare is the share that left, by one definition. The definitions give different
// numbers on the same data.
type turnoverShare struct {
	// the group: its value of each column of --by; empty without
	By         map[string]string `json:"by"`
	Definition string            `json:"definition"`    // a to d
	Name       string            `json:"name"`          // the same in a word: followed, so_far, kaplan_meier or by_position
	Within     int               `json:"within_months"` // held when they left, at most (months)
	Gone       int               `json:"gone"`          // that left within them; of c, stops up to then
	Of         int               `json:"of"`            // agreements that count; of d positions; of c, all in the curve
	// that left: gone over of, but for c the curve's (share 0–1); null: nothing could be counted
	Share   *float64 `json:"share"`
	Lower   *float64 `json:"lower"`    // lower limit, exact but for c (share 0–1); null: not defined
	Upper   *float64 `json:"upper"`    // upper limit likewise (share 0–1); null: not defined
	LeftOut int      `json:"left_out"` // spells that the definition cannot use; of d positions
	// of c, how many were at risk where that were fewest of the months in which some stopped; absent: of
	// others, or nobody stopped
	FewestAtStop int `json:"fewest_at_stop,omitempty"`
	// of c, limits that hold where it rests on few (share 0–1); absent: of others, or it does not
	BetaProduct *limitPair `json:"beta_product,omitempty"`
	// limits that allow for clusters (share 0–1); absent: without --cluster
	Robust   *limitPair `json:"robust,omitempty"`
	Clusters int        `json:"clusters,omitempty"` // that robust is made from; absent: without --cluster
	// a published share of as many months beside it; absent: without --baseline
	Beside *besideShare `json:"beside,omitempty"`

	key rows.Key
}

// A besideShare holds a share beside a published one. They are compared only where both
// count the same unit over the same months.
type besideShare struct {
	Baseline string  `json:"baseline"` // id of the published share
	Share    float64 `json:"share"`    // as it was printed (share 0–1)
	N        int     `json:"n"`        // that it is of; 0: the source does not say, and it is taken as known
	// in what the two are not the same, in English; empty: in nothing
	Differ []string `json:"differ"`
	// share less the published one (share −1 to 1); null: not compared, reason says why
	Difference *float64 `json:"difference"`
	Lower      *float64 `json:"lower"` // lower limit of difference, allowing for both (share −1 to 1); null: difference is
	Upper      *float64 `json:"upper"` // upper limit of difference, allowing for both (share −1 to 1); null: difference is
	// two-sided, of no difference (probability 0–1); null: not compared, or the share rests on few
	P *float64 `json:"p"`
	// how p is made: fisher (exact, of both counts), binomial (exact, the published share known) or log-log; absent: there is none
	Test string `json:"test,omitempty"`
	// why something is null, in English; absent: nothing is
	Reason string `json:"reason,omitempty"`
}

// Turnover tells which shares of spells left, by each definition. src must be of spells.
func Turnover(src *rows.Source, opt *TurnoverChoices) (*TurnoverAnswer, error) {
	doc := &TurnoverAnswer{Schema: "varighet.turnover/1", ConfLevel: opt.Conf, Shares: []turnoverShare{}, by: opt.By, Ending: ofSpells(src).defining("turnover", false)}
	for _, l := range survival.Select(src.Table.Spells, survival.Query{}).LeftOut {
		if l.Reason == survival.StartUnknown { // no definition can use them; some use those of the last month
			doc.leaveOut(l)
		}
	}
	published, err := publishedShare(opt.Baseline)
	if err != nil {
		return nil, err
	}
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc.leaveUngrouped(ungrouped, opt.By)
	for _, group := range groups {
		if err := doc.group(src.Table, group, opt, published); err != nil {
			return nil, err
		}
	}
	if opt.Cluster != "" {
		doc.warn("lower, upper and beta_product take every spell for one of its own; robust allows for clusters")
	}
	return doc, nil
}

// group tells the shares of a group of a table's spells.
func (d *TurnoverAnswer) group(t *spellfile.Table, group rows.SpellGroup, opt *TurnoverChoices, published *survival.PublishedShare) error {
	clusters, err := clustersOf(t, group.Spells, opt.Cluster)
	if err != nil {
		return err
	}
	for _, m := range opt.Within {
		shares, err := survival.TurnoverAmong(t.Spells, group.Spells, m, opt.Conf)
		if err != nil {
			return err
		}
		robust := make([]survival.RobustShare, len(shares))
		if clusters != nil {
			if robust, err = survival.ClusteredTurnover(t.Spells, group.Spells, clusters, m, opt.Conf); err != nil {
				return err
			}
		}
		for i := range shares {
			d.add(group.Key, &shares[i], robust[i])
			d.beside(&shares[i], opt.Baseline, published)
		}
	}
	return nil
}

// publishedShare is the share of a baseline, of the country; nil for no baseline.
func publishedShare(id string) (*survival.PublishedShare, error) {
	if id == "" {
		return nil, nil
	}
	b, err := data.FindBaseline(id)
	if err != nil {
		return nil, choice.Errorf("%v", err)
	}
	v, ok := b.Value("all")
	if b.Measure != data.StoppedShare || !ok {
		return nil, choice.Errorf("%s is a %s: beside shares stands a stopped_share", id, b.Measure)
	}
	return &survival.PublishedShare{Share: v.Value / 100, N: b.N, Within: b.WithinMonths, Definition: survival.DefinitionOf(survival.Measure(b.Definition))}, nil
}

// beside holds the last share beside a published one, if there is one.
func (d *TurnoverAnswer) beside(s *survival.TurnoverShare, id string, with *survival.PublishedShare) {
	if with == nil {
		return
	}
	c := s.Compare(*with, d.ConfLevel)
	x := &besideShare{Baseline: id, Share: with.Share, N: with.N, Differ: []string{}, Difference: orNull(c.Difference), Lower: orNull(c.Lower),
		Upper: orNull(c.Upper), P: orNull(c.P), Test: c.Test, Reason: c.Reason}
	for _, part := range c.Differ {
		x.Differ = append(x.Differ, part.String())
	}
	d.Shares[len(d.Shares)-1].Beside = x
}

// clustersOf is the cluster of each spell; nil for no column.
func clustersOf(t *spellfile.Table, spells []survival.Spell, column string) (labels []string, err error) {
	if column == "" {
		return nil, nil
	}
	columns, err := rows.Columns(t, "cluster", []string{column})
	if err != nil {
		return nil, err
	}
	for i := range spells {
		labels = append(labels, rows.KeyOf(&spells[i], columns).Label())
	}
	return labels, nil
}

// add puts a share into the document, and warns of what it rests on.
func (d *TurnoverAnswer) add(key rows.Key, s *survival.TurnoverShare, robust survival.RobustShare) {
	x := turnoverShare{By: key.Document(d.by), key: key, Definition: s.Definition.Letter(), Name: s.Definition.String(), Within: s.Within, Gone: s.Gone, Of: s.Of,
		Share: orNull(s.Share), Lower: orNull(s.Lower), Upper: orNull(s.Upper), LeftOut: s.LeftOut,
		FewestAtStop: s.FewestAtStop, Clusters: robust.Clusters}
	if l := s.Limits(); l.Type == survival.BetaProduct {
		x.BetaProduct = &limitPair{orNull(l.Lower), orNull(l.Upper)}
	}
	if n := s.FewestAtStop; s.Share.OK && n > 0 && n < survival.FewAtRisk {
		d.warn(key.Warned(fmt.Sprintf("c within %d months rests on a month in which some stopped with %d at risk", s.Within, n)))
	}
	if robust.Clusters > 0 {
		x.Robust = &limitPair{orNull(robust.Lower), orNull(robust.Upper)}
		if robust.Warning != "" {
			d.warn(key.Warned(fmt.Sprintf("%s within %d months: %s", x.Definition, s.Within, robust.Warning)))
		}
	}
	d.Shares = append(d.Shares, x)
}

// CSV writes a row a share.
func (d *TurnoverAnswer) CSV(w io.Writer) error {
	var list [][]string
	for _, s := range d.Shares {
		list = append(list, append(slices.Clone(s.key.Values), s.Definition, s.Name, strconv.Itoa(s.Within), strconv.Itoa(s.Gone), strconv.Itoa(s.Of),
			cellOf(s.Share), cellOf(s.Lower), cellOf(s.Upper), strconv.Itoa(s.LeftOut)))
		last := &list[len(list)-1]
		for _, l := range []*limitPair{s.BetaProduct, s.Robust} {
			if l == nil {
				l = &limitPair{}
			}
			*last = append(*last, cellOf(l.Lower), cellOf(l.Upper))
		}
		if b := s.Beside; b != nil {
			*last = append(*last, exact(b.Share), cellOf(b.Difference), cellOf(b.Lower), cellOf(b.Upper), cellOf(b.P), b.Test, b.Reason)
		}
	}
	header := turnoverHeader
	if len(d.Shares) > 0 && d.Shares[0].Beside != nil {
		header = slices.Concat(header, besideHeader)
	}
	return writeRows(w, headed(d.by, header...), list)
}

// The columns of the shares, and of a published one beside them.
var (
	turnoverHeader = []string{"definition", "name", "within_months", "gone", "of", "share", "lower", "upper", "left_out",
		"beta_product_lower", "beta_product_upper", "robust_lower", "robust_upper"}
	besideHeader = []string{"published", "difference", "difference_lower", "difference_upper", "p", "test", "reason"}
)

// NoShare is why there is no share of so many, in English.
func NoShare(of int) string {
	if of > 0 {
		return "the curve ends before"
	}
	return "nothing to count"
}

// Text writes a line a share, in percent.
func (d *TurnoverAnswer) Text(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "%sdefinition\twithin\tgone/of\tshare\t%v %% limits\n", tabbed(d.by), 100*d.ConfLevel)
	for _, s := range d.Shares {
		fmt.Fprintf(tw, "%s%s %s\t%d months\t%d/%d\t", tabbed(s.key.Values), s.Definition, s.Name, s.Within, s.Gone, s.Of)
		if s.Share == nil {
			fmt.Fprintf(tw, "%s\t\n", NoShare(s.Of))
			continue
		}
		fmt.Fprintf(tw, "%.1f %%\t", 100**s.Share)
		if s.Lower != nil && s.Upper != nil {
			fmt.Fprintf(tw, "(%.1f to %.1f)", 100**s.Lower, 100**s.Upper)
		}
		if l := s.BetaProduct; l != nil {
			fmt.Fprintf(tw, "; rests on few, beta product (%.1f to %.1f)", 100**l.Lower, 100**l.Upper)
		}
		if l := s.Robust; l != nil && l.Lower != nil && l.Upper != nil {
			fmt.Fprintf(tw, "; with clusters (%.1f to %.1f)", 100**l.Lower, 100**l.Upper)
		}
		fmt.Fprintln(tw)
	}
	if err := tw.Flush(); err != nil {
		return err
	}
	for _, s := range d.Shares {
		if s.Beside != nil {
			fmt.Fprintln(w, s.key.Warned(s.Beside.text(s.Definition)))
		}
	}
	return nil
}

// tabbed are values, each before a tab.
func tabbed(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return strings.Join(values, "\t") + "\t"
}

// text is the comparison in a line.
func (b *besideShare) text(definition string) string {
	line := fmt.Sprintf("%s beside %s, %.4g %%: ", definition, b.Baseline, 100*b.Share)
	if b.Difference == nil {
		return line + "not compared, " + b.Reason
	}
	line += fmt.Sprintf("difference %+.1f points (%+.1f to %+.1f)", 100**b.Difference, 100**b.Lower, 100**b.Upper)
	if b.P != nil {
		line += fmt.Sprintf(", p = %.3g (%s)", *b.P, b.Test)
	}
	for _, part := range append(b.Differ, b.Reason) {
		if part != "" {
			line += "; " + part
		}
	}
	return line
}
