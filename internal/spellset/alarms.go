package spellset

import (
	"context"
	"slices"
	"sync"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/survival"
)

// alarmOptions are the options by which alarms are found when a register is made.
func alarmOptions(ref *data.Reference) (opt survival.SpellOptions) {
	if ref != nil {
		opt.Harmonise, opt.Standing = ref.Borders(ref.Last()), ref.Standing
	}
	return opt
}

// alarmsOf finds what must be said of the starts and stops in a register.
func alarmsOf(reg *register.Register, ref *data.Reference) ([]survival.Alarm, error) {
	opt := alarmOptions(ref)
	opt.Series = seriesOf(reg.Manifest)
	cov, err := coverageOf(reg, opt, &beside{})
	if err != nil {
		return nil, err
	}
	return cov.Alarms(), nil
}

// Grow carries out an edit and finds the alarms of the register that it made,
// or would make: while its rows pass by if its files are of one series, else by going
// through it once more. A register that was made is opened when what made it has gone: the
// two would take more memory together.
func Grow(ctx context.Context, e growth.Edit, ref *data.Reference) (outcome *growth.Outcome, alarms []survival.Alarm, err error) {
	surveyor := survival.NewSurveyor(alarmOptions(ref))
	e.Watch = surveyor.Rows
	surveyed := sync.OnceValue(func() []survival.Alarm { return surveyor.Coverage().Alarms() })
	if put := e.Put; put != nil {
		e.Put = func(out *atomicfile.Dir, fingerprint string) error {
			go surveyed() // while the files go to the disk
			return put(out, fingerprint)
		}
	}
	seen := false
	look := func(reg *register.Register) (err error) {
		seen = true
		if outcome == nil && seriesOf(reg.Manifest) == nil && reg.Manifest.Counts.Rows > 0 {
			alarms = surveyed()
			return nil
		}
		alarms, err = alarmsOf(reg, ref)
		return err
	}
	if e.Plan {
		e.Look = look
	}
	outcome, err = growth.Run(ctx, e)
	switch {
	case err != nil || outcome == nil || seen:
	case outcome.Changed && seriesOf(outcome.After) == nil:
		alarms = surveyed()
	default:
		var reg *register.Register
		if reg, err = register.Open(e.Dir); err != nil {
			return outcome, nil, err
		}
		defer reg.Close()
		err = look(reg)
	}
	if outcome != nil {
		alarms = slices.Concat(outcome.Alarms, alarms)
	}
	return outcome, alarms, err
}
