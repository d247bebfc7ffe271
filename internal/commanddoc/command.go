package commanddoc

import (
	"slices"
	"strings"
)

// A Command is the program, a group of commands or a command.
type Command struct {
	Name        string
	Usage       string   // in a line
	Arguments   string   // as in "SPELLS|REGISTER"; "" for none
	Words       []string // that an argument can be; none where it is a file
	Description string   // paragraphs; lines that begin with two blanks are kept as they are
	Flags       []Flag
	Examples    []string
	Commands    []Command // of a group
}

// A Flag is one of a command's.
type Flag struct {
	Names     []string // without dashes, the first as help has it
	Value     string   // what its value is called; "" for yes or no
	Text      string
	Otherwise string // what holds if it is not given; "" for nothing
	Group     string // of help
}

// walk calls f for a command and all below it, with the words that lead to each: none for
// the program, then "survival", "survival km".
func (c Command) walk(f func(path string, c Command)) { c.walkFrom("", f) }

func (c Command) walkFrom(path string, f func(path string, c Command)) {
	f(path, c)
	for _, sub := range c.Commands {
		sub.walkFrom(strings.TrimSpace(path+" "+sub.Name), f)
	}
}

// paths are the words that lead to each command of the program.
func (c Command) paths() (paths []string) {
	c.walk(func(path string, _ Command) {
		if path != "" {
			paths = append(paths, path)
		}
	})
	return paths
}

// find is the command that the words lead to.
func (c Command) find(words []string) (Command, bool) {
	for _, w := range words {
		i := slices.IndexFunc(c.Commands, func(sub Command) bool { return sub.Name == w })
		if i < 0 {
			return c, false
		}
		c = c.Commands[i]
	}
	return c, true
}

// A word is what can be completed, with what is said of it.
type word struct{ text, usage string }

// following are the words that can follow a command: its commands, or what its argument can be.
func (c Command) following() (words []word) {
	for _, sub := range c.Commands {
		words = append(words, word{sub.Name, sub.Usage})
	}
	for _, w := range c.Words {
		words = append(words, word{w, c.Usage})
	}
	return words
}

// options are the flags of a command, dashes included.
func (c Command) options() (words []word) {
	for _, f := range c.Flags {
		for _, n := range f.Names {
			words = append(words, word{dashed(n), f.Text})
		}
	}
	return words
}

// valued are the flags of any command after which a value comes, each once, sorted.
func (c Command) valued() (flags []string) {
	c.walk(func(_ string, c Command) {
		for _, f := range c.Flags {
			for _, n := range f.Names {
				if f.Value != "" {
					flags = append(flags, dashed(n))
				}
			}
		}
	})
	slices.Sort(flags)
	return slices.Compact(flags)
}

func texts(words []word) (list []string) {
	for _, w := range words {
		list = append(list, w.text)
	}
	return list
}

func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}
