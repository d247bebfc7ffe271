package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/message"
)

// A help is at most this large, to be read without turning a page (a test holds it).
const helpLines, helpWidth = 40, 100

// helpAsked reports whether the arguments ask for help in any of the usual ways, and of
// what: help km, km help, km --help, km -h. A value of a flag asks for nothing.
func (g *grammar) helpAsked(args []string) (words []string, asked bool) {
	flags := false
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		a := args[i]
		if len(a) < 2 || a[0] != '-' {
			words = append(words, a)
			continue
		}
		flags = true
		name, _, hasValue := strings.Cut(strings.TrimLeft(a, "-"), "=")
		if name == "help" || name == "h" {
			asked = true
		} else if f := g.flags[name]; f != nil && takesValue(f) && !hasValue {
			i++
		}
	}
	for i, w := range words {
		command, rest := find(g.commands, words[:i])
		leaf := command != nil && len(command.Subcommands) == 0
		if w == "help" && len(rest) == 0 && (!leaf || i == len(words)-1) {
			return slices.Delete(words, i, i+1), true
		}
	}
	return words, asked || len(args) == 0 && !flags
}

// find goes down the commands as far as the words name one, and returns the other words.
func find(commands []*cli.Command, words []string) (command *cli.Command, rest []string) {
	for i, w := range words {
		next := commandNamed(commands, w)
		if next == nil {
			return command, words[i:]
		}
		command, commands = next, next.Subcommands
	}
	return command, nil
}

// writeHelp prints the help of the program, of a group of commands, of a command or of a
// topic. A command of a group may be named without the group.
func writeHelp(c console, in message.Language, commands []*cli.Command, words []string) error {
	command, rest := find(commands, words)
	switch {
	case len(words) == 0 || words[0] == "help":
		return writeText(c.out, programHelp(in, commands))
	case command != nil && (len(rest) == 0 || len(command.Subcommands) == 0):
		path := "varighet " + strings.Join(words[:len(words)-len(rest)], " ")
		if len(command.Subcommands) > 0 {
			return writeText(c.out, groupHelp(in, path, command))
		}
		return writeText(c.out, commandHelp(in, path, command))
	case command != nil:
		return unknownCommand(words[:len(words)-len(rest)], command.Subcommands, rest[0])
	}
	var names []string
	for _, t := range topics() {
		if t.name == words[0] {
			return writeText(c.out, t.text(in))
		}
		names = append(names, t.name)
	}
	whole := wholeNames(commands, words[0])
	if len(whole) == 0 {
		hint := choice.Nearest(words[0], append(names, strings.Split(namesOf(commands), ", ")...))
		if slices.Contains(names, hint) {
			return choice.Errorf("varighet has no help on %q; did you mean %s?", words[0], hint)
		}
		return unknownCommand(nil, commands, words[0])
	}
	if len(whole) > 1 {
		fmt.Fprintf(noted(c.err), "varighet: there is also %s\n", strings.Join(whole[1:], ", "))
	}
	return writeHelp(c, in, commands, strings.Fields(whole[0]))
}

func writeText(w io.Writer, text string) error {
	_, err := io.WriteString(w, text)
	return err
}

// programHelp names every command.
func programHelp(in message.Language, commands []*cli.Command) string {
	var b strings.Builder
	b.WriteString(hanging("", "varighet – "+in.Translate("how long GPs stay: monthly list records to spells, curves, shares and figures")))
	b.WriteString(in.Translate("Usage: ") + in.Translate("varighet COMMAND [flags] [arguments]") + "\n\n")
	for _, c := range commands {
		usage := in.Translate(c.Usage)
		if names := namesOf(c.Subcommands); names != "" {
			usage += ": " + names
		}
		b.WriteString(hanging(fmt.Sprintf("  %-12s", c.Name), usage))
	}
	b.WriteString("\n" + paragraphs(in.Translate("varighet help COMMAND says more of each, and has examples to paste. Topics:")))
	for _, t := range topics() {
		b.WriteString(hanging(fmt.Sprintf("  %-12s", t.name), in.Translate(t.usage)))
	}
	b.WriteString("\n" + paragraphs(in.Translate(wayIn)))
	return b.String()
}

// wayIn is the end of the program's help.
const wayIn = "Start with `varighet demo`, then copy a study from its output and change it. Flags may stand " +
	"before, between or after the arguments; -- ends them. --lang nb, nn or en says in which language the program speaks; " +
	"else the study or the system does. Results go to standard output, all else to standard error. " +
	"Exit code: 0 done, 1 faults in data or work, 2 wrong use (more: help batch)."

func namesOf(commands []*cli.Command) string {
	var names []string
	for _, c := range commands {
		names = append(names, c.Name)
	}
	return strings.Join(names, ", ")
}

// groupHelp names the commands of a group.
func groupHelp(in message.Language, path string, c *cli.Command) string {
	text := hanging("", path+" – "+in.Translate(c.Usage)) + in.Translate("Usage: ") + path + in.Translate(" COMMAND [flags] [arguments]") + "\n\n"
	for _, sub := range c.Subcommands {
		text += hanging(fmt.Sprintf("  %-15s", sub.Name), in.Translate(sub.Usage))
	}
	return text + "\n" + in.Sprintf("varighet help %s COMMAND says more of each, and has examples to paste.", strings.TrimPrefix(path, "varighet ")) + "\n"
}

// commandHelp says what a command does, with its flags in groups and examples. Flags that
// other commands have too are only named, and explained in a topic, where all of them are too many.
func commandHelp(in message.Language, path string, c *cli.Command) string {
	head := hanging("", path+" – "+in.Translate(c.Usage)) + hanging(in.Translate("Usage: "), in.Translate(usageLine(path, c)))
	if c.Description != "" {
		head += "\n" + paragraphs(in.Translate(c.Description))
	}
	tail := ""
	if list := examplesOf(path); len(list) > 0 {
		tail = "\n"
		for i, e := range list {
			indent := min(10, helpWidth-len(e)) // unbroken, to be pasted
			tail += fmt.Sprintf("%-*s%s\n", indent, []string{in.Translate("examples"), ""}[i], e)
		}
	}
	text := ""
	for brief := range len(briefGroups) + 1 {
		text = head + flagTable(in, c.Flags, briefGroups[:brief]) + tail
		if strings.Count(text, "\n") <= helpLines {
			break
		}
	}
	return text
}

func usageLine(path string, c *cli.Command) string {
	if len(c.Flags) > 0 {
		path += " [flags]"
	}
	return strings.TrimSpace(path + " " + c.ArgsUsage)
}

// briefGroups are the groups that can be named only, with their topics in topics.
var briefGroups = []string{"register", "any CSV"}

// flagTable is the flags by group. Of the groups in brief there are the names only.
func flagTable(in message.Language, flags []cli.Flag, brief []string) string {
	byGroup := map[string][]shownFlag{}
	for _, f := range flags {
		g := groupOf(f.Names()[0], flags)
		byGroup[g] = append(byGroup[g], shown(f).in(in))
	}
	width := 0
	for g, list := range byGroup {
		for _, s := range list {
			if n := utf8.RuneCountInString(s.usage()); n > width && n <= 24 && !slices.Contains(brief, g) {
				width = n
			}
		}
	}
	var b strings.Builder
	for _, g := range flagGroups {
		list := byGroup[g.name]
		if len(list) == 0 {
			continue
		}
		if b.Len() == 0 {
			b.WriteString("\n")
		}
		if slices.Contains(brief, g.name) {
			b.WriteString(hanging(fmt.Sprintf("%-10s", in.Translate(g.name)), named(list)+": varighet help "+g.topic))
			continue
		}
		for i, r := range flagRows(in, list) {
			head := ""
			if i == 0 {
				head = in.Translate(g.name)
			}
			b.WriteString(hanging(fmt.Sprintf("%-10s%-*s  ", head, width, r.usage), r.text, 10+width+2))
		}
	}
	return b.String()
}

type flagRow struct{ usage, text string }

// flagRows are the lines of flags, those that are joined in the place of their first.
func flagRows(in message.Language, flags []shownFlag) (rows []flagRow) {
	line := map[string]int{}
	for _, s := range flags {
		line[s.name] = len(rows)
		rows = append(rows, flagRow{s.usage(), s.explained(in)})
	}
	for _, j := range joined {
		var usages []string
		names := strings.Fields(j.names)
		for _, n := range names {
			if i, ok := line[n]; ok {
				usages = append(usages, rows[i].usage)
			}
		}
		if len(usages) < len(names) {
			continue
		}
		rows[line[names[0]]] = flagRow{strings.Join(usages, ", "), in.Translate(j.text)}
		for _, n := range names[1:] {
			rows[line[n]] = flagRow{}
		}
	}
	return slices.DeleteFunc(rows, func(r flagRow) bool { return r.usage == "" })
}

func named(list []shownFlag) string {
	var names []string
	for _, s := range list {
		names = append(names, dashed(s.name))
	}
	return strings.Join(names, " ")
}

// hanging writes text after head, with the lines that follow under its beginning, or
// under the column that is given.
func hanging(head, text string, column ...int) string {
	at := utf8.RuneCountInString(head)
	indent := strings.Repeat(" ", at)
	if len(column) > 0 {
		indent = strings.Repeat(" ", column[0])
	}
	var b strings.Builder
	b.WriteString(head)
	for i, word := range strings.Fields(text) {
		n := utf8.RuneCountInString(word)
		switch {
		case i > 0 && at+1+n > helpWidth:
			b.WriteString("\n" + indent)
			at = len(indent)
		case i > 0:
			b.WriteString(" ")
			at++
		}
		b.WriteString(word)
		at += n
	}
	return strings.TrimRight(b.String(), " ") + "\n"
}

// paragraphs breaks text into lines anew; lines that are indented stay as they are.
func paragraphs(text string) string {
	var b, open strings.Builder
	flush := func() {
		if open.Len() > 0 {
			b.WriteString(hanging("", open.String()))
			open.Reset()
		}
	}
	for _, line := range strings.Split(text, "\n") {
		switch {
		case line == "":
			flush()
			b.WriteString("\n")
		case strings.HasPrefix(line, "  "):
			flush()
			b.WriteString(line + "\n")
		default:
			open.WriteString(line + " ")
		}
	}
	flush()
	return b.String()
}

// A topic is something about more commands than one.
type topic struct {
	name, usage string
	text        func(message.Language) string
}

func topics() []topic {
	return []topic{
		{"register", "how a register becomes spells: the flags of all commands that read one", registerTopic},
		{"csv", "the columns of any CSV, and names with commas", csvTopic},
		{"forms", "the forms of files that `varighet simulate --form` writes", formsTopic},
		{"batch", "runs where nobody looks on: --log json, --fail-on warn, --deadline; exit codes", batchTopic},
	}
}

func registerTopic(in message.Language) string {
	return in.Translate("How a register becomes spells") + "\n\n" + paragraphs(in.Translate(registerText)) + flagTable(in, registerFlags(), nil)
}

const registerText = "Every command that takes SPELLS, a file that `survival spells` wrote, also takes REGISTER, a folder " +
	"that `ingest` wrote, and then makes the spells on the way by these flags. A study has the same choices as keys."

func csvTopic(in message.Language) string {
	flags := append(csvFlags(), weightFlag(), byFlag(), clusterFlag(), causeFlag(""), strictFlag())
	return in.Translate("Any CSV, and names with commas") + "\n\n" + paragraphs(in.Translate(csvText)) +
		flagTable(in, flags, nil) + "\n" + paragraphs(in.Translate(choice.QuotesHelp)) + "\n" + in.Translate("examples") + "\n" +
		"  varighet survival km tenures.csv --time months --event left --by sex\n" +
		"  varighet survival km tenures.csv --time months --event left=1 --json\n"
}

const csvText = "Commands that take CSV estimate from any table, or from standard input as -, " +
	"if --time and --event name its columns. UTF-8, with comma, semicolon or tab between the columns, found from the header; " +
	"decimals have a point, or a comma where columns have not. Empty, NA, NaN and . are missing. --event takes 1 and 0, true and false, yes and no, " +
	"ja and nei, sann and usann; with COL=VALUE[,COL=VALUE] these values are stops, and every other is none. Rows " +
	"that cannot be used are left out and counted; --json lists them, and --strict makes them an error."

func formsTopic(in message.Language) string {
	return in.Translate("Forms of files") + "\n\n" + paragraphs(in.Translate(formsText)) + "\n" + formsHelp()
}

const formsText = "With --form the files of `varighet simulate` differ from plain ones as real files do, one doctor in " +
	"fifty shares a full name with another, and truth-spells.csv says which spells can be seen in them, and what the " +
	"form hides. Memory then grows with rows. Forms can be given together."
