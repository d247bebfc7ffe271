package printed

import (
	"testing"

	"github.com/varighet/varighet"
)

// Columns are as wide as their widest cell and two blanks; the last has none after it.
func TestTable(t *testing.T) {
	got := Table([]string{"group", "n"}, [][]string{{"Ærøy", "12"}, {"b", "3"}})
	if want := "group  n\nÆrøy   12\nb      3"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// What is not defined is a dash or a reason, a p below the range of numbers is not 0, and a
// coefficient may be without bound; the robust column is there only where a number is.
func TestWhatIsMissingIsNotANumber(t *testing.T) {
	none := varighet.Opt[float64]{}
	for got, want := range map[string]string{
		Opt(none, Missing):                     "–",
		Between(varighet.Some(0.123456), none): "0.1235 to –",
		P(varighet.Some(0.0)):                  "below 1e-300",
		P(none):                                "–",
		Chi2("score", none, 2, none, "nobody stopped"):                "score: not defined: nobody stopped",
		Chi2("score", varighet.Some(3.25), 2, varighet.Some(0.5), ""): "score: chi2 = 3.25 on 2 df, p = 0.5",
		Limits(0.95):            "95 % limits",
		Warnings([]string{"a"}): "\nwarning: a",
		Coefficients([]Coefficient{{Name: "x", Infinite: -1}}, 0.9): "   coef  exp(coef)  90 % limits  se(coef)  z  p\n" +
			"x  −∞    –          – to –       –         –  –",
		Coefficients([]Coefficient{{Name: "x", Robust: varighet.Some(0.5)}}, 0.9): "   coef  exp(coef)  90 % limits  se(coef)  robust se  z  p\n" +
			"x  –     –          – to –       –         0.5        –  –",
	} {
		if got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	}
}
