package notebooks

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// A room is a folder laid out as the project's: out, which `varighet demo` makes, docs/r and notebooks.
type room struct{ root, dir string }

// newRoom builds the program and runs the demo.
func newRoom(t *testing.T) *room {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the demo, and compiles a program a notebook")
	}
	if _, err := exec.LookPath("sh"); err != nil {
		t.Skip("no shell to run the cells with that call the program")
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	r := &room{root, t.TempDir()}
	r.goBuild(t, filepath.Join("bin", "varighet"), "./cmd/varighet")
	recipe, err := os.ReadFile(filepath.Join(root, "docs", "r", "varighet.R"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(r.dir, "docs", "r", "varighet.R"), string(recipe))
	stdout(t, r.command(r.dir, filepath.Join(r.dir, "bin", "varighet"), "demo", "-o", "out"), "varighet demo")
	return r
}

// folder is that of a study in the room, with a folder for its figures.
func (r *room) folder(t *testing.T, study string) string {
	t.Helper()
	dir := filepath.Join(r.dir, "notebooks", study)
	if err := os.MkdirAll(filepath.Join(dir, "figures"), 0o755); err != nil {
		t.Fatal(err)
	}
	return dir
}

// command is one that finds the program in the room's bin.
func (r *room) command(dir, name string, args ...string) *exec.Cmd {
	c := exec.Command(name, args...)
	bin := filepath.Join(r.dir, "bin")
	c.Dir, c.Env = dir, append(os.Environ(), "PATH="+bin+string(filepath.ListSeparator)+os.Getenv("PATH"))
	return c
}

// goBuild builds a program of this module, or one that imports it, into the room.
func (r *room) goBuild(t *testing.T, to, what string) {
	t.Helper()
	c := exec.Command("go", "build", "-o", filepath.Join(r.dir, to), what)
	c.Dir = r.root
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", what, err, out)
	}
}

// build makes one program of a notebook: each cell that begins with %% is the body of a function, and
// the other Go cells are declarations that all may use. An argument chooses the cell.
func (r *room) build(t *testing.T, nb *notebook, dir string) {
	t.Helper()
	var declarations, bodies, choices strings.Builder
	for i, c := range nb.Cells {
		body, isMain := strings.CutPrefix(c.source(), "%%\n")
		switch {
		case c.Type != "code" || strings.HasPrefix(c.source(), "!"):
		case isMain:
			fmt.Fprintf(&bodies, "\nfunc cell%d() {\n%s\n}\n", i, body)
			fmt.Fprintf(&choices, "\tcase \"%d\":\n\t\tcell%d()\n", i, i)
		default:
			declarations.WriteString(c.source() + "\n")
		}
	}
	program := "package main\n\nimport system \"os\"\n\n" + declarations.String() + bodies.String() +
		"\nfunc main() {\n\tswitch system.Args[1] {\n" + choices.String() + "\t}\n}\n"
	main := filepath.Join(dir, "main.go")
	write(t, main, program)
	r.goBuild(t, filepath.Join("notebooks", filepath.Base(dir), "cells"), main)
}

// run runs cell i in dir and returns what it prints. A cell that begins with "!varighet " is run by a
// shell, and other cells that begin with ! are for the kernel only.
func (r *room) run(t *testing.T, c *cell, i int, dir string) string {
	t.Helper()
	command := r.command(dir, filepath.Join(dir, "cells"), strconv.Itoa(i))
	switch source := c.source(); {
	case strings.HasPrefix(source, "!varighet "):
		command = r.command(dir, "sh", "-c", source[1:])
	case !strings.HasPrefix(source, "%%\n"):
		return ""
	}
	return stdout(t, command, "cell "+c.ID)
}

// stdout runs a command and returns its standard output.
func stdout(t *testing.T, c *exec.Cmd, what string) string {
	t.Helper()
	var stderr bytes.Buffer
	c.Stderr = &stderr
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", what, err, stderr.String())
	}
	return string(out)
}
