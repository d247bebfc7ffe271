package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/survival"
)

func runCommand() *cli.Command {
	return &cli.Command{
		Name:      "run",
		Usage:     "all of a study: files in, figures and tables out",
		ArgsUsage: "STUDY.toml",
		Description: "The study file says where the rows come from and which figures and tables to make;\n" +
			"`varighet demo` writes two to copy. Each study's folder under -o is replaced as a whole.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Value: "out", Usage: "`FOLDER` for the study's folder"},
			langFlag(),
		},
		Action: func(ctx *cli.Context) error {
			args, err := arguments(ctx, 1, 1)
			if err != nil {
				return err
			}
			dir, name := filepath.Split(args[0])
			if dir == "" {
				dir = "."
			}
			s, err := readStudy(os.DirFS(dir), name)
			if err != nil {
				return err
			}
			if s.Language, err = language(ctx, s.Language); err != nil {
				return err
			}
			key, err := studyKey(s, dir)
			if err != nil {
				return err
			}
			return runAndSay(ctx, s, dir, key)
		},
	}
}

func langFlag() cli.Flag {
	return &cli.StringFlag{Name: "lang", Usage: "nb, nn or en; default what the study says"}
}

// language is that of --lang, if it was given.
func language(ctx *cli.Context, study string) (string, error) {
	tag := ctx.String("lang")
	if tag == "" {
		return study, nil
	}
	if _, err := locale.Parse(tag); err != nil {
		return "", choice.Errorf("--lang: %v", err)
	}
	return tag, nil
}

// studyKey is the key for the pseudonyms of a study: the file it names, which
// must be there, or the one beside it, which is made when needed.
func studyKey(s *study, dir string) (*keyfile.Key, error) {
	switch {
	case s.Simulate != nil:
		return keyfile.Public(), nil
	case s.Input.KeyFile != "":
		path := s.Input.KeyFile
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, filepath.FromSlash(path))
		}
		return keyfile.Open(path, false)
	}
	return keyfile.Open(keyfile.Beside(filepath.Join(dir, s.ID)), true)
}

// runAndSay runs a study and prints what it came to.
func runAndSay(ctx *cli.Context, s *study, dir string, key *keyfile.Key) error {
	target := filepath.Join(ctx.String("o"), s.ID)
	isNew := key != nil && key.IsNew
	r, err := runStudy(ctx.Context, s, dir, target, key, ctx.App.ErrWriter)
	if err != nil {
		return err
	}
	w := ctx.App.ErrWriter
	if isNew && !key.IsNew {
		fmt.Fprintf(w, "varighet: pseudonyms by a new key, kept in %s\n", key.Path)
	}
	if s.Simulate == nil {
		sayWarnings(w, r.reading)
	}
	for _, x := range slices.Concat(leftOut(r.counts), countWarnings(r.counts, r.options), leansShort(r.table.Spells), alarmLines(r.alarms)) {
		fmt.Fprintf(w, "varighet: %s: %s\n", s.ID, x)
	}
	for _, x := range r.beside.told(r.table.Spells) {
		fmt.Fprintf(w, "varighet: %s: %s\n", s.ID, x)
	}
	return r.say(ctx.App.Writer, target)
}

// say prints the main numbers and where the rest is.
func (r *studyRun) say(w io.Writer, target string) error {
	c := r.register.Counts
	fmt.Fprintf(w, "%s\n", r.study.Title.in(r.reporter.locale.Tag))
	fmt.Fprintf(w, "  %s read, %d used; %s, %s, %s to %s\n", english.Count(int(r.register.Ledger.Read), "row", "rows"), r.register.Ledger.Used,
		english.Count(int(c.Positions), "position", "positions"), english.Count(int(c.Doctors), "doctor", "doctors"), c.FirstMonth, c.LastMonth)
	st := survival.StabilityOf(r.table.Spells)
	fmt.Fprintf(w, "  %d of %d positions have had the same doctor all the time; %s of doctors stopped\n", st.Same, st.Positions,
		english.Count(st.Stopped, "spell", "spells"))
	if err := r.sayTurnover(w); err != nil {
		return err
	}
	if err := r.sayMedians(w); err != nil {
		return err
	}
	fmt.Fprintf(w, "  → %s: figures, tables, register, manifest.json\n", filepath.ToSlash(target))
	return nil
}

func (r *studyRun) sayTurnover(w io.Writer) error {
	shares, err := survival.Turnover(r.table.Spells, r.study.Turnover.Within, confLevel)
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range shares {
		d := turnoverDocument(s)
		if d.Share == nil || d.Lower == nil || d.Upper == nil {
			continue
		}
		fmt.Fprintf(tw, "  left within %d months, %s (%s)\t%d/%d\t%.1f %%\t(%.1f to %.1f)\n", s.Within, d.Definition, d.Name,
			s.Gone, s.Of, 100**d.Share, 100**d.Lower, 100**d.Upper)
	}
	return tw.Flush()
}

// sayMedians prints the medians in years, by size group where there are any.
func (r *studyRun) sayMedians(w io.Writer) error {
	set, err := r.reporter.medians("nsdm2020-table6-1")
	if err != nil {
		return err
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "  median tenure, years\tspells\tmedian\t95 % limits")
	if r.truth != nil {
		fmt.Fprint(tw, "\ttruth\ttable 6-1")
	}
	fmt.Fprintln(tw)
	for _, g := range set.groups {
		years := func(v *float64) string {
			switch {
			case g.TooFew:
				return "too few"
			case v == nil:
				return "not reached"
			}
			return fmt.Sprintf("%.2f", *v/12)
		}
		limits := "–"
		if lower, upper := orNull(g.Median.Lower), orNull(g.Median.Upper); !g.TooFew && (lower != nil || upper != nil) {
			limits = years(lower) + " to " + years(upper)
		}
		fmt.Fprintf(tw, "  %s\t%d\t%s\t%s", g.Group, g.N, years(orNull(g.Median.Time)), limits)
		if r.truth != nil {
			fmt.Fprintf(tw, "\t%s\t%s", shown12(orNull(g.Truth)), shown12(orNull(g.Published)))
		}
		fmt.Fprintln(tw)
	}
	if set.warning != "" {
		fmt.Fprintf(tw, "  %s\n", set.warning)
	}
	return tw.Flush()
}

func shown12(months *float64) string {
	if months == nil {
		return "–"
	}
	return fmt.Sprintf("%.1f", *months/12)
}

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "the two built-in studies: ALIS-Vest, and a simulated country",
		Description: "Writes a folder for each study, and the study files themselves to copy and change,\n" +
			"in the folder studies.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Value: "out", Usage: "`FOLDER` to write to"},
			langFlag(),
		},
		Action: runDemo,
	}
}

func runDemo(ctx *cli.Context) error {
	if _, err := arguments(ctx, 0, 0); err != nil {
		return err
	}
	for i, name := range studies.Names {
		s, err := readStudy(studies.Files, name+".toml")
		if err != nil {
			return err
		}
		if s.Language, err = language(ctx, s.Language); err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(ctx.App.Writer)
		}
		if err := runAndSay(ctx, s, "", keyfile.Public()); err != nil {
			return err
		}
	}
	return writeStudyFiles(ctx)
}

// writeStudyFiles writes the built-in studies out, to be copied and changed.
func writeStudyFiles(ctx *cli.Context) error {
	dir := filepath.Join(ctx.String("o"), "studies")
	entries, err := studies.Files.ReadDir(".")
	if err != nil {
		return err
	}
	for _, e := range entries {
		b, err := studies.Files.ReadFile(e.Name())
		if err != nil {
			return err
		}
		path := filepath.Join(dir, e.Name())
		if old, err := os.ReadFile(path); err == nil && !bytes.Equal(old, b) {
			fmt.Fprintf(ctx.App.ErrWriter, "varighet: %s was changed and is left as it is\n", filepath.ToSlash(path))
			continue
		}
		if err := atomicfile.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(ctx.App.Writer, "\nThe studies are in %s: copy one, change it, and `varighet run` it.\n", filepath.ToSlash(dir))
	return nil
}
