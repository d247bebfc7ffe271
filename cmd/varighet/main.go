// Command varighet turns monthly records of who holds which Norwegian GP list
// into answers about stability: how long doctors stay, how many leave, how that
// compares with the country, and the figures that show it.
//
// It uses no network, starts no other program, and writes only where it is
// told. Results go to standard output, all else to standard error. It exits 0
// when done, 1 for faults in the data or the work, 2 for wrong use; with --fail-on warn
// 3 if there were warnings, and 4 when a --deadline has passed.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/ingest/idnumber"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/message"
)

// A console is where a command reads and writes.
type console struct {
	in       io.Reader
	out, err io.Writer
}

func main() {
	os.Exit(run(os.Args[1:], console{os.Stdin, os.Stdout, os.Stderr}))
}

// discreet writes messages without the national identity numbers that may stand in the
// names of files or in what was typed, and without what a terminal would take for an order.
// What is in files is refused before it can get here.
type discreet struct {
	to     io.Writer
	inLine *strings.Replacer // what was typed over several lines, in one
}

func (d discreet) Write(p []byte) (int, error) {
	if _, err := io.WriteString(d.to, celltext.Visible(d.inLine.Replace(idnumber.Mask(string(p))))); err != nil {
		return 0, err
	}
	return len(p), nil
}

// inOneLine keeps what was typed over several lines from looking like a message of its own.
func inOneLine(args []string) *strings.Replacer {
	var pairs []string
	for _, a := range args {
		for _, name := range []string{a, filepath.Base(a)} {
			if strings.Contains(name, "\n") {
				pairs = append(pairs, name, celltext.Line(name))
			}
		}
	}
	return strings.NewReplacer(pairs...)
}

// patience is how long an interrupted command has to end by itself.
const patience = 900 * time.Millisecond

// run does what the arguments say and returns the exit code.
func run(args []string, c console) int {
	sp := newSpeech(environment)
	m := newMessages(discreet{&message.Writer{To: c.err, In: sp.language}, inOneLine(args)})
	c.err = m
	plain := celltext.NewWriter(c.out)
	defer plain.Close()
	c.out = plain
	app := newApp(c)
	app.Metadata[speechKey] = sp
	g := grammarOf(app.Commands)
	b, args, err := g.takeBatch(args)
	if b.json {
		m.asJSON()
	}
	if err == nil {
		err = attempt(func(ctx context.Context) error { return command(ctx, app, g, args, sp) }, b.after())
	}
	if n := m.warnings(); err == nil && b.failOnWarn && n > 0 {
		fmt.Fprintf(noted(m), "varighet: done, with %s\n", english.Count(n, "warning", "warnings"))
		return exitWarned
	}
	return finish(m, err)
}

// attempt does the work until it ends, is interrupted, or the deadline comes. An interrupted run
// cleans up after itself and leaves what was there before. If it does not end by itself, or is
// interrupted again, what it has begun is removed while it goes on: the process must end then.
func attempt(work func(context.Context) error, deadline <-chan time.Time) error {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- work(ctx) }()
	why := context.Canceled
	select {
	case err := <-done:
		signal.Stop(signals)
		return err
	case <-signals: // which are caught to the end from here on, so that another does not change the exit code
	case <-deadline:
		why = errDeadline
	}
	cancel()
	select {
	case err := <-done:
		if errors.Is(err, context.Canceled) {
			return why
		}
		return err
	case <-signals:
	case <-time.After(patience):
	}
	atomicfile.Abandon()
	return why
}

// command runs the command that the arguments name.
func command(ctx context.Context, app *cli.App, g *grammar, args []string, sp *speech) error {
	tag, args, err := g.langAsked(args)
	if err != nil {
		return err
	}
	sp.ofFlag(tag)
	if words, asked := g.helpAsked(args); asked {
		return writeHelp(console{app.Reader, app.Writer, app.ErrWriter}, sp.language(), app.Commands, words)
	}
	sorted, err := g.sortArgs(args)
	if err != nil {
		return err
	}
	return app.RunContext(ctx, append([]string{app.Name}, sorted...))
}
