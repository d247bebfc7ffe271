package locale

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// Written by hand; · stands for a no-break space.
func TestNumbers(t *testing.T) {
	nb, en := Get("nb"), Get("en")
	one := varighet.Some[float64]
	none := varighet.Opt[float64]{}
	for _, c := range []struct{ what, got, want string }{
		{"whole", nb.Int(999), "999"},
		{"four digits are grouped", nb.Int(2000), "2·000"},
		{"millions", nb.Int(1234567), "1·234·567"},
		{"negative", nb.Int(-12345), "−12·345"},
		{"English", en.Int(12345), "12,345"},
		{"decimals", nb.Number(2.75, 1), "2,8"},
		{"halves go up, however even", nb.Number(10.25, 1), "10,3"},
		{"halves go up", nb.Number(7.25, 1), "7,3"},
		{"halves go away from zero", nb.Number(-7.25, 1), "−7,3"},
		{"halves of whole numbers", nb.Number(2.5, 0), "3"},
		{"a decimal half that is less in binary", nb.Number(1.005, 2), "1,01"},
		{"less than half", nb.Number(2.7499999, 1), "2,7"},
		{"a half that a product made a little less", nb.Percent(0.145, 0), "15·%"},
		{"median of 87 months in years", nb.Years(87), "7,3·år"},
		{"large", nb.Number(1e15, 1), "1·000·000·000·000·000,0"},
		{"small", nb.Number(5e-324, 1), "0,0"},
		{"grouped with decimals", nb.Number(1234.5, 1), "1·234,5"},
		{"minus zero", nb.Number(-0.04, 1), "0,0"},
		{"not a number", nb.Number(math.NaN(), 1), ".."},
		{"infinite", nb.Number(math.Inf(1), 1), ".."},
		{"short", nb.Short(13, 1), "13"},
		{"short keeps what counts", nb.Short(8.37, 1), "8,4"},
		{"short keeps zeros of whole numbers", nb.Short(100, 0), "100"},
		{"share", nb.Percent(0.375, 1), "37,5·%"},
		{"English share", en.Percent(0.375, 1), "37.5%"},
		{"range", nb.Range("5", "13"), "5–13"},
		{"range with a minus", nb.Range(nb.Int(-1), nb.Int(3)), "−1 til 3"},
		{"interval", nb.Interval(one(0.426), one(0.846), 2), "(0,43–0,85)"},
		{"open interval", nb.Interval(one(13), none, 0), "(13–ikke nådd)"},
		{"no interval", nb.Interval(none, none, 0), ""},
		{"interval of shares", nb.PercentInterval(one(0.152), one(0.646), 0), "(15–65·%)"},
		{"open interval of shares", nb.PercentInterval(one(0.152), none, 0), "(15–ikke nådd)"},
		{"one", nb.Count(1, nb.Doctor), "1·lege"},
		{"more", nb.Count(22, nb.Doctor), "22·leger"},
		{"none", nb.Count(0, nb.Doctor), "0·leger"},
		{"English one", en.Count(1, en.Municipality), "1·municipality"},
		{"years", nb.Years(33), "2,8·år"},
		{"length in years", nb.Length(156), "13·år"},
		{"length in months", nb.Length(31), "31·måneder"},
		{"length of a year", nb.Length(12), "12·måneder"},
		{"held", nb.Held(27), "27·mnd"},
		{"held, nynorsk", Get("nn").Held(27), "27·md."},
	} {
		want := ""
		for _, r := range c.want {
			if r == '·' {
				r = '\u00a0'
			}
			want += string(r)
		}
		if c.got != want {
			t.Errorf("%s: %q, want %q", c.what, c.got, want)
		}
	}
}

func TestSizeGroup(t *testing.T) {
	for _, c := range []struct{ tag, name, want string }{
		{"nb", "<2000", "under 2\u00a0000"},
		{"nb", "2000-4999", "2\u00a0000–4\u00a0999"},
		{"nn", ">=50000", "50\u00a0000 og over"},
		{"en", ">=50000", "50,000 and over"},
		{"nb", "all", "alle"},
		{"nb", "", "ukjent"},
		{"nb", "sone 3-A", "sone 3-A"},
		{"nb", "<to tusen", "<to tusen"},
	} {
		if got := Get(c.tag).SizeGroup(c.name); got != c.want {
			t.Errorf("%s %q: %q, want %q", c.tag, c.name, got, c.want)
		}
	}
}

func TestMonths(t *testing.T) {
	may17, nov19 := varighet.MonthOf(2017, time.May), varighet.MonthOf(2019, time.November)
	for _, c := range []struct{ got, want string }{
		{Get("nb").MonthYear(may17), "mai\u00a02017"},
		{Get("en").MonthYear(may17), "May\u00a02017"},
		{Get("nn").MonthYearShort(nov19), "nov.\u00a02019"},
		{Get("nb").MonthRange(may17, nov19), "mai\u00a02017–november\u00a02019"},
		{Get("nb").MonthRange(may17, may17), "mai\u00a02017"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// Æ, Ø, Å come last and Aa with Å; numbers go by value. The order of the input
// does not matter.
func TestSortIsNorwegian(t *testing.T) {
	want := []string{"2", "10", "Bø", "liste 2", "liste 10", "Lærdal", "Ærøy", "Ørsta", "Aakre", "Ål", "Årdal"}
	for _, tag := range Tags() {
		got := []string{"Årdal", "10", "liste 10", "Ål", "Ørsta", "2", "Ærøy", "Aakre", "Bø", "Lærdal", "liste 2"}
		Get(tag).Sort(got)
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", tag, d)
		}
	}
}

func TestList(t *testing.T) {
	nb := Get("nb")
	for _, c := range []struct {
		in   []string
		want string
	}{{nil, ""}, {[]string{"a"}, "a"}, {[]string{"a", "b"}, "a og b"}, {[]string{"a", "b", "c"}, "a, b og c"}} {
		if got := nb.List(c.in); got != c.want {
			t.Errorf("List(%v) = %q, want %q", c.in, got, c.want)
		}
	}
}
