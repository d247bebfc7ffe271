package simulate

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"strconv"

	"github.com/varighet/varighet"
)

// A Truth is what truth.json says: the distributions that tenures were drawn
// from, and what happened in this country.
type Truth struct {
	Schema  string  `json:"schema"`  // varighet.simulate/1
	Note    string  `json:"note"`    // that everything is made up
	Options Options `json:"options"` // that the country was made by
	// when all lists that have a doctor in the first month began, YYYY-MM
	SchemeStart varighet.Month `json:"scheme_start"`
	Family      string         `json:"family"`  // of the distributions: weibull
	Formula     string         `json:"formula"` // of S, with shape and scale
	Groups      []GroupTruth   `json:"groups"`  // from small to large
	// by the last borders, one a municipality; absent: all are alike
	Factors []Factor `json:"factors,omitempty"`

	Doctors      int   `json:"doctors"`       // who ever held a list
	ListsStarted int   `json:"lists_started"` // set up after the first month
	ListsClosed  int   `json:"lists_closed"`  // closed
	Vacancies    int   `json:"vacancies"`     // periods without a doctor that began
	SecondLists  int   `json:"second_lists"`  // taken by a doctor who had one
	Slips        int   `json:"slips"`         // lists reported without their doctor in a month
	Rows         int64 `json:"rows"`          // lists in all monthly files; 0 if none were written
	Files        int   `json:"files"`         // monthly files

	Reform       *Reform         `json:"reform"`        // of municipalities; null: none
	MissingMonth *varighet.Month `json:"missing_month"` // that has no file, YYYY-MM; null: none
	// from which files are in UTF-8, before in Windows-1252, YYYY-MM
	UTF8From    varighet.Month `json:"utf8_from"`
	NynorskFrom varighet.Month `json:"nynorsk_from"` // from which headers are in Nynorsk, YYYY-MM

	Hidden *Hidden     `json:"hidden,omitempty"` // what forms hide; absent: no forms
	Seen   []SeenSpell `json:"-"`                // likewise: the rows of truth-spells.csv
}

// A GroupTruth is the truth of one size group.
type GroupTruth struct {
	SizeGroup      string  `json:"size_group"`     // its label
	Municipalities int     `json:"municipalities"` // in the first month
	Lists          int     `json:"lists"`          // in the first month
	Shape          Decimal `json:"shape"`          // of the Weibull distribution
	ScaleMonths    Decimal `json:"scale_months"`   // of the Weibull distribution (months)
	MedianMonths   Decimal `json:"median_months"`  // of the Weibull distribution (months)
	MedianYears    Decimal `json:"median_years"`   // the same (years)
	// the smallest k with S(k) ≤ 1/2: what a Kaplan–Meier curve over months held estimates (months)
	MonthsHeldHalf int       `json:"median_whole_months"`
	Survival       []TruthAt `json:"survival"` // S after some months, ascending

	Spells      int         `json:"spells"`       // tenures that began, or were under way in the first month
	Stopped     int         `json:"stopped"`      // of spells, those that ended in the data
	Censored    int         `json:"censored"`     // of spells, those that did not
	StopReasons StopReasons `json:"stop_reasons"` // what became of those who stopped
}

// A Factor is what the hazard of a municipality's doctors is multiplied by.
type Factor struct {
	Municipality varighet.MunicipalityCode `json:"municipality"` // its code
	Factor       Decimal                   `json:"factor"`       // on the hazard
}

// A TruthAt is the share that holds more than so many months.
type TruthAt struct {
	Months   int     `json:"months"`   // held (months)
	Survival Decimal `json:"survival"` // that holds more (share 0–1)
}

// StopReasons counts what became of those who left, with a lookahead of three
// months. Moves within and away are by the last borders.
type StopReasons struct {
	MovedWithin int `json:"moved_within"` // took another list in the municipality
	MovedAway   int `json:"moved_away"`   // took one in another municipality
	Unknown     int `json:"unknown"`      // the data end before a move could have been seen
	Closed      int `json:"closed"`       // the list ended too
	Left        int `json:"left"`         // none of these
}

// A Reform says which municipalities became which.
type Reform struct {
	Month   varighet.Month `json:"month"`   // from which the new codes hold, YYYY-MM
	Merged  []ReformCodes  `json:"merged"`  // several that became one; null: none
	Recoded []ReformCodes  `json:"recoded"` // one that got another code; null: none
}

// ReformCodes is one new municipality and those it was made of.
type ReformCodes struct {
	Old []varighet.MunicipalityCode `json:"old"` // codes before
	New varighet.MunicipalityCode   `json:"new"` // code after
}

// A Decimal is written with twelve significant digits, so that the last bits of
// exp and log do not show.
type Decimal float64

// MarshalJSON writes the number.
func (d Decimal) MarshalJSON() ([]byte, error) {
	v, err := strconv.ParseFloat(strconv.FormatFloat(float64(d), 'g', 12, 64), 64)
	if err != nil {
		return nil, err
	}
	return json.Marshal(v)
}

// newTruth fills in what is known before the first month.
func newTruth(e *engine) *Truth {
	c := e.country
	t := &Truth{
		Schema:      "varighet.simulate/1",
		Note:        "Everything is made up: no person, municipality or number is real.",
		Options:     e.options,
		SchemeStart: e.options.First,
		Family:      "weibull",
		Formula:     "S(t) = exp(-(t/scale)^shape); a tenure t is held for ceil(t) months",
		UTF8From:    c.plan.utf8,
		NynorskFrom: c.plan.nynorsk,
	}
	if v := e.options.Frailty; v > 0 {
		t.Family = "weibull with a gamma factor on the hazard of each municipality"
		t.Formula = fmt.Sprintf("S(t) = (1 + v (t/scale)^shape)^(-1/v) with v = %g over all municipalities, "+
			"exp(-factor (t/scale)^shape) in one; a tenure t is held for ceil(t) months", v)
		for i := range c.all {
			if c.all[i].next == int32(i) {
				t.Factors = append(t.Factors, Factor{c.all[i].code, Decimal(e.factor(int32(i)))})
			}
		}
	}
	for i, label := range e.labels {
		d := &e.tenures[i]
		g := GroupTruth{
			SizeGroup: label, Shape: Decimal(d.shape), ScaleMonths: Decimal(d.scale),
			MedianMonths: Decimal(d.median), MedianYears: Decimal(d.median / 12), MonthsHeldHalf: int(math.Ceil(d.median)),
		}
		for _, k := range []int{12, 13, 24, 36, 60, 96, 120} {
			g.Survival = append(g.Survival, TruthAt{k, Decimal(d.survival(float64(k)))})
		}
		t.Groups = append(t.Groups, g)
	}
	for i, n := range c.listsPer() {
		g := &t.Groups[c.all[i].group(e.options.First.Year(), c.firstYear)]
		g.Municipalities++
		g.Lists += n
	}
	if c.plan.missing != 0 {
		t.MissingMonth = &c.plan.missing
	}
	if c.plan.reform != 0 {
		t.Reform = &Reform{Month: c.plan.reform}
		for _, m := range c.merged {
			codes := ReformCodes{New: c.all[m[len(m)-1]].code}
			for _, i := range m[:len(m)-1] {
				codes.Old = append(codes.Old, c.all[i].code)
			}
			t.Reform.Merged = append(t.Reform.Merged, codes)
		}
		for _, m := range c.recoded {
			t.Reform.Recoded = append(t.Reform.Recoded, ReformCodes{[]varighet.MunicipalityCode{c.all[m[0]].code}, c.all[m[1]].code})
		}
	}
	return t
}

// encode gives the bytes of truth.json.
func (t *Truth) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // <2000 is a group's name
	enc.SetIndent("", "  ")
	err := enc.Encode(t)
	return b.Bytes(), err
}
