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

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report"
	"github.com/varighet/varighet/report/document"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
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
			&cli.StringFlag{Name: "published-before", Usage: "`MANIFEST` of an earlier published report of the same rows, with which this one is compared"},
			langFlag(""),
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
			s, err := study.Read(os.DirFS(dir), name, dir)
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
			return runAndSay(ctx, s, key)
		},
	}
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

// studyKey is the key for the pseudonyms of a study: the file it names, which must be there,
// or the one beside it, which is made when needed.
func studyKey(s *study.Study, dir string) (*keyfile.Key, error) {
	switch path := s.Choices.KeyFile; {
	case s.Simulation != nil:
		return keyfile.Public(), nil
	case path != "":
		if !filepath.IsAbs(path) {
			path = filepath.Join(dir, filepath.FromSlash(path))
		}
		return keyfile.Open(path, false)
	}
	return keyfile.Open(keyfile.Beside(filepath.Join(dir, s.ID)), true)
}

// runAndSay runs a study and prints what it came to.
func runAndSay(ctx *cli.Context, s *study.Study, key *keyfile.Key) error {
	target := filepath.Join(ctx.String("o"), s.ID)
	w := ctx.App.ErrWriter
	isNew := key.IsNew
	r, err := s.Write(ctx.Context, target, study.Options{Key: key, PublishedBefore: ctx.String("published-before"), Say: func(text string) { fmt.Fprintf(w, "varighet: %s\n", text) }})
	if err != nil {
		return err
	}
	if isNew && !key.IsNew {
		fmt.Fprintf(w, "varighet: pseudonyms by a new key, kept in %s\n", key.Path)
	}
	if s.Simulation == nil {
		sayWarnings(w, r.Reading)
	}
	for _, x := range slices.Concat(spellset.LeftOut(r.Spells), r.Notes, spellset.LeansShort(r.Spells), r.OthersWarned(),
		spellset.AlarmLines(r.Alarms), r.Corrected, r.Beside) {
		fmt.Fprintf(w, "varighet: %s: %s\n", s.ID, x)
	}
	return sayResult(ctx.App.Writer, r, target)
}

// sayResult prints the main numbers and where the rest is.
func sayResult(w io.Writer, r *study.Result, target string) error {
	if r.Study.Disclosure == report.Published {
		return sayPublished(w, r, target)
	}
	first, last := r.Months()
	st := r.Stability
	fmt.Fprintf(w, "%s\n", r.Study.Title.In(r.Study.Language))
	fmt.Fprintf(w, "  %s read, %d used; %s, %s, %s to %s\n", english.Count(int(r.Register.Ledger.Read), "row", "rows"), r.Register.Ledger.Used,
		english.Count(st.Positions, "position", "positions"), english.Count(st.Doctors, "doctor", "doctors"), first, last)
	fmt.Fprintf(w, "  %d of %d positions have had the same doctor all the time; %s of doctors stopped\n", st.Same, st.Positions,
		english.Count(st.Stopped, "spell", "spells"))
	if err := sayTurnover(w, r.Turnover); err != nil {
		return err
	}
	if o := r.Others; o != nil {
		fmt.Fprintf(w, "  all this is of the cohort; beside it, never counted together with it, stand %s of %s\n",
			english.Count(o.Stability.Positions, "position", "positions"), english.Count(o.Stability.Doctors, "doctor", "doctors"))
	}
	if err := sayMedians(w, r); err != nil {
		return err
	}
	fmt.Fprintf(w, "  → %s: report.html, figures, tables, manifest.json; not to hand over: %s\n", filepath.ToSlash(target), study.InternalName)
	return nil
}

// sayPublished prints what a published report does not have; its numbers stand in it.
func sayPublished(w io.Writer, r *study.Result, target string) error {
	fmt.Fprintf(w, "%s\n  for publication: small counts are withheld, and what would give them away\n", r.Study.Title.In(r.Study.Language))
	for _, name := range r.Withheld() {
		fmt.Fprintf(w, "  not written: %s, since its kind has no rule for published reports, or too few are behind it\n", name)
	}
	_, err := fmt.Fprintf(w, "  → %s: report.html, figures, tables, manifest.json; no rows\n", filepath.ToSlash(target))
	return err
}

func sayTurnover(w io.Writer, shares []survival.TurnoverShare) error {
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, s := range shares {
		fmt.Fprintf(tw, "  left within %d months, %s (%s)\t%d/%d\t", s.Within, s.Definition.Letter(), s.Definition, s.Gone, s.Of)
		switch l := s.Limits(); {
		case !s.Share.OK:
			fmt.Fprintf(tw, "%s\t\n", document.NoShare(s.Of))
		case !l.Lower.OK || !l.Upper.OK:
			fmt.Fprintf(tw, "%.1f %%\t(no limits)\n", 100*s.Share.V)
		default:
			fmt.Fprintf(tw, "%.1f %%\t(%.1f to %.1f)\n", 100*s.Share.V, 100*l.Lower.V, 100*l.Upper.V)
		}
	}
	return tw.Flush()
}

// sayMedians prints the medians in years, by size group where there are any, and the true
// ones where they are known. Where others stand beside a cohort, the groups are of those.
func sayMedians(w io.Writer, r *study.Result) error {
	m, groups, truth := r.Medians, r.Medians.Groups, r.Study.Simulation != nil
	if r.Others != nil {
		cohort := r.Median()
		cohort.Group = "the cohort"
		groups = []survival.GroupMedian{cohort}
		for _, g := range m.Groups {
			g.Group = "the others, " + g.Group
			groups = append(groups, g)
		}
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprint(tw, "  median tenure, years\tspells\tmedian\t95 % limits")
	if truth {
		fmt.Fprint(tw, "\ttruth\ttable 6-1")
	}
	fmt.Fprintln(tw)
	for _, g := range groups {
		limits := "–"
		if lower, upper := g.Median.Lower, g.Median.Upper; !g.TooFew && (lower.OK || upper.OK) {
			limits = yearsOf(lower) + " to " + yearsOf(upper)
		}
		median := yearsOf(g.Median.Time)
		switch {
		case g.N == 0:
			median = "nobody to follow"
		case g.TooFew:
			median = "too few"
		}
		fmt.Fprintf(tw, "  %s\t%d\t%s\t%s", g.Group, g.N, median, limits)
		if truth {
			fmt.Fprintf(tw, "\t%s\t%s", roundYears(g.Truth), roundYears(g.Published))
		}
		fmt.Fprintln(tw)
	}
	if note := m.Note(); note != "" {
		fmt.Fprintf(tw, "  %s\n", note)
	}
	return tw.Flush()
}

func yearsOf(months varighet.Opt[float64]) string {
	if !months.OK {
		return "not reached"
	}
	return fmt.Sprintf("%.2f", months.V/12)
}

// roundYears shows a median that is known to a tenth of a year.
func roundYears(months varighet.Opt[float64]) string {
	if !months.OK {
		return "–"
	}
	return fmt.Sprintf("%.1f", months.V/12)
}

func demoCommand() *cli.Command {
	return &cli.Command{
		Name:  "demo",
		Usage: "the two built-in studies: ALIS-Vest, and a simulated country",
		Description: "Writes a folder for each study, and the study files themselves to copy and change,\n" +
			"in the folder studies.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Value: "out", Usage: "`FOLDER` to write to"},
			langFlag(""),
		},
		Action: runDemo,
	}
}

func runDemo(ctx *cli.Context) error {
	if _, err := arguments(ctx, 0, 0); err != nil {
		return err
	}
	for i, name := range studies.Names {
		s, err := study.Read(studies.Files, name+".toml", "")
		if err != nil {
			return err
		}
		if s.Language, err = language(ctx, s.Language); err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(ctx.App.Writer)
		}
		if err := runAndSay(ctx, s, keyfile.Public()); err != nil {
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
