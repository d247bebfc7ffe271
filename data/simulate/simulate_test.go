package simulate_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/data/simulate"
	"github.com/varighet/varighet/ingest/ssb"
)

// write makes a country in a new folder.
func write(t *testing.T, o simulate.Options) (string, *simulate.Truth) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "country")
	truth, err := simulate.Write(dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return dir, truth
}

// small is a country that is quick to write and has everything in it.
func small(seed uint64, dirt bool) simulate.Options {
	return simulate.Options{Seed: seed, Municipalities: 60, Lists: 400, Last: 12*2006 + 4, Dirt: dirt}
}

// digest hashes the names and bytes of all files of a folder.
func digest(t *testing.T, dir string) string {
	t.Helper()
	h := sha256.New()
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		rel, _ := filepath.Rel(dir, path)
		fmt.Fprintf(h, "%s %d\n%s", filepath.ToSlash(rel), len(content), content)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func TestSameSeedSameBytes(t *testing.T) {
	for _, dirt := range []bool{false, true} {
		a, _ := write(t, small(1, dirt))
		b, _ := write(t, small(1, dirt))
		c, _ := write(t, small(2, dirt))
		if digest(t, a) != digest(t, b) {
			t.Errorf("dirt %v: the same seed gave different bytes", dirt)
		}
		if digest(t, a) == digest(t, c) {
			t.Errorf("dirt %v: different seeds gave the same bytes", dirt)
		}
	}
}

// The Kaplan–Meier curve of the true spells, worked here from counts, lies
// within 4 Greenwood standard errors of the Weibull curve it was drawn from, in
// each size group at seven months: 42 comparisons, each past 4 errors by
// chance in 6 of 100 000. The seed is fixed, so the test is not random.
//
// At risk at k are spells held k months or more whose k-th month can have been
// seen to be the last: a censored spell of n months counts up to n − 1.
func TestKaplanMeierOfTheTrueSpellsIsTheWeibull(t *testing.T) {
	type counts struct{ events, left [1200]int }
	groups := map[string]*counts{}
	truth, err := simulate.Spells(simulate.Options{Seed: 7, Lists: 60_000}, func(s simulate.Spell) error {
		g := groups[s.SizeGroup]
		if g == nil {
			g = &counts{}
			groups[s.SizeGroup] = g
		}
		if s.Censored {
			g.left[s.Months-1]++
		} else {
			g.left[s.Months]++
			g.events[s.Months]++
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range truth.Groups {
		g := groups[want.SizeGroup]
		atRisk := 0
		for _, n := range g.left[1:] {
			atRisk += n
		}
		s, variance, median := 1.0, 0.0, 0
		at := map[int][2]float64{}
		for k := 1; k < len(g.left) && atRisk > 0; k++ {
			d, n := float64(g.events[k]), float64(atRisk)
			s *= 1 - d/n
			variance += d / (n * (n - d))
			at[k] = [2]float64{s, s * math.Sqrt(variance)}
			if s <= 0.5 && median == 0 {
				median = k
			}
			atRisk -= g.left[k]
		}
		for _, w := range want.Survival {
			got := at[w.Months]
			if math.Abs(got[0]-float64(w.Survival)) > 4*got[1] {
				t.Errorf("%s, month %d: got %.4f (se %.4f), want %.4f", want.SizeGroup, w.Months, got[0], got[1], w.Survival)
			}
		}
		if d := median - want.MonthsHeldHalf; d < -3 || d > 3 {
			t.Errorf("%s: median %d months, want about %d", want.SizeGroup, median, want.MonthsHeldHalf)
		}
	}
}

// The medians are those of table 6-1, in months: 12 times 2.8, 3.3, 5.2, 6.0,
// 7.1 and 8.3; and S(median) = 1/2 by the formula in the file.
func TestMediansAreThoseOfTable61(t *testing.T) {
	truth, err := simulate.Spells(small(1, false), func(simulate.Spell) error { return nil })
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []float64{33.6, 39.6, 62.4, 72, 85.2, 99.6} {
		g := truth.Groups[i]
		if math.Abs(float64(g.MedianMonths)-want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", g.SizeGroup, g.MedianMonths, want)
		}
		if s := math.Exp(-math.Pow(want/float64(g.ScaleMonths), float64(g.Shape))); math.Abs(s-0.5) > 1e-9 {
			t.Errorf("%s: S(median) = %v", g.SizeGroup, s)
		}
	}
}

// What became of those who left, by the definition of a move: another list
// held in one of the three months after, in the same municipality by the last
// borders or in another; worked out here from the spells alone.
func TestStopReasons(t *testing.T) {
	o := simulate.Options{Seed: 3, Municipalities: 100, Lists: 2000}
	var spells []simulate.Spell
	byDoctor := map[int64][]simulate.Spell{}
	truth, err := simulate.Spells(o, func(s simulate.Spell) error {
		spells = append(spells, s)
		byDoctor[s.Doctor] = append(byDoctor[s.Doctor], s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	dir, _ := write(t, o)
	r := reference(t, dir)
	home := func(s simulate.Spell) varighet.MunicipalityCode {
		h, ok := r.Harmonise(s.Municipality, s.Start, truth.Options.Last)
		if !ok {
			t.Fatalf("municipality %s of %s cannot be followed", s.Municipality, s.Start)
		}
		return h.Code
	}
	got := map[string]*simulate.StopReasons{}
	for _, g := range truth.Groups {
		got[g.SizeGroup] = &simulate.StopReasons{}
	}
	for _, s := range spells {
		if s.Censored {
			continue
		}
		end := s.Start + varighet.Month(s.Months) // first month without
		within, away := false, false
		for _, other := range byDoctor[s.Doctor] {
			last := other.Start + varighet.Month(other.Months) - 1
			if other.Position != s.Position && last >= end && other.Start < end+3 {
				within = within || home(other) == home(s)
				away = away || home(other) != home(s)
			}
		}
		reasons := got[s.SizeGroup]
		switch {
		case within:
			reasons.MovedWithin++
		case away:
			reasons.MovedAway++
		case end+2 > truth.Options.Last:
			reasons.Unknown++
		default:
			reasons.Left++ // or closed: the spells do not say
		}
	}
	for _, g := range truth.Groups {
		want := g.StopReasons
		want.Left, want.Closed = want.Left+want.Closed, 0
		if *got[g.SizeGroup] != want {
			t.Errorf("%s: got %+v, want %+v", g.SizeGroup, *got[g.SizeGroup], want)
		}
		if want.MovedAway == 0 || want.Left == 0 {
			t.Errorf("%s: nobody moved, or nobody left: %+v", g.SizeGroup, want)
		}
	}
}

func reference(t *testing.T, dir string) *data.Reference {
	t.Helper()
	load := func(name string) ssb.File {
		content, err := os.ReadFile(filepath.Join(dir, "reference", name))
		if err != nil {
			t.Fatal(err)
		}
		return ssb.File{Name: name, Content: content}
	}
	r, err := ssb.Import([]ssb.File{load("klass_codes.csv"), load("klass_changes.csv")}, []ssb.File{load("befolkning_07459.csv")})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// A row is what a reader makes of one list in one file.
type row struct {
	code           varighet.MunicipalityCode
	doctor         int64 // 0 when vacant
	residents, ore int64
	name           string
}

// honest reads a monthly file, clean or dirty, the way a careful person would.
// It returns the month of the title and the lists by number.
func honest(t *testing.T, path string, utf bool) (string, map[int64]row) {
	t.Helper()
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	text := string(content)
	if !utf {
		if utf8.ValidString(text) {
			t.Errorf("%s: Windows-1252 was expected", path)
		}
		if text, err = charmap.Windows1252.NewDecoder().String(text); err != nil {
			t.Fatal(err)
		}
	} else if !utf8.ValidString(text) || !strings.HasPrefix(text, "\ufeff") {
		t.Errorf("%s: UTF-8 with a byte order mark was expected", path)
	}
	lines := strings.Split(strings.TrimPrefix(text, "\ufeff"), "\n")
	rows := map[int64]row{}
	code := varighet.MunicipalityCode("")
	columns := strings.Count(lines[1], ";")
	for _, line := range lines[2:] {
		line = strings.TrimSuffix(line, "\r")
		if line != "" && strings.Count(line, ";") != columns {
			t.Errorf("%s: %q has not %d fields", path, line, columns+1)
		}
		f := strings.Split(line, ";")
		if line == "" || f[2] == "" || f[2] == "Listenr" {
			continue
		}
		if f[0] != "" {
			if code, err = varighet.ParseMunicipalityCode(strings.Repeat("0", 4-len(f[0])) + f[0]); err != nil {
				t.Fatal(err)
			}
		}
		var doctor int64
		if f[3] != "" {
			doctor = number(t, f[3])
		} else if !strings.Contains(strings.ToLower(f[4]), "list") {
			t.Errorf("%s: %q is neither a doctor nor a vacancy", path, line)
		}
		list := number(t, f[2])
		if _, twice := rows[list]; twice {
			t.Errorf("%s: list %d twice", path, list)
		}
		rows[list] = row{code, doctor, number(t, f[5]), number(t, strings.Replace(f[8], ",", "", 1)), f[4]}
	}
	return strings.TrimRight(strings.TrimSuffix(lines[0], "\r"), ";"), rows
}

func number(t *testing.T, s string) int64 {
	t.Helper()
	n, err := strconv.ParseInt(strings.NewReplacer(" ", "", "\u00a0", "").Replace(s), 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

var months = []string{"januar", "februar", "mars", "april", "mai", "juni", "juli", "august", "september", "oktober", "november", "desember"}

func path(dir string, truth *simulate.Truth, m varighet.Month) string {
	name := "Basistilskudd for fastlegeordningen i kommunene"
	if m >= truth.NynorskFrom {
		name = "Basistilskot for fastlegeordninga i kommunane"
	}
	return filepath.Join(dir, "monthly", fmt.Sprintf("%s - %s %d.csv", name, months[m.Calendar()-1], m.Year()))
}

// Reading the files back gives the true spells: every list holds in every month
// the doctor it should, and codes are those of the month. The clean and the
// dirty country are the same country.
func TestFilesTellTheTruth(t *testing.T) {
	for _, dirt := range []bool{false, true} {
		dir, truth := write(t, small(5, dirt))
		r := reference(t, dir)
		holds := map[string]int64{} // "list month" to doctor
		n, err := simulate.Spells(small(5, dirt), func(s simulate.Spell) error {
			for k := range s.Months {
				holds[fmt.Sprint(s.Position, s.Start+varighet.Month(k))] = s.Doctor
			}
			return nil
		})
		if err != nil || n.Doctors != truth.Doctors {
			t.Fatalf("Spells: %v, %d doctors; Write: %d", err, n.Doctors, truth.Doctors)
		}
		seen, rows := 0, int64(0)
		for m := truth.Options.First; m <= truth.Options.Last; m++ {
			if m == *truth.MissingMonth {
				for key := range holds {
					if strings.HasSuffix(key, m.String()) {
						seen++
					}
				}
				continue
			}
			title, lists := honest(t, path(dir, truth, m), m >= truth.UTF8From)
			if want := strings.TrimSuffix(filepath.Base(path(dir, truth, m)), ".csv"); title != want {
				t.Errorf("dirt %v: title %q, want %q", dirt, title, want)
			}
			for list, x := range lists {
				rows++
				if want := holds[fmt.Sprint(list, m)]; x.doctor != want {
					t.Errorf("dirt %v, %s, list %d: doctor %d, want %d", dirt, m, list, x.doctor, want)
				}
				if x.doctor != 0 {
					seen++
				}
				if ok, hint := r.Known(x.code, m); !ok {
					t.Errorf("dirt %v, %s: code %s is not in force: %s", dirt, m, x.code, hint)
				}
			}
		}
		if seen != len(holds) || rows != truth.Rows {
			t.Errorf("dirt %v: %d months held in files, %d in truth; %d rows, truth says %d", dirt, seen, len(holds), rows, truth.Rows)
		}
	}
}

// The dirty files hold the same numbers as the clean ones.
func TestDirtChangesNoNumber(t *testing.T) {
	clean, truth := write(t, small(5, false))
	dirty, _ := write(t, small(5, true))
	marks := map[string]bool{}
	for m := truth.Options.First; m <= truth.Options.Last; m++ {
		if m == *truth.MissingMonth {
			continue
		}
		_, a := honest(t, path(clean, truth, m), m >= truth.UTF8From)
		_, b := honest(t, path(dirty, truth, m), m >= truth.UTF8From)
		for list, x := range a {
			y := b[list]
			x.name, y.name = "", ""
			if x != y {
				t.Fatalf("%s, list %d: clean %+v, dirty %+v", m, list, x, y)
			}
		}
		content, _ := os.ReadFile(path(dirty, truth, m))
		text := string(content)
		for mark, has := range map[string]bool{
			"subtotal": strings.Contains(text, ";Sum "), "total": strings.Contains(text, "Totalt;"), "block": strings.Contains(text, "\n;;"),
			"footnote": strings.Contains(text, "\n* Tal"), "header": strings.Count(text, "Kommunenr") > 1, "nbsp": strings.Contains(text, "\xa0"),
			"surname": strings.Contains(text, ", "), "zero": strings.Contains(text, "\n101;"),
		} {
			marks[mark] = marks[mark] || has
		}
	}
	for mark, has := range marks {
		if !has {
			t.Errorf("no file has dirt of kind %q", mark)
		}
	}
}

// A slip is a single month in which a list is reported without the doctor who
// holds it before and after; nothing else in the files changes, and the truth
// counts them: about one in 2000 of the months held.
func TestSlipsAreSingleMonthsWithinATenure(t *testing.T) {
	opt := small(5, false)
	opt.Slips = true
	slipped, truth := write(t, opt)
	right, _ := write(t, small(5, false))
	slips, held := 0, 0
	before := map[int64]int64{} // doctor of each list in the month before
	for m := truth.Options.First; m <= truth.Options.Last; m++ {
		if m == *truth.MissingMonth {
			continue
		}
		_, a := honest(t, path(right, truth, m), m >= truth.UTF8From)
		_, b := honest(t, path(slipped, truth, m), m >= truth.UTF8From)
		for list, x := range a {
			if x.doctor != 0 {
				held++
			}
			if b[list].doctor == x.doctor {
				before[list] = x.doctor
				continue
			}
			slips++
			if b[list].doctor != 0 || before[list] != x.doctor || b[list].residents != x.residents {
				t.Errorf("%s, list %d: %+v for %+v, with doctor %d the month before", m, list, b[list], x, before[list])
			}
		}
	}
	if slips != truth.Slips || slips < held/4000 || slips > held/1000 {
		t.Errorf("%d slips in %d months held; the truth says %d", slips, held, truth.Slips)
	}
}

// Each spell's size group is that of the reference's population of 1 January of
// its first year, and the reference finds nothing wrong with itself.
func TestSizeGroupsFollowFromTheReference(t *testing.T) {
	o := simulate.Options{Seed: 2}
	dir, truth := write(t, o)
	r := reference(t, dir)
	for _, f := range r.Check() {
		t.Errorf("reference: %s: %s", f.Code, f.Msg)
	}
	groups := data.Abelsen()
	_, err := simulate.Spells(o, func(s simulate.Spell) error {
		p, ok := r.Population(s.Municipality, s.Start.Year())
		if !ok || p.Nearest || groups.Of(p.Inhabitants) != s.SizeGroup {
			return fmt.Errorf("municipality %s in %s: population %+v, %v, but group %s", s.Municipality, s.Start, p, ok, s.SizeGroup)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	if truth.Reform == nil || len(truth.Reform.Merged) < 3 || len(truth.Reform.Recoded) < 5 {
		t.Errorf("reform: %+v", truth.Reform)
	}
	before, after := len(r.Codes(truth.Reform.Month-1)), len(r.Codes(truth.Reform.Month))
	if before != 430 || after >= before {
		t.Errorf("%d municipalities before the reform and %d after", before, after)
	}
	for _, merged := range truth.Reform.Merged {
		for _, old := range merged.Old {
			if h, ok := r.Harmonise(old, truth.Options.First, truth.Options.Last); !ok || h.Code != merged.New {
				t.Errorf("%s goes to %+v, %v; want %s", old, h, ok, merged.New)
			}
		}
	}
}

// The default country is about Norway: 5 000 lists in 430 municipalities, one to
// two percent vacant after the first years, 157 months less the missing one.
func TestDefaultCountry(t *testing.T) {
	dir, truth := write(t, simulate.Options{})
	if truth.Files != 156 || truth.MissingMonth == nil {
		t.Errorf("%d files, missing month %v", truth.Files, truth.MissingMonth)
	}
	if _, err := os.Stat(path(dir, truth, *truth.MissingMonth)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the missing month has a file: %v", err)
	}
	lists, municipalities := 0, 0
	for _, g := range truth.Groups {
		lists, municipalities = lists+g.Lists, municipalities+g.Municipalities
		if g.Spells != g.Stopped+g.Censored {
			t.Errorf("%s: %d spells, %d stopped, %d censored", g.SizeGroup, g.Spells, g.Stopped, g.Censored)
		}
		r := g.StopReasons
		if r.MovedWithin+r.MovedAway+r.Unknown+r.Closed+r.Left != g.Stopped {
			t.Errorf("%s: reasons %+v do not sum to %d", g.SizeGroup, r, g.Stopped)
		}
	}
	if lists != 5000 || municipalities != 430 {
		t.Errorf("%d lists in %d municipalities", lists, municipalities)
	}
	_, rows := honest(t, path(dir, truth, truth.Options.Last), true)
	vacant, residents := 0, int64(0)
	for _, x := range rows {
		residents += x.residents
		if x.doctor == 0 {
			vacant++
		}
	}
	if share := float64(vacant) / float64(len(rows)); share < 0.01 || share > 0.025 {
		t.Errorf("%d of %d lists vacant", vacant, len(rows))
	}
	if mean := residents / int64(len(rows)); mean < 800 || mean > 1300 {
		t.Errorf("mean list length %d", mean)
	}
	var back simulate.Truth
	content, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	if err == nil {
		err = json.Unmarshal(content, &back)
	}
	if err != nil || fmt.Sprint(back.Groups[0].StopReasons) != fmt.Sprint(truth.Groups[0].StopReasons) {
		t.Errorf("truth.json: %v", err)
	}
}

// No made-up municipality has the name of a real one.
func TestNoRealMunicipality(t *testing.T) {
	shared := os.Getenv("VARIGHET_SHARED")
	if shared == "" {
		t.Skip("VARIGHET_SHARED is not set: no names to test against")
	}
	content, err := os.ReadFile(filepath.Join(shared, "data", "municipality_aliases.csv"))
	if err != nil {
		t.Fatal(err)
	}
	real := map[string]bool{}
	for line := range strings.SplitSeq(string(content), "\n") {
		name, _, _ := strings.Cut(line, ",")
		real[strings.ToLower(name)] = true
	}
	dir, _ := write(t, simulate.Options{Municipalities: 1100, Lists: 1100, First: 24000, Last: 24011})
	names := map[string]bool{}
	for _, m := range reference(t, dir).Tables().Municipalities {
		if real[strings.ToLower(m.Name)] || names[m.Name] && m.From == 24000 {
			t.Errorf("%s %s is real, or there twice", m.Code, m.Name)
		}
		names[m.Name] = true
	}
}

func TestWrongOptions(t *testing.T) {
	for name, o := range map[string]simulate.Options{
		"too many municipalities": {Municipalities: 2000},
		"fewer lists than places": {Municipalities: 100, Lists: 50},
		"last before first":       {First: 24120, Last: 24000},
		"a shape of nothing":      {Shape: math.NaN()},
		"too many lists":          {Lists: 1 << 30},
	} {
		dir := filepath.Join(t.TempDir(), "country")
		if _, err := simulate.Write(dir, o); err == nil {
			t.Errorf("%s: no error", name)
		}
		if _, err := os.Stat(dir); err == nil {
			t.Errorf("%s: a folder was left", name)
		}
	}
}

// A folder with something in it is left alone; a run that fails leaves nothing.
func TestNothingIsLeftOrReplaced(t *testing.T) {
	parent := t.TempDir()
	full := filepath.Join(parent, "full")
	if err := os.Mkdir(full, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(full, "mine"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	var problem *varighet.Problem
	if _, err := simulate.Write(full, small(1, false)); !errors.As(err, &problem) || problem.Hint == "" {
		t.Errorf("got %v, want a problem with a hint", err)
	}
	stop := errors.New("stop")
	o := small(1, false)
	o.Progress = func(m varighet.Month) error {
		if m > 12*2003 {
			return stop
		}
		return nil
	}
	if _, err := simulate.Write(filepath.Join(parent, "new"), o); !errors.Is(err, stop) {
		t.Errorf("got %v, want the error of Progress", err)
	}
	entries, _ := os.ReadDir(parent)
	if len(entries) != 1 || entries[0].Name() != "full" {
		t.Errorf("left: %v", entries)
	}
}

// The smallest countries there can be.
func TestTinyCountries(t *testing.T) {
	for _, o := range []simulate.Options{
		{Municipalities: 1, Lists: 1, First: 24000, Last: 24000},
		{Municipalities: 1, Lists: 1},
		{Municipalities: 8, Lists: 8, First: 24000, Last: 24013},
		{Municipalities: 3, Lists: 30, First: 24000, Last: 24001, NoMissingMonth: true, NoReform: true},
	} {
		dir, truth := write(t, o)
		files, err := os.ReadDir(filepath.Join(dir, "monthly"))
		if err != nil || len(files) != truth.Files {
			t.Errorf("%+v: %d files, truth says %d (%v)", o, len(files), truth.Files, err)
		}
		reference(t, dir)
	}
}
