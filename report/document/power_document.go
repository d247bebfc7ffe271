package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/yardstick"
	"github.com/varighet/varighet/survival/power"
)

// A PowerAnswer is what `survival power` prints: what each group could show against a published
// median or a curve, whoever has left so far.
type PowerAnswer struct {
	Schema    string  `json:"schema"`     // varighet.power/1
	ConfLevel float64 `json:"conf_level"` // level of all limits, and of the test (share 0–1)
	Baseline  string  `json:"baseline"`   // id of the published number; curve, for a curve of the user's own
	// the curve through a median, such as Weibull with shape 1; "" for a curve
	Assumption string `json:"assumption"`
	// stops are recorded at the ends of months: what is expected is the chance of a stop in each month
	WholeMonths bool `json:"whole_months"`
	// positions: with one doctor after another; agreements: one doctor each, whom nobody replaces
	Follow       string       `json:"follow"`
	VacantMonths int          `json:"vacant_months"` // between two doctors of a position (months)
	Rule         powerRule    `json:"rule"`          // of too_few
	Groups       []powerGroup `json:"groups"`        // one a group of --by, or one; empty if no row can be used
	// what the numbers are, in English
	Notes []string `json:"notes"`
	Ending

	opt *PowerChoices
}

// A powerRule says when a group is too small for its numbers to be read as like, or unlike, the
// baseline: neither hazard shows with the chance.
type powerRule struct {
	Name    string  `json:"name"`    // halved-and-doubled-below-0.8
	Chance  float64 `json:"chance"`  // below which a ratio cannot be told (probability 0–1)
	Halved  float64 `json:"halved"`  // the hazard ratio that halved is of
	Doubled float64 `json:"doubled"` // the hazard ratio that doubled is of
}

// A powerGroup is how a group is followed, and what it could show.
type powerGroup struct {
	// the group: its value of each column of --by; empty without
	By map[string]string `json:"by"`
	// spells or rows that can be used; those of one position after the first are no units of their own
	Agreements int `json:"agreements"`
	// positions, or agreements, that are followed and that the baseline has a value for
	N int `json:"n"`
	// new ones that come in while it is followed longer (per 12 of the time unit)
	Entering float64     `json:"entering_per_year"`
	Years    []powerYear `json:"years"` // by how much longer it is followed, ascending; empty if n is 0

	key rows.Key
}

// A powerYear is what a group could show if it were followed for some years more.
type powerYear struct {
	Extra int     `json:"extra_years"`   // followed longer than it is (12 of the time unit)
	N     int     `json:"n"`             // units, with those that have come in
	Time  float64 `json:"time_followed"` // if nobody leaves, added up (time unit)
	// stops if the baseline holds; null: reason says why
	Expected *float64 `json:"expected"`
	// how often the limits leave out 1 though the baseline holds (probability 0–1); null: as expected
	FalseAlarm *float64 `json:"false_alarm"`
	// lower limit of observed over expected if as many stop as are expected; null: as expected, or
	// next to nothing is expected
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // upper limit likewise; null: as lower
	Width *float64 `json:"width"` // upper over lower; null: as lower
	// greatest hazard ratio below 1 that shows with the rule's chance; null: reason_below says why
	Below     *float64 `json:"detectable_below"`
	NoneBelow string   `json:"reason_below,omitempty"` // why no ratio below 1 does; absent: one does, or nothing is expected
	// least hazard ratio above 1 that shows with the rule's chance; null: reason_above says why
	Above     *float64 `json:"detectable_above"`
	NoneAbove string   `json:"reason_above,omitempty"` // why no ratio above 1 does; absent: one does, or nothing is expected
	// how often a halved hazard shows (probability 0–1); null: as expected
	Halved *float64 `json:"halved"`
	// how often a doubled hazard shows (probability 0–1); null: as expected
	Doubled *float64     `json:"doubled"`
	TooFew  bool         `json:"too_few"`          // to tell by the rule: halved and doubled are both below its chance
	Reason  string       `json:"reason,omitempty"` // why there are no numbers; absent: there are
	Ratios  []powerRatio `json:"ratios"`           // as they were asked for; empty if there are no numbers
}

// A powerRatio is what happens at a hazard ratio against the baseline.
type powerRatio struct {
	Ratio    float64 `json:"ratio"`    // the hazard over the baseline's
	Stops    float64 `json:"stops"`    // that happen (mean)
	Expected float64 `json:"expected"` // stops that the baseline gives in the time at risk (mean)
	// lower limit of observed over expected if both are their means; null: next to nothing is expected
	Lower *float64 `json:"lower"`
	Upper *float64 `json:"upper"` // upper limit likewise; null: as lower
	Width *float64 `json:"width"` // upper over lower; null: as lower
	// how often the limits leave out 1 and are on the side of the ratio (probability 0–1)
	Chance float64 `json:"chance"`
}

func newPower(opt *PowerChoices, against *yardstick.Yardstick) *PowerAnswer {
	return &PowerAnswer{Schema: "varighet.power/1", ConfLevel: opt.Conf, Baseline: against.Name, Assumption: against.Assumption,
		WholeMonths: opt.wholeMonths(), Follow: opt.Follow, VacantMonths: opt.Vacant,
		Rule:   powerRule{power.TooFewRule, power.CanTell, power.Halved, power.Doubled},
		Groups: []powerGroup{}, Notes: powerNotes(opt, against), opt: opt}
}

// CSV writes the table that was asked for.
func (d *PowerAnswer) CSV(w io.Writer) error {
	if d.opt.Table == "ratios" {
		return d.ratioTable().CSV(w)
	}
	return d.yearTable().CSV(w)
}

// yearTable has a row for each group and time that it is followed longer.
func (d *PowerAnswer) yearTable() *grid {
	g := &grid{header: headed(d.opt.By, "extra_years", "n", "time_followed", "expected", "false_alarm", "lower", "upper", "width",
		"detectable_below", "detectable_above", "halved", "doubled", "too_few")}
	for _, x := range d.Groups {
		for _, y := range x.Years {
			g.keyed(x.key, y.Extra, y.N, y.Time, y.Expected, y.FalseAlarm, y.Lower, y.Upper, y.Width, y.Below, y.Above, y.Halved, y.Doubled, y.TooFew)
		}
	}
	return g
}

// ratioTable has a row for each of these and each ratio.
func (d *PowerAnswer) ratioTable() *grid {
	g := &grid{header: headed(d.opt.By, "extra_years", "ratio", "stops", "expected", "lower", "upper", "width", "chance")}
	for _, x := range d.Groups {
		for _, y := range x.Years {
			for _, r := range y.Ratios {
				g.keyed(x.key, y.Extra, r.Ratio, r.Stops, r.Expected, r.Lower, r.Upper, r.Width, r.Chance)
			}
		}
	}
	return g
}

// Text writes a block a group: how it is followed, a line for each time that it is followed
// longer with the chance of each ratio, and what that means.
func (d *PowerAnswer) Text(w io.Writer) error {
	for i := range d.Groups {
		x := &d.Groups[i]
		if _, err := fmt.Fprintln(w, x.key.Warned(x.followed(d.opt))); err != nil {
			return err
		}
		if err := d.chanceTable(x).Text(w); err != nil {
			return err
		}
		if _, err := fmt.Fprintf(w, "%s\n\n", x.inWords()); err != nil {
			return err
		}
	}
	for _, note := range d.Notes {
		if _, err := fmt.Fprintln(w, note); err != nil {
			return err
		}
	}
	return nil
}

// chanceTable has a row for each time that a group is followed longer, with a column a ratio.
func (d *PowerAnswer) chanceTable(x *powerGroup) *grid {
	g := &grid{header: []string{"longer", "n", "expected", "lower", "upper", "width", "below", "above"}}
	for _, r := range d.opt.Ratios {
		g.header = append(g.header, "at "+exact(r))
	}
	for _, y := range x.Years {
		cells := []any{y.Extra, y.N, y.Expected, y.Lower, y.Upper, y.Width, y.Below, y.Above}
		for i := range d.opt.Ratios {
			var chance *float64
			if i < len(y.Ratios) {
				chance = &y.Ratios[i].Chance
			}
			cells = append(cells, chance)
		}
		g.add(cells...)
	}
	return g
}
