package survival_test

import (
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/survival"
)

// Four doctors from the start: one leaves after 6 months, one goes with the list after 12, one
// moves away after 18, one is there for 24. All stops: S = 3/4, 1/2, 1/4. Of those who left
// alone: 3/4 from 6 on, for 12 and 18 are censorings. Of closed and left: 3/4, then 2/3 of it.
func TestStopsByHand(t *testing.T) {
	spells := func() []survival.Spell {
		reason := []survival.StopReason{survival.Left, survival.Closed, survival.MovedAway, survival.NotStopped}
		var list []survival.Spell
		for i, r := range reason {
			exit := 6 * (i + 1)
			list = append(list, survival.Spell{PositionID: string(rune('A' + i)), DoctorID: string(rune('a' + i)), Ordinal: 1, Start: varighet.Some(varighet.Month(0)),
				Last: varighet.Month(exit - 1), Entry: varighet.Some(0), Exit: varighet.Some(exit), Stopped: r != survival.NotStopped, StopReason: r})
		}
		vacant := survival.Spell{Kind: survival.Vacant, PositionID: "B", First: 12, Last: 13, Stopped: true}
		return append(list, vacant)
	}
	for _, x := range []struct {
		stops            string
		s18              float64
		censored, stops2 int
		note             string
	}{
		{"", 0.25, 0, 3, ""},
		{"left", 0.75, 2, 1, "stops are left; others are censored when they happen (1 moved_away, 1 closed), so a share is what it would be without those; " +
			"`survival incidence` gives the shares as they are"},
		{" closed, left,left", 0.5, 1, 2, "stops are closed,left; others are censored when they happen (1 moved_away), so a share is what it would be without those; " +
			"`survival incidence` gives the shares as they are"},
		{"left,closed,moved_away,moved_within,unknown", 0.25, 0, 3, "stops are left,closed,moved_away,moved_within,unknown; there are no others"},
	} {
		stops, err := survival.ParseStops(x.stops)
		if err != nil {
			t.Fatal(err)
		}
		list := spells()
		censored := stops.Apply(list)
		n := 0
		for _, k := range censored {
			n += k
		}
		shares, err := survival.Turnover(list, 18, 0.95)
		if err != nil {
			t.Fatal(err)
		}
		c, st := shares[survival.TurnoverKaplanMeier], survival.StabilityOf(list)
		if n != x.censored || !near(c.Share.V, 1-x.s18, 1e-12) || c.Gone != x.stops2 || st.Stopped != x.stops2 || st.Same != 1 || !list[4].Stopped {
			t.Errorf("%q: %d censored, share %v of %d stops, stability %+v; want %+v", x.stops, n, c.Share, c.Gone, st, x)
		}
		if got := stops.Note(censored); got != x.note {
			t.Errorf("%q: got %q, want %q", x.stops, got, x.note)
		}
		if x.stops == "left" && (list[1].Censoring() != "closed" || list[2].Censoring() != "moved_away" || list[3].Censoring() != "data_end") {
			t.Errorf("censored for %q, %q, %q", list[1].Censoring(), list[2].Censoring(), list[3].Censoring())
		}
	}
	if _, err := survival.ParseStops("left,gone"); err == nil {
		t.Error("gone is no reason")
	}
}
