package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data/studies"
	"github.com/varighet/varighet/ingest/keyfile"
	"github.com/varighet/varighet/internal/atomicfile"
	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/english"
	"github.com/varighet/varighet/internal/heapbound"
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
		ArgsUsage: "STUDY.toml...",
		Description: "The study file says where the rows come from and which figures and tables to make;\n" +
			"`varighet demo` writes some to copy. Each study's folder under -o is replaced as a whole. What an\n" +
			"earlier run made of the same files, options and program is taken over, and so is a register that\n" +
			"only lacks files. A folder stands for all study files in it; studies of the same files read them once.",
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "o", Aliases: []string{"output"}, Value: "out", Usage: "`FOLDER` for the study's folder"},
			&cli.BoolFlag{Name: "plan", Usage: "say what would happen, and write nothing"},
			&cli.BoolFlag{Name: "force", Usage: "make all anew, also what an earlier run made of the same"},
			&cli.StringFlag{Name: "last-month", Usage: "leave out what comes after `MONTH`, such as 2019-12: an old report again"},
			&cli.StringFlag{Name: "published-before", Usage: "`MANIFEST` of an earlier published report of the same rows, with which this one is compared"},
			limitFlag(), jsonFlag(), langFlag(""),
		},
		Action: func(ctx *cli.Context) error {
			if ctx.Bool("json") && !ctx.Bool("plan") {
				return choice.Errorf("--json is for --plan: a run writes manifest.json and numbers.json")
			}
			args, err := arguments(ctx, 1, -1)
			if err != nil {
				return err
			}
			list, err := studiesToRun(ctx, args)
			if err != nil {
				return err
			}
			var done []string
			for i := range list {
				if i > 0 {
					fmt.Fprintln(ctx.App.Writer)
				}
				if err := list[i].run(ctx, done); err != nil {
					return err
				}
				done = append(done, list[i].target(ctx))
			}
			return nil
		},
	}
}

// A studyRun is a study that is asked for, and the key for its pseudonyms.
type studyRun struct {
	*study.Study
	key *keyfile.Key
}

// studiesToRun reads all studies before any runs. Faults in the files of all come at once.
func studiesToRun(ctx *cli.Context, args []string) (list []studyRun, err error) {
	last, err := lastMonthAsked(ctx)
	if err != nil {
		return nil, err
	}
	paths, err := studyPaths(args)
	if err != nil {
		return nil, err
	}
	var faults varighet.Problems
	at := map[string]string{}
	for _, path := range paths {
		editions, err := editionsToRun(ctx, path, last)
		var found *varighet.Problems
		if errors.As(err, &found) {
			faults.Merge(found)
			continue
		}
		if err != nil {
			return nil, err
		}
		for _, x := range editions {
			if other, twice := at[x.ID]; twice {
				return nil, choice.Errorf("%s and %s would be written to one folder: give one of them another name", filepath.ToSlash(other), filepath.ToSlash(path))
			}
			at[x.ID] = path
			list = append(list, x)
		}
	}
	if err := faults.Err(); err != nil {
		return nil, err
	}
	var all []*study.Study
	for i := range list {
		all = append(all, list[i].Study)
	}
	return list, study.PublishedApart(all)
}

// lastMonthAsked is the month of --last-month; missing if it was not given.
func lastMonthAsked(ctx *cli.Context) (last varighet.Opt[varighet.Month], err error) {
	text := ctx.String("last-month")
	if text == "" {
		return last, nil
	}
	m, err := varighet.ParseMonth(text)
	if err != nil {
		return last, choice.Errorf("--last-month: %v", err)
	}
	return varighet.Some(m), nil
}

// studyPaths are study files, each once, with those of folders in place of these.
func studyPaths(args []string) (paths []string, err error) {
	for _, arg := range args {
		info, err := os.Stat(arg)
		if err != nil || !info.IsDir() {
			paths = append(paths, arg)
			continue
		}
		found, err := filepath.Glob(filepath.Join(arg, "*.toml"))
		if err != nil || len(found) == 0 {
			return nil, &varighet.Problem{File: filepath.ToSlash(arg), Code: "no-study", Msg: "the folder has no study file (.toml)",
				Hint: "`varighet study new FOLDER` writes one to begin with"}
		}
		paths = append(paths, found...)
	}
	return eachOnce(paths), nil
}

// eachOnce leaves out paths that name a file again.
func eachOnce(paths []string) (list []string) {
	seen := map[string]bool{}
	for _, p := range paths {
		if c := filepath.Clean(p); !seen[c] {
			seen[c] = true
			list = append(list, p)
		}
	}
	return list
}

// editionsToRun are the editions of the study in a file, which have one key.
func editionsToRun(ctx *cli.Context, path string, last varighet.Opt[varighet.Month]) (list []studyRun, err error) {
	s, dir, _, err := readStudy(ctx, path)
	if err != nil {
		return nil, err
	}
	tag, err := language(ctx, "")
	if err != nil {
		return nil, err
	}
	if last.OK {
		s.Choices.LastMonth = last
	}
	if err := raiseLimits(ctx, &s.Reading.Limits); err != nil {
		return nil, err
	}
	key, err := studyKey(s, dir)
	if err != nil {
		return nil, err
	}
	for _, edition := range s.Editions(tag) {
		list = append(list, studyRun{edition, key})
	}
	return list, nil
}

func (x *studyRun) target(ctx *cli.Context) string { return filepath.Join(ctx.String("o"), x.ID) }

// run runs a study, or says what a run would do. near are folders of studies that may have read the
// same files.
func (x *studyRun) run(ctx *cli.Context, near []string) error {
	speechIn(ctx).ofStudy(x.Language)
	opt := study.Options{Key: x.key, PublishedBefore: ctx.String("published-before"), Force: ctx.Bool("force"), Near: near}
	if !ctx.Bool("plan") {
		return runAndSay(ctx, x.Study, opt)
	}
	plan, err := x.Plan(x.target(ctx), opt)
	if err != nil {
		return err
	}
	if ctx.Bool("json") {
		return document.WriteJSON(ctx.App.Writer, plan)
	}
	return plan.Text(ctx.App.Writer, speechIn(ctx).language())
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

// What a study may take of memory, in bytes: it reads its files, keeps their rows, and draws and writes
// several things at a time. The national one, of those built in, has at most 104 MiB in use.
const (
	leastForStudy = 192 << 20
	mostForStudy  = 320 << 20
)

// runAndSay runs a study and prints what it came to.
func runAndSay(ctx *cli.Context, s *study.Study, opt study.Options) error {
	defer heapbound.Begin(leastForStudy, mostForStudy)()
	target := filepath.Join(ctx.String("o"), s.ID)
	w := ctx.App.ErrWriter
	key, isNew := opt.Key, opt.Key.IsNew
	opt.Say = func(text string) { fmt.Fprintf(w, "varighet: %s\n", text) }
	r, err := s.Write(ctx.Context, target, opt)
	if err != nil {
		return err
	}
	if isNew && !key.IsNew {
		fmt.Fprintf(noted(w), "varighet: pseudonyms by a new key, kept in %s\n", key.Path)
	}
	if s.Simulation == nil {
		sayReading(w, r)
	}
	for _, said := range []struct {
		to    io.Writer
		lines []string
	}{
		{noted(w), slices.Concat(spellset.LeftOut(r.Spells), r.Notes)},
		{w, slices.Concat(spellset.LeansShort(r.Spells), r.OthersWarned(), spellset.AlarmLines(r.Alarms))},
		{noted(w), slices.Concat(r.Corrected, r.Beside)},
	} {
		for _, x := range said.lines {
			fmt.Fprintf(said.to, "varighet: %s: %s\n", s.ID, x)
		}
	}
	w = spoken(ctx)
	if err := sayResult(ctx, r, target); err != nil {
		return err
	}
	return sayWhereToLook(w, r, target)
}

// sayReading prints what reading found. Of rows that were taken over, the register says it.
func sayReading(w io.Writer, r *study.Result) {
	if !r.Kept {
		sayWarnings(w, r.Reading)
		return
	}
	for _, x := range r.Register.Warnings {
		fmt.Fprintf(w, "varighet: %s\n", x)
	}
	if r.Reading != nil {
		saySetAside(w, r.Reading)
	}
}

// sayResult prints the main numbers and where the rest is.
func sayResult(ctx *cli.Context, r *study.Result, target string) error {
	w := spoken(ctx)
	if r.Study.Disclosure == report.Published {
		if err := sayPublished(w, r, target); err != nil || ctx.String("published-before") != "" {
			return err
		}
		return saySubtracted(spokenTo(ctx, ctx.App.ErrWriter), r.Study.ID, target)
	}
	first, last := r.Months()
	st := r.Stability
	fmt.Fprintf(w, "%s\n", r.Study.Heading())
	fmt.Fprintf(w, "  %s read, %d used; %s, %s, %s to %s\n", english.Count(int(r.Register.Ledger.Read), "row", "rows"), r.Register.Ledger.Used,
		english.Count(st.Positions, "position", "positions"), english.Count(st.Doctors, "doctor", "doctors"), first, last)
	fmt.Fprintf(w, "  %d of %d positions have had the same doctor all the time; %s of doctors stopped\n", st.Same, st.Positions,
		english.Count(st.Stopped, "spell", "spells"))
	if err := sayTurnover(ctx, r.Turnover); err != nil {
		return err
	}
	if o := r.Others; o != nil {
		fmt.Fprintf(w, "  all this is of the cohort; beside it, never counted together with it, stand %s of %s\n",
			english.Count(o.Stability.Positions, "position", "positions"), english.Count(o.Stability.Doctors, "doctor", "doctors"))
	}
	if err := sayMedians(ctx, r); err != nil {
		return err
	}
	fmt.Fprintf(w, "  → %s: report.html, figures, tables, manifest.json; not to hand over: %s\n", filepath.ToSlash(target), study.InternalName)
	return nil
}

// sayWhereToLook says where a reader of the report begins, and which alarms somebody should answer.
func sayWhereToLook(w io.Writer, r *study.Result, target string) error {
	fmt.Fprintf(w, "  read first: %s/report.html; the same to edit: report.docx; every number: report.xlsx\n", filepath.ToSlash(target))
	if len(r.Alarms) == 0 {
		return nil
	}
	fmt.Fprintf(w, "  %s, as said above: %s\n", english.Count(len(r.Alarms), "alarm", "alarms"), alarmKinds(r.Alarms))
	open, keys := openChoices(r.Alarms)
	if open == 0 {
		_, err := fmt.Fprintln(w, "  no key of the study settles this: look at the files, or ask whoever sent them")
		return err
	}
	_, err := fmt.Fprintf(w, "  answer first: %s a choice, %s of the study: `varighet study keys spells`\n", english.Count(open, "alarm has", "alarms have"), strings.Join(keys, ", "))
	return err
}

// alarmKinds counts alarms by kind, as "began-late 3, many-leave 16".
func alarmKinds(alarms []survival.Alarm) string {
	count := map[string]int{}
	for _, a := range alarms {
		count[string(a.Code)]++
	}
	var list []string
	for _, code := range slices.Sorted(maps.Keys(count)) {
		list = append(list, fmt.Sprintf("%s %d", code, count[code]))
	}
	return strings.Join(list, ", ")
}

// openChoices counts the alarms that leave a choice, and names the keys that make it.
func openChoices(alarms []survival.Alarm) (n int, keys []string) {
	named := map[string]bool{}
	for _, a := range alarms {
		if a.Taken == "" {
			continue
		}
		n++
		key := "first_rows"
		if a.Code == survival.AlarmEndedEarly {
			key = "last_rows"
		}
		named[key] = true
	}
	return n, slices.Sorted(maps.Keys(named))
}

// sayPublished prints what a published report does not have; its numbers stand in it.
func sayPublished(w io.Writer, r *study.Result, target string) error {
	fmt.Fprintf(w, "%s\n  for publication: small counts are withheld, and what would give them away\n", r.Study.Heading())
	for _, name := range r.Withheld() {
		fmt.Fprintf(w, "  not written: %s, since its kind has no rule for published reports, or too few are behind it\n", name)
	}
	_, err := fmt.Fprintf(w, "  → %s: report.html, figures, tables, manifest.json; no rows\n", filepath.ToSlash(target))
	return err
}

// saySubtracted warns of published reports in the folders beside that seem to be of the same rows.
func saySubtracted(w io.Writer, id, target string) error {
	names, err := study.SubtractedFrom(target)
	if err != nil {
		return err
	}
	for _, name := range names {
		fmt.Fprintf(w, "varighet: %s: %s beside it is published too and seems to be of the same rows: hand over one of them, or run this one with --published-before and the manifest of the other\n", id, name)
	}
	return nil
}

func sayTurnover(ctx *cli.Context, shares []survival.TurnoverShare) error {
	tw := tabwriter.NewWriter(ctx.App.Writer, 0, 0, 2, ' ', 0)
	w := spokenTo(ctx, tw)
	for _, s := range shares {
		fmt.Fprintf(w, "  left within %d months, %s (%s)\t%d/%d\t", s.Within, s.Definition.Letter(), s.Definition, s.Gone, s.Of)
		switch l := s.Limits(); {
		case !s.Share.OK:
			fmt.Fprintf(w, "%s\t\n", document.NoShare(s.Of))
		case !l.Lower.OK || !l.Upper.OK:
			fmt.Fprintf(w, "%.1f %%\t(no limits)\n", 100*s.Share.V)
		default:
			fmt.Fprintf(w, "%.1f %%\t(%.1f to %.1f)\n", 100*s.Share.V, 100*l.Lower.V, 100*l.Upper.V)
		}
	}
	return tw.Flush()
}

// sayMedians prints the medians in years, by size group where there are any, and the true
// ones where they are known. Where others stand beside a cohort, the groups are of those.
func sayMedians(ctx *cli.Context, r *study.Result) error {
	m, groups, truth := r.Medians, r.Medians.Groups, r.Study.Simulation != nil
	in := speechIn(ctx).language()
	if r.Others != nil {
		cohort := r.Median()
		cohort.Group = "the cohort"
		groups = []survival.GroupMedian{cohort}
		for _, g := range m.Groups {
			g.Group = "the others, " + in.Word(g.Group)
			groups = append(groups, g)
		}
	}
	tw := tabwriter.NewWriter(ctx.App.Writer, 0, 0, 2, ' ', 0)
	w := spokenTo(ctx, tw)
	fmt.Fprintf(w, "  median tenure, years\t%s\t%s\t95 %% limits", in.Word("spells"), in.Word("median"))
	if truth {
		fmt.Fprintf(w, "\t%s\ttable 6-1", in.Word("truth"))
	}
	fmt.Fprintln(w)
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
		if g.Group == "all" {
			g.Group = in.Word("all")
		}
		fmt.Fprintf(w, "  %s\t%d\t%s\t%s", g.Group, g.N, median, limits)
		if truth {
			fmt.Fprintf(w, "\t%s\t%s", roundYears(g.Truth), roundYears(g.Published))
		}
		fmt.Fprintln(w)
	}
	if note := m.Note(); note != "" {
		fmt.Fprintf(w, "  %s\n", note)
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
		Usage: "the built-in studies: ALIS-Vest, ALIS-Nord, and a simulated country",
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
		speechIn(ctx).ofStudy(s.Language)
		if err := runAndSay(ctx, s, study.Options{Key: keyfile.Public()}); err != nil {
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
			fmt.Fprintf(noted(ctx.App.ErrWriter), "varighet: %s was changed and is left as it is\n", filepath.ToSlash(path))
			continue
		}
		if err := atomicfile.WriteFile(path, b, 0o644); err != nil {
			return err
		}
	}
	fmt.Fprintf(spoken(ctx), "\nThe studies are in %s: copy one, change it, and `varighet run` it.\n", filepath.ToSlash(dir))
	return nil
}
