package main

import (
	"testing"

	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/survival"
)

// Alarms beyond the first five of a kind are counted, with what they count.
func TestAlarmLinesCountTheRest(t *testing.T) {
	alarms := func(code survival.AlarmCode, n int) (list []survival.Alarm) {
		for range n {
			list = append(list, survival.Alarm{Code: code, Count: 3})
		}
		return list
	}
	for _, c := range []struct {
		alarms []survival.Alarm
		want   string
	}{
		{alarms(survival.AlarmManyLeave, 7), "and 2 more alarms of this kind (many-leave), 6 doctors in all"},
		{alarms(survival.AlarmOpening, 6), "and 1 more alarm of this kind (opening), 3 starts in all"},
		{alarms(survival.AlarmMonthMissing, 6), "and 1 more alarm of this kind (month-missing)"},
	} {
		if lines := spellset.AlarmLines(c.alarms); lines[len(lines)-1] != c.want {
			t.Errorf("%d alarms: %q, want %q", len(c.alarms), lines[len(lines)-1], c.want)
		}
	}
}
