package beside

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// needBeside skips a benchmark unless it was asked for.
func needBeside(b *testing.B) {
	if os.Getenv("VARIGHET_BESIDE") == "" {
		b.Skip("set VARIGHET_BESIDE=1 to run other programs beside this one")
	}
}

// A side is one of the programs that are compared: run does the work once and
// returns the seconds that count.
type side struct {
	name string
	run  func() float64
}

// inTurn runs the sides in turn, times over, and prints median and range of each,
// and how many times as long as the first the others took, taken pair by pair. The
// first run of each is not counted: files come into memory with it.
func inTurn(b *testing.B, rounds int, sides ...side) {
	seconds := make([][]float64, len(sides))
	for range rounds + 1 {
		for k, s := range sides {
			seconds[k] = append(seconds[k], s.run())
		}
	}
	var lines []string
	for k, s := range sides {
		times := seconds[k][1:]
		line := fmt.Sprintf("%-34s %s s", s.name, spread(times, "%.3f"))
		if k > 0 {
			ratios := make([]float64, rounds)
			for i := range ratios {
				ratios[i] = times[i] / seconds[0][1+i]
			}
			line += fmt.Sprintf("   %s times as long", spread(ratios, "%.1f"))
			b.ReportMetric(median(ratios), "x/"+strings.ReplaceAll(s.name, " ", "_"))
		}
		lines = append(lines, line)
	}
	b.ReportMetric(0, "ns/op") // of all rounds of all sides: says nothing
	b.Logf("median (least to greatest) of %d rounds in turn\n%s", rounds, strings.Join(lines, "\n"))
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
	output(b, exec.Command("go", "build", "-trimpath", "-ldflags=-s -w", "-o", bin, "../../cmd/varighet"))
	return bin
}

// output runs a program and returns what it prints.
func output(b testing.TB, c *exec.Cmd) []byte {
	b.Helper()
	out, _, _ := timed(b, c)
	return out
}

// timed runs a program and returns what it prints, the seconds from start to end,
// and its peak memory in MiB. Linux counts the peak of the process that started it
// too, so benchmarks that look at it come before those that hold much.
func timed(b testing.TB, c *exec.Cmd) (out []byte, seconds, peak float64) {
	b.Helper()
	var faults strings.Builder
	c.Stderr = &faults
	begin := time.Now()
	out, err := c.Output()
	seconds = time.Since(begin).Seconds()
	if err != nil {
		b.Fatalf("%s: %v\n%s", strings.Join(c.Args, " "), err, faults.String())
	}
	if u, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
		peak = float64(u.Maxrss) / (1 << 10)
	}
	return out, seconds, peak
}
