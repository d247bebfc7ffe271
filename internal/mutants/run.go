package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
)

// A fate is what became of a mutant.
type fate int

const (
	survived      fate = iota
	killedAtHome       // by a test of its own package
	killedByUsers      // by a test of a package that uses it
	notCompiled
)

// A trial is a mutant that is tried.
type trial struct {
	mutant
	fate fate
	by   string // the package whose test killed it
}

// A runner runs tests with mutants in the source.
type runner struct {
	ctx     context.Context
	root    string // the checkout
	scratch string
	env     []string
}

// oneTest is how long the tests of a package may take. Longer counts as killed: a loop has no end.
const oneTest = "3m"

func newRunner(ctx context.Context, root string) (*runner, error) {
	root, err := filepath.Abs(root)
	if err != nil {
		return nil, err
	}
	scratch, err := os.MkdirTemp("", "mutants")
	return &runner{ctx: ctx, root: root, scratch: scratch, env: plain(os.Environ())}, err
}

func (r *runner) close() { os.RemoveAll(r.scratch) }

// plain is the environment of a plain checkout. A property that fails is neither made smaller, which
// takes long, nor written down, and of the laws a twentieth of the cases is tried.
func plain(environ []string) []string {
	env := slices.DeleteFunc(slices.Clone(environ), func(s string) bool { return strings.HasPrefix(s, "VARIGHET_") })
	return append(env, "RAPID_NOFAILFILE=true", "RAPID_SHRINKTIME=0s", "VARIGHET_LAWS=5000")
}

// try tries the first n mutants that compile. The result has them in their order.
func (r *runner) try(drawn []mutant, n int) ([]trial, error) {
	packages := map[string]*typed{}
	var tried []trial
	for i := 0; i < len(drawn) && len(tried) < n; i++ {
		folder := path.Dir(drawn[i].file)
		if packages[folder] == nil {
			p, err := r.load(folder)
			if err != nil {
				return nil, err
			}
			packages[folder] = p
		}
		if packages[folder].compiles(&drawn[i]) {
			tried = append(tried, trial{mutant: drawn[i]})
		}
	}
	for _, folder := range slices.Sorted(maps.Keys(packages)) {
		var own []*trial
		for i := range tried {
			if path.Dir(tried[i].file) == folder {
				own = append(own, &tried[i])
			}
		}
		for _, b := range batches(packages[folder], folder, own) {
			if err := r.tryBatch(b); err != nil {
				return nil, err
			}
		}
	}
	return slices.DeleteFunc(tried, func(t trial) bool { return t.fate == notCompiled }), r.ctx.Err()
}

// tryBatch asks the package's own tests, then those of its users. What does not compile together is
// tried in halves, and one alone without a switch.
func (r *runner) tryBatch(b *batch) error {
	for i, u := range append([]user{{folder: b.folder}}, usersOf(b.folder)...) {
		if i > 0 && !slices.ContainsFunc(b.trials, (*trial).lives) {
			break
		}
		program, err := r.build(b, u)
		switch n := len(b.trials); {
		case errors.Is(err, errNotBuilt) && n > 1:
			first, second := *b, *b
			first.trials, second.trials = b.trials[:n/2], b.trials[n/2:]
			return errors.Join(r.tryBatch(&first), r.tryBatch(&second))
		case errors.Is(err, errNotBuilt) && n == 1 && !b.always:
			alone := *b
			alone.always = true
			return r.tryBatch(&alone)
		case errors.Is(err, errNotBuilt) && n == 1:
			b.trials[0].fate = notCompiled
			return nil
		case err != nil:
			return err
		}
		if err := r.testAll(b, u, program); err != nil {
			return err
		}
		os.RemoveAll(filepath.Dir(program))
	}
	for _, t := range b.trials {
		if t.lives() {
			t.say()
		}
	}
	return nil
}

// say tells who waits what became of a mutant.
func (t *trial) say() { fmt.Fprintf(os.Stderr, "%s %s (line %d)\n", t.outcome(), &t.name, t.line) }

func (t *trial) lives() bool { return t.fate == survived }

// testAll runs the tests without a mutant, which must pass, then with each that still lives.
func (r *runner) testAll(b *batch, u user, program string) error {
	if output, passes, err := r.test(u, program, 0); !b.always && (err != nil || !passes) {
		return errors.Join(err, fmt.Errorf("tests of %s fail without any mutant:\n%s", u.folder, output))
	}
	errs := make([]error, len(b.trials))
	var next atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(b.trials); i = int(next.Add(1)) - 1 {
				t := b.trials[i]
				if !t.lives() {
					continue
				}
				_, passes, err := r.test(u, program, i+1)
				if errs[i] = err; err != nil || passes {
					continue
				}
				t.fate, t.by = killedByUsers, u.folder
				if u.folder == b.folder {
					t.fate = killedAtHome
				}
				t.say()
			}
		})
	}
	wait.Wait()
	return errors.Join(errs...)
}

// test runs tests with mutant number k on, and returns what they print and whether they pass.
func (r *runner) test(u user, program string, k int) (output string, passes bool, err error) {
	c := exec.CommandContext(r.ctx, program, "-test.failfast", "-test.timeout="+oneTest, "-test.paniconexit0", "-test.run="+u.run)
	c.Dir, c.Env = filepath.Join(r.root, filepath.FromSlash(u.folder)), append(slices.Clone(r.env), chosenInEnv+"="+strconv.Itoa(k))
	b, err := c.CombinedOutput()
	var exit *exec.ExitError
	if r.ctx.Err() != nil || err != nil && !errors.As(err, &exit) {
		return "", false, errors.Join(err, r.ctx.Err())
	}
	return string(b), err == nil, nil
}

func (t *trial) outcome() string {
	switch t.fate {
	case killedAtHome, killedByUsers:
		return "killed by " + t.by + ":"
	case notCompiled:
		return "does not compile:"
	}
	return "SURVIVES:"
}
