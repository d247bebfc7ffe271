package sample

import (
	"fmt"
	"strconv"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// Options say how a register becomes spells. The zero value has the defaults of the command
// `varighet survival spells`, whose flags have the same names and bounds: --size-groups is
// SizeGroups. A file of spells takes Stops only, since its spells are made.
type Options struct {
	Gap            varighet.Opt[int]            // most vacant months after which the same doctor goes on; missing is 2
	Lookahead      varighet.Opt[int]            // months in which another list is a move; missing is 3
	ByMunicipality bool                         // a spell is a doctor in a municipality, whichever lists; else on one list
	SchemeStart    varighet.Opt[varighet.Month] // spells under way at the start of the data began in it; missing: unknown
	FirstRows      survival.FirstRows           // the start of lists that first show late
	LastRows       survival.LastRows            // lists that are all of a municipality in its last month
	LastMonth      varighet.Opt[varighet.Month] // what comes after it is left out; missing: nothing
	Stops          survival.Stops               // reasons that are stops, others are censored; nil is all

	// Reference is a reference folder, by which spells get municipalities of today, populations
	// and size groups; "" is none. SizeGroups is "abelsen" (the default), "hdir" or cut points
	// such as "2000,5000"; see [data.ParseSizeGroups]. ReferenceDate is the borders, such as
	// "2020-01-01"; "" are the newest. PopulationYear is that of populations; missing: the year
	// in which a spell begins.
	Reference, ReferenceDate, SizeGroups string
	PopulationYear                       varighet.Opt[int]

	// Tables beside the register (CSV, XLSX), "" for none: the positions that count, with
	// attributes; attributes of doctors; starts and ends to move. CohortOthers keeps positions
	// that are not of the cohort. KeyFile is the key of the register's pseudonyms, which only
	// tables that name doctors need; "" is that beside the register.
	Cohort, Doctors, Corrections, KeyFile string
	CohortOthers                          bool
}

// given are the options that are not left at their defaults, by the names of flags.
func (o *Options) given() map[string]string {
	given := map[string]string{
		"first-rows": o.FirstRows.String(), "last-rows": o.LastRows.String(),
		"reference": o.Reference, "reference-date": o.ReferenceDate, "size-groups": o.SizeGroups,
		"cohort": o.Cohort, "doctors": o.Doctors, "corrections": o.Corrections, "key-file": o.KeyFile,
	}
	for name, v := range map[string]varighet.Opt[int]{"gap": o.Gap, "lookahead": o.Lookahead, "population-year": o.PopulationYear} {
		if v.OK {
			given[name] = strconv.Itoa(v.V)
		}
	}
	for name, v := range map[string]varighet.Opt[varighet.Month]{"scheme-start": o.SchemeStart, "last-month": o.LastMonth} {
		if v.OK {
			given[name] = v.V.String()
		}
	}
	if o.ByMunicipality {
		given["unit"] = string(spellset.Municipality)
	}
	if o.CohortOthers {
		given["cohort-others"] = "true"
	}
	return given
}

// choices are the options as spells are made by them.
func (o *Options) choices() (*spellset.Choices, error) {
	var c spellset.Choices
	given := o.given()
	for _, option := range spellset.Options() {
		if text := given[option.Flag]; text != "" {
			if err := option.Set(&c, text); err != nil {
				return nil, fmt.Errorf("%s %w", fieldOf(option.Flag), plain(err))
			}
		}
	}
	return &c, plain(c.Check(false, fieldOf))
}

// chosen is an option that is not left at its default, "" if all are.
func (o *Options) chosen() string {
	given := o.given()
	for _, option := range spellset.Options() {
		if option.Flag != "" && given[option.Flag] != "" {
			return fieldOf(option.Flag)
		}
	}
	return ""
}

// ForSpells are the options as [survival.Spells] takes them, for a program that has
// observations and makes their spells itself. Populations and size groups are those of
// Reference. Tables beside a register, LastMonth and Stops have no place there: the error says
// so if one is given. It returns an error too for options out of bounds, and for a reference
// that cannot be read.
func (o Options) ForSpells() (survival.SpellOptions, error) {
	if o.Cohort+o.Doctors+o.Corrections+o.KeyFile != "" || o.LastMonth.OK || o.Stops != nil || o.ByMunicipality {
		return survival.SpellOptions{}, choice.Errorf("tables beside a register, KeyFile, LastMonth, Stops and ByMunicipality " +
			"are no options of single observations")
	}
	c, err := o.choices()
	if err != nil {
		return survival.SpellOptions{}, err
	}
	var ref *data.Reference
	if c.Reference != "" {
		if ref, err = data.OpenReference(c.Reference); err != nil {
			return survival.SpellOptions{}, err
		}
	}
	return c.SpellOptions(ref)
}
