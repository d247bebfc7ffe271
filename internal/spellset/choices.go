package spellset

import (
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/survival"
)

// Choices say how a register becomes spells. [Options] fill them, from flags or from the keys
// of a study; what is not chosen has the default that the option names.
type Choices struct {
	Gap, Lookahead      varighet.Opt[int] // months
	Unit                string            // position or municipality; "" is the position
	SchemeStart         varighet.Opt[varighet.Month]
	FirstRows, LastRows string         // "" is by rule
	Stops               survival.Stops // reasons that are stops; nil is all

	Reference      string // folder; "" for none
	ReferenceDate  string // borders, as 2020-01-01; "" for the newest that the reference knows
	SizeGroups     string // "" is Abelsen's
	PopulationYear varighet.Opt[int]

	Corrections, Cohort, Doctors string // files; "" for none
	CohortOthers                 bool
	KeyFile                      string // "" is beside the register
	Sealed                       bool   // corrections and doctors are tables that Maker.Copies has sealed: no key is needed
	LastMonth                    varighet.Opt[varighet.Month]
}

// The years of which a reference can have populations.
const firstYear, lastYear = 1951, 2100

// Options are all that may be chosen of how a register becomes spells.
func Options() []choice.Option[Choices] {
	d := survival.DefaultSpellOptions()
	return []choice.Option[Choices]{
		{Flag: "gap", Key: "spells.gap", Arg: "MONTHS", Default: strconv.Itoa(d.Gap),
			Help: "most vacant months after which the same doctor goes on",
			Set:  choice.Whole(0, survival.MaxGap, "months", func(c *Choices) *varighet.Opt[int] { return &c.Gap })},
		{Flag: "lookahead", Key: "spells.lookahead", Arg: "MONTHS", Default: strconv.Itoa(d.Lookahead),
			Help: "months in which another list is a move",
			Set:  choice.Whole(0, survival.MaxGap, "months", func(c *Choices) *varighet.Opt[int] { return &c.Lookahead })},
		{Flag: "unit", Key: "spells.unit", Arg: "UNIT", Default: string(Position),
			Help: "a spell is a doctor on one position, or in a municipality, whichever lists",
			Set:  choice.Word(func(c *Choices) *string { return &c.Unit }, string(Position), string(Municipality))},
		{Flag: "scheme-start", Key: "spells.scheme_start", Arg: "MONTH",
			Help: "spells under way at the start began in this month, such as 2001-05",
			Set:  choice.Month(func(c *Choices) *varighet.Opt[varighet.Month] { return &c.SchemeStart })},
		{Flag: "first-rows", Key: "spells.first_rows", Arg: "WHICH", Default: "by rule",
			Help: "known or unknown start of lists that first show late, in a new municipality or many at once",
			Set:  choice.Word(func(c *Choices) *string { return &c.FirstRows }, "known", "unknown")},
		{Flag: "last-rows", Key: "spells.last_rows", Arg: "WHICH", Default: "by rule",
			Help: "stopped or censored: lists that are all of a municipality in its last month",
			Set:  choice.Word(func(c *Choices) *string { return &c.LastRows }, "stopped", "censored")},
		{Key: "spells.stops", Arg: "REASONS", Default: "all",
			Help: "the reasons that are stops, such as left,moved_away; others are censored when they happen", Set: setStops},
		{Flag: "reference", Key: "reference.folder", Arg: "FOLDER",
			Help: "reference folder with municipalities and populations",
			Set:  choice.Text(func(c *Choices) *string { return &c.Reference })},
		{Flag: "reference-date", Key: "reference.date", Arg: "DATE", Default: "the newest the reference has",
			Help: "borders of this date, such as 2020-01-01", Set: setReferenceDate},
		{Flag: "size-groups", Key: "reference.size_groups", Arg: "GROUPS", Default: data.DefaultSizeGroups,
			Help: "abelsen (six groups), hdir (five) or cut points such as 2000,5000", Set: setSizeGroups},
		{Flag: "population-year", Key: "reference.population_year", Arg: "YEAR", Default: "the year in which a spell begins",
			Help: "size groups by the population of this year",
			Set:  choice.Whole(firstYear, lastYear, "", func(c *Choices) *varighet.Opt[int] { return &c.PopulationYear })},
		{Flag: "corrections", Key: "input.corrections", Arg: "FILE",
			Help: "starts and ends to move (CSV, XLSX)",
			Set:  choice.Text(func(c *Choices) *string { return &c.Corrections })},
		{Flag: "cohort", Key: "input.cohort", Arg: "FILE",
			Help: "the positions that count, in which months, and their attributes (CSV, XLSX)",
			Set:  choice.Text(func(c *Choices) *string { return &c.Cohort })},
		{Flag: "cohort-others", Key: "input.cohort_others",
			Help: "positions that are not of the cohort stay; the column cohort parts them",
			Set:  choice.YesNo(func(c *Choices) *bool { return &c.CohortOthers })},
		{Flag: "doctors", Key: "input.doctors", Arg: "FILE",
			Help: "sex, specialist status and attributes of doctors (CSV, XLSX)",
			Set:  choice.Text(func(c *Choices) *string { return &c.Doctors })},
		{Flag: "key-file", Key: "input.key_file", Arg: "FILE", Default: "beside the register",
			Help: "the key of the register's pseudonyms",
			Set:  choice.Text(func(c *Choices) *string { return &c.KeyFile })},
		{Flag: "last-month", Key: "input.last_month", Arg: "MONTH",
			Help: "leave out what comes after this month",
			Set:  choice.Month(func(c *Choices) *varighet.Opt[varighet.Month] { return &c.LastMonth })},
	}
}

func setStops(c *Choices, s string) (err error) {
	if c.Stops, err = survival.ParseStops(s); err != nil {
		return choice.Errorf("names reasons: %v", err)
	}
	return nil
}

func setReferenceDate(c *Choices, s string) error {
	if _, ok := data.ParseDate(s); s != "" && !ok {
		return choice.Errorf("is the first of a month such as 2020-01-01, not %q", s)
	}
	c.ReferenceDate = s
	return nil
}

func setSizeGroups(c *Choices, s string) error {
	if s != "" {
		if _, err := data.ParseSizeGroups(s); err != nil {
			return choice.Errorf("is abelsen, hdir or cut points such as 2000,5000: %v", err)
		}
	}
	c.SizeGroups = s
	return nil
}

// Check finds choices that do not go together. name writes the flag or key of an option, by
// its flag. With own there is a reference although none was named.
func (c *Choices) Check(own bool, name func(flag string) string) error {
	switch {
	case c.CohortOthers && c.Cohort == "":
		return choice.Errorf("%s keeps what is not of the cohort: say which that is with %s", name("cohort-others"), name("cohort"))
	case !own && c.Reference == "" && (c.ReferenceDate != "" || c.SizeGroups != "" || c.PopulationYear.OK):
		return choice.Errorf("%s, %s and %s need %s", name("reference-date"), name("size-groups"),
			name("population-year"), name("reference"))
	}
	return nil
}

// unit is what a doctor stays in.
func (c *Choices) unit() Unit {
	if c.Unit == "" {
		return Position
	}
	return Unit(c.Unit)
}

// SpellOptions are the choices as survival takes them; ref is the reference, nil for none.
func (c *Choices) SpellOptions(ref *data.Reference) (survival.SpellOptions, error) {
	opt := survival.DefaultSpellOptions()
	opt.Gap, opt.Lookahead = c.Gap.Or(opt.Gap), c.Lookahead.Or(opt.Lookahead)
	opt.SchemeStart = c.SchemeStart
	opt.FirstRows, _ = survival.ParseFirstRows(c.FirstRows) // Set took none that cannot be
	opt.LastRows, _ = survival.ParseLastRows(c.LastRows)
	if ref == nil {
		return opt, nil
	}
	groups := c.SizeGroups
	if groups == "" {
		groups = data.DefaultSizeGroups
	}
	of, err := data.ParseSizeGroups(groups)
	if err != nil {
		return opt, err
	}
	to := c.borders(ref)
	opt.Harmonise, opt.Standing = ref.Borders(to), ref.Standing
	opt.Follow = followTo(ref, to)
	opt.Population = populationIn(ref, c.PopulationYear.Or(0))
	opt.SizeGroup = func(population int) string { return of.Of(int32(population)) }
	return opt, nil
}

// borders is the month by whose borders municipalities are told apart; 0 without a reference.
func (c *Choices) borders(ref *data.Reference) varighet.Month {
	if ref == nil {
		return 0
	}
	if to, ok := data.ParseDate(c.ReferenceDate); ok {
		return to
	}
	return ref.Last()
}
