package commanddoc

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// program has what a shell or man(7) would take for its own: quotes, colons, points, backslashes.
var program = Command{Name: "prog", Usage: "what it's for: all", Flags: []Flag{help}, Commands: []Command{
	{Name: "draw", Usage: "a figure: it's drawn", Arguments: "FILE", Description: "Don't ask.\n.begins with a point\n\nAs here:\n  a\\b  c",
		Flags: []Flag{
			{Names: []string{"o", "output"}, Value: "FILE", Text: "`FILE` of $HOME, C:\\x", Otherwise: "out", Group: "output"},
			{Names: []string{"quiet"}, Text: "say nothing; isn't 'loud'", Group: "output"}, help},
		Examples: []string{"prog draw a.csv -o a.png"}},
	{Name: "shell", Usage: "for a shell", Arguments: "bash|zsh", Words: []string{"bash", "zsh"}},
}}

var help = Flag{Names: []string{"help", "h"}, Text: "help", Group: "help"}

// The page as man(7) has it, written by hand: dashes are minus signs, and a line that begins with
// a point or a quote does not become a request.
func TestPageByHand(t *testing.T) {
	want := `.TH "PROG-DRAW" 1 "" "prog v1.2.3"
.SH NAME
prog\-draw \- a figure: it's drawn
.SH SYNOPSIS
\fBprog draw\fR [flags] FILE
.SH DESCRIPTION
Don't ask.
\&.begins with a point
.PP
As here:
.nf
  a\eb  c
.fi
.SH OPTIONS
.SS Output
.TP
\fB\-o\fR, \fB\-\-output\fR \fIFILE\fR
` + "`FILE`" + ` of $HOME, C:\ex; default out
.TP
\fB\-\-quiet\fR
say nothing; isn't 'loud'
.SS Help
.TP
\fB\-\-help\fR, \fB\-h\fR
help
.SH EXAMPLES
.nf
prog draw a.csv \-o a.png
.fi
.SH EXIT STATUS
.TP
\fB0\fR
done
.TP
\fB1\fR
faults in the data or in the work, or interrupted; what was there before stands
.TP
\fB2\fR
wrong use
.TP
\fB3\fR
done, with warnings, where \-\-fail\-on warn was asked for
.TP
\fB4\fR
the time of \-\-deadline has passed; what was there before stands
.SH SEE ALSO
\fBprog\fR(1)
`
	got, ok := Page(program, []string{"draw"}, "v1.2.3")
	if d := cmp.Diff(want, got); !ok || d != "" {
		t.Errorf("ok %v, want - got +:\n%s", ok, d)
	}
	if _, ok := Page(program, []string{"drew"}, ""); ok {
		t.Error("there is a page of a command that is not there")
	}
}

func TestPagesAreOneForEachCommand(t *testing.T) {
	pages := Pages(program, "v1")
	for _, name := range []string{"prog.1", "prog-draw.1", "prog-shell.1"} {
		if pages[name] == "" {
			t.Errorf("no %s", name)
		}
	}
	if len(pages) != 3 {
		t.Errorf("%d pages, want 3", len(pages))
	}
	if !strings.Contains(pages["prog.1"], "\\fBprog\\-draw\\fR(1),\n\\fBprog\\-shell\\fR(1)\n") {
		t.Errorf("the page of the program does not lead to those of its commands:\n%s", pages["prog.1"])
	}
}

// asked runs a script in a shell, if that is installed, and returns the words that it prints.
func asked(t *testing.T, shell, script string) []string {
	t.Helper()
	path, err := exec.LookPath(shell)
	if err != nil {
		t.Skip(shell + " is not installed")
	}
	file := filepath.Join(t.TempDir(), "script")
	if err := os.WriteFile(file, []byte(script), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(path, file)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	return strings.Fields(string(out))
}

// What each shell offers after a command line; no words leave files to the shell.
var offered = []struct {
	line string
	want string
}{
	{"prog ", "draw shell"},
	{"prog dr", "draw"},
	{"prog draw --", "--output --quiet --help"},
	{"prog draw --q", "--quiet"},
	{"prog draw -o dr", ""}, // a file after the flag, not the command draw
	{"prog draw x", ""},
	{"prog -o shell draw --q", "--quiet"}, // the value of a flag is no command
	{"prog shell b", "bash"},
	{"prog help dr", "draw"},
}

func TestBashCompletes(t *testing.T) {
	text, _ := Completion("bash", program)
	for _, o := range offered {
		words := strings.Split(o.line, " ")
		got := asked(t, "bash", text+"COMP_WORDS=('"+strings.Join(words, "' '")+"'); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"+
			"_prog\necho \"${COMPREPLY[*]}\"\n")
		if d := cmp.Diff(strings.Fields(o.want), got); d != "" {
			t.Errorf("%q: %s", o.line, d)
		}
	}
}

func TestFishCompletes(t *testing.T) {
	text, _ := Completion("fish", program)
	for _, o := range offered {
		want := strings.Fields(o.want)
		got := asked(t, "fish", text+"complete -C '"+o.line+"' | string replace -r '\\t.*' ''\nexit 0\n")
		for _, w := range want {
			if !strings.Contains(" "+strings.Join(got, " ")+" ", " "+w+" ") {
				t.Errorf("%q: %q is not offered: %q", o.line, w, got)
			}
		}
		if len(want) > 0 && len(got) != len(want) {
			t.Errorf("%q: got %q, want %q", o.line, got, want)
		}
	}
}

// zsh filters and shows what it is given; here that is printed, filtered by the word begun.
const zshPrints = `
compdef() { :; }
_files() { :; }
_describe() { local list=${@[-1]} w; for w in "${(@P)list}"; do print -r -- "${w%%:*}"; done }
`

func TestZshCompletes(t *testing.T) {
	text, _ := Completion("zsh", program)
	for _, o := range offered {
		words := strings.Split(o.line, " ")
		got := asked(t, "zsh", zshPrints+text+"words=('"+strings.Join(words, "' '")+"'); CURRENT=$#words\n_prog\n")
		var begun []string
		for _, w := range got {
			if strings.HasPrefix(w, words[len(words)-1]) {
				begun = append(begun, w)
			}
		}
		if !slices.Equal(begun, strings.Fields(o.want)) {
			t.Errorf("%q: got %q, want %s", o.line, begun, o.want)
		}
	}
}

// What is said of a command or a flag reaches the shell as it was written.
func TestDescriptionsAreQuoted(t *testing.T) {
	text, _ := Completion("fish", program)
	got := strings.Join(asked(t, "fish", text+"complete -C 'prog draw --'\n"), " ")
	for _, want := range []string{`FILE` + "` of $HOME, C:\\x", "say nothing; isn't 'loud'"} {
		if !strings.Contains(got, want) {
			t.Errorf("fish shows %q, without %q", got, want)
		}
	}
	text, _ = Completion("powershell", program)
	if want := `, @('--quiet', 'say nothing; isn''t ''loud''')`; !strings.Contains(text, want) {
		t.Errorf("PowerShell's script has no %s:\n%s", want, text)
	}
	if _, ok := Completion("tcsh", program); ok {
		t.Error("there is a script for a shell that is not known")
	}
}
