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
	want := "| Ås | 0 | 3 | 3 | 0 | 0 | 100,0\u00a0% | (29,2–100,0\u00a0%) |\n" +
		"| Ås | 2 | 2 | 3 | 0 | 1 | 50,0\u00a0% | (1,3–98,7\u00a0%) |\n\n"
	if !strings.Contains(md, want) {
		t.Errorf("got\n%swant it to hold\n%s", md, want)
	}
}

// Programs get the group as files name it, people get words; limits at S = 1
// are those of the beta product, since three are few; a group with too few has a
// note and no rows.
func TestCurveTableForPrograms(t *testing.T) {
	tenures := []survival.Tenure{{Exit: 1}, {Exit: 2, Stopped: true}, {Exit: 3}}
	c, err := survival.KaplanMeier(tenures, survival.Options{})
	if err != nil {
		t.Fatal(err)
	}
	l := locale.Get("nb")
	table := CurveTable(l, []chart.CurveGroup{
		{Label: l.SizeGroup("<2000"), Key: "<2000", Curve: c},
		{Label: "Bø", Curve: c, TooFew: true},
	}, []float64{0, 1})
	want := "group,months,at_risk,at_risk_state,entered,entered_state,stopped,stopped_state,censored,censored_state," +
		"share,share_state,share_limit_lower,share_limit_upper,share_limit_state\n" +
		"<2000,0,3,,3,,0,,0,,1,,0.2924017738212869,1,\n<2000,1,3,,3,,0,,0,,1,,0.15811388300841903,1,\n"
	if got := string(written(t, table, (*Table).CSV)); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
	md := string(written(t, table, (*Table).Markdown))
	for _, want := range []string{"| under 2\u00a0000 | 0 |", "For få å følge (færre enn 5 i stilling): Bø.",
		"Grenser fra betaproduktet, en metode for små grupper (færre enn 50 avtaler, eller færre enn 10 i stilling da noen sluttet): under 2\u00a0000."} {
		if !strings.Contains(md, want) {
			t.Errorf("%q is not in\n%s", want, md)
		}
	}

	beta, err := survival.KaplanMeier(tenures, survival.Options{ConfType: survival.BetaProduct})
	if err != nil {
		t.Fatal(err)
	}
	if c := limitsAt(beta, beta.At(1), new(bool)); c.State != HasValue {
		t.Errorf("beta product limits at S = 1 are %s", c.State)
	}
}
