package chart

import (
	"fmt"
	"image/color"
	"math"
	"testing"
)

// White on black is 21:1, and #767676 is the grey known to be just above 4.5:1
// on white [WCAG 2.2].
func TestContrastByTheBook(t *testing.T) {
	for _, c := range []struct {
		a, b color.NRGBA
		want float64
	}{{white, rgb(0), 21}, {rgb(0x767676), white, 4.54}, {white, white, 1}} {
		if got := contrast(c.a, c.b); math.Abs(got-c.want) > 0.005 {
			t.Errorf("contrast of %s and %s is %.3f, want %.2f", hex(c.a), hex(c.b), got, c.want)
		}
	}
}

func TestMarksAndTextsCanBeSeen(t *testing.T) {
	type pair struct {
		what    string
		a, b    color.NRGBA
		atLeast float64
	}
	pairs := []pair{
		{"text", ink, white, 4.5},
		{"soft text", softInk, white, 4.5},
		{"mark of a page", markInk, white, 4.5},
		{"axis", axisInk, white, 3},
		{"leader and year line", yearLine, white, 3},
		{"bar that goes on", stillThere, white, 3},
		{"outline of a bar that has ended", barOutline, white, 3},
		{"the two bars", stillThere, hasLeft, 3},
		{"no data", noData, white, 3},
		{"outline of a vacant month", vacantOutline.color, white, 3},
		{"lines on a closed position", closedHatch.color, white, 3},
		{"dots before a position was opened", notOpenedDots.color, white, 3},
		{"mark of a corrected month", correctedOutline.color, white, 3},
		{"marks on no data", noDataMarks, noData, 3},
		{"text on a bar that goes on", inkOn(stillThere), stillThere, 4.5},
		{"text on a bar that has ended", inkOn(hasLeft), hasLeft, 4.5},
	}
	for i, look := range lineLooks {
		// The names of the curves are written in their colour.
		pairs = append(pairs, pair{fmt.Sprint("curve ", i), look.color, white, 4.5})
	}
	for i, look := range holderColors {
		pairs = append(pairs,
			pair{fmt.Sprint("outline of holder ", i+1), look.outline, white, 3},
			pair{fmt.Sprint("number on holder ", i+1), inkOn(look.fill), look.fill, 4.5})
	}
	for _, p := range pairs {
		if got := contrast(p.a, p.b); got < p.atLeast {
			t.Errorf("%s: %s on %s has contrast %.2f, want at least %.1f", p.what, hex(p.a), hex(p.b), got, p.atLeast)
		}
	}
}

// Holders that follow each other differ in lightness, so that a change of
// doctor shows on grey paper.
func TestStepsOfHoldersShowInGrey(t *testing.T) {
	for i, a := range holderColors {
		for j := i + 1; j < len(holderColors); j++ {
			if got := contrast(a.fill, holderColors[j].fill); got < 1.5 {
				t.Errorf("holders %d and %d have contrast %.2f, want at least 1.5", i+1, j+1, got)
			}
		}
	}
}

// No two curves have the same pattern and nearly the same lightness.
func TestCurvesDifferWithoutColour(t *testing.T) {
	for i, a := range lineLooks {
		for j := i + 1; j < len(lineLooks); j++ {
			if fmt.Sprint(a.dash) == fmt.Sprint(lineLooks[j].dash) {
				t.Errorf("curves %d and %d have the same pattern", i, j)
			}
		}
	}
}
