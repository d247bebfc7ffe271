package main

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/survival"
)

// seriesOf tells which files of a register belong together; nil if all do.
func seriesOf(m *register.Manifest) func(file string) string {
	series := m.Series()
	seen := map[string]bool{}
	for _, s := range series {
		seen[s] = true
	}
	if len(seen) < 2 {
		return nil
	}
	return func(file string) string { return series[file] }
}

// namesOf is the column with names of municipalities, if some have no code.
func namesOf(m *register.Manifest) []string {
	for _, in := range m.Inputs {
		if slices.ContainsFunc(in.Warnings, func(w register.Warning) bool { return w.Code == ingest.NameWithoutCode }) {
			return []string{"municipality_name"}
		}
	}
	return nil
}

// coverageOf finds what the files of a register cover, in a first pass over the columns
// that tell.
func coverageOf(reg *register.Register, opt survival.SpellOptions, b *beside) (*survival.Coverage, error) {
	columns := append(register.CoverageColumns(), namesOf(reg.Manifest)...)
	if opt.Series != nil {
		columns = append(columns, "source_file")
	}
	return survival.CoverParts(b.until(parts(reg, columns...)), opt)
}

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

// ingestWithAlarms carries out an edit and finds the alarms of the register that it made,
// or would make: while its rows pass by if its files are of one series, else by going
// through it once more. A register that was made is opened when what made it has gone: the
// two would take more memory together.
func ingestWithAlarms(ctx context.Context, e growth.Edit, ref *data.Reference) (outcome *growth.Outcome, alarms []survival.Alarm, err error) {
	surveyor := survival.NewSurveyor(alarmOptions(ref))
	e.Watch = surveyor.Rows
	seen := false
	look := func(reg *register.Register) (err error) {
		seen = true
		if outcome == nil && seriesOf(reg.Manifest) == nil && reg.Manifest.Counts.Rows > 0 {
			alarms = surveyor.Coverage().Alarms()
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
		alarms = surveyor.Coverage().Alarms()
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

// maxAlarms is how many alarms of one kind are shown one by one.
const maxAlarms = 5

// alarmNouns are what alarms of a kind count, where it adds up. What is missing for several
// months does not.
var alarmNouns = map[survival.AlarmCode][2]string{
	survival.AlarmOpening:    {"start", "starts"},
	survival.AlarmBeganLate:  {"start", "starts"},
	survival.AlarmCodeChange: {"start", "starts"},
	survival.AlarmEndedEarly: {"stop", "stops"},
	survival.AlarmManyLeave:  {"doctor", "doctors"},
}

// alarmLines puts alarms into lines: the first of each kind, then how many more.
func alarmLines(alarms []survival.Alarm) (lines []string) {
	for from := 0; from < len(alarms); {
		to, more := from, 0
		for ; to < len(alarms) && alarms[to].Code == alarms[from].Code; to++ {
			if to-from < maxAlarms {
				lines = append(lines, alarms[to].String())
			} else {
				more += alarms[to].Count
			}
		}
		if n := to - from - maxAlarms; n > 0 {
			line := fmt.Sprintf("and %s of this kind (%s)", english.Count(n, "more alarm", "more alarms"), alarms[from].Code)
			if noun, known := alarmNouns[alarms[from].Code]; known {
				line += ", " + english.Count(more, noun[0], noun[1]) + " in all"
			}
			lines = append(lines, line)
		}
		from = to
	}
	return lines
}

// sayAlarms prints alarms.
func sayAlarms(w io.Writer, alarms []survival.Alarm) {
	for _, line := range alarmLines(alarms) {
		fmt.Fprintf(w, "varighet: %s\n", line)
	}
}
