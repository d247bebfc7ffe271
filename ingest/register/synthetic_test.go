package register

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/varighet/varighet"
	"pgregory.net/rapid"
)

// country makes the rows of a country for one month after another: lists GP
// lists whose doctors leave now and then, and sometimes stand empty.
type country struct {
	rng   *rand.Rand
	lists []varighet.Observation
	month varighet.Month
	next  int
}

func newCountry(lists int, seed uint64) *country {
	c := &country{rng: rand.New(rand.NewPCG(seed, 7)), month: varighet.MonthOf(2001, 5)}
	for i := range lists {
		town := i * 430 / lists
		c.lists = append(c.lists, varighet.Observation{
			PositionID: fmt.Sprint(100000 + i*7919%lists), MunicipalityName: fmt.Sprintf("Bø %d", town),
			MunicipalityCode: varighet.MunicipalityCode(fmt.Sprintf("%04d", 301+town)),
			Office:           fmt.Sprintf("Legesenteret %d", i/4), DoctorID: c.doctor(),
			ListLimit: varighet.Some(int32(900 + i%8*100)), Residents: varighet.Some(int32(500 + i%900)),
			Status: varighet.ListStatus(i % 4), Salaried: varighet.Some(i%9 == 0),
		})
	}
	return c
}

func (c *country) doctor() string {
	c.next++
	return fmt.Sprintf("p%031x", uint64(c.next)*0x9E3779B97F4A7C15)
}

// rows returns the rows of the next month, valid until the call after.
func (c *country) rows() []varighet.Observation {
	for i := range c.lists {
		o := &c.lists[i]
		o.Month, o.SourceRow = c.month, int32(i+2)
		o.SourceFile = "basistilskudd-" + c.month.String() + ".csv"
		o.Residents.V += int32(c.rng.IntN(21) - 10)
		o.AmountBasis = varighet.Some(varighet.Amount(o.Residents.V) * 4450)
		o.AmountTotal = varighet.Some(o.AmountBasis.V + 120000)
		o.AmountFloor = varighet.Opt[varighet.Amount]{}
		if o.Residents.V < 500 {
			o.AmountFloor = varighet.Some(varighet.Amount(500-o.Residents.V) * 4450)
		}
		switch k := c.rng.IntN(1000); {
		case k < 12 || o.Role == varighet.RoleVacant && k < 300:
			o.Role, o.DoctorID = varighet.RoleRegular, c.doctor()
		case k < 16:
			o.Role, o.DoctorID = varighet.RoleVacant, ""
		}
	}
	c.month++
	return c.lists
}

// build makes a register of months of a country, each month dealt to one of
// the runs.
func build(t testing.TB, dir string, opt Options, runs, lists, months int) *Manifest {
	t.Helper()
	b, err := NewBuilder(dir, opt)
	if err != nil {
		t.Fatal(err)
	}
	return fill(t, b, runs, lists, months)
}

// fill does so with a builder.
func fill(t testing.TB, b *Builder, runs, lists, months int) *Manifest {
	t.Helper()
	defer b.Abort()
	rs := make([]*Run, runs)
	for i := range rs {
		rs[i] = b.NewRun()
	}
	c := newCountry(lists, 1)
	for m := range months {
		rows := c.rows()
		for i := range rows {
			if err := rs[m%runs].Add(&rows[i]); err != nil {
				t.Fatal(err)
			}
		}
	}
	for _, r := range rs {
		if err := r.Close(); err != nil {
			t.Fatal(err)
		}
	}
	n := int64(lists * months)
	man, err := b.Commit(Manifest{Ledger: Ledger{Read: n, Used: n}})
	if err != nil {
		t.Fatal(err)
	}
	return man
}

// fromRows makes a register of these rows.
func fromRows(dir string, opt Options, rows []varighet.Observation) (*Manifest, error) {
	b, err := NewBuilder(dir, opt)
	if err != nil {
		return nil, err
	}
	defer b.Abort()
	r := b.NewRun()
	for i := range rows {
		if err := r.Add(&rows[i]); err != nil {
			return nil, err
		}
	}
	if err := r.Close(); err != nil {
		return nil, err
	}
	n := int64(len(rows))
	return b.Commit(Manifest{Ledger: Ledger{Read: n, Used: n}})
}

// readAll returns all rows of the register in dir.
func readAll(t testing.TB, dir string, columns ...string) []varighet.Observation {
	t.Helper()
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	return rowsOf(t, r, columns...)
}

func rowsOf(t rapid.TB, r *Register, columns ...string) (list []varighet.Observation) {
	t.Helper()
	for o, err := range r.Observations(columns...) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, *o)
	}
	return list
}

func wantRows(t *testing.T, got, want []varighet.Observation) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("row %d differs (-want +got):\n%s", i, cmp.Diff(want[i], got[i]))
		}
	}
}

func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, e := range entries {
		data, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[e.Name()] = string(data)
	}
	return all
}
