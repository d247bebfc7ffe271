package document

import (
	"fmt"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/survival"
)

// turnoverQuartiles are how turnover is spread over groups in one year.
type turnoverQuartiles struct {
	Year       int `json:"year"`        // calendar year
	Units      int `json:"units"`       // groups that have a turnover: per_open_close
	NotCovered int `json:"not_covered"` // groups of whose year the data cover a part
	Empty      int `json:"empty"`       // groups without anybody on both days
	High       int `json:"high"`        // of units, those above persistent.above
	// lower quartile over units of per_open_close, each unit once; null: no units
	Q25    *float64 `json:"q25"`
	Median *float64 `json:"median"` // median likewise; null: no units
	Q75    *float64 `json:"q75"`    // upper quartile likewise; null: no units
}

// persistentTurnover is which groups had a high turnover for years.
type persistentTurnover struct {
	Above  float64 `json:"above"`    // per_open_close is high above this
	InARow int     `json:"in_a_row"` // years in a row with a high one that are persistent, at least
	// groups that can be judged: in_a_row years in a row that the data cover, with somebody in the stock
	Judged     int `json:"judged"`
	NotJudged  int `json:"not_judged"` // the other groups
	Persistent int `json:"persistent"` // of judged
	// persistent over judged (share 0–1); null: none is judged
	Share *float64 `json:"share"`
	// lower limit of share, Clopper and Pearson's, groups taken for independent (share 0–1); null: share is
	ShareLower *float64 `json:"share_lower"`
	ShareUpper *float64 `json:"share_upper"` // upper limit likewise (share 0–1); null: share is
	// mean number of persistent groups if all had the rate of all together in each year, so that only
	// chance and size told them apart; null: none is judged
	ByChance *float64          `json:"by_chance"`
	Groups   []persistentGroup `json:"groups"` // one a group, in the order of groups
}

// A persistentGroup is what was seen of one group.
type persistentGroup struct {
	// the group: its value of each column of --by
	By    map[string]string `json:"by"`
	Years int               `json:"years"` // that are covered, with somebody in the stock
	High  int               `json:"high"`  // of years, those with a high turnover
	// most years in a row with a high turnover
	Longest int  `json:"longest"`
	From    *int `json:"from"` // the first of them (year); null: no year is high
	// longest is enough; null: cannot be judged, reason says why
	Persistent *bool  `json:"persistent"`
	Reason     string `json:"reason,omitempty"` // why it cannot be judged; absent: it can
}

// compareGroups says how the years of the groups, in the order of keys, compare.
func (d *TurnoverYearAnswer) compareGroups(units [][]survival.YearTurnover) error {
	rule := d.opt.High
	for _, y := range survival.SpreadOfTurnover(units, rule) {
		d.Quartiles = append(d.Quartiles, turnoverQuartiles{y.Year, y.Units, y.NotCovered, y.Empty, y.High, orNull(y.Q25), orNull(y.Median), orNull(y.Q75)})
	}
	p, err := survival.PersistentTurnover(units, rule, d.opt.Conf)
	if err != nil {
		return err
	}
	d.Persistent = &persistentTurnover{Above: rule.Above, InARow: rule.InARow, Judged: p.Judged, NotJudged: len(p.Units) - p.Judged,
		Persistent: p.Persistent, Share: orNull(p.Share), ShareLower: orNull(p.ShareLower), ShareUpper: orNull(p.ShareUpper),
		ByChance: orNull(p.ByChance), Groups: []persistentGroup{}}
	var unjudged []string
	for i, u := range p.Units {
		d.Persistent.Groups = append(d.Persistent.Groups, d.persistentGroup(i, u))
		if u.Reason != "" {
			unjudged = append(unjudged, d.keys[i].Label())
		}
	}
	if len(unjudged) > 0 {
		d.warn(fmt.Sprintf("persistent: %s cannot be judged, having fewer than %d years in a row that the data cover with anybody in the stock: %s",
			english.Count(len(unjudged), "group", "groups"), rule.InARow, someOf(unjudged)))
	}
	return nil
}

func (d *TurnoverYearAnswer) persistentGroup(i int, u survival.UnitPersistence) persistentGroup {
	x := persistentGroup{By: d.keys[i].Document(d.opt.By), Years: u.Years, High: u.High, Longest: u.Longest, From: intOrNull(u.From), Reason: u.Reason}
	if u.Reason == "" {
		x.Persistent = &u.Persistent
	}
	return x
}

// CSV writes the table that was asked for: years has a row a group and year, quartiles a row a
// year, persistent a row a group.
func (d *TurnoverYearAnswer) CSV(w io.Writer) error {
	switch d.opt.Table {
	case "quartiles":
		return d.quartilesTable().CSV(w)
	case "persistent":
		return d.persistentTable().CSV(w)
	}
	return d.grid.CSV(w)
}

func (d *TurnoverYearAnswer) quartilesTable() *grid {
	g := &grid{header: []string{"year", "units", "not_covered", "empty", "high", "q25", "median", "q75"}}
	for _, y := range d.Quartiles {
		g.add(y.Year, y.Units, y.NotCovered, y.Empty, y.High, y.Q25, y.Median, y.Q75)
	}
	return g
}

func (d *TurnoverYearAnswer) persistentTable() *grid {
	g := &grid{header: headed(d.opt.By, "years", "high", "longest", "from", "persistent", "reason")}
	for i := range d.keys {
		x := &d.Persistent.Groups[i]
		persistent := ""
		if x.Persistent != nil {
			persistent = fmt.Sprint(*x.Persistent)
		}
		g.keyed(d.keys[i], x.Years, x.High, x.Longest, intCell(x.From, ""), persistent, x.Reason)
	}
	return g
}

// Text writes the years, rounded, and what there is to say of all groups.
func (d *TurnoverYearAnswer) Text(w io.Writer) error {
	if err := d.grid.Text(w); err != nil || d.Persistent == nil {
		return err
	}
	fmt.Fprintln(w, "per_open_close over groups, each once:")
	if err := d.quartilesTable().Text(w); err != nil {
		return err
	}
	_, err := fmt.Fprintln(w, d.Persistent.words())
	return err
}

// words say how many groups are persistent, and how many would be by chance.
func (p *persistentTurnover) words() string {
	high := fmt.Sprintf("above %s %% in %s in a row", exact(100*p.Above), english.Count(p.InARow, "year", "years"))
	if p.Share == nil {
		return "no group can be judged: " + high
	}
	var s strings.Builder
	fmt.Fprintf(&s, "%d of %s %s: %.1f %% (%.1f to %.1f)", p.Persistent, english.Count(p.Judged, "group", "groups"), high, 100**p.Share,
		100**p.ShareLower, 100**p.ShareUpper)
	fmt.Fprintf(&s, "; if all had the same rate, %.1f would be by chance; %d not judged", *p.ByChance, p.NotJudged)
	return s.String()
}
