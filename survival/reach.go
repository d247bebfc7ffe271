package survival

import (
	"sort"

	"github.com/varighet/varighet"
)

// A Reach is how far a tenure is followed for as long as it does not stop. Of one that
// stopped it is longer than its exit. It is what must be known of a cohort to say what it
// can show, whoever has left so far.
type Reach struct {
	Until float64 // time on the tenure's clock
	Over  bool    // later data would follow it no further
	New   bool    // it began in the data, after their first month
}

// Reach is how far each spell chosen is followed: one that was not seen to stop to its exit,
// and one that stopped to the last month that is known of its municipality, or to that of
// its window or of the period of q if that is before. spells and q are those that were
// given to [Select].
//
// With goesOn it is the position that is followed, whoever holds it, from where the spell
// comes under observation: to that last month, however the spell ended. A position is then
// Over only if its window has ended; a spell also if it ended for a reason that is no stop.
func (c *Selection) Reach(spells []Spell, q Query, goesOn bool) []Reach {
	first, last := FirstSeen(spells), lastKnownOf(spells)
	out := make([]Reach, len(c.Index))
	for k, i := range c.Index {
		s := &spells[i]
		end := min(last[s.MunicipalityNow], s.Window().end())
		r := Reach{Over: s.Window().end() < last[s.MunicipalityNow], New: s.Entry.V == 0 && s.Start.V > first}
		if q.Period.OK {
			end = min(end, q.Period.V[1])
			r.New = r.New && s.Start.V > q.Period.V[0]
		}
		r.Until = max(float64(end-s.Start.V), c.Tenures[k].Exit)
		if !s.Stopped && !goesOn {
			r.Until = c.Tenures[k].Exit
			r.Over = r.Over || s.StopReason != NotStopped
		}
		out[k] = r
	}
	return out
}

// FirstSeen is the first month in which a spell was seen; 0 if there are no spells.
func FirstSeen(spells []Spell) (first varighet.Month) {
	for i := range spells {
		if i == 0 || spells[i].First < first {
			first = spells[i].First
		}
	}
	return first
}

// lastKnownOf is the last month of which spells of each municipality tell.
func lastKnownOf(spells []Spell) map[varighet.MunicipalityCode]varighet.Month {
	last := map[varighet.MunicipalityCode]varighet.Month{}
	for i := range spells {
		code := spells[i].MunicipalityNow
		last[code] = max(last[code], LastKnown(spells[i:i+1]))
	}
	return last
}

// AssumedReach is how far tenures are followed of which nothing is known but their times.
// One that did not stop is followed to its exit. One that stopped is taken to have been
// followed for as long as half of those would be that were followed for longer than it: the
// median of the curve of [FollowUp], of the time under observation, given that it is longer.
// Where that is not reached it is the longest time under observation of all.
//
// It returns ErrNoTenures for none, and a *TenureError for the first that is not valid.
func AssumedReach(tenures []Tenure) ([]Reach, error) {
	if err := checkTenures(tenures); err != nil {
		return nil, err
	}
	times, longest := make([]Tenure, len(tenures)), 0.0
	for i, t := range tenures {
		times[i] = Tenure{Exit: t.Exit - t.Entry, Stopped: t.Stopped}
		longest = max(longest, times[i].Exit)
	}
	curve, err := FollowUp(times, Options{})
	if err != nil {
		return nil, err
	}
	out := make([]Reach, len(tenures))
	for i, t := range tenures {
		out[i].Until = t.Exit
		if t.Stopped {
			out[i].Until = max(t.Exit, t.Entry+curve.halfOf(times[i].Exit, longest))
		}
	}
	return out, nil
}

// halfOf is the time at which S is half of what it is at t; otherwise, if it is never.
func (c *Curve) halfOf(t, otherwise float64) float64 {
	half := c.At(t).Survival / 2
	i := sort.Search(len(c.Points), func(i int) bool { return c.Points[i].Survival <= half })
	if i == len(c.Points) {
		return otherwise
	}
	return c.Points[i].Time
}
