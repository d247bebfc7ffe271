package beside

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/varighet/varighet/survival"
	"github.com/varighet/varighet/survival/cox"
	"github.com/varighet/varighet/survival/design"
)

// late are rows with a group of 0 to 5; four in ten came under observation late.
type late struct {
	tenures []survival.Tenure
	groups  []int
}

// lateRows draws n rows, in whole months or in 4096ths of a month, some ten minutes:
// R ties times that are so close, among all groups, that random doubles would make
// other ties in each group.
func lateRows(n int, wholeMonths bool) late {
	rng := rand.New(rand.NewPCG(1, 2))
	rows := late{make([]survival.Tenure, n), make([]int, n)}
	for i := range n {
		g := i % 6
		t := survival.Tenure{Stopped: rng.Float64() < 0.6}
		if rng.Float64() < 0.4 {
			t.Entry = rng.Float64() * 240
		}
		held := rng.ExpFloat64()*float64(40+20*g) + 0.001
		if wholeMonths {
			t.Entry, held = math.Floor(t.Entry), math.Ceil(held)
		}
		if !wholeMonths {
			t.Entry, held = math.Floor(t.Entry*4096)/4096, math.Ceil(held*4096)/4096
		}
		t.Exit = t.Entry + held
		rows.tenures[i], rows.groups[i] = t, g
	}
	return rows
}

// write writes the rows column by column, as R's scripts read them.
func (l late) write(b *testing.B, path string) {
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriterSize(f, 1<<20)
	var word []byte
	columns := []func(i int) float64{
		func(i int) float64 { return l.tenures[i].Entry },
		func(i int) float64 { return l.tenures[i].Exit },
		func(i int) float64 {
			if l.tenures[i].Stopped {
				return 1
			}
			return 0
		},
		func(i int) float64 { return float64(l.groups[i]) },
	}
	for _, column := range columns {
		for i := range l.tenures {
			word = binary.LittleEndian.AppendUint64(word[:0], math.Float64bits(column(i)))
			_, _ = w.Write(word) // Flush tells
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
}

// An r is a script that waits for work, with its rows in memory.
type r struct {
	b       *testing.B
	say     io.Writer
	answers *bufio.Reader
	dir     string
	version string // of R and the package
}

// startR starts a script with rows, or skips the benchmark where there is no R with
// its survival package.
func startR(b *testing.B, script string, rows late) *r {
	if exec.Command("Rscript", "-e", "library(survival)").Run() != nil {
		b.Skip("no R with the package survival")
	}
	s := &r{b: b, dir: b.TempDir()}
	file := filepath.Join(s.dir, "rows")
	rows.write(b, file)
	c := exec.Command("Rscript", script, file)
	c.Dir, c.Stderr = "r", os.Stderr
	say, err := c.StdinPipe()
	if err != nil {
		b.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := c.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() {
		say.Close()
		if err := c.Wait(); err != nil {
			b.Error(err)
		}
	})
	s.say, s.answers = say, bufio.NewReader(out)
	s.version = s.answer()
	b.Log(s.version)
	return s
}

func (s *r) answer() string {
	line, err := s.answers.ReadString('\n')
	if err != nil {
		s.b.Fatal(err)
	}
	return strings.TrimSpace(line)
}

// run does the work once and returns what the call took.
func (s *r) run() took {
	fmt.Fprintln(s.say, "run")
	seconds, err := strconv.ParseFloat(s.answer(), 64)
	if err != nil {
		s.b.Fatal(err)
	}
	return took{seconds: seconds}
}

// result returns what the last run found.
func (s *r) result() []float64 {
	file := filepath.Join(s.dir, "result")
	fmt.Fprintln(s.say, "write "+file)
	s.answer()
	content, err := os.ReadFile(file)
	if err != nil {
		s.b.Fatal(err)
	}
	values := make([]float64, len(content)/8)
	for i := range values {
		values[i] = math.Float64frombits(binary.LittleEndian.Uint64(content[8*i:]))
	}
	return values
}

// curvesBesideR times curves of six groups, 10 million rows with late entry in memory, beside the
// call of survfit: in whole months, as registers have them, or in fractions of a month, at
// more than a million different times.
func curvesBesideR(b *testing.B, wholeMonths bool) (ours, theirs turn, version string) {
	rows := lateRows(10_000_000, wholeMonths)
	r := startR(b, "survfit.R", rows)
	r.run()
	agreeCurves(b, rows.curves(b), r.result())
	turns := inTurn(b, 3, side{"varighet", inMemory(func() { rows.curves(b) })}, side{"R survfit", r.run})
	return turns[0], turns[1], r.version
}

// inMemory times work in this process.
func inMemory(work func()) func() took {
	return func() took {
		begin := time.Now()
		work()
		return took{seconds: time.Since(begin).Seconds()}
	}
}

// curves estimates the curve of each group.
func (l late) curves(b *testing.B) []*survival.Curve {
	curves, err := survival.KaplanMeierGroups(l.tenures, l.groups, 6, survival.Options{})
	if err != nil {
		b.Fatal(err)
	}
	return curves
}

// agreeCurves fails unless R's curves, after how many there are and how long each is,
// have the same times, numbers at risk and stopped, and S within 1e-9 of it.
func agreeCurves(b *testing.B, curves []*survival.Curve, theirs []float64) {
	groups := int(theirs[0])
	sizes, theirs := theirs[1:1+groups], theirs[1+groups:]
	n := len(theirs) / 4
	i := 0
	for g, c := range curves {
		if groups != len(curves) || int(sizes[g]) != len(c.Points) {
			b.Fatalf("group %d has %d times, R's %v of %d groups", g, len(c.Points), sizes[g], groups)
		}
		for k := range c.Points {
			p := &c.Points[k]
			time, atRisk, events, s := theirs[i], theirs[n+i], theirs[2*n+i], theirs[3*n+i]
			if !near(p.Time, time, 1e-9) || float64(p.AtRisk) != atRisk || float64(p.Events) != events || !near(p.Survival, s, 1e-9) {
				b.Fatalf("group %d, time %v: at risk %d, stopped %d, S %v; R has %v: %v, %v, %v", g, p.Time, p.AtRisk, p.Events, p.Survival,
					time, atRisk, events, s)
			}
			i++
		}
	}
	b.Logf("the same numbers at %d times", n)
}

func near(x, y, tolerance float64) bool { return math.Abs(x-y) <= tolerance*max(1e-3, math.Abs(y)) }

// coxBesideR times a Cox model on five dummies, a million rows with late entry in whole months, ties by
// Efron, with the concordance, beside the call of coxph.
func coxBesideR(b *testing.B) (ours, theirs turn) {
	rows := lateRows(1_000_000, true)
	r := startR(b, "coxph.R", rows)
	r.run()
	agreeCox(b, rows.fit(b), r.result())
	turns := inTurn(b, 5, side{"varighet", inMemory(func() { rows.fit(b) })}, side{"R coxph", r.run})
	return turns[0], turns[1]
}

// fit makes the dummies, fits the model and its concordance, and returns what the
// script in R gives: coefficients, their standard errors, the log-likelihood and the
// concordance.
func (l late) fit(b *testing.B) []float64 {
	labels := make([]string, len(l.groups))
	for i, g := range l.groups {
		labels[i] = "012345"[g : g+1]
	}
	x, err := design.New(len(l.tenures), design.Factor("group", labels))
	if err != nil {
		b.Fatal(err)
	}
	m, err := cox.Fit(cox.Data{Tenures: l.tenures, X: x}, cox.Options{})
	if err != nil {
		b.Fatal(err)
	}
	concordance := m.Concordance()
	var values, errors []float64
	for _, c := range m.Coefficients {
		values, errors = append(values, c.Estimate.V), append(errors, c.StdErr.V)
	}
	return append(append(values, errors...), m.LogLik, concordance.Value.V)
}

func agreeCox(b *testing.B, ours, theirs []float64) {
	if len(ours) != len(theirs) {
		b.Fatalf("%v; R has %v", ours, theirs)
	}
	for i := range ours {
		if !near(ours[i], theirs[i], 1e-6) {
			b.Fatalf("number %d of coefficients, standard errors, log-likelihood and concordance is %v; R has %v", i, ours[i], theirs[i])
		}
	}
	b.Log("the same coefficients, standard errors, log-likelihood and concordance")
}
