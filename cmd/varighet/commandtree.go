package main

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/commanddoc"
)

// commandTree is the command table as completion scripts and manual pages are made of it.
func commandTree(app *cli.App) commanddoc.Command {
	root := commanddoc.Command{Name: app.Name, Usage: app.Usage, Description: programDescription, Commands: documented("varighet", app.Commands)}
	root.Flags = append(slices.Clone(batchFlags), helpFlag, commanddoc.Flag{Names: []string{"version", "v"}, Text: "print the version", Group: "help"})
	help := commanddoc.Command{Name: "help", Usage: "help of the program, of a command or of a topic", Arguments: "[COMMAND|TOPIC]",
		Flags: []commanddoc.Flag{helpFlag}, Words: strings.Split(namesOf(app.Commands), ", ")}
	for _, t := range topics() {
		help.Words = append(help.Words, t.name)
	}
	root.Commands = append(root.Commands, help)
	return root
}

const programDescription = `Turns monthly records of who holds which Norwegian GP list into answers about stability.

Start with "varighet demo", then copy a study from its output and change it. Flags may stand before, between or after the
arguments; "--" ends them. Results go to standard output, all else to standard error. It uses no network, and writes only
where it is told.`

var helpFlag = commanddoc.Flag{Names: []string{"help", "h"}, Text: "say what there is to say of it, with examples", Group: "help"}

func documented(path string, commands []*cli.Command) (list []commanddoc.Command) {
	for _, c := range commands {
		whole := path + " " + c.Name
		d := commanddoc.Command{Name: c.Name, Usage: c.Usage, Arguments: c.ArgsUsage, Words: argumentWords(c.ArgsUsage),
			Description: c.Description, Examples: examplesOf(whole), Commands: documented(whole, c.Subcommands)}
		d.Flags = append(append(documentedFlags(c.Flags), batchFlags...), helpFlag)
		list = append(list, d)
	}
	return list
}

// documentedFlags are flags in the order of the groups of help.
func documentedFlags(flags []cli.Flag) (list []commanddoc.Flag) {
	for _, g := range flagGroups {
		for _, f := range flags {
			if groupOf(f.Names()[0], flags) != g.name {
				continue
			}
			s := shown(f)
			list = append(list, commanddoc.Flag{Names: f.Names(), Value: s.value, Text: s.text, Otherwise: s.otherwise, Group: g.name})
		}
	}
	return list
}

// argumentWords are the words that an argument can be, as "[register|spells]" says; none where
// it says what is to be named, as "SPELLS|REGISTER" does.
func argumentWords(usage string) []string {
	if !strings.Contains(usage, "|") || usage != strings.ToLower(usage) {
		return nil
	}
	return strings.Split(strings.Trim(usage, "[]"), "|")
}
