package beside

import (
	"bufio"
	"encoding/csv"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
)

// months is how many files there are: 25 years. With 5,000 lists, as Norway has, they have 1.5
// million rows.
const months = 300

// monthlyFiles is a folder with monthly files, all of the same plain form:
//
//	maaned;kommunenr;kommunenavn;liste_id;lege_id;legenavn;listelengde;belop
//
// and with a table of municipalities, kommuner.csv, of which the columns kommunenr,
// innbyggere and gruppe are used: gruppe is the size group, 0 to 5.
type monthlyFiles struct {
	dir   string
	lists int
}

func (f monthlyFiles) csv() string    { return filepath.Join(f.dir, "csv") }
func (f monthlyFiles) groups() string { return filepath.Join(f.dir, "kommuner.csv") }

// makeFiles makes monthly files: by the generator in $VARIGHET_SHARED/perf/gen if it
// is there, which has holes and vacancies, else from a simulated country.
func makeFiles(b *testing.B, lists int) monthlyFiles {
	f := monthlyFiles{b.TempDir(), lists}
	if shared := os.Getenv("VARIGHET_SHARED"); shared != "" {
		if from := filepath.Join(shared, "perf"); exists(filepath.Join(from, "gen", "main.go")) {
			f.generate(b, from)
			return f
		}
	}
	// In a process of its own: Linux counts what this one has held for the peak of those it starts.
	c := exec.Command(os.Args[0], "-test.run", "^TestSimulatedFiles$")
	c.Env = append(os.Environ(), simulatedDir+"="+f.dir, simulatedLists+"="+strconv.Itoa(lists))
	output(b, c)
	return f
}

// The folder and the number of lists of files that TestSimulatedFiles makes.
const simulatedDir, simulatedLists = "VARIGHET_BESIDE_SIMULATED", "VARIGHET_BESIDE_SIMULATED_LISTS"

// Makes files for a benchmark, which starts this for it; else it tries that with few lists.
func TestSimulatedFiles(t *testing.T) {
	f := monthlyFiles{os.Getenv(simulatedDir), 500}
	if f.dir == "" {
		f.dir = t.TempDir()
	} else if n, err := strconv.Atoi(os.Getenv(simulatedLists)); err != nil {
		t.Fatal(err)
	} else {
		f.lists = n
	}
	if err := f.simulate(); err != nil {
		t.Fatal(err)
	}
	if files, err := filepath.Glob(filepath.Join(f.csv(), "*.csv")); err != nil || len(files) != months {
		t.Errorf("%d files, %v; want one for each of %d months", len(files), err, months)
	}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// generate runs a copy of the generator, which is a module of its own.
func (f monthlyFiles) generate(b *testing.B, from string) {
	dir := b.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "gen"), os.DirFS(filepath.Join(from, "gen"))); err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "go.mod"), []byte("module beside\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	c := exec.Command("go", "run", "./gen", "-out", f.dir, "-lists", strconv.Itoa(f.lists), "-months", strconv.Itoa(months))
	c.Dir = dir
	output(b, c)
}

// simulate writes the months of a simulated country.
func (f monthlyFiles) simulate() error {
	if err := os.Mkdir(f.csv(), 0o700); err != nil {
		return err
	}
	o := simulate.Options{Lists: f.lists, First: varighet.MonthOf(2001, 6), NoReform: true, NoMissingMonth: true}
	o.Last = o.First + months - 1
	rows := make([][]simulate.Spell, months)
	groups := map[string]string{}
	_, err := simulate.Spells(o, func(s simulate.Spell) error {
		groups[string(s.Municipality)] = s.SizeGroup
		for m := range s.Months {
			at := s.Start - o.First + varighet.Month(m)
			rows[at] = append(rows[at], s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i, list := range rows {
		if err := f.writeMonth(o.First+varighet.Month(i), list); err != nil {
			return err
		}
	}
	return f.writeGroups(groups)
}

func (f monthlyFiles) writeMonth(m varighet.Month, rows []simulate.Spell) error {
	slices.SortFunc(rows, func(x, y simulate.Spell) int { return int(x.Position - y.Position) })
	file, err := os.Create(filepath.Join(f.csv(), fmt.Sprintf("liste_%s.csv", m)))
	if err != nil {
		return err
	}
	w := bufio.NewWriter(file)
	fmt.Fprintln(w, "maaned;kommunenr;kommunenavn;liste_id;lege_id;legenavn;listelengde;belop")
	for _, s := range rows {
		residents := 600 + (s.Position*7919+int64(m)*3)%1400
		fmt.Fprintf(w, "%s;%s;Kommune %s;%d;%d;%s;%d;%d,%02d\n", m, s.Municipality, s.Municipality, s.Position, s.Doctor, nameOf(s.Doctor),
			residents, residents*35, residents%100)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return file.Close()
}

// nameOf is a name for a doctor's number. Doctors may share one.
func nameOf(doctor int64) string {
	given := []string{"Anne", "Arne", "Berit", "Bjørn", "Eli", "Einar", "Gro", "Geir", "Ingrid", "Ivar", "Kari", "Knut", "Liv", "Lars", "Marit", "Odd", "Siri", "Tor", "Åse", "Øyvind"}
	first := []string{"Berg", "Fjell", "Hag", "Lund", "Mo", "Nord", "Sol", "Strand", "Vik", "Ås"}
	last := []string{"bakken", "dal", "eng", "heim", "land", "nes", "rud", "set", "stad", "vold"}
	return fmt.Sprintf("%s %s%s", given[doctor%20], first[doctor/20%10], last[doctor/200%10])
}

// writeGroups writes the table of municipalities with as many people as the size
// group needs: a size that changes with the years would need a table of years.
func (f monthlyFiles) writeGroups(groups map[string]string) error {
	labels := data.Abelsen().Labels()
	rows := [][]string{{"kommunenr", "kommunenavn", "innbyggere", "gruppe"}}
	for code, group := range groups {
		k := slices.Index(labels, group)
		rows = append(rows, []string{code, "Kommune " + code, strconv.Itoa([]int{1000, 3000, 7000, 15000, 30000, 80000}[k]), strconv.Itoa(k)})
	}
	slices.SortFunc(rows[1:], func(x, y []string) int { return slices.Compare(x, y) })
	file, err := os.Create(f.groups())
	if err != nil {
		return err
	}
	w := csv.NewWriter(file)
	w.Comma = ';'
	if err := w.WriteAll(rows); err != nil {
		return err
	}
	return file.Close()
}

// reference makes a reference folder of the table of municipalities: each with its
// people in every year, so that its size group is always the same.
func (f monthlyFiles) reference(b *testing.B) string {
	content, err := os.Open(f.groups())
	if err != nil {
		b.Fatal(err)
	}
	defer content.Close()
	r := csv.NewReader(content)
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		b.Fatal(err)
	}
	first := varighet.MonthOf(2001, 1)
	var t data.Tables
	for _, row := range rows[1:] {
		people, err := strconv.Atoi(row[slices.Index(rows[0], "innbyggere")])
		if err != nil {
			b.Fatal(err)
		}
		code := varighet.MunicipalityCode(row[slices.Index(rows[0], "kommunenr")])
		t.Municipalities = append(t.Municipalities, data.Municipality{Code: code, Name: "Kommune " + string(code), From: first})
		for year := first.Year(); year <= (first+months).Year()+1; year++ {
			t.Populations = append(t.Populations, data.Population{Code: code, Year: year, Inhabitants: int32(people)})
		}
	}
	ref, err := data.NewReference(t)
	if err != nil {
		b.Fatal(err)
	}
	dir := filepath.Join(b.TempDir(), "reference")
	if err := ref.WriteFolder(dir); err != nil {
		b.Fatal(err)
	}
	return dir
}
