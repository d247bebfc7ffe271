package study_test

import (
	"fmt"
	"strings"
	"testing"
)

// Eight others of a register, two of whom leave after their first month, and a cohort of
// eight of which all leave then. By hand: 8 · 2/8 = 2 are expected, ratio 4; with two
// stops of the others, and eight of the cohort, the limits are 2/2 times the odds of
// qbeta(0.025, 8, 3) = 0.4439 and of 1 − qbeta(0.025, 2, 9) = 0.9748 (R 4.2.2), 0.80 to 38.6.
func TestACohortIsHeldAgainstTheOthersInItsRows(t *testing.T) {
	files := map[string]string{"kohort.csv": "position_id\nC1\nC2\nC3\nC4\nC5\nC6\nC7\nC8\n"}
	for month := 1; month <= 4; month++ {
		var b strings.Builder
		b.WriteString("Kommunenr;Listenr;HPR;Startdato\n")
		for list := 1; list <= 8; list++ {
			for k, group := range []string{"C", "O"} {
				doctor, start := fmt.Sprint(1000000+100*k+list), "01.01.2019"
				if month > 1 && (group == "C" || list <= 2) {
					doctor, start = "", ""
				}
				fmt.Fprintf(&b, "4631;%s%d;%s;%s\n", group, list, doctor, start)
			}
		}
		files[fmt.Sprintf("2019-%02d.csv", month)] = b.String()
	}
	page := pageOf(t, "nb", files, "cohort = \"kohort.csv\"\ncohort_others = true\n[expected]\nothers = true\n"+
		"[[table]]\nname = \"ventet\"\nkind = \"expected\"")
	wantOnPage(t, page, "Åtte sluttet. Ut fra alle de andre var 2,0 ventet (forhold 4,00, 95 % KI 0,80–38,6", "tar også hensyn til hvor mange som sluttet der")
}
