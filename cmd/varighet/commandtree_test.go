package main

import (
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/commanddoc"
)

func wholeTree() commanddoc.Command {
	return commandTree(newApp(console{strings.NewReader(""), io.Discard, io.Discard}))
}

// Every command and every flag of the table is in the manual.
func TestManualHasEveryFlag(t *testing.T) {
	tree := wholeTree()
	pages := commanddoc.Pages(tree, "v1")
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		page := pages["varighet-"+strings.Join(path, "-")+".1"]
		for _, f := range c.Flags {
			for _, name := range f.Names() {
				if want := `\fB` + strings.ReplaceAll(dashed(name), "-", `\-`) + `\fR`; !strings.Contains(page, want) {
					t.Errorf("%v: the page has no %s", path, want)
				}
			}
		}
		if len(examplesOf("varighet "+strings.Join(path, " "))) > 0 && !strings.Contains(page, ".SH EXAMPLES") {
			t.Errorf("%v: the page has no examples", path)
		}
	})
}

// Every command and every flag of the table is in the script of every shell.
func TestScriptsHaveEveryFlag(t *testing.T) {
	form := map[string]func(command, flag string) string{
		"bash": func(_, flag string) string { return dashed(flag) + " " },
		"zsh":  func(_, flag string) string { return "'" + dashed(flag) + ":" },
		"fish": func(command, flag string) string {
			return fmt.Sprintf(`complete -c varighet -n '__varighet_at " %s"' %s %s`, command, map[bool]string{true: "-s", false: "-l"}[len(flag) == 1], flag)
		},
		"powershell": func(_, flag string) string { return "@('" + dashed(flag) + "', " },
	}
	for _, shell := range commanddoc.Shells() {
		text, _ := commanddoc.Completion(shell, wholeTree())
		eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
			command := strings.Join(path, " ")
			if !strings.Contains(text, command) {
				t.Errorf("%s: no command %s", shell, command)
			}
			for _, f := range c.Flags {
				if want := form[shell](command, f.Names()[0]); !strings.Contains(text, want) {
					t.Errorf("%s: %s has no %q", shell, command, want)
				}
			}
		})
	}
}

// bash itself offers for each command the flags that it has, and no others.
func TestBashCompletesEveryCommand(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("bash is not installed")
	}
	text, _ := commanddoc.Completion("bash", wholeTree())
	var want []string
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		text += fmt.Sprintf("COMP_WORDS=(varighet %s --); COMP_CWORD=%d; _varighet; echo \"${COMPREPLY[*]}\"\n", strings.Join(path, " "), len(path)+1)
		var flags []string
		for _, f := range documentedFlags(c.Flags) {
			for _, n := range f.Names {
				if len(n) > 1 {
					flags = append(flags, "--"+n)
				}
			}
		}
		want = append(want, strings.Join(append(flags, "--log", "--fail-on", "--deadline", "--help"), " "))
	})
	cmd := exec.Command(bash, "--norc")
	cmd.Stdin = strings.NewReader(text)
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSpace(string(out)), "\n")
	if !slices.Equal(got, want) {
		t.Errorf("bash offers\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
