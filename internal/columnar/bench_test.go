package columnar

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"testing"
)

// registerColumns are the columns of a register, in its order.
var registerColumns = []Column{
	{"month", Date, false}, {"position_id", Text, false}, {"position_basis", Text, false},
	{"municipality_code", Text, true}, {"municipality_name", Text, true}, {"doctor_id", Text, true},
	{"doctor_name", Text, true}, {"role", Text, false}, {"residents", Int32, true}, {"list_limit", Int32, true},
	{"status", Text, true}, {"office", Text, true}, {"salaried", Bool, true}, {"common_list", Bool, true},
	{"agreement_start", Date, true}, {"amount_basis", Decimal, true}, {"amount_floor", Decimal, true},
	{"amount_equalisation", Decimal, true}, {"amount_total", Decimal, true}, {"evidence", Text, false},
	{"source_file", Text, false}, {"source_row", Int32, false},
}

// registerLike makes n rows as a register has them: positions one after the other,
// 300 months of each, a doctor for five years or so, of whom some are missing. A
// dozen columns are filled.
func registerLike(n int) []Vector {
	const months = 300
	rng := rand.New(rand.NewPCG(1, 2))
	vs := make([]Vector, len(registerColumns))
	var positions, codes, doctors, files []string
	for i := range n/months + 1 {
		positions, codes = append(positions, fmt.Sprintf("%06d", 100000+7*i)), append(codes, fmt.Sprintf("%04d", 301+i))
	}
	for range n/30 + 1 {
		doctors = append(doctors, fmt.Sprintf("d%x", rng.Uint64()))
	}
	for i := range months {
		files = append(files, fmt.Sprintf("helfo-%d-%02d.csv", 2001+i/12, i%12+1))
	}
	texts := map[string][]string{"position_id": positions, "position_basis": {"given"}, "municipality_code": codes,
		"municipality_name": codes, "doctor_id": doctors, "role": {"regular", "vacant"}, "status": {"open", "closed"},
		"evidence": {"reported"}, "source_file": files}
	at := map[string]*Vector{}
	for k, c := range registerColumns {
		at[c.Name] = &vs[k]
		vs[k].Resize(c.Type, n)
		vs[k].Values = texts[c.Name]
	}
	for _, empty := range []string{"doctor_name", "office", "salaried", "common_list", "amount_floor",
		"amount_equalisation", "amount_total"} {
		at[empty].Empty = true
	}
	doctor, since, residents, limit := int32(0), int32(0), int32(1200), int32(1500)
	for i := range n {
		position, month := int32(i/months), int32(i%months)
		if month == 0 || rng.IntN(60) == 0 {
			doctor, since, limit = doctor+1, 11323+month*30, int32(1000+100*rng.IntN(10))
		}
		residents += int32(rng.IntN(21)) - 10
		vacant := int32(0)
		if doctor%12 == 0 {
			vacant = 1
		}
		at["month"].Int32[i] = 11323 + month*30 + month*5/12
		at["position_id"].Index[i] = position
		at["municipality_code"].Index[i], at["municipality_name"].Index[i] = position/15, position/15
		if at["doctor_id"].Index[i] = doctor; vacant == 1 {
			at["doctor_id"].Index[i] = -1
		}
		at["role"].Index[i] = vacant
		at["residents"].Int32[i], at["list_limit"].Int32[i] = residents, limit
		at["status"].Index[i] = int32(i / 40 % 2)
		at["agreement_start"].Int32[i] = since
		at["amount_basis"].Int64[i] = int64(residents)*4217 + int64(month)
		at["source_file"].Index[i] = month
		at["source_row"].Int32[i] = 2 + position + int32(rng.IntN(3))
	}
	return vs
}

// What it costs to write a register, without making its columns: row groups of
// 131,072 rows.
func BenchmarkWriteRegister(b *testing.B) {
	const n = 128 << 10
	vs := registerLike(n)
	const groups = 4
	for b.Loop() {
		w, err := NewWriter(io.Discard, registerColumns)
		if err != nil {
			b.Fatal(err)
		}
		for range groups {
			if err := w.WriteRowGroup(n, vs); err != nil {
				b.Fatal(err)
			}
		}
		w.Digest()
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(groups*n), "ns/row")
}

// What the digest of those rows costs.
func BenchmarkDigestRegister(b *testing.B) {
	const n = 128 << 10
	vs := registerLike(n)
	for b.Loop() {
		for k, c := range registerColumns {
			d := newValueDigest(c.Type)
			if err := d.add(&vs[k], n); err != nil {
				b.Fatal(err)
			}
			d.sum()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/n, "ns/row")
}

// What it costs to read all columns of those rows.
func BenchmarkReadRegister(b *testing.B) {
	const n = 128 << 10
	data := write(b, registerColumns, registerLike(n), registerLike(n))
	var names []string
	for _, c := range registerColumns {
		names = append(names, c.Name)
	}
	for b.Loop() {
		r, err := NewReader(bytes.NewReader(data), int64(len(data)))
		if err != nil {
			b.Fatal(err)
		}
		var batch Batch
		for g := range r.NumRowGroups() {
			rows, err := r.RowGroup(g, names)
			for err == nil {
				err = rows.Next(&batch)
			}
			if err != io.EOF {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/(2*n), "ns/row")
}
