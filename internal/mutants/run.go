package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
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

// A trial is a mutant that was tried.
type trial struct {
	mutant
	fate fate
	by   string // the package whose test killed it
}

// A runner runs tests with a mutant in place of a file.
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

// test runs the tests of a package, built in the quickest way, and returns what they print and whether they pass.
func (r *runner) test(u user, overlay string) (output string, passes bool, err error) {
	args := []string{"test", "-vet=off", "-gcflags=-N -l -dwarf=false", "-ldflags=-s -w", "-failfast", "-count=1", "-timeout", oneTest}
	if overlay != "" {
		args = append(args, "-overlay", overlay)
	}
	if u.run != "" {
		args = append(args, "-run", u.run)
	}
	c := exec.CommandContext(r.ctx, "go", append(args, "./"+u.folder)...)
	c.Dir, c.Env = r.root, r.env
	b, err := c.CombinedOutput()
	if r.ctx.Err() != nil {
		return "", false, r.ctx.Err()
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return "", false, err
	}
	return string(b), err == nil, nil
}

// passes runs all tests that may be asked, without a mutant.
func (r *runner) passes(chosen []target) error {
	seen := map[user]bool{}
	for _, t := range chosen {
		for _, u := range append([]user{{folder: t.folder}}, t.users...) {
			if seen[u] {
				continue
			}
			seen[u] = true
			output, passes, err := r.test(u, "")
			if err == nil && !passes {
				err = fmt.Errorf("tests fail without any mutant:\n%s", output)
			}
			if err != nil {
				return err
			}
		}
	}
	return nil
}

// try tries mutants in their order, until n of them have compiled. The result has these in order.
func (r *runner) try(drawn []mutant, n int) ([]trial, error) {
	var tried []trial
	for len(tried) < n && len(drawn) > 0 {
		some := drawn[:min(n-len(tried), len(drawn))]
		drawn = drawn[len(some):]
		trials, err := r.tryAll(some)
		if err != nil {
			return nil, err
		}
		tried = append(tried, slices.DeleteFunc(trials, func(t trial) bool { return t.fate == notCompiled })...)
	}
	return tried, nil
}

// tryAll tries mutants on all processors.
func (r *runner) tryAll(some []mutant) ([]trial, error) {
	trials, errs := make([]trial, len(some)), make([]error, len(some))
	var next, done atomic.Int64
	var wait sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(some) && r.ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				trials[i], errs[i] = r.tryOne(some[i])
				fmt.Fprintf(os.Stderr, "%d/%d %s %s\n", done.Add(1), len(some), trials[i].outcome(), &some[i].name)
			}
		})
	}
	wait.Wait()
	return trials, errors.Join(append(errs, r.ctx.Err())...)
}

// tryOne puts the fault in and asks the package's own tests, then those of its users.
func (r *runner) tryOne(m mutant) (trial, error) {
	t := trial{mutant: m}
	overlay, remove, err := r.overlay(&m)
	if err != nil {
		return t, err
	}
	defer remove()
	target := targetOf(m.file)
	for i, u := range append([]user{{folder: target.folder}}, target.users...) {
		output, passes, err := r.test(u, overlay)
		switch {
		case err != nil:
			return t, err
		case passes:
			continue
		case notBuilt.MatchString(output):
			t.fate = notCompiled
			if !strings.Contains(output, filepath.Base(m.file)) {
				return t, fmt.Errorf("%s cannot be built:\n%s", u.folder, output)
			}
		case i == 0:
			t.fate, t.by = killedAtHome, u.folder
		default:
			t.fate, t.by = killedByUsers, u.folder
		}
		return t, nil
	}
	return t, nil
}

// notBuilt is what go test says of a package that does not compile.
var notBuilt = regexp.MustCompile(`(?m)^FAIL\t.*\[(build|setup) failed\]$`)

func (t *trial) outcome() string {
	switch t.fate {
	case killedAtHome, killedByUsers:
		return "killed by " + t.by + ":"
	case notCompiled:
		return "does not compile:"
	}
	return "SURVIVES:"
}

// overlay writes the file with the fault, and the list of replaced files that go test reads.
func (r *runner) overlay(m *mutant) (list string, remove func(), err error) {
	original := filepath.Join(r.root, filepath.FromSlash(m.file))
	src, err := os.ReadFile(original)
	if err != nil {
		return "", nil, err
	}
	folder, err := os.MkdirTemp(r.scratch, "")
	if err != nil {
		return "", nil, err
	}
	changed := filepath.Join(folder, filepath.Base(original))
	b, err := json.Marshal(map[string]map[string]string{"Replace": {original: changed}})
	list = filepath.Join(folder, "overlay.json")
	err = errors.Join(err, os.WriteFile(changed, m.in(src), 0o644), os.WriteFile(list, b, 0o644))
	return list, func() { os.RemoveAll(folder) }, err
}
