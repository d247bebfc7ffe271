package study_test

import (
	"path/filepath"
	"strconv"
	"testing"
)

// number reads a count; false where a cell has none.
func number(row map[string]string, column string) (int, bool) {
	n, err := strconv.Atoi(row[column])
	return n, err == nil
}

// attackExits subtracts what is told of each reason at a time from what is told at the next.
func attackExits(t *testing.T, out string) {
	t.Helper()
	before, rows := map[string]int{}, cells(t, filepath.Join(out, "tables", "exits.csv"))
	if len(rows) < 10 {
		t.Fatalf("of exits there are %d rows: there is nothing to attack", len(rows))
	}
	for _, row := range rows {
		n, ok := number(row, "left")
		if !ok {
			t.Fatalf("exits: %v", row)
		}
		if step := n - before[row["reason"]]; reveals([]int{n, step}) {
			t.Errorf("exits for %s: %d up to month %s, %d after the time before", row["reason"], n, row["months"], step)
		}
		before[row["reason"]] = n
	}
}

// attackVacancies looks at the lists that were filled, and those that were not.
func attackVacancies(t *testing.T, out string) {
	t.Helper()
	rows := cells(t, filepath.Join(out, "tables", "vacancytimes.csv"))
	n, ok := number(rows[0], "vacancies")
	filled, also := number(rows[0], "filled")
	if !ok || !also || reveals([]int{n, filled, n - filled}) {
		t.Errorf("vacancies show %v", rows[0])
	}
}

// attackYears finds from the agreements of each 1 January, and from those that left, how many came,
// and what the size groups leave of all.
func attackYears(t *testing.T, out string) {
	t.Helper()
	all := map[string][]int{} // left and stayed, by year
	shown := 0
	var stayed int
	var last string // the group whose year before is shown
	each := func(name string, see func(row map[string]string, n []int)) {
		for _, row := range cells(t, filepath.Join(out, "tables", name)) {
			open, ok := number(row, "agreements")
			left, also := number(row, "left")
			if !ok || !also {
				last = ""
				continue
			}
			n := []int{left, open - left}
			if reveals(n) {
				t.Errorf("%s: %s in %s shows %v", name, row["group"], row["year"], n)
			}
			if came := open - stayed; last == row["group"] && row["year"] != "all" && reveals([]int{came}) {
				t.Errorf("%s: %d came to %s before %s", name, came, row["group"], row["year"])
			}
			stayed, last = n[1], row["group"]
			see(row, n)
		}
		last = ""
	}
	each("years.csv", func(row map[string]string, n []int) {
		shown++
		all[row["year"]] = n
	})
	if shown < 3 {
		t.Fatalf("%d years are shown: there is nothing to attack", shown)
	}
	each("yearsby.csv", func(row map[string]string, n []int) {
		if row["group"] != "all" && row["year"] != "all" {
			all[row["year"]] = minus(all[row["year"]], n)
		}
	})
	for year, rest := range all {
		if reveals(rest) {
			t.Errorf("the groups leave %v of %s", rest, year)
		}
	}
}
