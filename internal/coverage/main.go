// Command coverage counts in how many made-up registers the limits that the program prints cover the
// truth, and writes docs/coverage.md. Run `make coverage`; it takes some minutes.
//
// Registers come from package simulate, whose law of tenure is known, as rows of months that begin
// long after the scheme did: many spells enter late. They become spells by survival.Spells, and
// the limits are those of package document, which the commands print. The same number of
// registers gives the same bytes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
)

func main() {
	registers := flag.Int("registers", 2000, "made-up registers of each kind")
	out := flag.String("o", "docs/coverage.md", "file to write")
	flag.Parse()
	if err := write(*out, *registers); err != nil {
		fmt.Fprintln(os.Stderr, "coverage:", err)
		os.Exit(1)
	}
}

// write runs all scenarios and writes their tables.
func write(name string, registers int) error {
	if registers < 2 {
		return fmt.Errorf("-registers is 2 or more, not %d", registers)
	}
	var page bytes.Buffer
	writeHead(&page, registers)
	for _, s := range scenarios() {
		done, err := s.run(registers)
		if err != nil {
			return err
		}
		s.write(&page, done)
	}
	return os.WriteFile(name, page.Bytes(), 0o644)
}
