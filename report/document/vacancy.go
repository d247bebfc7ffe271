package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// The machine contract: varighet.vacancy/1.
type (
	// VacancyAnswer is the answer to `survival vacancy`.
	VacancyAnswer struct {
		Schema    string         `json:"schema"`     // varighet.vacancy/1
		ConfLevel float64        `json:"conf_level"` // of the limits of time_to_fill
		Groups    []vacancyGroup `json:"groups"`     // in the order of the --by values; one without --by
		Ending

		table string
		by    []string
	}
	// vacancyGroup counts vacancies: times in which a list stood without a doctor. filled,
	// closed, open and out_of_sight add up to vacancies.
	vacancyGroup struct {
		By          map[string]string `json:"by"`           // value of each --by column
		Vacancies   int               `json:"vacancies"`    // all in the data
		Filled      int               `json:"filled"`       // seen to be filled
		Closed      int               `json:"closed"`       // ended with the list
		Open        int               `json:"open"`         // in the last month of the data
		OutOfSight  int               `json:"out_of_sight"` // the data about the list, or its window, end before
		NeverFilled int               `json:"never_filled"` // lists that were seen vacant and have had no doctor at any time
		Fill        *timeToFill       `json:"time_to_fill"` // read off the Kaplan–Meier curve of vacancies; null: no vacancy can say how long they last
		OpenNow     *openNow          `json:"open_now"`     // the vacancies open in the last month; null: there are no spells
		Months      []vacancyMonth    `json:"months"`       // every month of the data
	}
	// timeToFill is read off the Kaplan–Meier curve of months until a list is filled. One
	// that closed is censored. Times are months; null is not reached, or not defined.
	timeToFill struct {
		N           int      `json:"n"`                   // vacancies in the curve
		EnteredLate int      `json:"entered_late"`        // of those: under way when the data, or the window, began
		Filled      int      `json:"filled"`              // seen to be filled
		Censored    int      `json:"censored"`            // not seen to be: open, closed or out of sight
		Median      *float64 `json:"median"`              // by which half are filled (months); null: not reached
		MedianLower *float64 `json:"median_lower"`        // lower limit (months); null: not reached
		MedianUpper *float64 `json:"median_upper"`        // upper limit (months); null: not reached
		After12     *float64 `json:"open_after_12"`       // not filled within 12 months (share 0–1); null: none was followed so long
		Lower12     *float64 `json:"open_after_12_lower"` // lower limit (share 0–1); null: not defined
		Upper12     *float64 `json:"open_after_12_upper"` // upper limit (share 0–1); null: not defined
		AtRisk12    int      `json:"at_risk_12"`          // vacancies that the share still rests on
	}
	vacancyMonth struct {
		Month          string   `json:"month"`           // such as 2019-11-01
		Lists          int      `json:"lists"`           // with a doctor or vacant
		Vacant         int      `json:"vacant"`          // without a doctor
		Share          *float64 `json:"share"`           // vacant of lists (share 0–1); null: there are no lists
		NeverFilled    int      `json:"never_filled"`    // vacant lists that have had no doctor so far
		NotOpened      int      `json:"not_yet_opened"`  // lists first seen later: in no other count
		NoData         int      `json:"no_data"`         // lists of which the month is a hole in the data: in no other count
		YearOrMore     int      `json:"year_or_more"`    // vacant lists that have been so for 12 months elapsed or more
		YearUnknown    int      `json:"year_unknown"`    // vacant lists of which that is not known
		Residents      *float64 `json:"residents"`       // sum over residents_known of each list's mean in its vacancy; null: none is known
		ResidentsKnown int      `json:"residents_known"` // vacant lists with a number of residents
	}
	openNow struct {
		Month      string        `json:"month"`         // the last of the data, such as 2019-11-01
		Ages       []vacancyAge  `json:"ages"`          // open vacancies by months elapsed
		AgeUnknown int           `json:"age_unknown"`   // those whose start is not known, unless they are in the oldest class by what was seen
		YearLeast  *float64      `json:"year_at_least"` // of the vacant that has been so for 12 months or more (share 0–1); null: none are vacant
		YearMost   *float64      `json:"year_at_most"`  // the same if all of year_unknown have (share 0–1); null: none are vacant
		last       *vacancyMonth // of months
	}
	vacancyAge struct {
		From  int  `json:"from"`  // months elapsed, included
		To    *int `json:"to"`    // months elapsed, not included; null: no end
		Lists int  `json:"lists"` // vacant lists of the age
	}
)

// VacancyChoices say of which lists it is told when they stood without a doctor.
type VacancyChoices struct {
	By    []string
	Curve survival.Options // of the time to fill
	Table string           // of CSV: one of VacancyTables
}

// VacancyTables are the tables that the answer has as CSV.
var VacancyTables = []string{"months", "groups", "ages", DefinitionsTable}

// Check is wrong use where a choice cannot be had.
func (opt *VacancyChoices) Check() error { return KnownTable(opt.Table, VacancyTables...) }

// Vacancy tells of the times in which lists stood without a doctor, by groups of spells.
func Vacancy(src *rows.Source, opt *VacancyChoices) (*VacancyAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	all := src.Table.Spells
	leftOut := src.Choose(survival.Query{Kind: survival.Vacant}).LeftOut
	doc := &VacancyAnswer{Schema: "varighet.vacancy/1", ConfLevel: opt.Curve.ConfLevel, Groups: []vacancyGroup{},
		Ending: newEnding(nil, leftOut, src.Notes).defining("vacancy", false), table: opt.Table, by: opt.By}
	doc.leaveUngrouped(ungrouped, opt.By)
	for _, l := range leftOut {
		doc.warn("time to fill: " + l.String())
	}
	vacancies := 0
	for _, group := range groups {
		v, err := survival.VacancyOf(all, group.Spells, opt.Curve)
		if err != nil {
			return nil, err
		}
		vacancies += v.Spells
		doc.add(group.Key, &v, opt.By)
	}
	for i := range all {
		if all[i].Kind == survival.Vacant {
			vacancies--
		}
	}
	if vacancies < 0 {
		doc.warn(fmt.Sprintf("%s in no group: vacant lists have columns of the list, not of a doctor",
			english.Count(-vacancies, "vacancy is", "vacancies are")))
	}
	return doc, nil
}

func (d *VacancyAnswer) add(key rows.Key, v *survival.Vacancies, by []string) {
	x := vacancyGroup{By: key.Document(by), Vacancies: v.Spells, Filled: v.Filled, Closed: v.Closed, Open: v.Open, OutOfSight: v.OutOfSight,
		NeverFilled: v.NeverFilled, Months: []vacancyMonth{}}
	if c := v.TimeToFill; c != nil {
		median, year := c.Median(), c.At(12)
		x.Fill = &timeToFill{N: c.N, EnteredLate: c.EnteredLate, Filled: c.Events, Censored: c.Censored, Median: orNull(median.Time),
			MedianLower: orNull(median.Lower), MedianUpper: orNull(median.Upper), AtRisk12: year.AtRisk}
		if !year.Beyond {
			x.Fill.After12, x.Fill.Lower12, x.Fill.Upper12 = &year.Survival, orNull(year.Lower), orNull(year.Upper)
		}
		for _, w := range c.Warnings {
			d.warn(key.Warned("time to fill: " + w))
		}
		if v.Closed > 0 {
			d.warn(key.Warned(fmt.Sprintf("time to fill: %s with the list and counted as censored, not as filled",
				english.Count(v.Closed, "vacancy ended", "vacancies ended"))))
		}
	}
	for i := range v.Months {
		x.Months = append(x.Months, vacancyMonthDocument(&v.Months[i]))
	}
	if n := len(v.Months); n > 0 {
		least, most := v.Months[n-1].YearShare()
		now := &openNow{Month: v.Months[n-1].Month.Date(), Ages: []vacancyAge{}, AgeUnknown: v.AgeUnknown, YearLeast: orNull(least),
			YearMost: orNull(most), last: &x.Months[n-1]}
		for k, lists := range v.Ages {
			age := vacancyAge{From: survival.VacancyAges[k], Lists: lists}
			if k+1 < len(v.Ages) {
				to := survival.VacancyAges[k+1]
				age.To = &to
			}
			now.Ages = append(now.Ages, age)
		}
		x.OpenNow = now
	}
	d.Groups = append(d.Groups, x)
}

func vacancyMonthDocument(m *survival.VacancyMonth) vacancyMonth {
	x := vacancyMonth{Month: m.Month.Date(), Lists: m.Lists, Vacant: m.Vacant, Share: orNull(m.Share()), NeverFilled: m.NeverFilled,
		NotOpened: m.NotOpened, NoData: m.NoData, YearOrMore: m.YearOrMore, YearUnknown: m.YearUnknown, ResidentsKnown: m.ResidentsKnown}
	if m.ResidentsKnown > 0 {
		x.Residents = &m.Residents
	}
	return x
}

func (m *vacancyMonth) facts() []fact {
	return []fact{{"month", m.Month}, {"lists", m.Lists}, {"vacant", m.Vacant}, {"share", m.Share}, {"never_filled", m.NeverFilled},
		{"not_yet_opened", m.NotOpened}, {"no_data", m.NoData}, {"year_or_more", m.YearOrMore}, {"year_unknown", m.YearUnknown},
		{"residents", m.Residents}, {"residents_known", m.ResidentsKnown}}
}

// facts are what there is one of in a group: over all the data, of the curve, and of the
// last month.
func (x *vacancyGroup) facts() []fact {
	list := []fact{{"vacancies", x.Vacancies}, {"filled", x.Filled}, {"closed", x.Closed}, {"open", x.Open}, {"out_of_sight", x.OutOfSight},
		{"never_filled", x.NeverFilled}}
	fill := x.Fill
	if fill == nil {
		fill = &timeToFill{}
	}
	list = append(list, fact{"fill_n", fill.N}, fact{"fill_entered_late", fill.EnteredLate}, fact{"fill_filled", fill.Filled},
		fact{"fill_censored", fill.Censored}, fact{"fill_median", fill.Median}, fact{"fill_median_lower", fill.MedianLower},
		fact{"fill_median_upper", fill.MedianUpper}, fact{"open_after_12", fill.After12}, fact{"open_after_12_lower", fill.Lower12},
		fact{"open_after_12_upper", fill.Upper12}, fact{"at_risk_12", fill.AtRisk12})
	now := x.OpenNow
	if now == nil {
		now = &openNow{last: &vacancyMonth{}}
	}
	for _, f := range now.last.facts() {
		list = append(list, fact{"last_" + f.name, f.value})
	}
	return append(list, fact{"year_at_least", now.YearLeast}, fact{"year_at_most", now.YearMost})
}

// CSV writes the table that was asked for: months has a row a month of a group, groups a row
// a group, ages a row a class of age of the vacancies open in the last month.
func (d *VacancyAnswer) CSV(w io.Writer) error {
	if d.table == "groups" {
		return d.byGroup().grid(new(vacancyGroup).facts()).CSV(w)
	}
	if d.table == "ages" {
		g := &grid{header: headed(d.by, "month", "from", "to", "lists")}
		for i := range d.Groups {
			x := &d.Groups[i]
			if x.OpenNow == nil {
				continue
			}
			for _, age := range x.OpenNow.Ages {
				g.add(append(leading(d.by, x.By), x.OpenNow.Month, age.From, intCell(age.To, ""), age.Lists)...)
			}
			g.add(append(leading(d.by, x.By), x.OpenNow.Month, "", "", x.OpenNow.AgeUnknown)...)
		}
		return g.CSV(w)
	}
	months := &groupFacts{by: d.by}
	for i := range d.Groups {
		for k := range d.Groups[i].Months {
			months.add(d.Groups[i].By, d.Groups[i].Months[k].facts())
		}
	}
	return months.grid(new(vacancyMonth).facts()).CSV(w)
}

func (d *VacancyAnswer) byGroup() *groupFacts {
	g := &groupFacts{by: d.by}
	for i := range d.Groups {
		g.add(d.Groups[i].By, d.Groups[i].facts())
	}
	return g
}

// Text writes what there is one of in each group, and the ages; the months are in the table
// months of CSV.
func (d *VacancyAnswer) Text(w io.Writer) error {
	g := d.byGroup()
	for i := range d.Groups {
		if now := d.Groups[i].OpenNow; now != nil {
			for _, age := range now.Ages {
				name := fmt.Sprintf("open_%d_or_more_months", age.From)
				if age.To != nil {
					name = fmt.Sprintf("open_%d_to_%d_months", age.From, *age.To-1)
				}
				g.facts[i] = append(g.facts[i], fact{name, age.Lists})
			}
			g.facts[i] = append(g.facts[i], fact{"open_age_unknown", now.AgeUnknown})
		}
	}
	return g.text(w)
}
