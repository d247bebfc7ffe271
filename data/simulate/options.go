package simulate

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
)

// Options say what country to make. The zero value is Norway's size over the
// first 13 years of the scheme, with seed 0.
type Options struct {
	Seed           uint64         `json:"seed"`           // the same seed gives the same country
	Municipalities int            `json:"municipalities"` // 0 means 430; at most 1100
	Lists          int            `json:"lists"`          // in the first month; 0 means 5000
	First          varighet.Month `json:"first"`          // 0 means 2001-05
	Last           varighet.Month `json:"last"`           // 0 means 2014-05
	Shape          float64        `json:"shape"`          // of the Weibull distributions; 0 means 0.95
	// variance of a factor on the hazard, one a municipality; absent: all are alike
	Frailty float64 `json:"frailty,omitempty"`
	Dirt    bool    `json:"dirt"` // files have what a reader must see through
	// now and then a list is reported without its doctor for a month
	Slips          bool `json:"slips"`
	NoReform       bool `json:"no_reform"`        // municipalities keep their codes
	NoMissingMonth bool `json:"no_missing_month"` // every month has a file
	// in which files differ from plain ones; absent: they do not
	Forms []Form `json:"forms,omitempty"`

	// Progress, if set, is called before each month is written; an error stops
	// the work and is returned.
	Progress func(varighet.Month) error `json:"-"`
}

// Limits of the options.
const (
	maxMunicipalities = 1100
	maxLists          = 5_000_000
	maxMonths         = 1200
	maxFrailty        = 5
)

// withDefaults fills in what is zero and checks the rest.
func (o Options) withDefaults() (Options, error) {
	if o.Municipalities == 0 {
		o.Municipalities = 430
	}
	if o.Lists == 0 {
		o.Lists = max(5000, o.Municipalities)
	}
	if o.First == 0 {
		o.First = varighet.MonthOf(2001, 5)
	}
	if o.Last == 0 {
		o.Last = max(varighet.MonthOf(2014, 5), o.First+156)
	}
	if o.Shape == 0 {
		o.Shape = 0.95
	}
	if slices.Contains(o.Forms, CodeChanges) {
		o.NoReform = true // the real ones are enough
	}
	if err := excluding(o.Forms); err != nil {
		return o, err
	}
	switch {
	case o.Municipalities < 1 || o.Municipalities > maxMunicipalities:
		return o, fmt.Errorf("%d municipalities: want 1 to %d", o.Municipalities, maxMunicipalities)
	case o.Lists < o.Municipalities:
		return o, fmt.Errorf("%d lists are too few for %d municipalities: each has at least one", o.Lists, o.Municipalities)
	case o.Lists > maxLists:
		return o, fmt.Errorf("%d lists: want at most %d", o.Lists, maxLists)
	case !o.First.Valid() || !o.Last.Valid() || o.Last < o.First:
		return o, fmt.Errorf("months %s to %s: the last must not come before the first", o.First, o.Last)
	case o.Last-o.First >= maxMonths:
		return o, fmt.Errorf("months %s to %s: want at most %d months", o.First, o.Last, maxMonths)
	case !(o.Shape >= 0.2 && o.Shape <= 5):
		return o, fmt.Errorf("shape %g: want 0.2 to 5", o.Shape)
	case !(o.Frailty >= 0 && o.Frailty <= maxFrailty):
		return o, fmt.Errorf("frailty %g: want 0 to %d", o.Frailty, maxFrailty)
	}
	return o, nil
}

// A plan says in which months something special happens; 0 means never.
type plan struct {
	reform  varighet.Month // new municipalities from here on
	missing varighet.Month // has no file
	utf8    varighet.Month // files are UTF-8 from here on
	nynorsk varighet.Month // and nynorsk from here on
}

// newPlan places the special months by their share of the whole period.
func newPlan(o Options) plan {
	length := int(o.Last - o.First)
	p := plan{
		utf8:    o.First + varighet.Month(length*6/10),
		nynorsk: o.First + varighet.Month(length*8/10),
	}
	if length < 1 {
		p.utf8, p.nynorsk = o.Last+1, o.Last+1
	}
	middle := o.First + varighet.Month(length/2)
	reform := varighet.MonthOf((middle + 6).Year(), 1)
	if !o.NoReform && o.Municipalities >= 8 && reform > o.First && reform < o.Last {
		p.reform = reform
	}
	if !o.NoMissingMonth && length >= 12 {
		p.missing = o.First + varighet.Month(length*4/10)
		if p.missing == p.reform || p.missing+1 == p.reform {
			p.missing -= 2
		}
	}
	return p
}
