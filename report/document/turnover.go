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
}

// Turnover tells which shares of spells left, by each definition. src must be of spells.
func Turnover(src *rows.Source, opt *TurnoverChoices) (*TurnoverAnswer, error) {
	doc := &TurnoverAnswer{Schema: "varighet.turnover/1", ConfLevel: opt.Conf, Shares: []turnoverShare{}, Ending: newEnding(nil, nil, src.Notes)}
	for _, m := range opt.Within {
		shares, err := survival.Turnover(src.Table.Spells, m, opt.Conf)
		if err != nil {
			return nil, err
		}
		for _, s := range shares {
			doc.Shares = append(doc.Shares, turnoverDocument(s))
		}
	}
	return doc, nil
}

func turnoverDocument(s survival.TurnoverShare) turnoverShare {
	return turnoverShare{s.Definition.Letter(), s.Definition.String(), s.Within, s.Gone, s.Of,
		orNull(s.Share), orNull(s.Lower), orNull(s.Upper), s.LeftOut}
}

// CSV writes a row a share.
func (d *TurnoverAnswer) CSV(w io.Writer) error {
	var list [][]string
	for _, s := range d.Shares {
		list = append(list, []string{s.Definition, s.Name, strconv.Itoa(s.Within), strconv.Itoa(s.Gone), strconv.Itoa(s.Of),
			cellOf(s.Share), cellOf(s.Lower), cellOf(s.Upper), strconv.Itoa(s.LeftOut)})
	}
	return writeRows(w, []string{"definition", "name", "within_months", "gone", "of", "share", "lower", "upper", "left_out"}, list)
}

// Text writes a line a share, in percent.
func (d *TurnoverAnswer) Text(w io.Writer) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintf(tw, "definition\twithin\tgone/of\tshare\t%v %% limits\n", 100*d.ConfLevel)
	for _, s := range d.Shares {
		fmt.Fprintf(tw, "%s %s\t%d months\t%d/%d\t", s.Definition, s.Name, s.Within, s.Gone, s.Of)
		if s.Share == nil {
			fmt.Fprint(tw, "nothing to count\t\n")
			continue
		}
		fmt.Fprintf(tw, "%.1f %%\t", 100**s.Share)
		if s.Lower != nil && s.Upper != nil {
			fmt.Fprintf(tw, "(%.1f to %.1f)", 100**s.Lower, 100**s.Upper)
		}
		fmt.Fprintln(tw)
	}
	return tw.Flush()
}
