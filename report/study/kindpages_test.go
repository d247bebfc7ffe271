package study_test

import (
	"fmt"
	"strings"
	"testing"
)

// Six lists from January to May 2019 that grow by 10 residents a month, list 1 to list 6 from 100
// to 600. In February they have from 110 to 610; all have been held for the two months, so that
// there is no correlation. In May, the last month, they have from 140 to
// 640, and list 7, which opened in April, has 20.
func TestListLengthsOnAnEarlierMonth(t *testing.T) {
	files := map[string]string{}
	for month := 1; month <= 5; month++ {
		var b strings.Builder
		b.WriteString("Kommunenr;Listenr;HPR;Startdato;Listelengde\n")
		for list := 1; list <= 6; list++ {
			fmt.Fprintf(&b, "4631;L%d;%d;01.01.2019;%d\n", list, 1000000+list, 100*list+10*(month-1))
		}
		if month >= 4 {
			b.WriteString("4631;L7;1000007;01.04.2019;20\n")
		}
		files[fmt.Sprintf("2019-%02d.csv", month)] = b.String()
	}
	figure := "[[figure]]\nname = \"lister\"\nkind = \"list-length\"\n"
	wantOnPage(t, pageOf(t, "nb", files, figure+"month = \"2019-02\""), "Listene har fra 110 til 610 innbyggere. Med seks lister er det for få til å si om tid i stillingen og listelengde henger sammen.",
		"Listelengde etter tid i stillingen, februar 2019")
	wantOnPage(t, pageOf(t, "en", files, figure), "Lists have from 20 to 640 residents.", "List length by time in the position, May 2019")

	// A cohort may have a list that opens later.
	files["cohort.csv"] = "position_id\nL1\nL2\nL7\n"
	wantOnPage(t, pageOf(t, "nb", files, "cohort = \"cohort.csv\"\n"+figure+"month = \"2019-02\""), "Listene har fra 110 til 210 innbyggere.")
}

// The cohort and the others of TestACohortIsHeldAgainstTheOthersInItsRows, parted by a column with
// two values: four of the cohort in each. By hand each has 4 · 2/8 = 1 expected and 4 observed.
func TestGroupsAreHeldAgainstTheOthers(t *testing.T) {
	files := map[string]string{"kohort.csv": "position_id;Type liste\nC1;null\nC2;null\nC3;null\nC4;null\nC5;kjøpt\nC6;kjøpt\nC7;kjøpt\nC8;kjøpt\n"}
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
		"[[figure]]\nname = \"forhold\"\nkind = \"observed-expected\"\nby = \"Type liste\"\n[[figure]]\nname = \"hvor\"\nkind = \"moves\"")
	wantOnPage(t, page, "null (4)", "kjøpt (4)", "For to av to grupper er det for få til å si.", "Alle (8)",
		"8 av 8 leger har sluttet før april 2019. Dataene har bare 16 lister, en del av landets, og kan ikke vise hvor de som sluttet, gikk.")
}
