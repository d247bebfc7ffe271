package words

import (
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

// shareOf is a share that left, or one that is withheld.
func shareOf(d survival.TurnoverDefinition, withheld bool) survival.TurnoverShare {
	if withheld {
		return survival.TurnoverShare{Definition: d, Within: 13, Withheld: true}
	}
	return survival.TurnoverShare{Definition: d, Within: 13, Gone: 10, Of: 40, Share: varighet.Some(0.25), Lower: varighet.Some(0.127), Upper: varighet.Some(0.412)}
}

// A summary with 0, 1, 2 and all of its shares withheld, in each language: each that is withheld is
// said to be, no number stands for it, and where all are the sentence on shares is not written.
func TestWithheldSharesAreSaidToBe(t *testing.T) {
	said := map[string]string{"nb": ") er holdt tilbake av hensyn til personvernet", "nn": ") er halde tilbake av omsyn til personvernet", "en": ") is withheld to protect privacy"}
	for tag, withheld := range said {
		for _, n := range []int{0, 1, 2, 3} {
			f := &Facts{Within: 13, Agreements: 1, Held: Held{Scope: true, Same: true, Filled: true, Left: true, Account: true, Numbers: true, Most: 4}}
			f.Stability.Positions, f.Curve = 1, &survival.GroupCurve{Withheld: true}
			for i, d := range []survival.TurnoverDefinition{survival.TurnoverFollowed, survival.TurnoverSoFar, survival.TurnoverByPosition} {
				f.Turnover = append(f.Turnover, shareOf(d, i < n))
			}
			text := strings.Join(Summary(locale.Get(tag), f), " ")
			want := n
			if n == 3 {
				want = 0
			}
			if got := strings.Count(text, withheld); got != want {
				t.Errorf("%s: with %d withheld %d are said to be: %s", tag, n, got, text)
			}
			if shown := strings.Contains(text, "25"); shown != (n < 3) {
				t.Errorf("%s: with %d withheld: %s", tag, n, text)
			}
			if !strings.Contains(text, "4") {
				t.Errorf("%s: the rule is not said: %s", tag, text)
			}
		}
	}
}

// A published share is not compared with one that is withheld.
func TestPublishedBesideWithheld(t *testing.T) {
	f := &Facts{Within: 13, Turnover: []survival.TurnoverShare{shareOf(survival.TurnoverFollowed, true)}}
	p := Published{Share: 0.38, What: "X", Definition: varighet.Some(survival.TurnoverFollowed), Within: 13}
	for tag, want := range map[string]string{"nb": "X: 38\u00a0% er publisert, men andelen her er holdt tilbake", "nn": "X: 38\u00a0% er publisert, men delen her er halden tilbake", "en": "X: 38% is published, but the share here is withheld"} {
		if got := writerIn(locale.Get(tag)).compare(f, p); !strings.HasPrefix(got, want) {
			t.Errorf("%s: %s", tag, got)
		}
	}
}

// Where a group is withheld nothing is called the longest or the shortest.
func TestWithheldGroupsAreNamed(t *testing.T) {
	l := locale.Get("en")
	m := func(group string, months float64) survival.GroupMedian {
		return survival.GroupMedian{Group: group, N: 50, Stopped: 40, Median: survival.Quantile{P: 0.5, Time: varighet.Some(months), Lower: varighet.Some(months - 6), Upper: varighet.Some(months + 6)}}
	}
	got := Medians(l, []survival.GroupMedian{m("<2000", 36), m("2000-4999", 48), {Group: ">=50000", Withheld: true}}, false, "")
	if want := "Withheld to protect privacy: 50,000 and over."; len(got) != 1 || got[0] != want {
		t.Errorf("medians: %q, want %q", got, want)
	}
	got = Curves(l, []*survival.GroupCurve{{Group: "all", Withheld: true}})
	if want := "Withheld to protect privacy: all."; len(got) != 1 || got[0] != want {
		t.Errorf("curves: %q, want %q", got, want)
	}
}
