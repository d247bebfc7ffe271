//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// surroundings are what must make no difference to what is written.
var surroundings = []struct {
	name, folder string
	env          []string
	reversed     bool // files are made, or named, in reverse order
}{
	{"as it is", "a", nil, false},
	{"another time zone and locale", "b", []string{"TZ=Pacific/Auckland", "LC_ALL=tr_TR.UTF-8", "LANG=tr_TR.UTF-8"}, false},
	{"one processor", "c", []string{"GOMAXPROCS=1", "TZ=America/St_Johns"}, false},
	{"many processors, a folder far down, files in another order", "d/æ ø/å", []string{"GOMAXPROCS=7", "LC_ALL=C", "HOME=/nowhere", "USER=other"}, true},
}

// Every byte that ingest and run write is the same in any time zone, locale and folder, on any number of processors, and
// whatever the order of the files.
func TestTheSameBytesAnywhere(t *testing.T) {
	root := t.TempDir()
	lines := strings.SplitAfter(months("Kari", 60, 36), "\n")
	study := `title = "Prøve"
source = "kommunen"
disclosure = "internal"
[input]
files = ["in"]
[[figure]]
name = "km"
kind = "km"
by = "size_group"
[[figure]]
name = "timeline"
kind = "timeline-bars"
[[table]]
name = "medians"
kind = "medians"
[[table]]
name = "stability"
kind = "stability"
`
	output(t, root, "key", "new", "one.key")
	key := readText(t, filepath.Join(root, "one.key"))
	var want map[string]string
	for _, s := range surroundings {
		dir := filepath.Join(root, filepath.FromSlash(s.folder))
		if err := os.MkdirAll(filepath.Join(dir, "in"), 0o755); err != nil {
			t.Fatal(err)
		}
		write(t, dir, "s.toml", study)
		write(t, dir, "s.key", key)
		write(t, dir, "reg.key", key)
		var names []string
		for i := range 3 {
			names = append(names, fmt.Sprintf("in/%c.csv", 'a'+i))
		}
		if s.reversed {
			slices.Reverse(names)
		}
		for _, name := range names {
			i := int(name[3] - 'a')
			write(t, dir, name, lines[0]+strings.Join(lines[1+i*720:1+(i+1)*720], ""))
		}
		got := map[string]string{}
		for what, args := range map[string][]string{"run": {"run", "s.toml"}, "ingest": append([]string{"ingest", "-o", "out/reg", "--key-file", "reg.key"}, names...)} {
			cmd := program(dir, args...)
			cmd.Env = append(os.Environ(), s.env...)
			said, err := cmd.CombinedOutput()
			if err != nil {
				t.Fatalf("%s, %s: %v\n%s", s.name, what, err, said)
			}
			got[what+" says"] = string(said)
			got[what] = tree(t, filepath.Join(dir, "out", map[string]string{"run": "s", "ingest": "reg"}[what]))
			if got[what] == "" {
				t.Fatalf("%s: %s wrote nothing", s.name, what)
			}
		}
		if want == nil {
			want = got
		}
		for what, is := range got {
			if is != want[what] {
				t.Errorf("%s: %s is other than %s", s.name, what, surroundings[0].name)
			}
		}
	}
}
