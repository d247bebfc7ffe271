//go:build unix

package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/ingest/register"
	"github.com/varighet/varighet/internal/atomicfile"
)

// program is the program as another process: this test binary under its name.
func program(dir string, args ...string) *exec.Cmd {
	cmd := exec.Command("varighet", args...) // TestMain has put it in the path
	cmd.Dir = dir
	return cmd
}

// output runs the program to its end, which must be a good one.
func output(t *testing.T, dir string, args ...string) string {
	t.Helper()
	out, err := program(dir, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("varighet %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return string(out)
}

// tree is a digest of all names and bytes in a folder; "" if it is not there.
func tree(t *testing.T, root string) string {
	t.Helper()
	sum := sha256.New()
	err := filepath.WalkDir(root, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		b, err := os.ReadFile(path)
		name, _ := filepath.Rel(root, path)
		fmt.Fprintf(sum, "%s %d\n%s", name, len(b), b)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return ""
	}
	if err != nil {
		t.Fatal(err)
	}
	return fmt.Sprintf("%x", sum.Sum(nil))
}

// allNames are the names in a folder, hidden ones too.
func allNames(t *testing.T, dir string) (list []string) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return list
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// months are rows of lists, in so many months, whose doctors have a name in common.
func months(doctor string, lists, n int) string {
	var b strings.Builder
	b.WriteString("Måned;Kommunenr;Liste;Lege\n")
	for m := range n {
		for l := range lists {
			fmt.Fprintf(&b, "%d-%02d;4631;%d;%s Nummer%c%c\n", 2005+m/12, 1+m%12, l+1, doctor, 'a'+l/26%26, 'a'+l%26)
		}
	}
	return b.String()
}

const smallStudy = `title = "Prøve"
source = "kommunen"
disclosure = "public"
[input]
files = ["a.csv"]
[[table]]
name = "medianer"
kind = "medians"
`

// A replacing is two commands that write the same output, with what makes the difference.
type replacing struct {
	name     string
	commands [2][]string
	output   string   // what they write
	beside   []string // what is in the folder when nothing is left over
}

func replacings() []replacing {
	return []replacing{
		{"ingest", [2][]string{{"ingest", "a.csv", "--anew", "-o", "out/reg"}, {"ingest", "b.csv", "--anew", "-o", "out/reg"}}, "out/reg", []string{"reg", "reg.key"}},
		{"run", [2][]string{{"run", "s.toml"}, {"run", "s.toml", "--lang", "en"}}, "out/s", []string{"s"}},
	}
}

func madeUpInputs(t *testing.T) (dir string) {
	dir = t.TempDir()
	write(t, dir, "a.csv", months("Kari", 60, 24))
	write(t, dir, "b.csv", months("Ola", 40, 30))
	write(t, dir, "s.toml", smallStudy)
	return dir
}

// killsOf is at how many moments a run is killed: VARIGHET_KILLS, or a few.
func killsOf(t *testing.T) int {
	s := os.Getenv("VARIGHET_KILLS")
	if s == "" {
		return 20
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 2 {
		t.Fatalf("VARIGHET_KILLS is how often a run is killed, not %q", s)
	}
	return n
}

// Killed at any moment, ingest and run leave the output as it was or as it was to become, every
// byte of it; and the next run removes what the killed one left.
func TestKilledAtAnyMomentTheOutputIsTheOldOrTheNew(t *testing.T) {
	kills, seed := killsOf(t), uint64(time.Now().UnixNano())
	if s := os.Getenv("VARIGHET_SEED"); s != "" {
		seed, _ = strconv.ParseUint(s, 10, 64)
	}
	for _, r := range replacings() {
		t.Run(r.name, func(t *testing.T) {
			t.Logf("VARIGHET_SEED=%d", seed)
			random := rand.New(rand.NewPCG(seed, 1))
			dir := madeUpInputs(t)
			out := filepath.Join(dir, r.output)
			var want [2]string
			var takes time.Duration
			for _, i := range []int{0, 1, 0} {
				begin := time.Now()
				output(t, dir, r.commands[i]...)
				takes = time.Since(begin)
				want[i] = tree(t, out)
			}
			if want[0] == want[1] {
				t.Fatal("the commands write the same")
			}
			is, killed, left, replaced := 0, 0, 0, 0
			for range kills {
				next := 1 - is
				cmd := program(dir, r.commands[next]...)
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Duration(random.Int64N(int64(takes * 11 / 10))))
				cmd.Process.Kill()
				if cmd.Wait() != nil {
					killed++
				}
				switch tree(t, out) {
				case want[is]:
				case want[next]:
					replaced++
				default:
					t.Fatalf("kill %d: neither the old nor the new", killed)
				}
				if r.name == "ingest" {
					reg, err := register.Open(out)
					if err != nil {
						t.Fatal(err)
					}
					reg.Close()
				}
				if !slices.Equal(allNames(t, filepath.Dir(out)), r.beside) {
					left++
				}
				output(t, dir, r.commands[next]...)
				if tree(t, out) != want[next] {
					t.Fatal("the next run writes something else")
				}
				if got := allNames(t, filepath.Dir(out)); !slices.Equal(got, r.beside) {
					t.Fatalf("after the next run there are %q", got)
				}
				is = next
			}
			t.Logf("%d of %d killed in a run of %v: %d left something beside, %d had the new output in its place", killed, kills, takes.Round(time.Millisecond), left, replaced)
		})
	}
}

// Killed at any moment, the first ingest leaves a key alone, or a register with its key.
func TestKilledAtAnyMomentARegisterHasItsKey(t *testing.T) {
	kills, seed := killsOf(t)/2, uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 2))
	dir := madeUpInputs(t)
	begin := time.Now()
	output(t, dir, "ingest", "a.csv", "-o", "out/reg")
	takes, made := time.Since(begin), 0
	for range kills {
		if err := os.RemoveAll(filepath.Join(dir, "out")); err != nil {
			t.Fatal(err)
		}
		cmd := program(dir, "ingest", "a.csv", "-o", "out/reg")
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(takes * 11 / 10))))
		cmd.Process.Kill()
		cmd.Wait()
		if m, err := register.ReadManifest(filepath.Join(dir, "out", "reg")); err == nil {
			made++
			key, err := keyfile.Open(filepath.Join(dir, "out", "reg.key"), false)
			if err != nil || ingest.KeyFingerprint(key.Secret) != m.KeyFingerprint {
				t.Fatalf("a register without its key: %v", err)
			}
		}
		output(t, dir, "ingest", "a.csv", "-o", "out/reg")
		if got := allNames(t, filepath.Join(dir, "out")); !slices.Equal(got, []string{"reg", "reg.key"}) {
			t.Fatalf("after the next run there are %q", got)
		}
	}
	t.Logf("%d of %d had made the register", made, kills)
}

// At each step of the last part of an ingest and of a run, the new key is there before the
// register is, and it is gone if a step fails before that.
func TestANewKeyIsThereBeforeItsRegisterOrNotAtAll(t *testing.T) {
	for _, r := range replacings() {
		t.Run(r.name, func(t *testing.T) {
			for n := 1; ; n++ {
				t.Chdir(madeUpInputs(t))
				key := map[string]string{"ingest": "out/reg.key", "run": "s.key"}[r.name]
				k := 0
				restore := atomicfile.Faults(func(step atomicfile.Step, path string) error {
					if there(r.output) && !there(key) {
						t.Errorf("before step %d (%s of %s): a register without its key", k, step, filepath.Base(path))
					}
					if k++; k == n {
						return errors.New("this step fails")
					}
					return nil
				})
				code := run(r.commands[0], console{strings.NewReader(""), io.Discard, io.Discard})
				restore()
				if there(r.output) != there(key) {
					t.Errorf("step %d fails: register %v, key %v", n, there(r.output), there(key))
				}
				if code != 0 && there(filepath.Dir(r.output)) && !there(r.output) {
					t.Errorf("step %d fails: %q are left", n, allNames(t, filepath.Dir(r.output)))
				}
				if k < n {
					if code != 0 || !there(key) {
						t.Errorf("exit %d, key %v", code, there(key))
					}
					t.Logf("%d steps", k)
					break
				}
			}
		})
	}
}

func there(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// A key with which nothing was made is not there.
func TestAKeyThatMadeNothingIsNotKept(t *testing.T) {
	dir := madeUpInputs(t)
	write(t, dir, "faults.csv", "Måned;Kommunenr;Liste;Lege\n2019-13;4631;1;Kari Aas\n")
	write(t, dir, "vacant.csv", "Måned;Kommunenr;Liste;Lege\n2019-01;4631;1;Ledig\n2019-02;4631;1;Ledig\n")
	for _, args := range [][]string{
		{"faults.csv"}, {"a.csv", "--plan"}, {"a.csv", "--keep-names"}, {"vacant.csv"}, {"--remove", "2019-01"}, {"nowhere.csv"},
	} {
		program(dir, append([]string{"ingest", "-o", "reg"}, args...)...).Run()
		if m, err := register.ReadManifest(filepath.Join(dir, "reg")); there(filepath.Join(dir, "reg.key")) && (err != nil || m.KeyFingerprint == "") {
			t.Errorf("ingest %v: a key of nothing", args)
		}
		os.RemoveAll(filepath.Join(dir, "reg"))
		os.Remove(filepath.Join(dir, "reg.key"))
	}
}

// On a disk that is full (here: files may not become larger) ingest and run end with exit 1,
// say so, leave what was there and nothing beside.
func TestAFullDiskLeavesTheOldAndNothingBeside(t *testing.T) {
	for _, r := range replacings() {
		t.Run(r.name, func(t *testing.T) {
			dir := madeUpInputs(t)
			out := filepath.Join(dir, r.output)
			output(t, dir, r.commands[0]...)
			old, failed := tree(t, out), 0
			for blocks := range 4 { // of 512 bytes or 1 KiB
				cmd := exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec varighet "$@"`, blocks), "sh"}, r.commands[1]...)...)
				cmd.Dir = dir
				said, err := cmd.CombinedOutput()
				var exit *exec.ExitError
				if err == nil {
					break
				}
				failed++
				if !errors.As(err, &exit) || exit.ExitCode() != 1 || !strings.HasPrefix(string(said), "varighet: ") || !strings.Contains(string(said), "file too large") {
					t.Errorf("%d blocks: %v\n%s", blocks, err, said)
				}
				if tree(t, out) != old {
					t.Errorf("%d blocks: the old output is not what it was", blocks)
				}
				if got := allNames(t, filepath.Dir(out)); !slices.Equal(got, r.beside) {
					t.Errorf("%d blocks: there are %q", blocks, got)
				}
			}
			if failed == 0 {
				t.Error("the disk was never full")
			}
		})
	}
}

// Two runs at once on one output both come to an end, and the output is that of one of them.
func TestTwoRunsAtOnceGiveTheOutputOfOne(t *testing.T) {
	for _, r := range replacings() {
		t.Run(r.name, func(t *testing.T) {
			dir := madeUpInputs(t)
			out := filepath.Join(dir, r.output)
			output(t, dir, r.commands[0]...) // and the key
			want := []string{tree(t, out), ""}
			output(t, dir, r.commands[1]...)
			want[1] = tree(t, out)
			for range 10 {
				var both sync.WaitGroup
				for _, args := range r.commands {
					both.Go(func() {
						ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
						defer cancel()
						cmd := exec.CommandContext(ctx, "varighet", args...)
						cmd.Dir = dir
						if said, err := cmd.CombinedOutput(); err != nil {
							t.Errorf("%v\n%s", err, said)
						}
					})
				}
				both.Wait()
				if !slices.Contains(want, tree(t, out)) {
					t.Error("the output is of neither")
				}
				if got := allNames(t, filepath.Dir(out)); !slices.Equal(got, r.beside) {
					t.Errorf("there are %q", got)
				}
			}
		})
	}
}

// check keeps what it needs among the system's temporary files; a killed one's is gone after
// the next.
func TestScratchOfAKilledCheckIsGoneAfterTheNext(t *testing.T) {
	dir, tmp := madeUpInputs(t), t.TempDir()
	left := filepath.Join(tmp, ".varighet-scratch.tmp-1", "register")
	if err := os.MkdirAll(left, 0o755); err != nil {
		t.Fatal(err)
	}
	cmd := program(dir, "check", "a.csv")
	cmd.Env = append(os.Environ(), "TMPDIR="+tmp)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if got := allNames(t, tmp); len(got) != 0 {
		t.Errorf("there are %q", got)
	}
}

// slack is what a loaded machine may take on top of the program's own second.
const slack = 2 * time.Second

// Commands that would go on for long end within a second of the first interrupt, at once at a
// second one, say so, and leave nothing.
func TestAnInterruptEndsAnyCommandWithinASecond(t *testing.T) {
	dir := t.TempDir()
	var b strings.Builder
	random := rand.New(rand.NewPCG(1, 1))
	b.WriteString("cluster,fine,time,event,x0,x1,x2,x3,x4,x5,x6,x7\n")
	for i := range 200_000 {
		fmt.Fprintf(&b, "%d,%d,%d,%d", i%20_000, 1+random.IntN(20_000), 1+random.IntN(200), i%2)
		for range 8 {
			fmt.Fprintf(&b, ",%d", random.IntN(100))
		}
		b.WriteByte('\n')
	}
	write(t, dir, "rows.csv", b.String())
	write(t, dir, "months.csv", months("Kari", 20_000, 200))
	before := allNames(t, dir)
	times := []string{"rows.csv", "--time", "time", "--event", "event"}
	model := append(slices.Clone(times), "--covariates", "x0,x1,x2,x3,x4,x5,x6,x7")
	for name, args := range map[string][]string{
		"cox": {"survival", "cox", "--ties", "exact", "rows.csv", "--time", "fine", "--event", "event", // few at a time, or exact ties are refused
			"--covariates", "x0,x1,x2,x3,x4,x5,x6,x7"},
		"frailty":   append([]string{"survival", "frailty", "--cluster", "cluster"}, model...),
		"bootstrap": append([]string{"survival", "km", "--bootstrap", "20000"}, times...),
		"ingest":    {"ingest", "months.csv", "-o", "reg"},
		"check":     {"check", "months.csv"},
	} {
		for _, signals := range []int{1, 2} {
			var said bytes.Buffer
			cmd := program(dir, args...)
			cmd.Stderr = &said
			cmd.Env = append(os.Environ(), "TMPDIR="+dir)
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			time.Sleep(300 * time.Millisecond) // so that it is under way, and far from its end
			begin := time.Now()
			for i := range signals {
				if i > 0 {
					time.Sleep(10 * time.Millisecond)
				}
				if err := cmd.Process.Signal([]os.Signal{os.Interrupt, syscall.SIGTERM}[i]); err != nil {
					t.Errorf("%s ended before it was interrupted: %v", name, err)
				}
			}
			err := cmd.Wait()
			took := time.Since(begin)
			t.Logf("%s, %d signals: %v", name, signals, took.Round(time.Millisecond))
			if took > time.Second+slack {
				t.Errorf("%s ends %v after the interrupt", name, took)
			}
			var exit *exec.ExitError
			if !errors.As(err, &exit) || exit.ExitCode() != 1 || said.String() != "varighet: interrupted; what was there before stands\n" {
				t.Errorf("%s: %v, %s", name, err, said.String())
			}
			if got := allNames(t, dir); !slices.Equal(got, before) {
				t.Errorf("%s leaves %q", name, got)
			}
		}
	}
}
