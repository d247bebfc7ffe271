package growth

import (
	"testing"
	"time"

	"github.com/varighet/varighet"
)

// Where an alarm stands hangs on months and municipalities, not on the order in which what it
// counts was found: that is by pseudonyms, which another key makes anew.
func TestWhereAnAlarmStandsDoesNotHangOnPseudonyms(t *testing.T) {
	m := varighet.MonthOf(2019, time.May)
	found := []varighet.Alarm{{Month: m, Municipality: "4626"}, {Month: m, Municipality: "4601"}, {Month: m + 1, Municipality: "0301"}}
	for _, order := range [][]int{{0, 1, 2}, {2, 1, 0}, {1, 2, 0}} {
		var a varighet.Alarm
		for _, i := range order {
			first(&a, found[i].Month, found[i].Municipality, "")
		}
		if a.Month != m || a.Municipality != "4601" {
			t.Errorf("in the order %v: %s %s", order, a.Municipality, a.Month)
		}
	}
}
