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
			{"ALIS-Vest", Expected{against(t, 6, 5.133, 1.06, 1.33, 1.56), against(t, 6, 4.116), false, shape}},
			{"others", Expected{against(t, 6, 5.133), against(t, 6, 4.116), true, varighet.Opt[float64]{}}},
			{"no comparison", Expected{none, none, false, shape}},
			{"nothing expected", Expected{against(t, 0, 0), against(t, 0, 0), false, shape}},
			{"little expected", Expected{against(t, 2, 0.6, 1, 3), against(t, 2, 0.4), false, shape}},
			{"none of few", Expected{none, against(t, 0, 3.6), false, shape}},
			{"one", Expected{none, against(t, 1, 3.6), false, varighet.Opt[float64]{}}},
			{"two", Expected{none, against(t, 2, 3.6), false, varighet.Opt[float64]{}}},
			{"no clear difference", Expected{none, against(t, 100, 105), false, varighet.Opt[float64]{}}},
			{"more", Expected{against(t, 48, 30), none, false, varighet.Opt[float64]{}}},
			{"barely more", Expected{against(t, 45, 32.5), none, false, varighet.Opt[float64]{}}},
			{"fewer", Expected{against(t, 20, 45), none, false, varighet.Opt[float64]{}}},
			{"barely fewer", Expected{against(t, 23, 35.5), none, false, varighet.Opt[float64]{}}},
		} {
			fmt.Fprintf(&b, "# %s\n%s\n\n", c.name, strings.Join(ExpectedStops(l, &c.e), "\n"))
		}
		golden(t, "expected."+tag+".txt", b.String())
	}
}
