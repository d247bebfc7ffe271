package main

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/varighet/varighet/ingest/idnumber/idnumbertest"
)

// A session is a folder in which commands are run, and all that they have said.
type session struct {
	dir  string
	said bytes.Buffer
}

func newSession(t *rapid.T, files map[string]string) *session {
	dir, err := os.MkdirTemp("", "session")
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &session{dir: dir}
}

// run runs a command on files of the session, which have @ before their names.
func (s *session) run(args ...string) int {
	for i, a := range args {
		if name, ok := strings.CutPrefix(a, "@"); ok {
			args[i] = filepath.Join(s.dir, name)
		}
	}
	return run(args, console{strings.NewReader(""), &s.said, &s.said})
}

// written is all that was said, and what the files hold that are not inputs.
func (s *session) written(t *rapid.T, inputs map[string]string) string {
	all := s.said.String()
	err := filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || inputs[filepath.Base(path)] != "" {
			return err
		}
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		b, err := io.ReadAll(f)
		all += path + "\n" + string(b)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// somebody draws a made-up national identity number: of birth, D-, H-, FH- and synthetic.
func somebody(t *rapid.T, longestDay int) string {
	day, month := rapid.IntRange(1, longestDay).Draw(t, "day"), rapid.IntRange(1, 12).Draw(t, "month")
	if longestDay > 9 {
		day += rapid.SampledFrom([]int{0, 40}).Draw(t, "D-number")
	}
	month += rapid.SampledFrom([]int{0, 40, 65, 80}).Draw(t, "kind")
	date := fmt.Sprintf("%02d%02d%02d", day, month, rapid.IntRange(0, 99).Draw(t, "year"))
	if longestDay > 9 && rapid.IntRange(0, 9).Draw(t, "FH-number") == 0 {
		date = "8" + date[1:]
	}
	all := idnumbertest.MadeUp(date, 0)
	return all[rapid.IntRange(0, len(all)-1).Draw(t, "number")]
}

// spelled draws how a number is written in a cell beyond doubt.
func spelled(t *rapid.T, id string) string {
	return rapid.SampledFrom([]string{id, id[:6] + " " + id[6:], id[:6] + "\u00a0" + id[6:], id[:6] + "\u2009" + id[6:], id[:6] + "-" + id[6:],
		id[:2] + "." + id[2:4] + "." + id[4:6] + " " + id[6:], id[:2] + " " + id[2:4] + " " + id[4:6] + " " + id[6:],
		strings.Map(func(r rune) rune { return r - '0' + '０' }, id), "f. " + id, "Testesen, Anna " + id[:6] + " " + id[6:], id + " (fnr)",
		strings.Join(strings.Split(id, ""), " "), id[:2] + " " + id[2:5] + " " + id[5:8] + " " + id[8:]}).Draw(t, "written")
}

// doubtful draws a spelling that a number of another kind may have by chance.
func doubtful(t *rapid.T) string {
	id := somebody(t, 9)[1:]
	whole := somebody(t, 31)
	return rapid.SampledFrom([]string{id, id + ".0", id[:1] + "." + id[1:] + "E9", whole + ".0", id[:1] + "." + id[1:3] + "E+09"}).Draw(t, "doubtful")
}

// some draws n of a list of commands.
func some(t *rapid.T, n int, commands [][]string) [][]string {
	return rapid.Permutation(commands).Draw(t, "commands")[:n]
}

// shows reports whether a text has a number as it was written, or its digits.
func shows(text, written string) bool {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, written)
	return strings.Contains(text, written) || len(digits) >= 10 && strings.Contains(text, digits)
}

const listHeader = "maaned;kommunenr;kommunenavn;hjemmel_id;lege_id;Lege;Kontor;Merknad;listelengde;Basistilskudd"

// A national identity number in a file of lists, in whichever column, title, header or
// name of a file: the file is refused, and the number stands nowhere afterwards.
func TestNationalIDsOfListsComeOutNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		cells := strings.Split("2021-01;0301;Oslo;H1;A17;Testesen Anna;Kontoret;;1200;50267,00", ";")
		place := rapid.SampledFrom([]string{"cell", "cell", "cell", "doctor", "title", "header", "note", "name"}).Draw(t, "place")
		id, name, header, above, below := "", "liste.csv", listHeader, "", ""
		switch place {
		case "doctor":
			id = doubtful(t)
			cells[rapid.IntRange(4, 5).Draw(t, "column")] = id
		default:
			id = spelled(t, somebody(t, 31))
		}
		switch place {
		case "cell":
			cells[rapid.IntRange(0, len(cells)-1).Draw(t, "column")] = id
		case "title":
			above = "Liste for " + id + "\n"
		case "header":
			header += ";" + id
			cells = append(cells, "")
		case "note":
			below = "Merk: " + id + "\n"
		case "name":
			name = id + ".csv"
		}
		files := map[string]string{name: above + header + "\n" + strings.Join(cells, ";") + "\n" + below}
		s := newSession(t, files)
		defer os.RemoveAll(s.dir)
		for _, args := range some(t, 2, [][]string{{"check", "@" + name}, {"check", "--json", "@" + name}, {"ingest", "@" + name, "-o", "@reg"},
			{"ingest", "--set-aside-faults", "@" + name, "-o", "@reg"}, {"ingest", "--keep-names", "@" + name, "-o", "@reg"}}) {
			if code := s.run(args...); code != exitFault {
				t.Errorf("%s: %v ends with %d; %q", place, args[:1], code, files[name])
			}
		}
		if written := s.written(t, files); shows(written, id) || !strings.Contains(written, "national identity number") {
			t.Errorf("%s: %q is shown, or not why: %s", place, id, written)
		}
	})
}

// The same in tables beside a register, in any CSV for the estimators, in files of spells,
// and in what is typed.
func TestNationalIDsOfOtherTablesComeOutNowhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := spelled(t, somebody(t, 31))
		known := doubtful(t)
		files := map[string]string{
			"liste.csv":       "maaned;kommunenr;hjemmel_id;HPR-nr\n2021-01;0301;H1;9999901\n2021-02;0301;H1;9999901\n2021-02;0301;H2;9999902\n",
			"cohort.csv":      "Liste;Bølge\nH1;" + id + "\n",
			"cohort2.csv":     "Liste\n" + id + "\n",
			"doctors.csv":     "Lege;Kull\n" + known + ";a\n",
			"doctors2.csv":    "HPR-nr;Kull\n9999901;" + id + "\n",
			"aliases.csv":     "name;same_as\nAnna;" + id + "\n",
			"aliases2.csv":    "name;same_as\n" + known + ";Anna\n",
			"corrections.csv": "Liste;Lege;Hva;Fra;Til;Merknad\nH1;;start;2021-01;2021-02;" + id + "\n",
			"any.csv":         "t,e,g,x\n1,1," + id + ",a\n2,0,b,a\n",
			"any2.csv":        "t,e,g,x\n1,1,b," + id + "\n2,0,b,a\n",
			"any3.csv":        "t,e,g," + id + "\n1,1,b,a\n",
		}
		s := newSession(t, files)
		defer os.RemoveAll(s.dir)
		if code := s.run("ingest", "@liste.csv", "-o", "@reg"); code != exitDone {
			t.Fatalf("%d: %s", code, s.said.String())
		}
		for _, args := range some(t, 3, [][]string{
			{"survival", "spells", "@reg", "-o", "@s.csv", "--cohort", "@cohort.csv"}, {"survival", "spells", "@reg", "-o", "@s.csv", "--cohort", "@cohort2.csv"},
			{"survival", "spells", "@reg", "-o", "@s.csv", "--doctors", "@doctors.csv"}, {"survival", "spells", "@reg", "-o", "@s.csv", "--doctors", "@doctors2.csv"},
			{"survival", "spells", "@reg", "-o", "@s.csv", "--corrections", "@corrections.csv"},
			{"ingest", "@liste.csv", "-o", "@other", "--aliases", "@aliases.csv"}, {"ingest", "@liste.csv", "-o", "@other", "--aliases", "@aliases2.csv"},
			{"survival", "km", "@any.csv", "--time", "t", "--event", "e", "--by", "g"}, {"survival", "km", "@any2.csv", "--time", "t", "--event", "e", "--json"},
			{"survival", "km", "@any3.csv", "--time", "t", "--event", "e"}, {"survival", "cox", "@any.csv", "--time", "t", "--event", "e", "--covariates", "g"},
			{"survival", "incidence", "@any.csv", "--time", "t", "--event", "e", "--cause", "g"},
		}) {
			if code := s.run(args...); code != exitFault {
				t.Errorf("%q ends with %d", args, code)
			}
		}
		s.spells(t, id)
		for _, args := range some(t, 3, [][]string{{"survival", "km", "@reg", "--by", id}, {"survival", "km", "@reg", "--where", "doctor_id=" + id}, {"survival", "km", "@reg", "--where", id},
			{"survival", "km", "@" + id + ".csv"}, {"survival", "km", "@any.csv", "--time", id, "--event", "e"}, {"ingest", "@" + id, "-o", "@other"},
			{"survival", "spells", "@reg", "-o", "@s.csv", "--explain", id}, {"ingest", "@liste.csv", "-o", "@other", "--map", id + "=x"}}) {
			s.run(args...)
		}
		if written := s.written(t, files); shows(written, id) || shows(written, known) {
			t.Errorf("%q or %q is shown: %s", id, known, written)
		}
	})
}

// spells tries a file of spells to which somebody has added a column.
func (s *session) spells(t *rapid.T, id string) {
	if code := s.run("survival", "spells", "@reg", "-o", "@spells.csv"); code != exitDone {
		t.Fatalf("%d: %s", code, s.said.String())
	}
	path := filepath.Join(s.dir, "spells.csv")
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(b)), "\n")
	for i := range lines {
		lines[i] += "," + []string{"extra", `"` + id + `"`}[min(i, 1)]
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := s.run("survival", "km", "@spells.csv", "--by", "extra"); code != exitFault {
		t.Errorf("spells with %q end with %d: %s", id, code, s.said.String())
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
}

// A table of counts has groups that are called as they were in another house.
func TestTablesOfCountsWithNationalIDsAreRefused(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		id := spelled(t, somebody(t, 31))
		files := map[string]string{"any.csv": "t,e,g\n1,1,gruppe\n2,0,b\n"}
		s := newSession(t, files)
		defer os.RemoveAll(s.dir)
		if code := s.run("survival", "counts", "@any.csv", "--time", "t", "--event", "e", "--by", "g"); code != exitDone {
			t.Fatalf("%d: %s", code, s.said.String())
		}
		files["counts.json"] = strings.ReplaceAll(s.said.String(), "gruppe", id)
		if err := os.WriteFile(filepath.Join(s.dir, "counts.json"), []byte(files["counts.json"]), 0o600); err != nil {
			t.Fatal(err)
		}
		s.said.Reset()
		for _, command := range []string{"km", "incidence", "rates", "counts"} {
			if code := s.run("survival", command, "--counts", "@counts.json"); code != exitFault {
				t.Errorf("%s with %q ends with %d", command, id, code)
			}
		}
		if written := s.written(t, files); shows(written, id) || !strings.Contains(written, "national identity number") {
			t.Errorf("%q is shown, or not why: %s", id, written)
		}
	})
}
