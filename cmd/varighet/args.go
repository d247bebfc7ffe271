package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/choice"
)

// A grammar is what a command line is read by: the commands, and every flag of any of them by name. A
// flag takes a value in all commands that have it or in none (a test holds this).
type grammar struct {
	commands []*cli.Command
	flags    map[string]cli.Flag
}

func grammarOf(commands []*cli.Command) *grammar {
	g := &grammar{commands, map[string]cli.Flag{}}
	g.add(commands)
	return g
}

// add takes the flags of commands and of those below them.
func (g *grammar) add(commands []*cli.Command) {
	for _, c := range commands {
		for _, f := range c.Flags {
			for _, n := range f.Names() {
				g.flags[n] = f
			}
		}
		g.add(c.Subcommands)
	}
}

// sortArgs moves flags in front of arguments, so that they may stand anywhere
// on the command line: cli stops reading flags at the first argument. "--" ends
// the flags. A flag that the command does not have is wrong use, with the
// nearest right one.
func (g *grammar) sortArgs(args []string) ([]string, error) {
	var (
		path, flags, rest []string
		command           *cli.Command
		commands          = g.commands
	)
	for i := 0; i < len(args); i++ {
		a := args[i]
		switch {
		case a == "--":
			rest = append(rest, args[i+1:]...)
			i = len(args)
		case len(a) > 1 && a[0] == '-':
			flags = append(flags, a)
			name, _, hasValue := strings.Cut(strings.TrimLeft(a, "-"), "=")
			if f := g.flags[name]; f != nil && takesValue(f) && !hasValue {
				if i+1 == len(args) {
					return nil, choice.Errorf("flag %s needs a value", a)
				}
				i++
				flags = append(flags, args[i])
			}
		default:
			if sub := commandNamed(commands, a); sub != nil && len(rest) == 0 {
				path = append(path, sub.Name)
				command, commands = sub, sub.Subcommands
				continue
			}
			if len(commands) > 0 && len(rest) == 0 {
				return nil, unknownCommand(path, commands, a)
			}
			rest = append(rest, a)
		}
	}
	if err := g.checkFlags(command, path, flags); err != nil {
		return nil, err
	}
	sorted := append(path, flags...)
	if len(rest) > 0 {
		sorted = append(sorted, "--")
	}
	return append(sorted, rest...), nil
}

func takesValue(f cli.Flag) bool {
	_, isBool := f.(*cli.BoolFlag)
	return !isBool
}

func commandNamed(commands []*cli.Command, name string) *cli.Command {
	for _, c := range commands {
		if c.HasName(name) {
			return c
		}
	}
	return nil
}

// checkFlags finds a flag that the command does not have.
func (g *grammar) checkFlags(command *cli.Command, path, flags []string) error {
	own := []string{"help", "h"}
	if command == nil {
		own = append(own, "version", "v")
	} else {
		for _, f := range command.Flags {
			own = append(own, f.Names()...)
		}
	}
	given := map[string]bool{}
	for i := 0; i < len(flags); i++ {
		name, value, hasValue := strings.Cut(strings.TrimLeft(flags[i], "-"), "=")
		if !slices.Contains(own, name) {
			hint := choice.Nearest(name, own)
			where := strings.Join(append([]string{"varighet"}, path...), " ")
			if hint == "" {
				return choice.Errorf("%s has no flag %s; see `%s --help`", where, flags[i], where)
			}
			return choice.Errorf("%s has no flag %s; did you mean %s?", where, flags[i], dashed(hint))
		}
		f := g.flags[name]
		if f == nil {
			continue
		}
		first := f.Names()[0]
		if given[first] && takesOne(f) {
			return choice.Errorf("%s is given twice; only the last would count", dashed(name))
		}
		given[first] = value != "false" || takesValue(f)
		if takesValue(f) && !hasValue {
			i++
		}
	}
	return checkForms(given)
}

// checkForms refuses to print an answer in two forms at once.
func checkForms(given map[string]bool) error {
	if given["json"] && (given["csv"] || given["table"]) {
		return choice.Errorf("JSON and CSV are two forms of one answer: ask for one of them; --table is CSV")
	}
	return nil
}

// takesOne reports whether a flag has one value, the last.
func takesOne(f cli.Flag) bool {
	_, isList := f.(*cli.StringSliceFlag)
	return takesValue(f) && !isList
}

func unknownCommand(path []string, commands []*cli.Command, name string) error {
	var names []string
	for _, c := range commands {
		names = append(names, c.Name)
	}
	if whole := wholeNames(commands, name); len(whole) > 0 {
		return choice.Errorf("varighet has no command %q; did you mean %s?", name, strings.Join(whole, " or "))
	}
	where := strings.Join(append([]string{"varighet"}, path...), " ")
	if hint := choice.Nearest(name, names); hint != "" {
		return choice.Errorf("%s has no command %q; did you mean %s?", where, name, hint)
	}
	return choice.Errorf("%s has no command %q; it has %s", where, name, strings.Join(names, ", "))
}

// wholeNames are the commands that name is a part of, where the other part was left out:
// "survival km" of km.
func wholeNames(commands []*cli.Command, name string) (names []string) {
	for _, c := range commands {
		if sub := commandNamed(c.Subcommands, name); sub != nil {
			names = append(names, c.Name+" "+sub.Name)
		}
	}
	return names
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// monthOfFlag reads a month in any of the forms that files may have.
func monthOfFlag(flag, text string) (varighet.Month, error) {
	m, ok := ingest.ParseMonth(text)
	if !ok {
		return 0, choice.Errorf("--%s: %q is not a month: write 2024-08 or august 2024", flag, text)
	}
	return m, nil
}
