package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
)

// Exit codes.
const (
	exitDone  = 0
	exitFault = 1
	exitUsage = 2
)

// finish prints an error as its user should see it and returns the exit code.
func finish(w io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(w, "varighet: interrupted; what was there before stands")
		return exitFault
	}
	var problems *varighet.Problems
	if errors.As(err, &problems) {
		for _, p := range problems.All() {
			fmt.Fprintf(w, "varighet: %v\n", p)
		}
		n := problems.Len()
		if more := n - len(problems.All()); more > 0 {
			fmt.Fprintf(w, "varighet: and %d more\n", more)
		}
		fmt.Fprintf(w, "varighet: %s; nothing was written\n", english.Count(n, "fault", "faults"))
		return exitFault
	}
	message := err.Error()
	var file *fs.PathError
	if errors.As(err, &file) {
		message = strings.ReplaceAll(message, file.Path, celltext.Line(file.Path)) // a name is no message of its own
	}
	fmt.Fprintf(w, "varighet: %s\n", message)
	var usage *choice.Error
	if errors.As(err, &usage) {
		return exitUsage
	}
	return exitFault
}
