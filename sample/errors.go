package sample

import (
	"errors"
	"regexp"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/choice"
)

// flag is the name of a flag in a message.
var flag = regexp.MustCompile(`--[a-z]+(-[a-z]+)*`)

// fieldOf is the field that a flag is called here: SizeGroups for size-groups.
func fieldOf(name string) string {
	var b strings.Builder
	for part := range strings.SplitSeq(strings.TrimPrefix(name, "--"), "-") {
		b.WriteString(strings.ToUpper(part[:1]) + part[1:])
	}
	return b.String()
}

// plainTexts are warnings that name fields where the command's would name flags.
func plainTexts(list []string) []string {
	out := make([]string, len(list))
	for i, text := range list {
		out[i] = flag.ReplaceAllStringFunc(text, fieldOf)
	}
	return out
}

// plain is an error whose message names fields where the command's would name flags: the
// rules are the same. Its code and place stay.
func plain(err error) error {
	var wrong *choice.Error
	var fault *varighet.Problem
	switch {
	case errors.As(err, &wrong):
		return errors.New(plainTexts([]string{wrong.Error()})[0])
	case errors.As(err, &fault):
		p := *fault
		texts := plainTexts([]string{p.Msg, p.Hint})
		p.Msg, p.Hint = texts[0], texts[1]
		return &p
	}
	return err
}
