package beside

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// needBeside skips a benchmark unless it was asked for.
func needBeside(b *testing.B) {
	if os.Getenv("VARIGHET_BESIDE") == "" {
		b.Skip("set VARIGHET_BESIDE=1 to run other programs beside this one")
	}
}

// A took is what one run of one side took.
type took struct {
	seconds float64 // from start to end
	cpu     float64 // seconds, of all processors; 0 where it is not known
	peak    float64 // memory, MiB; 0 where it is not known
}

// A side is one of the programs that are compared: run does the work once.
type side struct {
	name string
	run  func() took
}

// A turn is what the runs of one side took, the first not counted: files come into memory with it.
type turn struct {
	name string
	runs []took
}

// inTurn runs the sides in turn, times over, and prints what each took, and how many times as long
// as the first the others took, taken pair by pair. For a single round each side runs twice before the
// next: files of 10 GB do not stay in memory while another reads them.
func inTurn(b *testing.B, rounds int, sides ...side) []turn {
	turns := make([]turn, len(sides))
	for k, s := range sides {
		turns[k].name = s.name
	}
	for k, s := range sides {
		s.run()
		if rounds == 1 {
			turns[k].runs = []took{s.run()}
		}
	}
	for len(turns[0].runs) < rounds {
		for k, s := range sides {
			turns[k].runs = append(turns[k].runs, s.run())
		}
	}
	b.ReportMetric(0, "ns/op") // of all rounds of all sides: says nothing
	for k := range turns {
		b.Logf("%-44s %s; %s times as long", turns[k].name, turns[k].said(), spread(turns[k].ratios(&turns[0]), "%.2f"))
	}
	return turns
}

func (t *turn) values(of func(*took) float64) []float64 {
	x := make([]float64, len(t.runs))
	for i := range t.runs {
		x[i] = of(&t.runs[i])
	}
	return x
}

func (t *turn) seconds() []float64 { return t.values(func(r *took) float64 { return r.seconds }) }
func (t *turn) cpu() []float64     { return t.values(func(r *took) float64 { return r.cpu }) }

func (t *turn) peaks() []float64 { return t.values(func(r *took) float64 { return r.peak }) }

// ratios are how many times as long as o t took, round by round.
func (t *turn) ratios(o *turn) []float64 {
	x := make([]float64, len(t.runs))
	for i := range x {
		x[i] = t.runs[i].seconds / o.runs[i].seconds
	}
	return x
}

// said is what a side took: its time, and memory and processors' time where they are known.
func (t *turn) said() string {
	s := fmt.Sprintf("%.3f s", median(t.seconds()))
	if m := median(t.seconds()); m >= 1 {
		s = fmt.Sprintf("%.2f s", m)
	}
	if cpu := median(t.cpu()); cpu > 0 {
		s += fmt.Sprintf(" (CPU %.2f s)", cpu)
	}
	if peak := slices.Max(t.peaks()); peak > 0 {
		s += fmt.Sprintf(", %.0f MiB", peak)
	}
	return s
}

func spread(x []float64, format string) string {
	return fmt.Sprintf(format+" ("+format+" to "+format+")", median(x), slices.Min(x), slices.Max(x))
}

func median(x []float64) float64 {
	s := slices.Sorted(slices.Values(x))
	return (s[(len(s)-1)/2] + s[len(s)/2]) / 2
}

// build makes the program as a release has it.
func build(b testing.TB) string {
	bin := filepath.Join(b.TempDir(), "varighet")
	output(b, exec.Command("go", "build", "-trimpath", "-pgo=../../packaging/release.pgo", "-ldflags=-s -w", "-o", bin, "../../cmd/varighet"))
	return bin
}

// output runs a program and returns what it prints.
func output(b testing.TB, c *exec.Cmd) []byte {
	b.Helper()
	out, _ := timed(b, c)
	return out
}

// timed runs a program and returns what it prints and what it took. Linux counts the peak of the
// process that started it too, so what looks at it comes before what holds much.
func timed(b testing.TB, c *exec.Cmd) (out []byte, t took) {
	b.Helper()
	var faults strings.Builder
	c.Stderr = &faults
	begin := time.Now()
	out, err := c.Output()
	t.seconds = time.Since(begin).Seconds()
	if err != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(c.Args, " "), err, faults.String())
	}
	t.cpu = (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds()
	t.peak = peak(c.ProcessState)
	return out, t
}
