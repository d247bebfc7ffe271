package main

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/study"
)

func studyKeysCommand() *cli.Command {
	return &cli.Command{
		Name:      "keys",
		Usage:     "all keys of a study file: what each means, its default, and what it may be",
		ArgsUsage: "[SECTION...]",
		Description: "Sections are such as input, spells and figure; all are shown unless some are named.\n" +
			"docs/studies.md has the same table.",
		Flags:  []cli.Flag{jsonFlag()},
		Action: runStudyKeys,
	}
}

func runStudyKeys(ctx *cli.Context) error {
	args, err := arguments(ctx, 0, -1)
	if err != nil {
		return err
	}
	for i, a := range args {
		args[i] = strings.Trim(a, "[]")
		if !slices.Contains(study.Sections(), args[i]) {
			return choice.Errorf("a study has no section %q; it has %s", args[i], strings.Join(study.Sections(), ", "))
		}
	}
	keys := study.Keys(args...)
	if ctx.Bool("json") {
		return document.WriteJSON(ctx.App.Writer, keys)
	}
	return writeText(ctx.App.Writer, keysText(speechIn(ctx).language(), keys))
}

// keysText is the keys by section, with what each means and what holds without it.
func keysText(in message.Language, keys *study.KeysAnswer) string {
	var b strings.Builder
	for i, k := range keys.Keys {
		if k.Name == "" {
			if i > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(hanging("", k.Header()+" "+in.Translate(strings.ReplaceAll(k.Meaning, "`", ""))))
			continue
		}
		b.WriteString(hanging(fmt.Sprintf("  %-18s", k.Name), keyText(in, k)))
	}
	return b.String()
}

// keyText is what a key means, and what holds without it.
func keyText(in message.Language, k study.Key) string {
	text := in.Translate(strings.ReplaceAll(k.Meaning, "`", ""))
	switch k.Default {
	case "":
		return text
	case study.MustBeGiven:
		return text + "; " + in.Translate(k.Default)
	}
	return in.Sprintf("%s; default %s", text, in.Word(strings.ReplaceAll(k.Default, "`", "")))
}

func studyShowCommand() *cli.Command {
	return &cli.Command{
		Name:      "show",
		Usage:     "what a study says, and what holds where it says nothing",
		ArgsUsage: "STUDY.toml",
		Description: "Reads and checks the study file, and lists every key that means something in it: the value in force, and\n" +
			"whether it is from a line of the file, from the command line, or the default. Its data are not read.",
		Flags:  []cli.Flag{jsonFlag(), langFlag("")},
		Action: runStudyShow,
	}
}

func runStudyShow(ctx *cli.Context) error {
	args, err := arguments(ctx, 1, 1)
	if err != nil {
		return err
	}
	if _, err := language(ctx, ""); err != nil {
		return err
	}
	s, _, name, err := readStudy(ctx, args[0])
	if err != nil {
		return err
	}
	shown, err := s.Show(name, ctx.String("lang"))
	if err != nil {
		return err
	}
	if ctx.Bool("json") {
		return document.WriteJSON(ctx.App.Writer, shown)
	}
	return writeShown(ctx.App.Writer, speechIn(ctx).language(), shown)
}

// readStudy reads a study file; dir is its folder. Its faults are said in its language, as far
// as it could be read.
func readStudy(ctx *cli.Context, path string) (s *study.Study, dir, name string, err error) {
	dir, name = filepath.Split(path)
	if dir == "" {
		dir = "."
	}
	s, err = study.Read(os.DirFS(dir), name, dir)
	if s != nil {
		speechIn(ctx).ofStudy(s.Language)
	}
	return s, dir, name, err
}

// writeShown writes a line a key: where it is from, the key and its value.
func writeShown(w io.Writer, in message.Language, shown *study.ShowAnswer) error {
	where := 0
	for _, v := range shown.Values {
		where = max(where, len(originOf(in, shown.Study, v)))
	}
	var b strings.Builder
	for _, v := range shown.Values {
		sign, text := " = ", v.Text
		if v.Value == nil {
			sign, text = ": ", in.Word(in.Translate(v.Text))
		}
		b.WriteString(hanging(fmt.Sprintf("%-*s  ", where, originOf(in, shown.Study, v)), v.Key+sign+text))
	}
	return writeText(w, b.String())
}

// originOf says where a value is from: "alis.toml:12", "default" or "--lang".
func originOf(in message.Language, file string, v study.ShownValue) string {
	switch v.From {
	case study.FromFile:
		return fmt.Sprintf("%s:%d", file, v.Line)
	case study.FromCommand:
		return "--lang"
	}
	return in.Word("default")
}
