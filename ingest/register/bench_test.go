//go:build unix

package register

import (
	"path/filepath"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/varighet/varighet"
)

// Norway: 5,000 lists over 300 months.
const (
	benchLists  = 5000
	benchMonths = 300
)

func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkBuild measures collecting (Add, packing, spilling) and
// committing (merge, encode, write) apart.
func BenchmarkBuild(b *testing.B) {
	for name, opt := range map[string]Options{
		"default": {}, "in-memory": {Budget: 1 << 30}, "spill-all": {Budget: 1 << 20}, "set-aside": {SetAside: true},
	} {
		b.Run(name, func(b *testing.B) {
			dir := b.TempDir()
			c := newCountry(benchLists, 1)
			months := make([][]varighet.Observation, 20) // used again and again, so that little memory is held
			for m := range months {
				months[m] = slices.Clone(c.rows())
			}
			n := int64(benchLists * benchMonths)
			var adding, commit, commitWall time.Duration
			for b.Loop() {
				bld, err := NewBuilder(filepath.Join(dir, "reg"), opt)
				if err != nil {
					b.Fatal(err)
				}
				start := cpuTime()
				done := make(chan error)
				for k := range 2 {
					go func() {
						r := bld.NewRun()
						for m := k; m < benchMonths; m += 2 {
							month := varighet.MonthOf(2001, 5) + varighet.Month(m)
							file := "basistilskudd-" + month.String() + ".csv"
							for _, o := range months[m%len(months)] {
								o.Month, o.SourceFile = month, file
								if err := r.Add(&o); err != nil {
									done <- err
									return
								}
							}
						}
						done <- r.Close()
					}()
				}
				for range 2 {
					if err := <-done; err != nil {
						b.Fatal(err)
					}
				}
				mid, wall := cpuTime(), time.Now()
				if _, err := bld.Commit(Manifest{Ledger: Ledger{Read: n, Used: n}}); err != nil {
					b.Fatal(err)
				}
				adding, commit = adding+mid-start, commit+cpuTime()-mid
				commitWall += time.Since(wall)
			}
			rows := float64(n) * float64(b.N) / 1e6
			b.ReportMetric(adding.Seconds()/rows, "add-cpu-s/Mrow")
			b.ReportMetric(commit.Seconds()/rows, "commit-cpu-s/Mrow")
			b.ReportMetric(commitWall.Seconds()/rows, "commit-wall-s/Mrow")
		})
	}
}

func BenchmarkObservations(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "reg")
	build(b, dir, Options{}, 2, benchLists, benchMonths)
	for name, cols := range map[string][]string{"survival": SurvivalColumns(), "all": nil} {
		b.Run(name, func(b *testing.B) {
			r, err := Open(dir)
			if err != nil {
				b.Fatal(err)
			}
			defer r.Close()
			var rows, residents int64
			start := cpuTime()
			for b.Loop() {
				for o, err := range r.Observations(cols...) {
					if err != nil {
						b.Fatal(err)
					}
					rows++
					residents += int64(o.Residents.V)
				}
			}
			b.ReportMetric(float64(rows)/b.Elapsed().Seconds()/1e6, "Mrows/s")
			b.ReportMetric(float64(rows)/(cpuTime()-start).Seconds()/1e6, "Mrows/cpu-s")
			runtime.KeepAlive(residents)
		})
	}
}

// BenchmarkGrow measures adding a month to Norway: 299 months are there.
func BenchmarkGrow(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "reg")
	build(b, dir, Options{}, 2, benchLists, benchMonths-1)
	c := newCountry(benchLists, 2)
	c.month += benchMonths - 1
	rows := c.rows()
	start := cpuTime()
	for b.Loop() {
		old, err := Open(dir)
		if err != nil {
			b.Fatal(err)
		}
		bld, err := NewBuilder(dir+"-more", Options{})
		if err != nil {
			b.Fatal(err)
		}
		r := bld.NewRun()
		for i := range rows {
			if err := r.Add(&rows[i]); err != nil {
				b.Fatal(err)
			}
		}
		r.Close()
		if _, err := bld.Carry(old, nil); err != nil {
			b.Fatal(err)
		}
		if _, err := bld.Commit(Manifest{}); err != nil {
			b.Fatal(err)
		}
		old.Close()
	}
	b.ReportMetric((cpuTime()-start).Seconds()/float64(b.N), "cpu-s/op")
}
