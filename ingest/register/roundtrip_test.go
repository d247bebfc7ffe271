package register

import (
	"cmp"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/parquettest"
	"pgregory.net/rapid"
)

// text is the value of a text column, nil for "".
func text(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func opt[T, U any](o varighet.Opt[T], as func(T) U) any {
	if !o.OK {
		return nil
	}
	return as(o.V)
}

func same[T any](v T) T { return v }

func øre(a varighet.Amount) int64 { return int64(a) }

// inFile says, apart from the table in columns.go, what the columns hold for an
// observation.
func inFile(o *varighet.Observation) map[string]any {
	return map[string]any{
		"month": o.Month.Days(), "position_id": o.PositionID, "position_basis": o.PositionBasis.String(),
		"municipality_code": text(string(o.MunicipalityCode)), "municipality_name": text(o.MunicipalityName),
		"doctor_id": text(o.DoctorID), "doctor_name": text(o.DoctorName),
		"name_id": text(o.NameID), "doctor_basis": text(o.DoctorBasis.String()), "role": o.Role.String(),
		"residents": opt(o.Residents, same), "list_limit": opt(o.ListLimit, same),
		"status": text(o.Status.String()), "office": text(o.Office),
		"salaried": opt(o.Salaried, same), "common_list": opt(o.CommonList, same),
		"agreement_start": opt(o.AgreementStart, same), "amount_basis": opt(o.AmountBasis, øre),
		"amount_floor": opt(o.AmountFloor, øre), "amount_equalisation": opt(o.AmountEqualisation, øre),
		"amount_total": opt(o.AmountTotal, øre), "evidence": o.Evidence.String(),
		"source_file": o.SourceFile, "source_row": o.SourceRow,
	}
}

// checkWithSecondReader reads positions.parquet with xitongsys/parquet-go and
// compares every value of every column.
func checkWithSecondReader(t rapid.TB, dir string, want []varighet.Observation) {
	data, err := os.ReadFile(filepath.Join(dir, PositionsFile))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := parquettest.Schema(data)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(schema, "\n"); got != len(inFile(&full)) {
		t.Fatalf("the file has %d columns, want %d", got, len(inFile(&full)))
	}
	for name := range inFile(&full) {
		values, err := parquettest.Column(data, name)
		if err != nil {
			t.Fatal(err)
		}
		if len(values) != len(want) {
			t.Fatalf("%s: %d rows, want %d", name, len(values), len(want))
		}
		for i := range want {
			if w := inFile(&want[i])[name]; values[i] != w {
				t.Fatalf("%s, row %d: %v (%T), want %v (%T)", name, i, values[i], values[i], w, w)
			}
		}
	}
}

func TestSecondImplementationReadsEveryValue(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	build(t, dir, Options{GroupRows: 700}, 2, 100, 40)
	checkWithSecondReader(t, dir, readAll(t, dir))
	if _, err := fromRows(dir, Options{}, []varighet.Observation{full, empty}); err != nil {
		t.Fatal(err)
	}
	checkWithSecondReader(t, dir, []varighet.Observation{full, empty})
}

// inOrder is the order of a register, written a second time.
func inOrder(a, b varighet.Observation) int {
	return cmp.Or(strings.Compare(a.PositionID, b.PositionID), cmp.Compare(a.Month, b.Month),
		cmp.Compare(a.Role, b.Role), strings.Compare(a.DoctorID, b.DoctorID))
}

func anyText() *rapid.Generator[string] {
	return rapid.SampledFrom([]string{"", "", "a", "b", "Bø", "Å", "æ\x00ø", "100", "99", strings.Repeat("lang", 50)})
}

func anyInt() *rapid.Generator[varighet.Opt[int32]] {
	return rapid.Custom(func(t *rapid.T) varighet.Opt[int32] {
		if rapid.Bool().Draw(t, "missing") {
			return varighet.Opt[int32]{}
		}
		return varighet.Some(rapid.Int32Range(-maxNumber+1, maxNumber-1).Draw(t, "number"))
	})
}

func anyAmount() *rapid.Generator[varighet.Opt[varighet.Amount]] {
	return rapid.Custom(func(t *rapid.T) varighet.Opt[varighet.Amount] {
		if rapid.Bool().Draw(t, "missing") {
			return varighet.Opt[varighet.Amount]{}
		}
		return varighet.Some(varighet.Amount(rapid.Int64Range(-1e12+1, 1e12-1).Draw(t, "øre")))
	})
}

func anyBool() *rapid.Generator[varighet.Opt[bool]] {
	return rapid.SampledFrom([]varighet.Opt[bool]{{}, varighet.Some(true), varighet.Some(false)})
}

func anyObservation() *rapid.Generator[varighet.Observation] {
	return rapid.Custom(func(t *rapid.T) varighet.Observation {
		o := varighet.Observation{
			Month:              varighet.MonthOf(2001, 5) + varighet.Month(rapid.IntRange(0, 5).Draw(t, "month")),
			PositionID:         "p" + anyText().Draw(t, "position"),
			PositionBasis:      varighet.Basis(rapid.IntRange(0, 2).Draw(t, "basis")),
			MunicipalityCode:   varighet.MunicipalityCode(anyText().Draw(t, "code")),
			MunicipalityName:   anyText().Draw(t, "name"),
			DoctorID:           anyText().Draw(t, "doctor"),
			DoctorBasis:        varighet.DoctorBasis(rapid.IntRange(0, 2).Draw(t, "doctor's basis")), // with names alone ids are settled
			NameID:             anyText().Draw(t, "name id"),
			DoctorName:         anyText().Draw(t, "doctor name"),
			Role:               varighet.Role(rapid.IntRange(0, 2).Draw(t, "role")),
			Residents:          anyInt().Draw(t, "residents"),
			ListLimit:          anyInt().Draw(t, "limit"),
			Status:             varighet.ListStatus(rapid.IntRange(0, 3).Draw(t, "status")),
			Office:             anyText().Draw(t, "office"),
			Salaried:           anyBool().Draw(t, "salaried"),
			CommonList:         anyBool().Draw(t, "common"),
			AgreementStart:     anyInt().Draw(t, "start"),
			AmountBasis:        anyAmount().Draw(t, "basis amount"),
			AmountFloor:        anyAmount().Draw(t, "floor"),
			AmountEqualisation: anyAmount().Draw(t, "equalisation"),
			AmountTotal:        anyAmount().Draw(t, "total"),
			Evidence:           varighet.Evidence(rapid.IntRange(0, 2).Draw(t, "evidence")),
			SourceFile:         anyText().Draw(t, "file"),
			SourceRow:          rapid.Int32Range(0, math.MaxInt32/2-1).Draw(t, "row"),
		}
		return o
	})
}

// inOnePlace lets all rows of a position have one municipality: two in a month are a fault.
func inOnePlace(rows []varighet.Observation) {
	first := map[string]*varighet.Observation{}
	for i := range rows {
		o := &rows[i]
		if first[o.PositionID] == nil {
			first[o.PositionID] = o
		}
		if o.MunicipalityCode = first[o.PositionID].MunicipalityCode; o.MunicipalityCode == "" {
			o.MunicipalityName = first[o.PositionID].MunicipalityName
		}
	}
}

// Any set of observations, in any order, dealt to any number of runs, with or
// without spilling, comes back sorted and equal, through both implementations.
func TestAnyObservationsComeBackSortedAndEqual(t *testing.T) {
	parent := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		key := func(o varighet.Observation) string {
			return fmt.Sprintf("%q %d %d %q", o.PositionID, o.Month, o.Role, o.DoctorID)
		}
		rows := rapid.SliceOfNDistinct(anyObservation(), 1, 150, key).Draw(t, "rows")
		inOnePlace(rows)
		dir := filepath.Join(parent, "reg")
		opt := Options{NoLink: true, Budget: rapid.Int64Range(1, 4000).Draw(t, "budget"),
			GroupRows: rapid.IntRange(1, 60).Draw(t, "rows of a group")}
		b, err := NewBuilder(dir, opt)
		if err != nil {
			t.Fatal(err)
		}
		defer b.Abort()
		runs := make([]*Run, rapid.IntRange(1, 4).Draw(t, "runs"))
		for i := range runs {
			runs[i] = b.NewRun()
		}
		for i := range rows {
			if err := runs[i%len(runs)].Add(&rows[i]); err != nil {
				t.Fatal(err)
			}
		}
		for _, r := range runs {
			if err := r.Close(); err != nil {
				t.Fatal(err)
			}
		}
		n := int64(len(rows))
		if _, err := b.Commit(Manifest{Ledger: Ledger{Read: n, Used: n}}); err != nil {
			t.Fatal(err)
		}
		slices.SortFunc(rows, inOrder)
		r, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		defer r.Close()
		i := 0
		for o, err := range r.Observations() {
			if err != nil {
				t.Fatal(err)
			}
			if *o != rows[i] {
				t.Fatalf("row %d: %+v, want %+v", i, *o, rows[i])
			}
			i++
		}
		if i != len(rows) {
			t.Fatalf("%d rows, want %d", i, len(rows))
		}
		if err := r.Verify(); err != nil {
			t.Fatal(err)
		}
		checkWithSecondReader(t, dir, rows)
	})
}
