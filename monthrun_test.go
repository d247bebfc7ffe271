package varighet

import "testing"

// Four months with residents 800, unknown, 820 and 830, cut by hand.
func TestMonthRun(t *testing.T) {
	may := MonthOf(2019, 5)
	whole := MonthRun{&Observation{Month: may, Residents: Some(int32(800))}, may + 3, []Opt[int32]{{}, Some(int32(820)), Some(int32(830))}}
	for _, c := range []struct {
		until, last Month
		residents   []Opt[int32]
	}{
		{may + 9, may + 3, []Opt[int32]{Some(int32(800)), {}, Some(int32(820)), Some(int32(830))}},
		{may + 2, may + 2, []Opt[int32]{Some(int32(800)), {}, Some(int32(820))}},
		{may, may, []Opt[int32]{Some(int32(800))}},
	} {
		s, ok := whole.Until(c.until)
		if !ok || s.Last != c.last || len(s.Later) != len(c.residents)-1 {
			t.Errorf("until %s: to %s, %v, with %d later months; want %s and %d", c.until, s.Last, ok, len(s.Later), c.last, len(c.residents)-1)
		}
		for i, want := range c.residents {
			if got := s.ResidentsIn(may + Month(i)); got != want {
				t.Errorf("until %s: %v residents in %s; want %v", c.until, got, may+Month(i), want)
			}
		}
	}
	if _, ok := whole.Until(may - 1); ok {
		t.Error("a run has months before its first")
	}
	whole.Later = nil
	if s, _ := whole.Until(may + 1); s.Last != may+1 || s.ResidentsIn(may+1).OK {
		t.Errorf("without residents: to %s, residents %v; want %s and none", s.Last, s.ResidentsIn(may+1), may+1)
	}
}
