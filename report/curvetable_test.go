package report

import (
	"strings"
	"testing"

	"github.com/varighet/varighet/report/chart"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// Three tenures by hand: censored at 1, stopped at 2, censored at 3. Before 2
// one was censored; S(2) = 1/2, with the log-log limits that R gives; month 12
// is after the end.
func TestCurveTableByHand(t *testing.T) {
	c, err := survival.KaplanMeier([]survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3}}, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	groups := []chart.CurveGroup{{Label: "Ås", Curve: c}, {Label: "Bø"}}
	table := CurveTable(locale.Get("nb"), groups, []float64{0, 2, 12})
	md := string(written(t, table, (*Table).Markdown))
	want := "| Ås | 0 | 3 | 3 | 0 | 0 | 100,0\u00a0% | (100,0–100,0\u00a0%) |\n" +
		"| Ås | 2 | 2 | 3 | 0 | 1 | 50,0\u00a0% | (0,6–91,0\u00a0%) |\n"
	if !strings.HasSuffix(md, want) {
		t.Errorf("got\n%swant it to end\n%s", md, want)
	}
}
