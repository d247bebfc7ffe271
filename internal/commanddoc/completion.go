package commanddoc

import (
	"strings"
)

// A script is written for one shell.
type script struct {
	shell string
	of    func(Command) string
}

var scripts = []script{{"bash", bash}, {"zsh", zsh}, {"fish", fish}, {"powershell", powershell}}

// Shells are those that [Completion] knows.
func Shells() (names []string) {
	for _, s := range scripts {
		names = append(names, s.shell)
	}
	return names
}

// Completion is a script that completes the commands and flags of a program in a shell, and
// files where neither can stand. ok is false for a shell that it does not know.
func Completion(shell string, program Command) (text string, ok bool) {
	for _, s := range scripts {
		if s.shell == shell {
			return s.of(program), true
		}
	}
	return "", false
}

// filled puts values into the places of a script that are marked by %NAME%.
func filled(template string, values ...string) string {
	return strings.NewReplacer(values...).Replace(template)
}

// quoted is text in single quotes, with each quote in it written as a shell needs it.
func quoted(text, quote string) string {
	return "'" + strings.ReplaceAll(text, "'", quote) + "'"
}

// alternatives are paths as the patterns of a case, each quoted, with the blank before it
// that the scripts put before each word.
func alternatives(paths []string, between string) string {
	var list []string
	for _, p := range paths {
		list = append(list, "' "+p+"'")
	}
	return strings.Join(list, between)
}
