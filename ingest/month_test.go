package ingest

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/cell"
)

func TestReadFileName(t *testing.T) {
	for name, want := range map[string]fileName{
		"1865 - Vågan - august 2024.csv":                     {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"sub/1865_-_Vågan_-_august_2024.csv":                 {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"1865%20-%20V%C3%A5gan%20-%20august%202024.csv":      {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"1865 - Va\u030Agan - august 2024.csv":               {months: []varighet.Month{2024*12 + 7}, code: "1865", name: "Vågan"},
		"5436 - Porsanger - Porsángu - august 2024.csv":      {months: []varighet.Month{2024*12 + 7}, code: "5436", name: "Porsanger - Porsángu"},
		"liste_2004_07.csv":                                  {months: []varighet.Month{2004*12 + 6}},
		"2019 liste november 2019.csv":                       {months: []varighet.Month{2019*12 + 10}},
		"Basistilskudd for fastlegeordningen - mai 2001.csv": {months: []varighet.Month{2001*12 + 4}},
		"mai 2001/liste.csv":                                 {},
		"-":                                                  {},
		"100%.csv":                                           {},
	} {
		got := readFileName(name, cell.NoOrder)
		got.base = "" // the name itself
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(fileName{})); diff != "" {
			t.Errorf("readFileName(%q): %s", name, diff)
		}
	}
}

func FuzzMonth(f *testing.F) {
	for _, s := range []string{"november 2019", "43770", "2019M11", "01.11.2019 00:00", "per 1.11.2019", "99999999999999999999", "mai\u030A 19", "2019-11-",
		"11/1/19", "2019-10-31T23:00:00Z", "01.05.2017 - 30.06.2018", "fra mai 2017", "mai - juni 2018", "19-11-01", "utskrift 11/1/2019 12:00 AM"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		m, ok := cell.ParseMonth(s)
		if ok {
			if again, ok := cell.ParseMonth(m.String()); !ok || again != m || !m.Valid() {
				t.Errorf("parseMonth(%q) = %v, which reads back as %v, %v", s, m, again, ok)
			}
		}
		for _, m := range cell.FindMonths(s, cell.NoOrder) {
			if !m.Valid() {
				t.Errorf("findMonths(%q) gives %d", s, m)
			}
		}
		readFileName(s, cell.NoOrder)
		cell.UnclearDate(s)
		cell.IsPrintNote(s)
		w := cell.ReadWritten(s)
		if d, ok := w.Known(cell.NoOrder); ok && !slices.Contains(w.By[:], d) {
			t.Errorf("%q is %v, in none of its orders %v", s, d, w.By)
		}
		for o := range cell.NumOrders {
			if w.Is[o] && !w.By[o].Valid() {
				t.Errorf("%q is %v as %s", s, w.By[o], o)
			}
			for _, m := range cell.FindMonths(s, varighet.Some(o)) {
				if !m.Valid() {
					t.Errorf("findMonths(%q, %s) gives %d", s, o, m)
				}
			}
		}
		if p, ok := cell.SplitPeriod(s); ok && (!cell.MayBeDate(p.From) || p.To != "" && !cell.MayBeDate(p.To) && !cell.IsStillThere(p.To) && !cell.IsOpenEndDate(p.To)) {
			t.Errorf("%q is a period of %q and %q", s, p.From, p.To)
		}
	})
}
