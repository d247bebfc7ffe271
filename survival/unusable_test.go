package survival

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// stream gives the rows, and then the error if there is one.
func stream(rows []varighet.Observation, err error) Observations {
	return func(yield func(*varighet.Observation, error) bool) {
		for i := range rows {
			if !yield(&rows[i], nil) {
				return
			}
		}
		if err != nil {
			yield(nil, err)
		}
	}
}

// The error of a stream comes out as it is, of coverage and of spells, and nothing with it.
func TestAStreamThatBreaks(t *testing.T) {
	rows, opt, broken := draw("P 1201 AAA"), DefaultSpellOptions(), errors.New("the stream broke")
	if cov, err := Cover(stream(rows, broken), opt); cov != nil || !errors.Is(err, broken) {
		t.Errorf("coverage: %v, %v", cov, err)
	}
	cov, err := Cover(stream(rows, nil), opt)
	if err != nil {
		t.Fatal(err)
	}
	if set, err := Spells(stream(rows, broken), cov, opt); set != nil || !errors.Is(err, broken) {
		t.Errorf("spells: %v, %v", set, err)
	}
}

// A row that cannot be used is refused wherever rows are taken, and the error says what it lacks.
func TestRowsThatCannotBeUsed(t *testing.T) {
	opt := DefaultSpellOptions()
	cov, err := Cover(stream(draw("P 1201 AA"), nil), opt)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		want   string
		change func(*varighet.Observation)
	}{
		{"row 7 of 1201 has no position or no month", func(o *varighet.Observation) { o.PositionID = "" }},
		{"row 7 of 1201 has no position or no month", func(o *varighet.Observation) { o.Month = varighet.MaxMonth + 1 }},
		{"position P has a regular holder without an id in 2017-01", func(o *varighet.Observation) { o.DoctorID = "" }},
	} {
		rows := draw("P 1201 AA")
		rows[0].SourceRow = 7
		c.change(&rows[0])
		refused := func(what string, made bool, err error) {
			if made || err == nil || err.Error() != c.want {
				t.Errorf("%s: made %t, %v, want %q", what, made, err, c.want)
			}
		}
		refused("Surveyor", false, NewSurveyor(opt).Rows(&rows[0], rows[0].Month))
		set, err := Spells(stream(rows, nil), cov, opt)
		refused("Spells", set != nil, err)
		set, err = SpellsOf(rows, opt)
		refused("SpellsOf", set != nil, err)
	}
}

// Parts come in the order of positions, and no position is in two. One without rows changes nothing.
func TestPartsThatDoNotFollowEachOther(t *testing.T) {
	opt := DefaultSpellOptions()
	rows := draw("P 1201 AAAB", "Q 1201 CCDD")
	parts := func(bounds ...int) (list []MonthRuns) {
		for i := 0; i < len(bounds); i += 2 {
			list = append(list, RowByRow(stream(rows[bounds[i]:bounds[i+1]], nil)))
		}
		return list
	}
	cov, err := Cover(stream(rows, nil), opt)
	if err != nil {
		t.Fatal(err)
	}
	for name, list := range map[string][]MonthRuns{"Q before P": parts(4, 8, 0, 4), "P in two": parts(0, 2, 2, 4)} {
		set, err := SpellsOfParts(list, cov, opt)
		if set != nil || err == nil || err.Error() != "parts are not sorted, or share position P" {
			t.Errorf("%s: %v, %v", name, set, err)
		}
	}
	want, err := Spells(stream(rows, nil), cov, opt)
	if err != nil {
		t.Fatal(err)
	}
	got, err := SpellsOfParts(parts(0, 4, 4, 4, 4, 8), cov, opt)
	if err != nil || got.Counts != want.Counts {
		t.Fatalf("an empty part: %+v, %v, want %+v", got, err, want.Counts)
	}
	if diff := cmp.Diff(describeAll(want.Spells), describeAll(got.Spells)); diff != "" {
		t.Errorf("an empty part (-want +got)\n%s", diff)
	}
}
