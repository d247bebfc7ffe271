// Command dist does for `make dist` what tools of the shell do otherwise on each system: it packs
// folders into archives whose bytes depend on nothing but what is in them and the time they are
// given, gives files that time, and writes SHA256SUMS.
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"time"
)

func main() {
	seconds := flag.Int64("time", 0, "time of all files, in seconds since 1970")
	archive := flag.String("o", "", "pack the folder named by the argument into this .tar.gz or .zip")
	touch := flag.String("touch", "", "give all in this folder the time")
	sums := flag.String("sums", "", "write SHA256SUMS of the files in this folder")
	flag.Parse()
	if err := run(*archive, flag.Arg(0), *touch, *sums, time.Unix(*seconds, 0).UTC()); err != nil {
		fmt.Fprintf(os.Stderr, "dist: %v\n", err)
		os.Exit(1)
	}
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
