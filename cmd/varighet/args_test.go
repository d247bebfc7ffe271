package main

import (
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/urfave/cli/v2"
)

// eachCommand calls f for every command that does something, with its path.
func eachCommand(commands []*cli.Command, path []string, f func(path []string, c *cli.Command)) {
	for _, c := range commands {
		p := append(path[:len(path):len(path)], c.Name)
		if len(c.Subcommands) == 0 {
			f(p, c)
		}
		eachCommand(c.Subcommands, p, f)
	}
}

func commandTable() []*cli.Command {
	return newApp(console{strings.NewReader(""), io.Discard, io.Discard}).Commands
}

// Flags may stand before, between and after the arguments of every command, in
// the forms --flag value and --flag=value, and -- ends them.
func TestFlagsMayStandAnywhere(t *testing.T) {
	commands := commandTable()
	g := grammarOf(commands)
	eachCommand(commands, nil, func(path []string, c *cli.Command) {
		for _, f := range c.Flags {
			name := "--" + f.Names()[0]
			if len(f.Names()[0]) == 1 {
				name = "-" + f.Names()[0]
			}
			flag := []string{name}
			if takesValue(f) {
				flag = []string{name, "1"}
			}
			want := append(append(append([]string{}, path...), flag...), "--", "a", "b")
			for where, args := range map[string][]string{
				"before":  join(path, flag, []string{"a", "b"}),
				"between": join(path, []string{"a"}, flag, []string{"b"}),
				"after":   join(path, []string{"a", "b"}, flag),
				"ended":   join(path, flag, []string{"--", "a", "b"}),
				"first":   join(flag, path, []string{"a", "b"}),
			} {
				got, err := g.sortArgs(args)
				if err != nil {
					t.Errorf("%v, flag %s: %v", args, where, err)
					continue
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%v, flag %s (-want +got)\n%s", args, where, diff)
				}
			}
			if takesValue(f) {
				got, err := g.sortArgs(join(path, []string{"a", name + "=1"}))
				if want := join(path, []string{name + "=1", "--", "a"}); err != nil || cmp.Diff(want, got) != "" {
					t.Errorf("%v %s=1: got %v, %v", path, name, got, err)
				}
			}
		}
	})
}

func join(parts ...[]string) []string {
	var list []string
	for _, p := range parts {
		list = append(list, p...)
	}
	return list
}

// A flag takes a value in every command that has it, or in none: the command
// line is sorted before it is known which command it is.
func TestAFlagHasOneFormEverywhere(t *testing.T) {
	forms := map[string]bool{}
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		for _, f := range c.Flags {
			for _, n := range f.Names() {
				if form, seen := forms[n]; seen && form != takesValue(f) {
					t.Errorf("%v: flag %s takes a value here and none elsewhere, or the other way round", path, n)
				}
				forms[n] = takesValue(f)
			}
		}
	})
}

func TestWhatComesAfterTwoDashesIsNoFlag(t *testing.T) {
	got, err := grammarOf(commandTable()).sortArgs([]string{"check", "--", "--json", "-"})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"check", "--", "--json", "-"}, got); diff != "" {
		t.Error(diff)
	}
}
