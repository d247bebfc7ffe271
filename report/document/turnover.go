package document

import (
	"fmt"
	"io"
	"strconv"
	"text/tabwriter"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// TurnoverChoices say after how many months shares are told.
type TurnoverChoices struct {
	Within []int   // months held
	Conf   float64 // level of the limits, 0 to 1

	Cluster string // the column whose values make spells alike; "": each is on its own
}

// A TurnoverAnswer is what `survival turnover` prints: the share that left within some months, by
// each definition.
type TurnoverAnswer struct {
	Schema    string          `json:"schema"`     // varighet.turnover/1
	ConfLevel float64         `json:"conf_level"` // level of all limits (share 0–1)
	Shares    []turnoverShare `json:"shares"`     // the definitions a to d for each of --within
	Ending
}

// A turnoverShare is the share that left, by one definition. The definitions give different
// numbers on the same data.
type turnoverShare struct {
	Definition string `json:"definition"`    // a to d
	Name       string `json:"name"`          // the same in a word: followed, so_far, kaplan_meier or by_position
	Within     int    `json:"within_months"` // held when they left, at most (months)
	Gone       int    `json:"gone"`          // that left within them; of c, stops up to then
	Of         int    `json:"of"`            // agreements that count; of d positions; of c, all in the curve
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
}

// Turnover tells which shares of spells left, by each definition. src must be of spells.
func Turnover(src *rows.Source, opt *TurnoverChoices) (*TurnoverAnswer, error) {
	doc := &TurnoverAnswer{Schema: "varighet.turnover/1", ConfLevel: opt.Conf, Shares: []turnoverShare{}, Ending: ofSpells(src).defining("turnover", false)}
	for _, l := range survival.Select(src.Table.Spells, survival.Query{}).LeftOut {
		if l.Reason == survival.StartUnknown { // no definition can use them; some use those of the last month
			doc.leaveOut(l)
		}
	}
	clusters, err := clustersOf(src, opt.Cluster)
	if err != nil {
		return nil, err
	}
	for _, m := range opt.Within {
		shares, err := survival.Turnover(src.Table.Spells, m, opt.Conf)
		if err != nil {
			return nil, err
		}
		robust := make([]survival.RobustShare, len(shares))
		if clusters != nil {
			if robust, err = survival.ClusteredTurnover(src.Table.Spells, clusters, m, opt.Conf); err != nil {
				return nil, err
			}
		}
		for i, s := range shares {
			doc.add(s, robust[i])
		}
	}
	if clusters != nil {
		doc.warn("lower, upper and beta_product take every spell for one of its own; robust allows for clusters")
	}
	return doc, nil
}

// clustersOf is the cluster of each spell; nil for no column.
func clustersOf(src *rows.Source, column string) (labels []string, err error) {
	if column == "" {
		return nil, nil
	}
	columns, err := rows.Columns(src.Table, "cluster", []string{column})
	if err != nil {
		return nil, err
	}
	for i := range src.Table.Spells {
		labels = append(labels, rows.KeyOf(&src.Table.Spells[i], columns).Label())
	}
	return labels, nil
}

// add puts a share into the document, and warns of what it rests on.
func (d *TurnoverAnswer) add(s survival.TurnoverShare, robust survival.RobustShare) {
	x := turnoverShare{Definition: s.Definition.Letter(), Name: s.Definition.String(), Within: s.Within, Gone: s.Gone, Of: s.Of,
		Share: orNull(s.Share), Lower: orNull(s.Lower), Upper: orNull(s.Upper), LeftOut: s.LeftOut,
		FewestAtStop: s.FewestAtStop, Clusters: robust.Clusters}
	if l := s.Limits(); l.Type == survival.BetaProduct {
		x.BetaProduct = &limitPair{orNull(l.Lower), orNull(l.Upper)}
	}
	if n := s.FewestAtStop; s.Share.OK && n > 0 && n < survival.FewAtRisk {
		d.warn(fmt.Sprintf("c within %d months rests on a month in which some stopped with %d at risk", s.Within, n))
	}
	if robust.Clusters > 0 {
		x.Robust = &limitPair{orNull(robust.Lower), orNull(robust.Upper)}
		if robust.Warning != "" {
			d.warn(fmt.Sprintf("%s within %d months: %s", x.Definition, s.Within, robust.Warning))
		}
	}
	d.Shares = append(d.Shares, x)
}

// CSV writes a row a share.
func (d *TurnoverAnswer) CSV(w io.Writer) error {
	var list [][]string
	for _, s := range d.Shares {
		list = append(list, []string{s.Definition, s.Name, strconv.Itoa(s.Within), strconv.Itoa(s.Gone), strconv.Itoa(s.Of),
			cellOf(s.Share), cellOf(s.Lower), cellOf(s.Upper), strconv.Itoa(s.LeftOut)})
		last := &list[len(list)-1]
		for _, l := range []*limitPair{s.BetaProduct, s.Robust} {
			if l == nil {
				l = &limitPair{}
			}
			*last = append(*last, cellOf(l.Lower), cellOf(l.Upper))
		}
	}
	return writeRows(w, []string{"definition", "name", "within_months", "gone", "of", "share", "lower", "upper", "left_out",
		"beta_product_lower", "beta_product_upper", "robust_lower", "robust_upper"}, list)
}

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
	fmt.Fprintf(tw, "definition\twithin\tgone/of\tshare\t%v %% limits\n", 100*d.ConfLevel)
	for _, s := range d.Shares {
		fmt.Fprintf(tw, "%s %s\t%d months\t%d/%d\t", s.Definition, s.Name, s.Within, s.Gone, s.Of)
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
	return tw.Flush()
}
