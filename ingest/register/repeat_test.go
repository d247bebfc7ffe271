package register

import (
	"errors"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
)

// Rows that repeat the kept row of their list give the register that the same rows give in full.
func TestRepeatedRowsGiveTheSameRegister(t *testing.T) {
	const lists, months = 120, 30
	dir := t.TempDir()
	build(t, filepath.Join(dir, "full"), Options{GroupRows: 500}, 1, lists, months)
	b, err := NewBuilder(filepath.Join(dir, "repeated"), Options{GroupRows: 500, Budget: 9000})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	run, repeated := b.NewRun(), 0
	kept := make([]varighet.Observation, lists+1)
	c := newCountry(lists, 1)
	for range months {
		for i, o := range c.rows() {
			n := uint32(i + 1)
			if run.Repeats(n) && repeats(kept[n], o) {
				repeated++
				err = run.Repeat(n, &varighet.Observation{Month: o.Month, SourceFile: o.SourceFile, SourceRow: o.SourceRow, Residents: o.Residents,
					ListLimit: o.ListLimit, AgreementStart: o.AgreementStart, AmountBasis: o.AmountBasis, AmountFloor: o.AmountFloor,
					AmountEqualisation: o.AmountEqualisation, AmountTotal: o.AmountTotal})
			} else if err = run.Add(&o); err == nil {
				run.Keep(n)
				kept[n] = o
			}
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	closeRun(t, run)
	if _, err := b.Commit(Manifest{Ledger: Ledger{Read: lists * months, Used: lists * months}}); err != nil {
		t.Fatal(err)
	}
	if !cmp.Equal(contents(t, filepath.Join(dir, "full")), contents(t, filepath.Join(dir, "repeated"))) {
		t.Error("the register has other bytes")
	}
	if repeated < lists*months*9/10 {
		t.Errorf("only %d of %d rows were repeated: the test shows little", repeated, lists*months)
	}
}

// repeats reports whether o says what kept does, but for month, numbers and source.
func repeats(kept, o varighet.Observation) bool {
	kept.Month, kept.SourceFile, kept.SourceRow = o.Month, o.SourceFile, o.SourceRow
	kept.Residents, kept.ListLimit, kept.AgreementStart = o.Residents, o.ListLimit, o.AgreementStart
	kept.AmountBasis, kept.AmountFloor, kept.AmountEqualisation, kept.AmountTotal = o.AmountBasis, o.AmountFloor, o.AmountEqualisation, o.AmountTotal
	return kept == o
}

// A row is not repeated when its list has another last row: one that was not kept, or was kept under another number.
func TestOnlyTheLastRowOfAListIsRepeated(t *testing.T) {
	b, err := NewBuilder(filepath.Join(t.TempDir(), "reg"), Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer b.Abort()
	run, o, other := b.NewRun(), full, full
	other.PositionID, other.Month = "other", o.Month
	add := func(o *varighet.Observation) {
		o.Month++
		if err := run.Add(o); err != nil {
			t.Fatal(err)
		}
	}
	want := func(when string, one, two bool) {
		t.Helper()
		if run.Repeats(1) != one || run.Repeats(2) != two {
			t.Errorf("%s: 1 repeats %t, 2 repeats %t; want %t, %t", when, run.Repeats(1), run.Repeats(2), one, two)
		}
	}
	want("at first", false, false)
	add(&o)
	want("nothing kept", false, false)
	run.Keep(1)
	want("kept as 1", true, false)
	add(&other)
	want("another list", true, false)
	add(&o)
	want("another row of the list", false, false)
	run.Keep(2)
	want("kept as 2", false, true)
	add(&other)
	run.Keep(1)
	want("the other list as 1", true, true)
}

// What a register cannot hold is refused in a repeated row as in any other.
func TestRepeatRefusesWhatARegisterCannotHold(t *testing.T) {
	for code, change := range map[string]func(*varighet.Observation){
		"month-range":   func(o *varighet.Observation) { o.Month = varighet.MaxMonth + 1 },
		"number-range":  func(o *varighet.Observation) { o.Residents = varighet.Some(int32(1 << 30)) },
		"amount-range":  func(o *varighet.Observation) { o.AmountFloor = varighet.Some(varighet.Amount(1e12)) },
		"text-encoding": func(o *varighet.Observation) { o.SourceFile = "B\xf8" },
	} {
		b, err := NewBuilder(filepath.Join(t.TempDir(), "reg"), Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer b.Abort()
		run, o := b.NewRun(), full
		if err := run.Add(&o); err != nil {
			t.Fatal(err)
		}
		run.Keep(1)
		change(&o)
		var p *varighet.Problem
		if err := run.Repeat(1, &o); !errors.As(err, &p) || p.Code != code {
			t.Errorf("%s: %v", code, err)
		}
	}
}
