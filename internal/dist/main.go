// Command dist does for `make dist` what tools of the shell do otherwise on each system: it packs
// folders into archives whose bytes depend on nothing but what is in them and the time they are
// given, gives files that time, and writes SHA256SUMS.
package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"time"
)

func main() { os.Exit(command(os.Args[1:], os.Stderr)) }

// command does what the arguments say, says what went wrong, and returns the exit code.
func command(args []string, say io.Writer) int {
	flags := flag.NewFlagSet("dist", flag.ContinueOnError)
	flags.SetOutput(say)
	seconds := flags.Int64("time", 0, "time of all files, in seconds since 1970")
	archive := flags.String("o", "", "pack the folder named by the argument into this .tar.gz or .zip")
	touch := flags.String("touch", "", "give all in this folder the time")
	sums := flags.String("sums", "", "write SHA256SUMS of the files in this folder")
	if flags.Parse(args) != nil {
		return 2
	}
	if err := run(*archive, flags.Arg(0), *touch, *sums, time.Unix(*seconds, 0).UTC()); err != nil {
		fmt.Fprintf(say, "dist: %v\n", err)
		return 1
	}
	return 0
}

func run(archive, folder, touch, sums string, at time.Time) error {
	switch {
	case touch != "":
		return touchAll(touch, at)
	case sums != "":
		return writeSums(sums)
	case archive != "" && folder != "":
		return pack(archive, folder, at)
	}
	return errors.New("nothing to do: -o ARCHIVE FOLDER, -touch FOLDER, or -sums FOLDER")
}
