package commanddoc

import (
	"fmt"
	"strings"
)

// A Status is an exit code.
type Status struct{ Code, Meaning string }

// ExitStatus are the program's exit codes.
func ExitStatus() []Status {
	return []Status{
		{"0", "done"},
		{"1", "faults in the data or in the work, or interrupted; what was there before stands"},
		{"2", "wrong use"},
		{"3", "done, with warnings, where --fail-on warn was asked for"},
		{"4", "the time of --deadline has passed; what was there before stands"},
	}
}

// Pages are the manual pages of a program and of all its commands by the names of their files,
// such as varighet.1 and varighet-survival-km.1.
func Pages(program Command, version string) map[string]string {
	pages := map[string]string{}
	program.walk(func(path string, _ Command) {
		words := strings.Fields(path)
		text, _ := Page(program, words, version)
		pages[pageName(program, words)+".1"] = text
	})
	return pages
}

// Page is the manual page, in the language man(7), of the command that the words lead to; for no
// words that of the program. It has no date, since the same version gives the same page. ok is
// false if there is no such command.
func Page(program Command, words []string, version string) (text string, ok bool) {
	c, ok := program.find(words)
	if !ok {
		return "", false
	}
	name := pageName(program, words)
	var r roff
	r.line(`.TH "%s" 1 "" "%s %s"`, strings.ToUpper(name), program.Name, version)
	r.section("NAME")
	r.line("%s \\- %s", plain(name), plain(c.Usage))
	r.section("SYNOPSIS")
	r.synopsis(strings.Join(append([]string{program.Name}, words...), " "), c)
	if c.Description != "" {
		r.section("DESCRIPTION")
		r.paragraphs(c.Description)
	}
	r.commands(c)
	r.options(c.Flags)
	r.examples(c.Examples)
	r.section("EXIT STATUS")
	for _, e := range ExitStatus() {
		r.item(bold(e.Code), e.Meaning)
	}
	r.seeAlso(program, words, c)
	return r.String(), true
}

func pageName(program Command, words []string) string {
	return strings.Join(append([]string{program.Name}, words...), "-")
}

// A roff is a page as it grows.
type roff struct{ strings.Builder }

func (r *roff) line(format string, args ...any) { fmt.Fprintf(r, format+"\n", args...) }

func (r *roff) section(title string) { r.line(".SH %s", title) }

// item is a paragraph under a tag.
func (r *roff) item(tag, text string) {
	r.line(".TP")
	r.line("%s", tag)
	r.line("%s", plain(text))
}

func (r *roff) synopsis(path string, c Command) {
	rest := c.Arguments
	switch {
	case len(c.Commands) > 0:
		rest = "COMMAND [flags] [arguments]"
	case len(c.Flags) > 0:
		rest = strings.TrimSpace("[flags] " + rest)
	}
	r.line("%s %s", bold(path), plain(rest))
}

// paragraphs keeps the lines that begin with two blanks as they are.
func (r *roff) paragraphs(text string) {
	kept := false
	for line := range strings.SplitSeq(strings.Trim(text, "\n"), "\n") {
		if keep := strings.HasPrefix(line, "  "); keep != kept {
			kept = keep
			r.line("%s", map[bool]string{true: ".nf", false: ".fi"}[keep])
		}
		if line == "" {
			line = ".PP"
		} else {
			line = plain(line)
		}
		r.line("%s", line)
	}
	if kept {
		r.line(".fi")
	}
}

func (r *roff) commands(c Command) {
	if len(c.Commands) == 0 {
		return
	}
	r.section("COMMANDS")
	for _, sub := range c.Commands {
		r.item(bold(sub.Name), sub.Usage)
	}
}

// options are the flags under the groups of help.
func (r *roff) options(flags []Flag) {
	if len(flags) == 0 {
		return
	}
	r.section("OPTIONS")
	group := ""
	for _, f := range flags {
		if f.Group != group {
			group = f.Group
			r.line(".SS %s", strings.ToUpper(group[:1])+group[1:])
		}
		text := f.Text
		if f.Otherwise != "" {
			text += "; default " + f.Otherwise
		}
		r.item(flagTag(f), text)
	}
}

// flagTag is all names of a flag and what its value is called: "-o, --output FOLDER".
func flagTag(f Flag) string {
	var names []string
	for _, n := range f.Names {
		names = append(names, bold(dashed(n)))
	}
	tag := strings.Join(names, ", ")
	if f.Value != "" {
		tag += ` \fI` + plain(f.Value) + `\fR`
	}
	return tag
}

func (r *roff) examples(list []string) {
	if len(list) == 0 {
		return
	}
	r.section("EXAMPLES")
	r.line(".nf")
	for _, e := range list {
		r.line("%s", plain(e))
	}
	r.line(".fi")
}

// seeAlso names the page above, or those below.
func (r *roff) seeAlso(program Command, words []string, c Command) {
	var pages []string
	if len(words) > 0 {
		pages = append(pages, pageName(program, words[:len(words)-1]))
	}
	for _, sub := range c.Commands {
		pages = append(pages, pageName(program, append(words[:len(words):len(words)], sub.Name)))
	}
	r.section("SEE ALSO")
	for i, p := range pages {
		comma := ","
		if i == len(pages)-1 {
			comma = ""
		}
		r.line(`%s(1)%s`, bold(p), comma)
	}
}

func bold(text string) string { return `\fB` + plain(text) + `\fR` }

// plain is text without anything that man(7) would take for its own: a backslash, a dash that
// would be set as a hyphen, a point or a quote that begins a line.
func plain(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "'") {
		text = `\&` + text
	}
	return text
}
