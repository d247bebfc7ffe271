package main

import (
	"io"
	"os"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/report/locale"
)

// languageVariable, if it is set, is the language of messages whatever else says: for who
// writes reports in one language and wants to be spoken to in another.
const languageVariable = "VARIGHET_LANG"

// A speech is the language in which the program speaks to its user: of VARIGHET_LANG, --lang,
// the study and the locale the first that says one, else English.
type speech struct {
	said atomic.Value // a message.Language
	firm bool         // VARIGHET_LANG or --lang said it: a study changes nothing
}

// newSpeech is the language of the environment.
func newSpeech(get func(string) string) *speech {
	s := &speech{}
	l, ok := message.Parse(get(languageVariable))
	if s.firm = ok; !ok {
		l = message.OfEnvironment(get)
	}
	s.said.Store(l)
	return s
}

func (s *speech) language() message.Language { return s.said.Load().(message.Language) }

// ofFlag takes the language of --lang.
func (s *speech) ofFlag(tag string) {
	if l, ok := message.Parse(tag); ok && !s.firm {
		s.said.Store(l)
		s.firm = true
	}
}

// ofStudy takes the language of a study.
func (s *speech) ofStudy(tag string) {
	if l, ok := message.Parse(tag); ok && !s.firm {
		s.said.Store(l)
	}
}

// speechKey is where the app keeps the speech.
const speechKey = "speech"

// speechIn is the speech of a command.
func speechIn(ctx *cli.Context) *speech { return ctx.App.Metadata[speechKey].(*speech) }

// spoken is standard output for lines that are said to the user, and not for programs. What is
// written to it must end in a line break.
func spoken(ctx *cli.Context) io.Writer { return spokenTo(ctx, ctx.App.Writer) }

func spokenTo(ctx *cli.Context, w io.Writer) io.Writer {
	return &message.Writer{To: w, In: speechIn(ctx).language}
}

// langAsked is the value of --lang, which all commands take: those that write reports as the language
// of those too. For the others it is taken out of the arguments.
func (g *grammar) langAsked(args []string) (tag string, rest []string, err error) {
	own := g.ownsLang(args)
	for i := 0; i < len(args) && args[i] != "--"; i++ {
		name, value, hasValue := strings.Cut(args[i], "=")
		if name != "--lang" && name != "-lang" {
			continue
		}
		n := 1
		if !hasValue && i+1 < len(args) {
			value, n = args[i+1], 2
		}
		if own {
			return value, args, nil
		}
		if _, err := locale.Parse(value); err != nil {
			return "", args, choice.Errorf("--lang: %v", err)
		}
		return value, slices.Delete(slices.Clone(args), i, i+n), nil
	}
	return "", args, nil
}

// ownsLang reports whether the command that is called has a flag --lang.
func (g *grammar) ownsLang(args []string) bool {
	words, _ := g.helpAsked(args)
	command, _ := find(g.commands, words)
	return command != nil && slices.ContainsFunc(command.Flags, func(f cli.Flag) bool { return f.Names()[0] == "lang" })
}

// environment reads the environment.
func environment(name string) string { return os.Getenv(name) }
