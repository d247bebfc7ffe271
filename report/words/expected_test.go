package words

import (
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival/rates"
)

// against is a comparison with its exact limits; others are ratios at other shapes.
func against(t *testing.T, observed int, expected float64, others ...float64) varighet.Opt[Against] {
	t.Helper()
	c, err := rates.Compare(observed, expected, 0.95)
	if err != nil {
		t.Fatal(err)
	}
	return varighet.Some(Against{N: 40, Observed: observed, Expected: expected, Ratio: c.Ratio, Lower: c.Lower, Upper: c.Upper, Others: others})
}

// Sentences for none, one, two and many, for each verdict, and for too few to compare.
func TestSentencesOnExpectedStops(t *testing.T) {
	none := varighet.Opt[Against]{}
	shape := varighet.Some(0.9)
	for _, tag := range locale.Tags() {
		l := locale.Get(tag)
		var b strings.Builder
		for _, c := range []struct {
			name string
			e    Expected
		}{
			{"ALIS-Vest", Expected{BySize: against(t, 6, 5.133, 1.06, 1.33, 1.56), Whole: against(t, 6, 4.116, 1.28, 1.66, 2.14), Mixed: true, Assumed: shape, Halved: varighet.Some(0.14), Doubled: varighet.Some(0.48)}},
			{"no nearer by size", Expected{BySize: against(t, 6, 4.116), Whole: against(t, 6, 5.133)}},
			{"more than in the country, not than by size", Expected{BySize: against(t, 48, 45), Whole: against(t, 48, 30)}},
			{"others", Expected{BySize: against(t, 6, 5.133), Whole: against(t, 6, 4.116), Others: true, Assumed: varighet.Opt[float64]{}}},
			{"no comparison", Expected{BySize: none, Whole: none, Others: false, Assumed: shape}},
			{"nothing expected", Expected{BySize: against(t, 0, 0), Whole: against(t, 0, 0), Others: false, Assumed: shape}},
			{"little expected", Expected{BySize: against(t, 2, 0.6, 1, 3), Whole: against(t, 2, 0.4), Others: false, Assumed: shape}},
			{"none of few", Expected{BySize: none, Whole: against(t, 0, 3.6), Others: false, Assumed: shape}},
			{"one", Expected{BySize: none, Whole: against(t, 1, 3.6), Others: false, Assumed: varighet.Opt[float64]{}}},
			{"two", Expected{BySize: none, Whole: against(t, 2, 3.6), Others: false, Assumed: varighet.Opt[float64]{}}},
			{"no clear difference", Expected{BySize: none, Whole: against(t, 100, 105), Others: false, Assumed: varighet.Opt[float64]{}}},
			{"many enough to tell, and wide", Expected{BySize: against(t, 10, 9), Halved: varighet.Some(0.3), Doubled: varighet.Some(0.85)}},
			{"more", Expected{BySize: against(t, 48, 30), Whole: none, Others: false, Assumed: varighet.Opt[float64]{}}},
			{"barely more", Expected{BySize: against(t, 45, 32.5), Whole: none, Others: false, Assumed: varighet.Opt[float64]{}}},
			{"fewer", Expected{BySize: against(t, 20, 45), Whole: none, Others: false, Assumed: varighet.Opt[float64]{}}},
			{"barely fewer", Expected{BySize: against(t, 23, 35.5), Whole: none, Others: false, Assumed: varighet.Opt[float64]{}}},
		} {
			fmt.Fprintf(&b, "# %s\n%s\n\n", c.name, strings.Join(ExpectedStops(l, &c.e), "\n"))
		}
		golden(t, "expected."+tag+".txt", b.String())
	}
}
