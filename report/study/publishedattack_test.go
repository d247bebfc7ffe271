package study_test

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
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

// publishedDemo is the demo's simulated country for anybody to read, in English, with the curve of all, those of
// size groups, medians and all municipalities.
func publishedDemo(t *testing.T) string {
	t.Helper()
	b, err := studies.Files.ReadFile("norge-simulert.toml")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.NewReplacer(`language = "nb"`, `language = "en"`, `disclosure = "made-up"`, `disclosure = "published"`).Replace(string(b))
	return text + `
[[figure]]
name = "curve"
kind = "km"
[[figure]]
name = "groups"
kind = "km"
by = "size_group"
[[table]]
name = "medians"
kind = "medians"
[[table]]
name = "municipalities"
kind = "municipalities"
municipalities = "all"
` + newKinds
}

// An outsider reads all of the folder of the demo's country that has numbers: figures as paths, the workbook, the Word document
// and the page. Nothing there is finer than the tables, which TestPublishedFolderRevealsNoSmallCount attacks.
func TestOutsiderFindsNoMoreThanTheTables(t *testing.T) {
	r, out := writtenStudy(t, publishedDemo(t), nil)
	known := tableNumbers(t, out)
	if len(known) < 300 {
		t.Fatalf("the tables have %d numbers: there is nothing to read", len(known))
	}
	read := 0
	for n, where := range workbookNumbers(t, out) {
		if read++; !known[n] {
			t.Errorf("the workbook has %v in %s, which no table has", n, where)
		}
	}
	if read < 300 {
		t.Errorf("the workbook has %d numbers", read)
	}
	for _, form := range []struct{ file, cell string }{{"report.html", `<td[^>]*>([^<]*)</td>`}, {"report.docx", `(?s)<w:tc>(.*?)</w:tc>`}} {
		if n := attackCells(t, filepath.Join(out, form.file), form.cell, known); n < 100 {
			t.Errorf("%s has %d whole numbers in cells: there is nothing to read", form.file, n)
		}
	}
	m := manifestOf(t, out).Published.Own
	attackPath(t, filepath.Join(out, "figures", "groups.svg"), len(m.GroupSteps))
	attackPath(t, filepath.Join(out, "figures", "curve.svg"), len(m.Steps))
	attackSiblings(t, r, out)
	attackGroups(t, out)
	attackNumbers(t, out)
	attackStability(t, r, out)
	attackMoves(t, r, out)
	attackLengths(t, out)
	attackVacantDates(t, r, out)
	attackFunnel(t, out)
}

// tableNumbers are all numbers in the CSV tables, and the days of their dates as a workbook counts them.
func tableNumbers(t *testing.T, out string) map[float64]bool {
	t.Helper()
	known := map[float64]bool{}
	files, err := filepath.Glob(filepath.Join(out, "tables", "*.csv"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if strings.HasSuffix(file, ".excel.csv") { // the same in a form of its own
			continue
		}
		for _, row := range cells(t, file) {
			for _, cell := range row {
				if n, err := strconv.ParseFloat(cell, 64); err == nil {
					known[n] = true
				}
				if day, err := time.Parse(time.DateOnly, cell); err == nil {
					known[day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours()/24] = true
				}
			}
		}
	}
	return known
}

// workbookNumbers are all numbers in cells of the workbook, and where they stand.
func workbookNumbers(t *testing.T, out string) map[float64]string {
	t.Helper()
	book, err := excelize.OpenFile(filepath.Join(out, "report.xlsx"))
	if err != nil {
		t.Fatal(err)
	}
	defer book.Close()
	found := map[float64]string{}
	for _, sheet := range book.GetSheetList() {
		rows, err := book.GetRows(sheet, excelize.Options{RawCellValue: true})
		if err != nil {
			t.Fatal(err)
		}
		for r := range rows {
			for c := range rows[r] {
				name, err := excelize.CoordinatesToCellName(c+1, r+1)
				if err != nil {
					t.Fatal(err)
				}
				kind, err := book.GetCellType(sheet, name)
				n, notNumber := strconv.ParseFloat(rows[r][c], 64)
				if err == nil && notNumber == nil && (kind == excelize.CellTypeNumber || kind == excelize.CellTypeUnset) {
					found[n] = sheet + " " + name
				}
			}
		}
	}
	return found
}

// attackCells looks for whole numbers in cells of tables of a page or a document, each of which is to be
// in the tables; it returns how many there are.
func attackCells(t *testing.T, file, cell string, known map[float64]bool) (found int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err == nil && strings.HasSuffix(file, ".docx") {
		b, err = unzipped(b)
	}
	if err != nil {
		t.Fatal(err)
	}
	tags, whole := regexp.MustCompile(`<[^>]*>`), regexp.MustCompile(`^\d{1,3}(,\d{3})*$`)
	for _, c := range regexp.MustCompile(cell).FindAllSubmatch(b, -1) {
		text := strings.TrimSpace(tags.ReplaceAllString(string(c[1]), ""))
		if !whole.MatchString(text) {
			continue
		}
		n, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
		if found++; err != nil || !known[n] {
			t.Errorf("%s has %q in a cell, which no table has", filepath.Base(file), text)
		}
	}
	return found
}

// attackPath counts the falls in each line of a figure of curves: a curve falls at its steps alone, and
// both edges of its band do.
func attackPath(t *testing.T, file string, steps int) {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	most := 0
	for _, path := range regexp.MustCompile(`\bd="([^"]*)"`).FindAllSubmatch(b, -1) {
		most = max(most, bytes.Count(path[1], []byte("V")))
	}
	if most < 5 || most > 2*steps+2 {
		t.Errorf("a line of %s falls %d times, and the steps are %d", filepath.Base(file), most, steps)
	}
}

// attackSiblings looks for a row whose number is the only one withheld of a total that is shown. Of a
// municipality that has been in several size groups the row has all agreements, and a group some of them.
func attackSiblings(t *testing.T, r *study.Result, out string) {
	t.Helper()
	groups, parts := map[string]map[string]bool{}, map[string]map[string]bool{}
	add := func(m map[string]map[string]bool, key, value string) {
		if m[key] == nil {
			m[key] = map[string]bool{}
		}
		m[key][value] = true
	}
	for i := range r.Table.Spells {
		if s := &r.Table.Spells[i]; s.Kind == survival.Regular {
			add(groups, s.Place(), s.SizeGroup)
			add(parts, s.SizeGroup, s.Place())
		}
	}
	shown, withheld := map[string]bool{}, map[string][]string{}
	for _, row := range cells(t, filepath.Join(out, "tables", "municipalities.csv")) {
		code, group := row["municipality_code"], row["size_group"]
		switch {
		case row["agreements_state"] == "withheld":
			withheld[group] = append(withheld[group], code)
		case len(code) == 4:
			shown[code] = true
		}
	}
	for group, list := range withheld {
		others := 0 // municipalities of other rows, of which the group has a part
		for place := range parts[group] {
			if len(groups[place]) > 1 && !shown[place] {
				others++
			}
		}
		if len(list) == 1 && len(groups[list[0]]) == 1 && others == 0 {
			t.Errorf("municipality %s alone is withheld of %s: the others give it", list[0], group)
		}
	}
	n := 0
	for _, row := range cells(t, filepath.Join(out, "tables", "medians.csv")) {
		if row["agreements_state"] == "withheld" {
			n++
		}
	}
	if n == 1 {
		t.Error("one size group alone is withheld: the others give it")
	}
}
