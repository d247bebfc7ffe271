package ingest

import (
	"encoding/csv"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
)

// The sixteen lists of the built-in ALIS-Vest study over 31 months, as four
// municipalities would type them into Excel in nynorsk: a workbook each, a sheet a
// month, a header in two rows with merged cells, the municipality on the first row
// only, names in two orders and in capitals, totals. They are read to the
// same months, lists and doctors as the study's own file, with no warning.
func TestListsTypedIntoExcelAreTheStudysOwn(t *testing.T) {
	type held struct {
		month varighet.Month
		list  string
	}
	study := map[held]string{}
	f, err := os.Open(filepath.Join("..", "data", "studies", "alis-vest-2019.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var months []varighet.Month
	for _, row := range rows[1:] {
		m, err := varighet.ParseMonth(row[0])
		if err != nil {
			t.Fatal(err)
		}
		study[held{m, row[1]}] = row[2]
		months = appendNew(months, m)
	}
	slices.Sort(months)

	monthNames := strings.Fields("januar februar mars april mai juni juli august september oktober november desember")
	lastNames := strings.Fields("Ås Bø Dahl Eide Foss Gjerde Haug Indrebø Juvik Kvåle Lid Moe Nes Øye Prestø Rå Skår Tveit Ulveland Vik Ytrehus Åmli")
	name := func(id string, month int) string { // one doctor, three ways to write the name
		var n int
		fmt.Sscan(id, &n)
		first, last := "Kari "+string(rune('A'+n)), lastNames[n-1]
		switch month % 3 {
		case 0:
			return first + " " + last
		case 1:
			return last + ", " + first
		}
		return strings.ToUpper(last + ", " + first)
	}
	var inputs []Input
	for k, municipality := range []struct {
		code int
		name string
	}{{4631, "Alver"}, {4640, "Sogndal"}, {4602, "Kinn"}, {1106, "Haugesund"}} {
		var sheets []sheetOf
		for i, m := range months {
			s := sheetOf{name: fmt.Sprintf("%s %d", monthNames[m.Calendar()-1], m.Year()), merged: []string{"A1", "E1", "A3", "B3", "D3", "D4"},
				rows: [][]any{{"Fastlegeheimlar i kommunen"}, nil, {"Kommune", nil, "Heimel", "Namn på lege"}, {"Nr.", "Namn", "nr"}}}
			code, town := any(municipality.code), any(municipality.name)
			for list := k + 1; list <= 16; list += 4 {
				if id, ok := study[held{m, fmt.Sprint(list)}]; ok {
					s.rows = append(s.rows, []any{code, town, list, name(id, i)})
					code, town = nil, nil
				}
			}
			if len(s.rows) > 4 {
				s.rows = append(s.rows, []any{"Sum " + municipality.name, nil, nil, nil}, nil, []any{"* foreløpige tal"})
				sheets = append(sheets, s)
			}
		}
		inputs = append(inputs, Bytes(municipality.name+".xlsx", workbook(sheets...)()))
	}

	res, obs := readAll(t, Options{}, inputs...)
	if err := res.Problems.Err(); err != nil {
		t.Fatal(err)
	}
	if len(res.Warnings) > 0 {
		t.Errorf("warnings: %v", res.Warnings)
	}
	doctors := map[string]string{} // the study's id of each name
	got := map[held]string{}
	for _, o := range obs {
		h := held{o.Month, o.PositionID}
		if id := study[h]; doctors[o.DoctorID] == "" {
			doctors[o.DoctorID] = id
		}
		got[h] = doctors[o.DoctorID]
	}
	if diff := cmp.Diff(study, got); diff != "" {
		t.Errorf("months, lists and doctors (-want +got):\n%s", diff)
	}
	if len(obs) != len(study) || len(study) != 387 || len(months) != 31 {
		t.Errorf("%d rows of %d in %d months; the study has 387 in 31", len(obs), len(study), len(months))
	}
}
