// Command mutants counts how many small faults, put into the source one at a time, the tests find,
// and writes docs/mutants.md. Run `make mutants`.
//
// A mutant is the program with one of them: a comparison turned, a term dropped, a statement left
// out. It is killed when a test fails on a plain checkout, and survives when none does. Which are
// drawn depends on a seed, and on what each changes, so that lines may move: the draw is the same
// as long as a function is. A survivor needs a reason in survivors.tsv. All mutants of a package are
// built at once, each with a switch: the tests are run with one of them on. To build each alone would
// take ten times as long.
//
// DeMillo RA, Lipton RJ, Sayward FG (1978). Hints on test data selection: help for the practicing
// programmer. Computer 11(4):34–41.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
)

// leastKilled is the share that tests must kill.
const leastKilled = 0.95

// An order is what is asked for.
type order struct {
	root string
	n    int
	seed uint64
	only string
	out  string // "" for the page of all, "-" for standard output
}

func main() {
	o := order{root: "."}
	flag.IntVar(&o.n, "n", 600, "how many mutants that compile are drawn")
	flag.Uint64Var(&o.seed, "seed", 20150414, "what the draw depends on")
	flag.StringVar(&o.only, "only", "", "packages to draw from, as `survival` or survival/..., with spaces between; default all")
	flag.StringVar(&o.out, "o", "", "file to write; default docs/mutants.md, or standard output with -only")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := o.run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "mutants:", err)
		os.Exit(1)
	}
}

// run draws, runs the tests and writes the page. It returns an error when too few are killed, or
// when a survivor has no reason.
func (o *order) run(ctx context.Context) error {
	if o.n < 1 {
		return errors.New("-n is 1 or more")
	}
	chosen := chosenTargets(strings.Fields(o.only))
	if len(chosen) == 0 {
		return fmt.Errorf("-only %s has no package of the table", o.only)
	}
	all, err := candidates(o.root, chosen)
	if err != nil {
		return err
	}
	listed, err := readReasons(filepath.Join(o.root, reasonsFile))
	if err != nil {
		return err
	}
	limitMemory()
	r, err := newRunner(ctx, o.root)
	if err != nil {
		return err
	}
	defer r.close()
	fmt.Fprintf(os.Stderr, "%d of %d mutants, seed %d\n", min(o.n, len(all)), len(all), o.seed)
	tried, err := r.try(draw(all, o.seed), o.n)
	if err != nil {
		return err
	}
	p := &page{order: o, possible: len(all), tried: tried, reasons: listed}
	if err := p.save(); err != nil {
		return err
	}
	return p.verdict()
}
