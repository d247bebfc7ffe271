package varighet

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestMonthsByHand(t *testing.T) {
	m := MonthOf(2017, time.May)
	if int(m) != 12*2017+4 || m.String() != "2017-05" || m.Date() != "2017-05-01" {
		t.Errorf("May 2017 is %d, %s, %s; want %d, 2017-05, 2017-05-01", int(m), m, m.Date(), 12*2017+4)
	}
	// 47 years and 4 months from 1970-01-01: 17167 days to 2017-01-01 (47·365 + 12
	// leap days), and 31 + 28 + 31 + 30 more.
	if got := m.Days(); got != 17167+120 {
		t.Errorf("days to May 2017: got %d, want %d", got, 17167+120)
	}
	if got := MonthOf(1969, time.December).Days(); got != -31 {
		t.Errorf("days to December 1969: got %d, want -31", got)
	}
	if next := MonthOf(2017, time.December) + 1; next.Year() != 2018 || next.Calendar() != time.January {
		t.Errorf("after December 2017 comes %s", next)
	}
}

func TestParseMonth(t *testing.T) {
	for _, s := range []string{"2017-05", "2017-05-01"} {
		if m, err := ParseMonth(s); err != nil || m != MonthOf(2017, time.May) {
			t.Errorf("%q: got %s, %v", s, m, err)
		}
	}
	for _, s := range []string{"", "2017", "2017-5", "2017-00", "2017-13", "2017-05-02", "2017/05", "mai 2017", "1899-12",
		"2200-01", "+017-05", "2017-0５"} {
		if m, err := ParseMonth(s); err == nil {
			t.Errorf("%q was read as %s", s, m)
		}
	}
}

// Text and days give the month back, whatever month it is.
func TestMonthSurvivesTextAndDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Month(rapid.Int32Range(int32(MinMonth), int32(MaxMonth)).Draw(t, "month"))
		text, err := m.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Month
		if err := back.UnmarshalText(text); err != nil || back != m {
			t.Fatalf("%s as text came back as %s, %v", m, back, err)
		}
		if again, first := MonthOfDays(m.Days()); again != m || !first {
			t.Fatalf("%s as days came back as %s, first %t", m, again, first)
		}
		if again, first := MonthOfDays(m.Days() + 1); again != m || first {
			t.Fatalf("the day after %s is in %s, first %t", m.Date(), again, first)
		}
	})
}
