package power

import (
	"errors"
	"fmt"
	"math"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/rates"
)

// A Unit is what is followed: a doctor's agreement, or a position with its doctors one
// after another.
type Unit struct {
	survival.Reach                  // Until is on the clock of the first doctor's tenure
	Entry          float64          // the tenure at which follow-up begins
	Reference      *rates.Reference // the baseline
}

// time is how long the unit is followed if nobody leaves.
func (u *Unit) time() float64 { return u.Until - u.Entry }

// A Design is a cohort as it is followed.
type Design struct {
	Units []Unit

	// WholeMonths says that times are whole months and that a stop is seen at the end of its
	// month, as in spells; otherwise a stop has an exact time. See [rates.CompareMonths].
	WholeMonths bool

	// Replaced says that another doctor takes over from one who leaves, after Vacant months
	// in which nobody is at risk: units are positions. It takes WholeMonths.
	Replaced bool
	Vacant   int

	// Entering is how many new units come in for each unit of time that the cohort is
	// followed longer; see [Design.Longer].
	Entering float64
}

const (
	mostTime     = 1e100 // far from where squares overflow
	mostExpected = 1e6   // stops
	mostReplaced = 1200  // months: a hundred years of one position
	mostUnits    = 1e7
)

// check says what cannot be.
func (d *Design) check() error {
	switch {
	case len(d.Units) == 0:
		return errors.New("there is nobody to follow")
	case d.Replaced && !d.WholeMonths:
		return errors.New("replacement is counted in whole months")
	case d.Vacant < 0 || !(d.Entering >= 0 && d.Entering <= mostUnits):
		return fmt.Errorf("%d months vacant, or %v entering, cannot be", d.Vacant, d.Entering)
	}
	for i := range d.Units {
		if err := d.checkUnit(&d.Units[i]); err != nil {
			return fmt.Errorf("unit %d: %w", i, err)
		}
	}
	return nil
}

func (d *Design) checkUnit(u *Unit) error {
	switch {
	case u.Reference == nil:
		return errors.New("it has no baseline")
	case !(u.Entry >= 0 && u.Until >= u.Entry && u.Until <= mostTime):
		return fmt.Errorf("it cannot be followed from %v to %v", u.Entry, u.Until)
	case d.WholeMonths && (u.Entry != math.Trunc(u.Entry) || u.Until != math.Trunc(u.Until) || u.Until > survival.MaxMonths):
		return fmt.Errorf("from %v to %v is not in whole months up to %d", u.Entry, u.Until, survival.MaxMonths)
	case d.Replaced && u.time() > mostReplaced:
		return fmt.Errorf("a position is followed for no more than %d months", mostReplaced)
	}
	return nil
}

// Longer is the design with everybody followed for some time more, but those whose follow-up
// is over. So many new units as Entering says come in at even distances in that time, each
// with the baseline of one of those that are there, taken in turn so that all parts of the
// cohort have their share.
func (d Design) Longer(time float64) Design {
	units := make([]Unit, 0, len(d.Units))
	for _, u := range d.Units {
		if !u.Over {
			u.Until += time
		}
		units = append(units, u)
	}
	n := int(math.Floor(d.Entering*time + 1e-9))
	for j := range n {
		begins := float64(j+1) / d.Entering
		if d.WholeMonths {
			begins = math.Ceil(begins - 1e-9)
		}
		from := &d.Units[(2*j+1)*len(d.Units)/(2*n)%len(d.Units)]
		units = append(units, Unit{Reach: survival.Reach{Until: max(time-begins, 0)}, Reference: from.Reference})
	}
	d.Units = units
	return d
}

// time is how long all are followed if nobody leaves, added up.
func (d *Design) time() (sum float64) {
	for i := range d.Units {
		sum += d.Units[i].time()
	}
	return sum
}

// most is the number that the baseline expects if nobody leaves: the greatest that E can be
// where nobody is replaced, and the least that O = 0 is held against.
func (d *Design) most() (sum float64) {
	list, number := d.patterns()
	for _, at := range list {
		t := survival.Tenure{Entry: at.entry, Exit: at.until}
		expects := at.ref.Expects
		if d.WholeMonths {
			expects = at.ref.ExpectsMonths
		}
		sum += float64(number[at]) * expects(t)
	}
	return sum
}

// reason says why there are no chances; "" if there are.
func (d *Design) reason() string {
	switch most := d.most(); {
	case most == 0:
		return "no chances: nothing is expected"
	case !(most <= mostExpected):
		return fmt.Sprintf("no chances of more than %.0e stops", mostExpected)
	}
	return ""
}
