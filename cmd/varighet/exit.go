package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
)

// Exit codes.
const (
	exitDone     = 0
	exitFault    = 1
	exitUsage    = 2
	exitWarned   = 3 // done, with warnings, where --fail-on warn was asked for
	exitDeadline = 4
)

// errDeadline is that the time that --deadline gives has passed.
var errDeadline = errors.New("the deadline has passed; what was there before stands")

// finish prints an error as its user should see it and returns the exit code.
func finish(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	w = atLevel(w, slog.LevelError)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "varighet: interrupted; what was there before stands")
		return exitFault
	}
	var problems *varighet.Problems
	if errors.As(err, &problems) {
		for _, p := range problems.All() {
			sayProblem(w, p)
		}
		n := problems.Len()
		if more := n - len(problems.All()); more > 0 {
			fmt.Fprintf(w, "varighet: and %d more\n", more)
		}
		fmt.Fprintf(w, "varighet: %s; nothing was written\n", english.Count(n, "fault", "faults"))
		return exitFault
	}
	var one *varighet.Problem
	if errors.As(err, &one) && err == error(one) {
		sayProblem(w, one)
	} else {
		fmt.Fprintf(w, "varighet: %s\n", withPathInLine(err))
	}
	var usage *choice.Error
	if errors.As(err, &usage) {
		return exitUsage
	}
	if errors.Is(err, errDeadline) {
		return exitDeadline
	}
	return exitFault
}

// withPathInLine is what an error says, with a file's name in one line: a name is no message of its own.
func withPathInLine(err error) string {
	said := err.Error()
	var file *fs.PathError
	if errors.As(err, &file) {
		said = strings.ReplaceAll(said, file.Path, celltext.Line(file.Path))
	}
	return said
}
