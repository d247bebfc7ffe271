package words

import (
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// judged are so many municipalities of each verdict, all with an interval.
func judged(verdicts ...survival.GroupVerdict) (list []survival.OwnMedian) {
	for _, v := range verdicts {
		q := survival.Quantile{P: 0.5, Lower: varighet.Some(12.0)}
		list = append(list, survival.OwnMedian{Verdict: v, GroupMedian: survival.GroupMedian{N: 10, Median: q}})
	}
	return list
}

// What is said of counts by verdict, read and found right. 5 % of twelve are 0.6; of eleven
// compared, 0.55, which is written 0,6 as by hand.
func TestSentencesOnMunicipalities(t *testing.T) {
	const few, above, below, unknown = survival.TooFewToTell, survival.AboveGroup, survival.BelowGroup, survival.GroupMedianNot
	nine := slices.Repeat([]survival.GroupVerdict{few}, 9)
	mixed := append(slices.Clone(nine), above, above, below)
	for _, c := range []struct {
		tag  string
		list []survival.OwnMedian
		want string
	}{
		{"nb", nil, ""},
		{"nb", judged(few), "Det er for få til å si om kommunens median skiller seg fra gruppens."},
		{"nb", judged(above), "Kommunens median ligger over gruppens."},
		{"nb", judged(below), "Kommunens median ligger under gruppens."},
		{"nb", judged(nine...), "For alle de ni kommunene er det for få til å si om medianen skiller seg fra gruppens."},
		{"nb", judged(mixed...), "To av tolv kommuner ligger over medianen for gruppen sin; én ligger under; for 9 av 12 kommuner er det for få til å si. " +
			"Av tolv kommuner kan en vente at opptil 0,6 havner utenfor ved tilfeldigheter."},
		{"nn", judged(mixed...), "To av tolv kommunar ligg over medianen for gruppa si; éin ligg under; for 9 av 12 kommunar er det for få til å seie. " +
			"Av tolv kommunar kan ein vente at opp til 0,6 hamnar utanfor ved tilfeldigheiter."},
		{"en", judged(mixed...), "Two of twelve municipalities lie above the median of their group; one lies below it; for 9 of 12 municipalities there are too few to tell. " +
			"Of twelve municipalities, up to 0.6 can be expected outside by chance."},
		{"en", judged(above, few, few), "One of three municipalities lies above the median of its group; for two of three municipalities there are too few to tell. " +
			"Of three municipalities, up to 0.2 can be expected outside by chance."},
		{"nb", judged(below, unknown), "Én av to kommuner ligger under medianen for gruppen sin; én er ikke sammenlignet."},
		{"nb", judged(unknown), "Ingen av kommunene er sammenlignet med gruppen sin."},
	} {
		if got := strings.Join(Municipalities(locale.Get(c.tag), c.list), " "); got != c.want {
			t.Errorf("%s, %d municipalities:\n%s\nwant\n%s", c.tag, len(c.list), got, c.want)
		}
	}
}

// curveIn has so many agreements that all end after the months given, one by one.
func curveIn(t *testing.T, months ...float64) *survival.GroupCurve {
	t.Helper()
	var tenures []survival.Tenure
	for _, m := range months {
		tenures = append(tenures, survival.Tenure{Exit: m, Stopped: true})
	}
	c, err := survival.NewGroupCurve("all", tenures, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The others beside a cohort: their counts, and a hedge to what is set beside the cohort's.
// The medians are 36 and 48 months. Exact limits of a median of eleven and of nine that have
// all left are the second and the last but one: 12 to 39, which is wide since 39 > 3 · 12, and
// 30 to 60. Widened, 36 + √(3² + 18²) = 54 is above 48.
func TestSummaryOfACohortBesideOthers(t *testing.T) {
	some := varighet.Some[float64]
	share := func(of, gone int, v, lower, upper float64) []survival.TurnoverShare {
		list := make([]survival.TurnoverShare, 4)
		list[survival.TurnoverKaplanMeier] = survival.TurnoverShare{Definition: survival.TurnoverKaplanMeier, Within: 12, Of: of, Gone: gone,
			Share: some(v), Lower: some(lower), Upper: some(upper)}
		return list
	}
	f := &Facts{Stability: survival.Stability{Positions: 3, Doctors: 6}, First: varighet.MonthOf(2015, 1), Last: varighet.MonthOf(2019, 11), Within: 12,
		Curve: curveIn(t, 6, 12, 14, 24, 30, 36, 36, 37, 38, 39, 40), Turnover: share(11, 2, 0.18, 0.05, 0.6),
		Others: &Others{Stability: survival.Stability{Positions: 40, Filled: 39, Same: 20, Doctors: 61},
			Curve: curveIn(t, 20, 30, 44, 46, 48, 50, 52, 60, 70), Turnover: share(400, 40, 0.10, 0.08, 0.13)}}
	x := writerIn(locale.Get("nb"))
	got := strings.ReplaceAll(strings.Join(append(x.scope(f), x.besideCohort(f)...), "\n"), "\u00a0", " ")
	want := strings.Join([]string{
		"Tallene gjelder kohorten: tre stillinger og seks leger, januar 2015–november 2019.",
		"Ved siden av, og aldri regnet sammen med kohorten, står 40 stillinger og 61 leger i de samme dataene.",
		"Av de andre stillingene har 20 av 39 som har hatt lege, hatt samme lege hele tiden.",
		"Etter Kaplan–Meier (c) er andelen som sluttet innen 12 måneder, 10 % (95 % KI 8–13 %) blant de andre og 18 % i kohorten; det er for få til å si om kohorten skiller seg fra dem.",
		"Blant de andre har halvparten sluttet etter anslagsvis 4,0 år (95 % KI 2,5–5,0); det er for få til å si om kohorten skiller seg fra dem.",
	}, "\n")
	if got != want {
		t.Errorf("%s\nwant\n%s", got, want)
	}
	f.Others = nil
	if list := append(x.scope(f), x.besideCohort(f)...); len(list) != 1 || !strings.HasPrefix(list[0], "Dataene gjelder") {
		t.Errorf("without others: %q", list)
	}
}
