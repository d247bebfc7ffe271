package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// reasonsFile says why mutants survive, one a line: file, function, from, to, which of those alike in
// the function, reason; a tab between them. A reason begins with `equivalent:` if no test can tell
// the mutant from the program, else it says what a test would take. The first line is a head.
const reasonsFile = "internal/mutants/survivors.tsv"

// reasons are those of survivors, by the names of mutants.
type reasons map[name]string

func readReasons(path string) (reasons, error) {
	b, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	r := reasons{}
	for i, line := range strings.Split(strings.TrimRight(string(b), "\n"), "\n") {
		if i == 0 {
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 6 || strings.TrimSpace(cells[5]) == "" {
			return nil, fmt.Errorf("%s:%d: want six cells, the last not empty", path, i+1)
		}
		nth, err := strconv.Atoi(cells[4])
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", path, i+1, err)
		}
		n := name{file: cells[0], function: cells[1], from: cells[2], to: cells[3], nth: nth}
		if r[n] != "" {
			return nil, fmt.Errorf("%s:%d: %s stands twice", path, i+1, &n)
		}
		r[n] = cells[5]
	}
	return r, nil
}

// row is a name as a line of the file begins.
func (n *name) row() string {
	return strings.Join([]string{n.file, n.function, n.from, n.to, strconv.Itoa(n.nth)}, "\t")
}
