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
	"github.com/varighet/varighet/ingest/cell"
)

// The sixteen lists of the built-in ALIS-Vest study over 31 months, as four
// municipalities would type them into Excel in nynorsk: a workbook each, a sheet a
// month, a header in two rows with merged cells, the municipality on the first row
// only, names in two orders and in capitals, totals. They are read to the
// same months, lists and doctors as the study's own file, with no warning.
func TestListsTypedIntoExcelAreTheStudysOwn(t *testing.T) {
	study, months := studysRows(t)
	var inputs []Input
	for k, municipality := range typedMunicipalities {
		var sheets []sheetOf
		for i, m := range months {
			s := sheetOf{name: typedMonth(m), merged: []string{"A1", "E1", "A3", "B3", "D3", "D4"},
				rows: [][]any{{"Fastlegeheimlar i kommunen"}, nil, {"Kommune", nil, "Heimel", "Namn på lege"}, {"Nr.", "Namn", "nr"}}}
			code, town := any(municipality.code), any(municipality.name)
			for list := k + 1; list <= 16; list += 4 {
				if id, ok := study[held{m, fmt.Sprint(list)}]; ok {
					s.rows = append(s.rows, []any{code, town, list, typedName(id, i)})
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

	isStudy(t, study, inputs...)
	if len(study) != 387 || len(months) != 31 {
		t.Errorf("%d rows in %d months; the study has 387 in 31", len(study), len(months))
	}
}

// isStudy reads inputs and holds what comes of them against the study: the same
// lists in the same months, held by as many doctors, and no warning.
func isStudy(t *testing.T, study map[held]string, inputs ...Input) {
	t.Helper()
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
		if o.Role == varighet.RoleVacant {
			continue // between two of the study's doctors
		}
		h := held{o.Month, o.PositionID}
		if got[h] != "" {
			t.Errorf("list %s has two doctors in %s", h.list, h.month)
		}
		if id := study[h]; doctors[o.DoctorID] == "" {
			doctors[o.DoctorID] = id
		}
		got[h] = doctors[o.DoctorID]
	}
	if diff := cmp.Diff(study, got); diff != "" {
		t.Errorf("months, lists and doctors (-want +got):\n%s", diff)
	}
}

// held is a list in a month.
type held struct {
	month varighet.Month
	list  string
}

// studysRows returns who held the lists of the built-in study, by the study's ids, and its months.
func studysRows(t *testing.T) (study map[held]string, months []varighet.Month) {
	t.Helper()
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
	study = map[held]string{}
	for _, row := range rows[1:] {
		m, err := varighet.ParseMonth(row[0])
		if err != nil {
			t.Fatal(err)
		}
		study[held{m, row[1]}] = row[2]
		months = cell.AppendNew(months, m)
	}
	slices.Sort(months)
	return study, months
}

var typedMunicipalities = []struct {
	code int
	name string
}{{4631, "Alver"}, {4640, "Sogndal"}, {4602, "Kinn"}, {1106, "Haugesund"}}

var (
	typedMonths    = strings.Fields("januar februar mars april mai juni juli august september oktober november desember")
	typedLastNames = strings.Fields("Ås Bø Dahl Eide Foss Gjerde Haug Indrebø Juvik Kvåle Lid Moe Nes Øye Prestø Rå Skår Tveit Ulveland Vik Ytrehus Åmli")
)

func typedMonth(m varighet.Month) string {
	return fmt.Sprintf("%s %d", typedMonths[m.Calendar()-1], m.Year())
}

// typedName writes the name of one doctor in one of three ways.
func typedName(id string, way int) string {
	var n int
	fmt.Sscan(id, &n)
	first, last := "Kari "+string(rune('A'+n)), typedLastNames[n-1]
	switch way % 3 {
	case 0:
		return first + " " + last
	case 1:
		return last + ", " + first
	}
	return strings.ToUpper(last + ", " + first)
}

// A typist types the lists of one municipality into sheets.
type typist struct {
	study  map[held]string
	months []varighet.Month
	lists  []int
}

// name is what stands for a list in a month: the doctor, "Ubesett" between two
// doctors, nothing before the first and after the last.
func (p *typist) name(list int, m varighet.Month, way int) any {
	at := func(m varighet.Month) bool { return p.study[held{m, fmt.Sprint(list)}] != "" }
	if at(m) {
		return typedName(p.study[held{m, fmt.Sprint(list)}], way)
	}
	if slices.ContainsFunc(p.months, func(o varighet.Month) bool { return o < m && at(o) }) &&
		slices.ContainsFunc(p.months, func(o varighet.Month) bool { return o > m && at(o) }) {
		return "Ubesett"
	}
	return nil
}

// blocks types a month below the other: each under lines of its own, with its
// rows made by row, and with a total.
func (p *typist) blocks(rows [][]any, above func(m varighet.Month) [][]any, row func(m varighet.Month, first bool, list int, name any) []any) [][]any {
	for i, m := range p.months {
		rows = append(rows, above(m)...)
		first := true
		for _, list := range p.lists {
			if name := p.name(list, m, i); name != nil {
				rows = append(rows, row(m, first, list, name))
				first = false
			}
		}
		if !first {
			rows = append(rows, []any{"Til saman", nil, nil}, nil)
		}
	}
	return rows
}

// wide types a row a list and a column a month under header rows.
func (p *typist) wide(months []varighet.Month, header ...[]any) [][]any {
	rows := header
	total := []any{"Tal på legar"}
	for _, m := range months {
		n := 0
		for _, list := range p.lists {
			if p.study[held{m, fmt.Sprint(list)}] != "" {
				n++
			}
		}
		total = append(total, n)
	}
	for _, list := range p.lists {
		row := []any{list}
		for i, m := range months {
			row = append(row, p.name(list, m, i))
		}
		rows = append(rows, row)
	}
	return append(rows, total)
}

// periods types a row for each doctor's time on a list: the first and the last month, no
// last one for who is still there.
func (p *typist) periods(last varighet.Month) (rows [][]any) {
	for _, list := range p.lists {
		at := func(m varighet.Month) string { return p.study[held{m, fmt.Sprint(list)}] }
		for i, m := range p.months {
			switch {
			case at(m) == "":
				continue
			case i == 0 || at(m-1) != at(m):
				rows = append(rows, []any{list, typedName(at(m), i), typedMonth(m)})
			}
			if m != last && at(m+1) != at(m) {
				rows[len(rows)-1] = append(rows[len(rows)-1], typedMonth(m))
			}
		}
	}
	return rows
}

// The same lists, typed in other ways: a sheet or a workbook for each municipality, and
// in it a month below the other or a column a month.
func TestListsTypedInOtherWaysAreTheStudysOwn(t *testing.T) {
	study, months := studysRows(t)
	for way, sheets := range map[string]func(p *typist) []sheetOf{
		"the month on a line above its rows": func(p *typist) []sheetOf {
			return []sheetOf{{name: "Ark1", rows: p.blocks([][]any{{"Heimel", "Namn på lege"}},
				func(m varighet.Month) [][]any { return [][]any{{typedMonth(m)}} },
				func(_ varighet.Month, _ bool, list int, name any) []any { return []any{list, name} })}}
		},
		"a title and the header above each month": func(p *typist) []sheetOf {
			return []sheetOf{{name: "Ark1", rows: p.blocks(nil,
				func(m varighet.Month) [][]any {
					return [][]any{{"Fastlegar per " + typedMonth(m)}, {"Heimel", "Fastlege"}}
				},
				func(_ varighet.Month, _ bool, list int, name any) []any { return []any{list, name} })}}
		},
		"the month on the first row of its block": func(p *typist) []sheetOf {
			return []sheetOf{{name: "Ark1", rows: p.blocks([][]any{{"Månad", "Heimel", "Lege"}},
				func(varighet.Month) [][]any { return nil },
				func(m varighet.Month, first bool, list int, name any) []any {
					if first {
						return []any{typedMonth(m), list, name}
					}
					return []any{nil, list, name}
				})}}
		},
		"a column a month": func(p *typist) []sheetOf {
			header := []any{"Heimel"}
			for _, m := range p.months {
				header = append(header, typedMonth(m))
			}
			return []sheetOf{{name: "Ark1", rows: p.wide(p.months, []any{"ALIS-legar"}, nil, header)}}
		},
		"a row a month and a column a list": func(p *typist) []sheetOf {
			rows := [][]any{{"ALIS-legar"}, {"Månad"}}
			for _, list := range p.lists {
				rows[1] = append(rows[1], list)
			}
			for i, m := range p.months {
				row := []any{typedMonth(m)}
				for _, list := range p.lists {
					row = append(row, p.name(list, m, i))
				}
				rows = append(rows, row)
			}
			return []sheetOf{{name: "Ark1", rows: append(rows, []any{"Sum", 31, 31, 31, 31})}}
		},
		"a row for each period": func(p *typist) []sheetOf {
			first, last := p.months[0], p.months[len(p.months)-1]
			rows := [][]any{{fmt.Sprintf("ALIS-legar %s – %s", typedMonth(first), typedMonth(last))}, nil, {"Heimel", "Lege", "Frå", "Til"}}
			return []sheetOf{{name: "Ark1", rows: append(rows, p.periods(last)...)}}
		},
		"a column a month, a sheet a year": func(p *typist) []sheetOf {
			var sheets []sheetOf
			for year := 2017; year <= 2019; year++ {
				header := []any{"Heimel"}
				var months []varighet.Month
				for _, m := range p.months {
					if m.Year() == year {
						months, header = append(months, m), append(header, typedMonths[m.Calendar()-1][:3])
					}
				}
				sheets = append(sheets, sheetOf{name: fmt.Sprint(year), rows: p.wide(months, header)})
			}
			return sheets
		},
	} {
		t.Run(way, func(t *testing.T) {
			var inputs []Input
			for k, municipality := range typedMunicipalities {
				p := &typist{study: study, months: months, lists: []int{k + 1, k + 5, k + 9, k + 13}}
				inputs = append(inputs, Bytes(municipality.name+".xlsx", workbook(sheets(p)...)()))
			}
			isStudy(t, study, inputs...)
		})
	}
}
