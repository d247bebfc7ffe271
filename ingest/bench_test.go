package ingest

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"testing"

	"github.com/varighet/varighet"
)

// monthlyFiles makes files as simple as they come: semicolons, a list's id, HPR number,
// name, residents and two amounts, 5,000 lists a month.
func monthlyFiles(months, lists int) ([]Input, int64) {
	var inputs []Input
	var size int64
	for m := range months {
		var b bytes.Buffer
		b.WriteString("Kommunenr;Kommune;AvtaleId;HPR-nr;Legens navn;Listelengde;Basistilskudd;Sum\n")
		for l := range lists {
			doctor := 1000000 + l*7 + (m+l)/40*13
			fmt.Fprintf(&b, "%04d;Kommune %d;%d;%d;Etternavn%d, Bjørn;%d;%d,%02d;%d,%02d\n", 301+l/14, l/14, 100000+l*31, doctor,
				doctor, 800+l%700, 30000+l, l%100, 40000+l, m%100)
		}
		size += int64(b.Len())
		inputs = append(inputs, Bytes(fmt.Sprintf("liste_%04d_%02d.csv", 2001+m/12, m%12+1), b.Bytes()))
	}
	return inputs, size
}

// Reading a file whose lists and doctors have been seen allocates for the file,
// not for its rows: fewer than one allocation in a hundred rows more.
func TestRowsDoNotAllocate(t *testing.T) {
	inputs, _ := monthlyFiles(1, 100)
	r, err := inputs[0].Open()
	if err != nil {
		t.Fatal(err)
	}
	month, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	header, rows, _ := bytes.Cut(month, []byte{'\n'})
	w := newWorker(&Options{Key: make([]byte, 16)}, nil)
	w.sink = All(func([]varighet.Observation) error { return nil })
	allocs := func(hundreds int) float64 {
		file := append(append(bytes.Clone(header), '\n'), bytes.Repeat(rows, hundreds)...)
		return testing.AllocsPerRun(3, func() {
			o, err := w.readFile(context.Background(), Bytes("liste_2019_11.csv", file))
			if err != nil || o.files[0].ledger.Used != int64(100*hundreds) {
				t.Fatalf("%v, %+v", err, o.files[0].ledger)
			}
		})
	}
	if few, many := allocs(10), allocs(500); many-few > 500 {
		t.Errorf("%.0f allocations for 1000 rows and %.0f for 50000; want fewer than 500 more", few, many)
	}
}

func BenchmarkRead(b *testing.B) {
	const months, lists = 120, 5000
	inputs, size := monthlyFiles(months, lists)
	for _, c := range []struct {
		name string
		opt  Options
	}{
		{"plain", Options{Workers: 1}},
		{"pseudonyms", Options{Workers: 1, Key: []byte("0123456789abcdef")}},
		{"names", Options{Workers: 1, KeepNames: true}},
		{"two workers", Options{Workers: 2, Key: []byte("0123456789abcdef")}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.SetBytes(size)
			b.ReportAllocs()
			for b.Loop() {
				res, err := Read(context.Background(), inputs, c.opt, toOne(func([]varighet.Observation) error { return nil }))
				if err != nil || res.Problems.Err() != nil || res.Observations != months*lists {
					b.Fatalf("%v, %v, %d observations", err, res.Problems.Err(), res.Observations)
				}
			}
			b.ReportMetric(float64(b.N)*months*lists/b.Elapsed().Seconds()/1e6, "Mrows/s")
		})
	}
}

// BenchmarkWorkbook reads a month of all of Norway from a workbook.
func BenchmarkWorkbook(b *testing.B) {
	inputs, _ := monthlyFiles(1, 5000)
	r, err := inputs[0].Open()
	if err != nil {
		b.Fatal(err)
	}
	month, err := io.ReadAll(r)
	if err != nil {
		b.Fatal(err)
	}
	book := workbook(named("Ark1", string(month)))()
	b.SetBytes(int64(len(book)))
	b.ReportAllocs()
	for b.Loop() {
		res, err := Read(context.Background(), []Input{Bytes("liste_2019_11.xlsx", book)}, Options{Workers: 1}, nil)
		if err != nil || res.Problems.Err() != nil || res.Observations != 5000 {
			b.Fatalf("%v, %v, %d observations", err, res.Problems.Err(), res.Observations)
		}
	}
	b.ReportMetric(float64(b.N)*5000/b.Elapsed().Seconds()/1e3, "krows/s")
}
