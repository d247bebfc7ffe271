package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// The source with its mutants has a variable of this name, set by the environment.
const (
	chosenVariable = "chosenMutant"
	chosenInEnv    = "CHOSEN_MUTANT"
)

// A batch is trials that are built together: each is switched on by its number, from 1.
type batch struct {
	pkg    *typed
	folder string
	trials []*trial
	always bool // there is one, which is always on
}

// batches puts mutants together that do not change the same source. Those that cannot be switched
// are alone. The first batch has a number to switch, if no mutant.
func batches(pkg *typed, folder string, trials []*trial) []*batch {
	together, alone := []*batch{{pkg: pkg, folder: folder}}, []*batch(nil)
	for _, t := range trials {
		if _, ok := pkg.switched(&t.mutant, 1); !ok {
			alone = append(alone, &batch{pkg, folder, []*trial{t}, true})
			continue
		}
		i := slices.IndexFunc(together, func(b *batch) bool { return !slices.ContainsFunc(b.trials, t.overlaps) })
		if i < 0 {
			together = append(together, &batch{pkg: pkg, folder: folder})
			i = len(together) - 1
		}
		together[i].trials = append(together[i].trials, t)
	}
	return append(together, alone...)
}

func (t *trial) overlaps(o *trial) bool {
	return t.file == o.file && t.start < o.end && o.start < t.end
}

// sources are the files of the package with all mutants of the batch, by name in the module.
func (b *batch) sources() map[string][]byte {
	type piece struct {
		start, end int
		text       string
	}
	pieces := map[string][]piece{}
	for i, t := range b.trials {
		text := t.text
		if !b.always {
			text, _ = b.pkg.switched(&t.mutant, i+1)
		}
		pieces[t.file] = append(pieces[t.file], piece{t.start, t.end, text})
	}
	changed := map[string][]byte{}
	for file, list := range pieces {
		slices.SortFunc(list, func(x, y piece) int { return y.start - x.start }) // from the end
		src := b.pkg.src[file]
		for _, p := range list {
			src = slices.Concat(src[:p.start], []byte(p.text), src[p.end:])
		}
		changed[file] = src
	}
	changed[path.Join(b.folder, "chosen_mutant.go")] = fmt.Appendf(nil, `package %s

import (
	"os"
	"strconv"
)

var %s, _ = strconv.Atoi(os.Getenv(%q))
`, b.pkg.pkg.Name(), chosenVariable, chosenInEnv)
	return changed
}

// errNotBuilt is of tests that do not compile.
var errNotBuilt = errors.New("cannot be built")

// build builds the tests of a user with the batch, and returns the program.
func (r *runner) build(b *batch, u user) (program string, err error) {
	folder, err := os.MkdirTemp(r.scratch, "")
	if err != nil {
		return "", err
	}
	replace := map[string]string{}
	for file, src := range b.sources() {
		changed := filepath.Join(folder, path.Base(file))
		if err := os.WriteFile(changed, src, 0o644); err != nil {
			return "", err
		}
		replace[filepath.Join(r.root, filepath.FromSlash(file))] = changed
	}
	list, err := json.Marshal(map[string]any{"Replace": replace})
	overlay := filepath.Join(folder, "overlay.json")
	if err := errors.Join(err, os.WriteFile(overlay, list, 0o644)); err != nil {
		return "", err
	}
	program = filepath.Join(folder, "tests.exe")
	c := exec.CommandContext(r.ctx, "go", "test", "-c", "-vet=off", "-ldflags=-s -w", "-overlay", overlay, "-o", program, "./"+u.folder)
	c.Dir = r.root
	output, err := c.CombinedOutput()
	switch {
	case r.ctx.Err() != nil:
		return "", r.ctx.Err()
	case err == nil:
		return program, nil
	case strings.Contains(string(output), "no space left"):
		return "", fmt.Errorf("%s: %s", u.folder, output)
	}
	return "", fmt.Errorf("%s %w: %s", u.folder, errNotBuilt, output)
}
