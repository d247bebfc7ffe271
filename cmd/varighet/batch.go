package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/varighet/varighet/internal/choice"
	"github.com/varighet/varighet/internal/commanddoc"
	"github.com/varighet/varighet/internal/message"
)

// A batch is how a run is told to behave where nobody looks on. Every command takes these flags.
type batch struct {
	json       bool          // --log json
	failOnWarn bool          // --fail-on warn
	deadline   time.Duration // --deadline; 0 for none
}

var batchFlags = []commanddoc.Flag{
	{Names: []string{"log"}, Value: "FORM", Text: "messages on standard error as text, or as json: an object a line", Otherwise: "text", Group: "batch"},
	{Names: []string{"fail-on"}, Value: "WHAT", Text: "warn: exit 3 if there were warnings; what was made stands", Otherwise: "fault", Group: "batch"},
	{Names: []string{"deadline"}, Value: "DURATION", Text: "end after DURATION, such as 90s or 1h30m, with exit code 4; what was there before stands", Group: "batch"},
}

// takeBatch takes the flags of a batch out of the arguments, wherever they stand before "--".
func (g *grammar) takeBatch(args []string) (b batch, rest []string, err error) {
	for i := 0; i < len(args); i++ {
		a := args[i]
		if a == "--" {
			return b, append(rest, args[i:]...), nil
		}
		name, value, hasValue := strings.Cut(strings.TrimLeft(a, "-"), "=")
		isFlag := strings.HasPrefix(a, "-")
		own := isFlag && slices.ContainsFunc(batchFlags, func(f commanddoc.Flag) bool { return f.Names[0] == name })
		f := g.flags[name]
		takes := own || isFlag && f != nil && takesValue(f)
		if !own {
			rest = append(rest, a)
		}
		if takes && !hasValue && i+1 < len(args) {
			i++
			if value, hasValue = args[i], true; !own {
				rest = append(rest, value)
			}
		}
		if own {
			if !hasValue {
				return b, nil, choice.Errorf("flag %s needs a value", a)
			}
			if err := b.set(name, value); err != nil {
				return b, nil, err
			}
		}
	}
	return b, rest, nil
}

func (b *batch) set(name, value string) (err error) {
	switch name {
	case "log":
		b.json = value == "json"
		if !b.json && value != "text" {
			return choice.Errorf("--log is text or json, not %q", value)
		}
	case "fail-on":
		b.failOnWarn = value == "warn"
		if !b.failOnWarn && value != "fault" {
			return choice.Errorf("--fail-on is fault or warn, not %q", value)
		}
	case "deadline":
		if b.deadline, err = time.ParseDuration(value); err != nil || b.deadline <= 0 {
			return choice.Errorf("--deadline is a duration such as 90s or 1h30m, not %q", value)
		}
	}
	return nil
}

// after is when the deadline comes; never if there is none.
func (b *batch) after() <-chan time.Time {
	if b.deadline == 0 {
		return nil
	}
	return time.After(b.deadline)
}

const batchText = "Every command takes these flags, anywhere on the line. Progress is shown on terminals only. " +
	"No message has a time: the journal that takes it has one."

func batchTopic(in message.Language) string {
	text := in.Translate("Runs where nobody looks on") + "\n\n" + paragraphs(in.Translate(batchText)) + "\n"
	for _, f := range batchFlags {
		s := shownFlag{name: f.Names[0], value: f.Value, text: in.Translate(f.Text), otherwise: f.Otherwise}
		text += hanging(fmt.Sprintf("  %-22s", s.usage()), s.explained(in))
	}
	text += "\n" + in.Translate("Exit codes") + "\n"
	for _, e := range commanddoc.ExitStatus() {
		text += hanging("  "+e.Code+"  ", in.Word(in.Translate(e.Meaning)))
	}
	return text + "\n" + in.Translate("examples") + "\n" +
		"  varighet run out/studies/alis-nord-2022.toml --log json --fail-on warn --deadline 10m\n" +
		"  varighet check country/monthly --fail-on warn\n"
}
