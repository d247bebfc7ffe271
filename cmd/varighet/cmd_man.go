package main

import (
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/commanddoc"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/version"
)

// manCommand prints or writes the manual.
func manCommand() *cli.Command {
	return &cli.Command{
		Name:      "man",
		Usage:     "the manual, a page for each command",
		ArgsUsage: "[COMMAND...]",
		Description: "Prints the page of a command, or of the program, as man(7): `varighet man survival km | man -l -` shows it.\n" +
			"With -o it writes all pages into a folder, such as share/man/man1.",
		Flags:  []cli.Flag{outputFlag("`FOLDER` to write all pages to")},
		Action: runMan,
	}
}

func runMan(ctx *cli.Context) error {
	words, err := arguments(ctx, 0, -1)
	if err != nil {
		return err
	}
	program := commandTree(ctx.App)
	if folder := ctx.String("o"); folder != "" {
		if len(words) > 0 {
			return choice.Errorf("man writes all pages with -o: name no command")
		}
		return writePages(ctx, folder, commanddoc.Pages(program, version.Of()))
	}
	text, ok := commanddoc.Page(program, words, version.Of())
	if !ok {
		return choice.Errorf("no command %q; see `varighet --help`", strings.Join(words, " "))
	}
	_, err = io.WriteString(ctx.App.Writer, text)
	return err
}

// writePages writes pages beside what is in the folder.
func writePages(ctx *cli.Context, folder string, pages map[string]string) error {
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := atomicfile.WriteFile(filepath.Join(folder, name), []byte(pages[name]), 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: the manual is in %s: %s\n", filepath.ToSlash(folder), english.Count(len(pages), "page", "pages"))
	return nil
}
