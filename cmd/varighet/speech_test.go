package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/urfave/cli/v2"

	"github.com/varighet/varighet/internal/commanddoc"
	"github.com/varighet/varighet/internal/message"
)

// norwegian are the languages other than that of the source.
var norwegian = []message.Language{message.Bokmaal, message.Nynorsk}

// sameInAll are texts of help that are the same in all languages: names of tests and scales.
var sameInAll = []string{
	"log-log, log, plain, logit, arcsin or beta-product", "logrank, gehan, tarone_ware, peto, peto_mod, rho1, fh_P_Q, trend",
	"log-log, log, plain, logit or arcsin", "rate, share, stability or median", "efron, breslow or exact", "log-log or log",
	"cloglog, logit or poisson", "weibull, exponential, loglogistic or lognormal", "efron or breslow", "nb, nn or en",
}

// What a command is for, its description and its flags are in every language.
func TestHelpIsInEveryLanguage(t *testing.T) {
	said := func(path []string, text string) {
		t.Helper()
		for _, l := range norwegian {
			got := l.Translate(text)
			if text != "" && got == text && text != "data" && text != "register" {
				t.Errorf("%v: in %s there is only the English %q", path, l, text)
			}
		}
	}
	for _, c := range commandTable() {
		said([]string{c.Name}, c.Usage)
	}
	for _, g := range topics() {
		said([]string{g.name}, g.usage)
	}
	for _, j := range joined {
		said(nil, j.text)
	}
	for _, text := range []string{wayIn, registerText, csvText, formsText, batchText} {
		said(nil, text)
	}
	for _, f := range batchFlags {
		said(f.Names, f.Text)
	}
	eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
		said(path, c.Usage)
		said(path, c.Description)
		for _, f := range c.Flags {
			if s := shown(f); !contains(sameInAll, s.text) && !strings.HasPrefix(s.text, "print TABLE as CSV") {
				said(path, s.text)
			}
		}
	})
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// The topic of batches has none of its English texts in Norwegian: neither flags nor exit codes.
func TestTopicOfBatchesInNorwegian(t *testing.T) {
	english := []string{"Exit codes", "Runs where nobody looks on"}
	for _, f := range batchFlags {
		english = append(english, f.Text)
	}
	for _, e := range commanddoc.ExitStatus() {
		english = append(english, e.Code+"  "+e.Meaning)
	}
	for _, l := range norwegian {
		text := strings.Join(strings.Fields(batchTopic(l)), " ")
		for _, s := range english {
			if strings.Contains(text, strings.Join(strings.Fields(s), " ")) {
				t.Errorf("in %s there is the English %q", l, s)
			}
		}
	}
}

// Help is as wide and as long in Norwegian as it may be in English, names every flag, and keeps its examples.
func TestHelpInNorwegianIsHelp(t *testing.T) {
	for _, l := range norwegian {
		eachCommand(commandTable(), nil, func(path []string, c *cli.Command) {
			text := helpOf(t, append(path, "--help", "--lang", string(l))...)
			for _, line := range strings.Split(text, "\n") {
				if n := utf8.RuneCountInString(line); n > helpWidth {
					t.Errorf("%v in %s: a line of %d characters:\n%s", path, l, n, line)
				}
			}
			if n := strings.Count(text, "\n"); n > helpLines {
				t.Errorf("%v in %s: %d lines\n%s", path, l, n, text)
			}
			for _, f := range c.Flags {
				if !strings.Contains(text, dashed(f.Names()[0])) {
					t.Errorf("%v in %s: the help does not name --%s", path, l, f.Names()[0])
				}
			}
			for _, e := range examplesOf("varighet " + strings.Join(path, " ")) {
				if !strings.Contains(text, e) {
					t.Errorf("%v in %s: no example %s", path, l, e)
				}
			}
		})
	}
}

// Of the variable, --lang, the study and the locale the first that says a language counts.
func TestWhoSaysTheLanguage(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i+1 < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	for name, c := range map[string]struct {
		env         func(string) string
		flag, study string
		want        message.Language
	}{
		"nothing":                       {env(), "", "", message.English},
		"the locale":                    {env("LANG", "nn_NO.UTF-8"), "", "", message.Nynorsk},
		"the study before the locale":   {env("LANG", "nn_NO.UTF-8"), "", "nb", message.Bokmaal},
		"the flag before the study":     {env("LANG", "nn_NO.UTF-8"), "en", "nb", message.English},
		"the variable before the flag":  {env("VARIGHET_LANG", "nn"), "en", "nb", message.Nynorsk},
		"a variable that says nothing":  {env("VARIGHET_LANG", "xx", "LC_ALL", "nb_NO"), "", "", message.Bokmaal},
		"a flag that is no language":    {env("LANG", "nb_NO"), "sv", "", message.Bokmaal},
		"a study without a known value": {env(), "", "xx", message.English},
	} {
		s := newSpeech(c.env)
		s.ofFlag(c.flag)
		s.ofStudy(c.study)
		if got := s.language(); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// Documents for programs are the same in every language.
func TestDocumentsHaveNoLanguage(t *testing.T) {
	for _, args := range []string{"study keys --json", "baselines show nsdm2020-table6-1 --json", "schema --json"} {
		english := helpOf(t, strings.Fields(args)...)
		t.Setenv(languageVariable, "nn")
		if got := helpOf(t, strings.Fields(args)...); got != english {
			t.Errorf("%s is another document in nn", args)
		}
		t.Setenv(languageVariable, "en")
	}
}
