package document

import (
	"fmt"
	"io"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/survival"
)

// The machine contract: varighet.moves/1. destinations and paths have a row a doctor: they
// are internal.
type (
	// MovesAnswer is the answer to `survival moves`.
	MovesAnswer struct {
		Schema   string       `json:"schema"`             // varighet.moves/1
		Month    *string      `json:"month"`              // the date on which doctors are looked for, such as 2022-08-01; null: they are looked for within after_months
		After    *int         `json:"after_months"`       // months after the last one in which they are looked for; null: on the date in month
		Searched int          `json:"positions_searched"` // different positions among which lists are looked for: none and unknown are of these
		Groups   []movesGroup `json:"groups"`             // in the order of the --by values; one without --by
		Ending

		table string
		by    []string
	}
	// movesGroup counts doctors. still, out_of_sight and stopped add up to doctors, and
	// same_list to unknown add up to stopped.
	movesGroup struct {
		By                map[string]string `json:"by"`                   // value of each --by column
		Doctors           int               `json:"doctors"`              // with a list of those asked about, by the date if there is one
		Holding           int               `json:"holding"`              // doctors with a list, whatever place: still, out_of_sight_holding and same_list to place_unknown
		Still             int               `json:"still"`                // doctors not seen to stop on any of those lists; on the date they have one
		OutOfSight        int               `json:"out_of_sight"`         // doctors not seen to stop, but whose data or window end before the date; 0 with after_months
		OutOfSightHolding int               `json:"out_of_sight_holding"` // those of them who are seen on a list on the date
		Stopped           int               `json:"stopped"`              // doctors who stopped on one of those lists
		StoppedKnown      int               `json:"stopped_known"`        // stopped less unknown
		StoppedHolding    int               `json:"stopped_holding"`      // same_list to place_unknown
		SameList          int               `json:"same_list"`            // back on the list that was left
		SameMunicipality  int               `json:"same_municipality"`    // another list in the same municipality
		SameCounty        int               `json:"same_county"`          // a list in another municipality of the county
		Elsewhere         int               `json:"elsewhere"`            // a list in another county
		PlaceUnknown      int               `json:"place_unknown"`        // a list, but where is not known: rows without municipality codes
		None              int               `json:"none"`                 // no list, and one would have been seen
		Unknown           int               `json:"unknown"`              // no list was seen, but the data end too early to tell

		Destinations []move `json:"destinations"` // of those who stopped, by doctor
		Paths        []move `json:"paths"`        // over all lists of those who stopped, by doctor and month
	}
	// move is a way from one list to another. What is to_ is null if no list was found.
	move struct {
		Doctor           string  `json:"doctor_id"`         // pseudonym
		FromPosition     string  `json:"from_position"`     // the list that was left
		FromMunicipality *string `json:"from_municipality"` // code by the reference borders; null: the rows have none
		FromLast         string  `json:"from_last_month"`   // such as 2019-11-01
		Place            string  `json:"place"`             // same_list to unknown, as the counts
		ToPosition       *string `json:"to_position"`       // the list found; null: none was found
		ToMunicipality   *string `json:"to_municipality"`   // its code by the reference borders; null: none was found, or the rows have no codes
		ToFirst          *string `json:"to_first_month"`    // first month on it, such as 2020-02-01; null: no list was found
		Between          *int    `json:"months_between"`    // months after the last on one and before the first on the other; negative: so many months with both lists; null: no list was found
	}
)

// MovesChoices say when doctors who stopped are looked for.
type MovesChoices struct {
	By    []string
	Month varighet.Opt[varighet.Month] // on the first of this month; missing: within After
	After int                          // months after the last one
	Table string                       // of CSV: one of MovesTables
}

// MovesTables are the tables that the answer has as CSV.
var MovesTables = []string{"counts", "doctors", "paths", DefinitionsTable}

// Check is wrong use where a choice cannot be had.
func (opt *MovesChoices) Check() error {
	if opt.After < 1 || opt.After > survival.MaxGap {
		return choice.Errorf("--after is a whole number of months from 1 to %d, not %d", survival.MaxGap, opt.After)
	}
	return KnownTable(opt.Table, MovesTables...)
}

// Moves says what became of the doctors of the source's spells, by groups of them. all are
// the spells among which their lists are looked for, those of the source included.
func Moves(src *rows.Source, all []survival.Spell, opt *MovesChoices) (*MovesAnswer, error) {
	groups, ungrouped, err := rows.SpellGroups(src.Table, opt.By)
	if err != nil {
		return nil, err
	}
	doc := &MovesAnswer{Schema: "varighet.moves/1", Groups: []movesGroup{}, Ending: ofSpells(src).defining("moves", false), table: opt.Table,
		by: opt.By}
	positions := map[string]bool{}
	for i := range all {
		positions[all[i].PositionID] = true
	}
	doc.Searched = len(positions)
	query := survival.MovesQuery{Month: opt.Month, After: opt.After}
	if opt.Month.OK {
		date := opt.Month.V.Date()
		doc.Month = &date
		if last := survival.LastKnown(all); opt.Month.V > last {
			doc.warn(fmt.Sprintf("%s is after the data, which end in %s: nobody is seen in it", opt.Month.V, last))
		}
	} else {
		doc.After = &opt.After
	}
	doc.leaveUngrouped(ungrouped, opt.By)
	for _, group := range groups {
		m := survival.MovesOf(all, group.Spells, query)
		doc.Groups = append(doc.Groups, movesDocument(&m, group.Key.Document(opt.By)))
		if n := m.Places[survival.NotSeen]; n > 0 {
			doc.warn(group.Key.Warned(fmt.Sprintf("of %s who stopped it is not known whether %d have a list: the data end too early",
				english.Count(m.Stopped, "doctor", "doctors"), n)))
		}
	}
	return doc, nil
}

func movesDocument(m *survival.Moves, by map[string]string) movesGroup {
	p := &m.Places
	x := movesGroup{By: by, Doctors: m.Doctors, Holding: m.Holding(), Still: m.Still, OutOfSight: m.OutOfSight,
		OutOfSightHolding: m.OutOfSightHolding, Stopped: m.Stopped, StoppedKnown: m.Stopped - p[survival.NotSeen],
		StoppedHolding: m.StoppedHolding(), SameList: p[survival.SameList], SameMunicipality: p[survival.SameMunicipality],
		SameCounty: p[survival.SameCounty], Elsewhere: p[survival.OtherCounty], PlaceUnknown: p[survival.UnknownPlace],
		None: p[survival.NoList], Unknown: p[survival.NotSeen], Destinations: []move{}, Paths: []move{}}
	for i := range m.Destinations {
		d := &m.Destinations[i]
		x.Destinations = append(x.Destinations, moveDocument(d.From, d.To, d.Place))
	}
	for i := range m.Paths {
		s := &m.Paths[i]
		x.Paths = append(x.Paths, moveDocument(s.From, s.To, s.Place))
	}
	return x
}

func moveDocument(from, to *survival.Spell, place survival.Place) move {
	x := move{Doctor: from.DoctorID, FromPosition: from.PositionID, FromMunicipality: textOrNull(string(from.MunicipalityNow)),
		FromLast: from.Last.Date(), Place: place.String()}
	if to != nil {
		first, between := to.First.Date(), survival.MonthsBetween(from, to)
		x.ToPosition, x.ToMunicipality, x.ToFirst, x.Between = &to.PositionID, textOrNull(string(to.MunicipalityNow)), &first, &between
	}
	return x
}

// textOrNull is a text as JSON has it, null for an empty one.
func textOrNull(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

// textCell is a text as a grid takes it.
func textCell(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// counts are the numbers of a group under their names.
func (x *movesGroup) counts() []fact {
	return []fact{{"doctors", x.Doctors}, {"holding", x.Holding}, {"still", x.Still}, {"out_of_sight", x.OutOfSight},
		{"out_of_sight_holding", x.OutOfSightHolding}, {"stopped", x.Stopped}, {"stopped_known", x.StoppedKnown},
		{"stopped_holding", x.StoppedHolding}, {"same_list", x.SameList}, {"same_municipality", x.SameMunicipality},
		{"same_county", x.SameCounty}, {"elsewhere", x.Elsewhere}, {"place_unknown", x.PlaceUnknown}, {"none", x.None}, {"unknown", x.Unknown}}
}

func (x *move) cells() []any {
	return []any{x.Doctor, x.FromPosition, textCell(x.FromMunicipality), x.FromLast, x.Place, textCell(x.ToPosition),
		textCell(x.ToMunicipality), textCell(x.ToFirst), intCell(x.Between, "")}
}

// facts are what is counted once a group.
func (d *MovesAnswer) facts() *groupFacts {
	g := &groupFacts{by: d.by}
	for i := range d.Groups {
		g.add(d.Groups[i].By, d.factsOf(&d.Groups[i]))
	}
	return g
}

func (d *MovesAnswer) factsOf(x *movesGroup) []fact {
	return append([]fact{{"month", textCell(d.Month)}, {"after_months", intCell(d.After, "")}, {"positions_searched", d.Searched}}, x.counts()...)
}

// CSV writes the table that was asked for: counts has a row a group, doctors and paths have
// the rows of destinations and of paths.
func (d *MovesAnswer) CSV(w io.Writer) error {
	if d.table == "counts" {
		return d.facts().grid(d.factsOf(&movesGroup{})).CSV(w)
	}
	g := &grid{header: headed(d.by, "doctor_id", "from_position", "from_municipality", "from_last_month", "place", "to_position",
		"to_municipality", "to_first_month", "months_between")}
	for i := range d.Groups {
		x := &d.Groups[i]
		moves := x.Destinations
		if d.table == "paths" {
			moves = x.Paths
		}
		for k := range moves {
			g.add(append(leading(d.by, x.By), moves[k].cells()...)...)
		}
	}
	return g.CSV(w)
}

// Text writes the counts down the page, with a column a group, and says of them in words
// what they are of.
func (d *MovesAnswer) Text(w io.Writer) error {
	if err := d.facts().text(w); err != nil {
		return err
	}
	if len(d.Groups) != 1 {
		return nil
	}
	x := &d.Groups[0]
	when := "on " + textCell(d.Month)
	if d.After != nil {
		when = fmt.Sprintf("or had within %s of the last one", english.Count(*d.After, "month", "months"))
	}
	_, err := fmt.Fprintf(w, "of %s, %d have one of the %s here %s; of %d who stopped, %d\n", english.Count(x.Doctors, "doctor", "doctors"),
		x.Holding, english.Count(d.Searched, "list", "lists"), when, x.Stopped, x.StoppedHolding)
	return err
}
