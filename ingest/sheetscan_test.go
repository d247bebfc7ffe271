package ingest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// A cell of a workbook is a number only if the sheet shows a number: neither TRUE, which is kept as
// 1, nor 100 %, also 1, nor a day, which is kept as a number of days.
func TestCellsOfWorkbooksThatAreNoNumbers(t *testing.T) {
	percent, date, own, kroner := 9, 14, "0.0%", `#,##0 "mnd dag"`
	for name, c := range map[string]struct {
		value any
		style *excelize.Style
		fault bool
	}{
		"a truth value":        {true, nil, true},
		"a share":              {1, &excelize.Style{NumFmt: percent}, true},
		"a share, own format":  {12, &excelize.Style{CustomNumFmt: &own}, true},
		"a day":                {43770, &excelize.Style{NumFmt: date}, true},
		"a number with a unit": {800, &excelize.Style{CustomNumFmt: &kroner}, false},
		"a number":             {800, nil, false},
		"an error":             {"#DIV/0!", nil, true},
	} {
		for _, row := range []int{3, 400} { // in the first rows, which are looked at together, and after
			then := func(b *excelize.File, sheet string) {
				raw := fmt.Sprintf("C%d", row)
				if c.style != nil {
					id, err := b.NewStyle(c.style)
					if err != nil {
						t.Fatal(err)
					}
					_ = b.SetCellStyle(sheet, raw, raw, id)
				}
			}
			rows := [][]any{{"Liste", "HPR-nr", "Listelengde"}}
			for i := 2; i <= row; i++ {
				rows = append(rows, []any{i, 9000000 + i, 700 + i})
			}
			rows[row-1][2] = c.value
			res, _ := readAll(t, Options{}, Bytes("liste_2019_11.xlsx", workbook(sheetOf{name: "Ark1", rows: rows, then: then})()))
			want := ""
			if c.fault {
				want = fmt.Sprintf("liste_2019_11.xlsx:%d:3 number", row)
			}
			if got := strings.Join(faults(res.Problems), " "); got != want {
				t.Errorf("%s in row %d gives %q; want %q", name, row, got, want)
			}
		}
	}
}

// Truth values answer yes and no, and are no doctor's name.
func TestTruthValuesOfWorkbooks(t *testing.T) {
	rows := [][]any{{"Liste", "Lege", "Fellesliste"}, {1, "Kari Berg", true}, {2, "Ola Dahl", false}}
	res, obs := readAll(t, Options{}, Bytes("liste_2019_11.xlsx", workbook(sheetOf{name: "Ark1", rows: rows})()))
	if res.Problems.Len() > 0 || len(obs) != 2 || !obs[0].CommonList.V || !obs[1].CommonList.OK || obs[1].CommonList.V {
		t.Errorf("%v, %v", res.Problems.Err(), obs)
	}
	rows[2][1] = true
	res, _ = readAll(t, Options{}, Bytes("liste_2019_11.xlsx", workbook(sheetOf{name: "Ark1", rows: rows})()))
	if got := strings.Join(faults(res.Problems), " "); got != "liste_2019_11.xlsx:3:2 doctor-unclear" {
		t.Errorf("TRUE as a doctor gives %q", got)
	}
}

func TestKindOfFormat(t *testing.T) {
	for code, want := range map[string]cellKind{"General": cellNumber, "0": cellNumber, "# ##0,00": cellNumber, `0 "dager"`: cellNumber, `[Red]0`: cellNumber, `_ * # ##0_ ;`: cellNumber,
		"dd.mm.yyyy": cellDay, "mmm yy": cellDay, `[$-414]d. mmmm yyyy;@`: cellDay, "h:mm": cellDay, "0%": cellPercent, "0.0 %": cellPercent, `\d0`: cellNumber, "@": cellNumber} {
		if got := kindOfFormat(code); got != want {
			t.Errorf("%s is of kind %d; want %d", code, got, want)
		}
	}
}

// By hand: B2 is a day by its style and C2 a truth value, D2 a share; E2's formula has a value, A3's
// has none. What stands in a comment or in the text of a cell is no cell.
func TestScanOfASheet(t *testing.T) {
	styles := []cellKind{cellNumber, cellDay, cellPercent}
	const row = `<x:sheetData><x:row r="2"><x:c r="A2"><x:v>7</x:v></x:c><x:c r="B2" s="1"><x:v>43770</x:v></x:c><!-- <x:c r="A9"><x:f/></x:c> -->` +
		`<x:c r='C2' t='b'><x:v> 0 </x:v></x:c><x:c r="D2" s="2" t="n"><x:v>1</x:v></x:c><x:c r="E2"><x:f>A2</x:f><x:v>7</x:v></x:c><x:c r="F2" s="1"/></x:row>`
	want := []oddCell{{2, 2, cellDay}, {2, 3, cellFalse}, {2, 4, cellPercent}}
	for doc, uncalculated := range map[string]string{
		row + `</x:sheetData><x:c r="A9"><x:f/></x:c>`:                                  "",
		row + `<x:c r="A3" t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:sheetData>`: "",
		row + `<x:c r="A3"><x:f>A2</x:f></x:c><x:c r="B3" s="1"><x:v>1</x:v></x:c>`:     "A3",
		row + `<x:c r="A3"><x:f/></x:c></x:sheetData>`:                                  "A3",
	} {
		s := scanSheet(strings.NewReader(doc), styles, 1024)
		if s.uncalculated != uncalculated || !slices.Equal(s.odd, want) {
			t.Errorf("%s: uncalculated %q, odd %v; want %q, %v", doc[len(row):], s.uncalculated, s.odd, uncalculated, want)
		}
	}
}
