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
	Within []int
	Conf   float64
}

// Turnover tells of spells which shares left, by each definition.
func Turnover(src *rows.Source, opt *TurnoverChoices) (*TurnoverAnswer, error) {
	doc := &TurnoverAnswer{Schema: "varighet.turnover/1", ConfLevel: opt.Conf, Shares: []turnoverShareJSON{}, Ending: newEnding(nil, nil, src.Notes)}
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

// The machine contract: varighet.turnover/1.
type (
	TurnoverAnswer struct {
		Schema    string              `json:"schema"`
		ConfLevel float64             `json:"conf_level"`
		Shares    []turnoverShareJSON `json:"shares"`
		Ending
	}
	turnoverShareJSON struct {
		Definition string   `json:"definition"` // a to d
		Name       string   `json:"name"`
		Within     int      `json:"within_months"`
		Gone       int      `json:"gone"`
		Of         int      `json:"of"`
		Share      *float64 `json:"share"`
		Lower      *float64 `json:"lower"`
		Upper      *float64 `json:"upper"`
		LeftOut    int      `json:"left_out"`
	}
)

func turnoverDocument(s survival.TurnoverShare) turnoverShareJSON {
	return turnoverShareJSON{s.Definition.Letter(), s.Definition.String(), s.Within, s.Gone, s.Of,
		orNull(s.Share), orNull(s.Lower), orNull(s.Upper), s.LeftOut}
}

func (d *TurnoverAnswer) CSV(w io.Writer) error {
	var list [][]string
	for _, s := range d.Shares {
		list = append(list, []string{s.Definition, s.Name, strconv.Itoa(s.Within), strconv.Itoa(s.Gone), strconv.Itoa(s.Of),
			cellOf(s.Share), cellOf(s.Lower), cellOf(s.Upper), strconv.Itoa(s.LeftOut)})
	}
	return writeRows(w, []string{"definition", "name", "within_months", "gone", "of", "share", "lower", "upper", "left_out"}, list)
}

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
