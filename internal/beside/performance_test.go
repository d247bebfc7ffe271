package beside

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

// sized is the work with so many lists, and what it needs.
type sized struct {
	lists               int
	files               monthlyFiles
	bin                 string
	register, reference string
	duck                duckdb
	rows                int    // of the curves, on which all agree
	version             string // of DuckDB
}

// newSized makes the files and all else that is not timed.
func newSized(b *testing.B, lists int, bin string) *sized {
	files, dir := makeFiles(b, lists), b.TempDir()
	return &sized{lists: lists, files: files, bin: bin, register: filepath.Join(dir, "register"), reference: files.reference(b),
		duck: duckdb{[]string{"csv=" + files.csv(), "parquet=" + filepath.Join(dir, "months.parquet"), "groups=" + files.groups(), itsRowGroup}}}
}

// million is the number of rows, about, in words.
func (s *sized) million() string {
	return strconv.FormatFloat(float64(s.lists)*months/1e6, 'g', 3, 64) + " million"
}

// A goal is what must be reached of a measure, and what would be better.
type goal struct{ must, aim float64 }

// The goals, by what is measured.
var goals = map[string]goal{
	"ingest / DuckDB, 1.5 million rows":                     {0.55, 0.50},
	"ingest / DuckDB, 15 million rows":                      {0.72, 0.65},
	"survival km / SQL for speed, 1.5 million rows":         {0.60, 0.50},
	"survival km / SQL for speed, 15 million rows":          {0.45, 0.25},
	"survival km / plain SQL, 15 million rows":              {0.14, 0.08},
	"peak memory of ingest (MiB), 15 million rows":          {350, 320},
	"peak memory of ingest (MiB), 48 million rows":          {600, 450},
	"peak memory of ingest (MiB), 150 million rows":         {1500, 1000},
	"peak memory of survival km (MiB), 15 million rows":     {200, 160},
	"peak memory of survival km (MiB), 150 million rows":    {1200, 600},
	"time a row of ingest, 150 million rows / 1.5 million":  {1.2, 1.1},
	"300 workbooks of 5000 rows (CPU s)":                    {34, 25},
	"a month added / all 300 months, 1.5 million rows":      {0.8, 0.5},
	"a study of 38 workbooks of 5000 rows, all outputs (s)": {3, 1.5},
	"`varighet version` (s)":                                {0.030, 0.010},
}

// A page is what was measured, as lines of Markdown tables.
type page struct {
	about    []string // versions and the machine
	parts    int      // that were measured to the end: what is not installed is left out
	measures []string // against the goals
	sides    []string // what each side took: README has these too

	least string  // rows of the first size
	row   float64 // seconds that ingest took for each of them
}

// measure notes a measure, with its least and greatest if it was taken in rounds.
func (p *page) measure(what string, format string, x ...float64) {
	value := fmt.Sprintf(format, median(x))
	if len(x) > 1 {
		value = spread(x, format)
	}
	p.judge(what, median(x), value)
}

// ratio notes the time of one side to that of another, and the same of the processors' time, which
// other work on the machine changes less.
func (p *page) ratio(what string, ours, other *turn) {
	x := ours.ratios(other)
	p.judge(what, median(x), fmt.Sprintf("%s, CPU %.2f", spread(x, "%.2f"), median(ours.cpu())/median(other.cpu())))
}

// judge holds a measure against its goal, if it has one.
func (p *page) judge(what string, x float64, value string) {
	must, aim, verdict := "", "", ""
	if g, ok := goals[what]; ok {
		must, aim, verdict = fmt.Sprint(g.must), fmt.Sprint(g.aim), "missed"
		if x <= g.must {
			verdict = "reached"
		}
	}
	p.measures = append(p.measures, fmt.Sprintf("| %s | %s | %s | %s | %s |", what, value, must, aim, verdict))
}

func (p *page) beside(what string, ours *turn, others ...*turn) {
	list := []string{"alone"}
	for i, o := range others {
		if i == 0 {
			list = nil
		}
		list = append(list, o.name+" "+o.said())
	}
	p.sides = append(p.sides, fmt.Sprintf("| %s | %s | %s |", what, ours.said(), strings.Join(list, "; ")))
}

// Everything, in turn, into docs/performance.md and README.md. VARIGHET_BESIDE_LISTS are the sizes, by
// the lists of 300 files: 5,000 are Norway's.
func BenchmarkBeside(b *testing.B) {
	needBeside(b)
	p, bin := &page{}, build(b)
	p.machine(b)
	sizes := strings.Fields(orDefault(os.Getenv("VARIGHET_BESIDE_LISTS"), "5000 50000"))
	for i, n := range sizes {
		lists, err := strconv.Atoi(n)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(n+" lists", func(b *testing.B) {
			s := newSized(b, lists, bin)
			p.files(b, s)
			if i == 0 {
				p.alone(b, s)
			}
			p.parts++
		})
	}
	b.Run("R", p.r)
	if p.parts < len(sizes)+1 {
		b.Logf("something was left out, so the page stays as it is; measured was\n%s", strings.Join(append(p.measures, p.sides...), "\n"))
		return
	}
	p.write(b)
}

// files measures files of a size.
func (p *page) files(b *testing.B, s *sized) {
	needDuckDB(b)
	rounds := 9
	switch {
	case s.lists > 100_000:
		rounds = 1
	case s.lists > 10_000:
		rounds = 5
	}
	p.limits(b, s)
	rows := ", " + s.million() + " rows"
	ingest, duck := s.ingest(b, rounds)
	km, plain, tuned := s.km(b, rounds)
	if p.parts == 0 {
		p.about = append(p.about, "DuckDB "+s.version)
	}
	p.ratio("ingest / DuckDB"+rows, &ingest, &duck)
	p.ratio("survival km / SQL for speed"+rows, &km, &tuned)
	p.ratio("survival km / plain SQL"+rows, &km, &plain)
	p.measure("peak memory of ingest (MiB)"+rows, "%.0f", ingest.peaks()...)
	p.measure("peak memory of survival km (MiB)"+rows, "%.0f", km.peaks()...)
	p.measure("ingest, CPU microseconds a row"+rows, "%.3f", median(ingest.cpu())*1e6/float64(s.lists*months))
	if row := median(ingest.seconds()) / float64(s.lists*months); p.row == 0 {
		p.least, p.row = s.million(), row
	} else {
		p.measure("time a row of ingest"+rows+" / "+p.least, "%.2f", row/p.row)
	}
	p.beside("300 monthly files"+rows+", into a register", &ingest, &duck)
	p.beside(fmt.Sprintf("curves by size group%s; %d times agree", rows, s.rows), &km, &plain, &tuned)
}

// alone measures what no other program does.
func (p *page) alone(b *testing.B, s *sized) {
	rows := ", " + s.million() + " rows"
	added, full := s.monthAdded(b, 5)
	p.ratio("a month added / all 300 months"+rows, &added, &full)
	each := fmt.Sprintf(" of %d rows", s.lists)
	books, study := s.workbooks(b)
	p.measure("300 workbooks"+each+" (CPU s)", "%.1f", books.cpu()...)
	p.measure("a study of 38 workbooks"+each+", all outputs (s)", "%.2f", study.seconds()...)
	version := starts(b, s.bin)
	p.measure("`varighet version` (s)", "%.3f", version.seconds()...)
	p.beside("a month added to a register"+rows, &added)
	p.beside("300 workbooks"+each+", into a register", &books)
	p.beside("a study of 38 workbooks"+each+", all it writes", &study)
}

// r measures estimates beside R.
func (p *page) r(b *testing.B) {
	ours, theirs, version := curvesBesideR(b, true)
	p.about = append(p.about, version)
	p.beside("Kaplan–Meier, 6 groups, 10 million late-entry rows, whole months", &ours, &theirs)
	ours, theirs, _ = curvesBesideR(b, false)
	p.beside("the same at 5.7 million different times", &ours, &theirs)
	ours, theirs = coxBesideR(b)
	p.parts++
	p.beside("Cox (Efron, 5 dummies, a million rows, concordance)", &ours, &theirs)
}

// machine notes where and with what it runs.
func (p *page) machine(b *testing.B) {
	p.about = append(p.about, fmt.Sprintf("%s %s, %s, %d processors", runtime.GOOS, runtime.GOARCH, runtime.Version(), runtime.NumCPU()))
	if info, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		if found := regexp.MustCompile(`(?m)^model name\s*: (.*)$`).FindSubmatch(info); found != nil {
			p.about[0] += " (" + string(found[1]) + ")"
		}
	}
	if _, err := exec.LookPath("node"); err == nil {
		p.about = append(p.about, "node "+strings.TrimSpace(string(output(b, exec.Command("node", "--version")))))
	}
}

// limits notes what the machine can do with the files, as the program of $VARIGHET_SHARED/perf/limits
// measures it.
func (p *page) limits(b *testing.B, s *sized) {
	from := filepath.Join(os.Getenv("VARIGHET_SHARED"), "perf")
	if !exists(filepath.Join(from, "limits", "main.go")) {
		return
	}
	dir := filepath.Join(b.TempDir(), "perf")
	if err := os.CopyFS(dir, os.DirFS(from)); err != nil {
		b.Fatal(err)
	}
	c := exec.Command("go", "run", "./limits", "-data", s.files.dir)
	c.Dir = dir
	for line := range strings.Lines(string(output(b, c))) {
		if at := strings.Index(line, "(check"); at > 0 {
			line = line[:at]
		}
		p.about = append(p.about, s.million()+" rows: "+strings.Join(strings.Fields(line), " "))
	}
}

// write puts the tables between the marks in docs/performance.md and README.md.
func (p *page) write(b *testing.B) {
	sides := "| | varighet | beside it |\n|---|---|---|\n" + strings.Join(p.sides, "\n") + "\n"
	measures := "| measured | median (least to greatest) | must | aim | |\n|---|---|---|---|---|\n" + strings.Join(p.measures, "\n") + "\n"
	about := "- " + strings.Join(p.about, "\n- ") + "\n"
	for file, parts := range map[string]map[string]string{
		"../../docs/performance.md": {"measures": measures, "sides": sides, "about": about}, "../../README.md": {"sides": sides},
	} {
		content, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		text := string(content)
		for name, part := range parts {
			before, _, after, ok := between(text, name)
			if !ok {
				b.Fatalf("%s has no marks for %s", file, name)
			}
			text = before + part + after
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
	}
}

// between parts a text at the marks of a name, which stay outside.
func between(text, name string) (before, inner, after string, ok bool) {
	begin, end := "<!-- "+name+" -->\n", "<!-- end of "+name+" -->"
	before, rest, ok1 := strings.Cut(text, begin)
	inner, after, ok2 := strings.Cut(rest, end)
	return before + begin, inner, end + after, ok1 && ok2
}

// README's table of speed is that of docs/performance.md, which the benchmark writes.
func TestSpeedTableIsThatOfThePage(t *testing.T) {
	var tables []string
	for _, file := range []string{"../../README.md", "../../docs/performance.md"} {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, inner, _, ok := between(string(content), "sides")
		if !ok || strings.Count(inner, "\n") < 5 {
			t.Fatalf("%s has no table of speed", file)
		}
		tables = append(tables, inner)
	}
	if tables[0] != tables[1] {
		t.Errorf("README has\n%s\nand docs/performance.md\n%s", tables[0], tables[1])
	}
}

func orDefault(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
