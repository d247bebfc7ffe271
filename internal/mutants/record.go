package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
	"sync"
)

// A record is what earlier runs killed, so that a run of hours can be ended and gone on with, and run
// again when tests have been added. What was killed counts as killed as long as its function is the
// same: that no test has been taken away since is for whoever asks for a record to know.
type record struct {
	path string // "" for none

	mu     sync.Mutex
	killed map[string]string // the package whose test killed it, by sum
}

func openRecord(path string) (*record, error) {
	r := &record{path: path, killed: map[string]string{}}
	if path == "" {
		return r, nil
	}
	b, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	for line := range strings.Lines(string(b)) {
		if sum, by, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			r.killed[sum] = by
		}
	}
	return r, nil
}

// find is a trial of an earlier run that killed the mutant.
func (r *record) find(m *mutant) (trial, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	by, ok := r.killed[m.sum()]
	return trial{mutant: *m, fate: killer(m.file, by), by: by}, ok
}

// add notes a trial in which the mutant was killed.
func (r *record) add(t *trial) error {
	if r.path == "" || t.by == "" {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	f, err := os.OpenFile(r.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s\t%s\n", t.sum(), t.by)
	return errors.Join(err, f.Close())
}

// killer is the fate of a mutant of a file that a test of a package killed.
func killer(file, by string) fate {
	if by == path.Dir(file) {
		return killedAtHome
	}
	return killedByUsers
}

// sum is the same as long as the mutant and the function that it stands in are.
func (m *mutant) sum() string {
	return fmt.Sprintf("%x", sha256.Sum256([]byte(m.row()+"\x00"+m.within)))
}
