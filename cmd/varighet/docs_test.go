package main

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// pageWidth is the widest line of output that a page may show.
const pageWidth = 180

// figureBytes bounds a figure that a page shows.
const figureBytes = 100 << 10

var (
	consoleBlock = regexp.MustCompile("(?s)```console\n(.*?)```")
	shellCommand = regexp.MustCompile(`(?m)^\$ (.*(?:\n>(?: .*)?)*)\n`)
	continued    = regexp.MustCompile(`\n> ?`)
	shownFigure  = regexp.MustCompile(`!\[[^\]]*\]\((figures/[\w.-]+)\)`)
)

// Every command in the pages under docs prints what the page shows, and writes the figures that it shows.
//
// A block of the kind console has lines that begin with "$ ", which a shell runs, and below each what it
// prints: standard error first. Lines right below it that begin with ">" belong to the command.
// A page begins in a folder of its own with what `varighet demo -o out` wrote; a page of docs/oppgaver
// begins in an empty one, and the program speaks bokmål to it.
// A figure figures/x.svg of a page is the x.svg that a command of the page wrote.
// UPDATE_SCRIPTS=1 writes both into docs.
func TestCommandsInDocsPrintWhatPagesShow(t *testing.T) {
	if testing.Short() {
		t.Skip("runs the demo, and every command in docs")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to run the commands in docs with")
	}
	made := t.TempDir()
	demo := sync.OnceValue(func() string {
		shellOutput(t, made, "varighet demo -o out")
		return filepath.Join(made, "out")
	})
	for _, page := range pagesWithCommands(t) {
		t.Run(strings.TrimPrefix(page, "../../docs/"), func(t *testing.T) {
			dir := t.TempDir()
			if strings.Contains(page, "/oppgaver/") {
				t.Setenv(languageVariable, "nb")
			} else if err := os.Symlink(demo(), filepath.Join(dir, "out")); err != nil {
				t.Fatal(err)
			}
			checkPage(t, page, dir)
		})
	}
}

// pagesWithCommands are the pages under docs that have a console block.
func pagesWithCommands(t *testing.T) []string {
	return docPages(t, func(page string) bool { return consoleBlock.MatchString(readText(t, page)) })
}

// checkPage holds a page and its figures against what its commands print and write in dir.
func checkPage(t *testing.T, page, dir string) {
	text := readText(t, page)
	got := consoleBlock.ReplaceAllStringFunc(text, func(block string) string {
		return "```console\n" + replay(t, dir, consoleBlock.FindStringSubmatch(block)[1]) + "```"
	})
	checkWidth(t, got)
	if got != text {
		if os.Getenv("UPDATE_SCRIPTS") == "" {
			t.Errorf("the commands print something else (-page +printed)\n%s", cmp.Diff(text, got))
		} else if err := os.WriteFile(page, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, m := range shownFigure.FindAllStringSubmatch(text, -1) {
		checkFigure(t, filepath.Join(filepath.Dir(page), m[1]), filepath.Join(dir, filepath.Base(m[1])))
	}
}

func checkWidth(t *testing.T, page string) {
	for _, m := range consoleBlock.FindAllStringSubmatch(page, -1) {
		for _, line := range strings.Split(m[1], "\n") {
			if n := len([]rune(line)); n > pageWidth {
				t.Errorf("a line of %d characters is too wide for a page:\n%s", n, line)
			}
		}
	}
}

// replay runs the commands of a block, and returns the block with what they print.
func replay(t *testing.T, dir, block string) string {
	var b strings.Builder
	for _, m := range shellCommand.FindAllStringSubmatch(block, -1) {
		b.WriteString(m[0] + shellOutput(t, dir, continued.ReplaceAllString(m[1], "\n")))
	}
	return b.String()
}

// shellOutput is what a command prints in dir, standard error first.
func shellOutput(t *testing.T, dir, command string) string {
	t.Helper()
	c := exec.Command("sh", "-c", command)
	c.Dir = dir
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil {
		t.Fatalf("%s: %v\n%s", command, err, stderr.String())
	}
	return stderr.String() + stdout.String()
}

// checkFigure holds a figure in docs against the one that a command wrote.
func checkFigure(t *testing.T, shown, written string) {
	t.Helper()
	want, err := os.ReadFile(written)
	if err != nil {
		t.Fatalf("no command of the page writes %s: %v", filepath.Base(shown), err)
	}
	if len(want) > figureBytes {
		t.Errorf("%s has %d bytes: too large for a page", filepath.Base(shown), len(want))
	}
	got, err := os.ReadFile(shown)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	if os.Getenv("UPDATE_SCRIPTS") == "" {
		t.Errorf("%s is not what the page's command writes", shown)
		return
	}
	if err := errors.Join(os.MkdirAll(filepath.Dir(shown), 0o755), os.WriteFile(shown, want, 0o644)); err != nil {
		t.Fatal(err)
	}
}
