package draft

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/internal/boundedtoml"
	"github.com/varighet/varighet/internal/message"
	"github.com/varighet/varighet/internal/spellset"
	"github.com/varighet/varighet/report/locale"
	"github.com/varighet/varighet/report/study"
	"github.com/varighet/varighet/survival"
)

// Names are the files that a study to begin with names, beside it.
type Names struct{ Study, Cohort, Doctors, Aliases string }

// suffixes are what the tables beside a study are called behind its name.
var suffixes = map[string][3]string{
	"nb": {"-kohort.xlsx", "-leger.xlsx", "-navn.csv"},
	"nn": {"-kohort.xlsx", "-legar.xlsx", "-namn.csv"},
	"en": {"-cohort.xlsx", "-doctors.xlsx", "-names.csv"},
}

// NamesOf are the names of the files of a study, in a language; base is its own without .toml.
func NamesOf(language, base string) Names {
	s := suffixes[locale.Get(language).Tag]
	return Names{Study: base + ".toml", Cohort: base + s[0], Doctors: base + s[1], Aliases: base + s[2]}
}

// mostLanes is how many positions a timeline can show legibly on one page.
const mostLanes = 80

// Study writes the study file, in a language. Where there are no suggestions, the table of
// names is not named.
func (d *Draft) Study(language string, n Names) []byte {
	l := locale.Get(language)
	w := languages[l.Tag]
	s := &writer{in: message.Language(l.Tag)}
	months := plain(l.MonthRange(d.First, d.Last))
	s.comment(w.made)
	s.comment(fmt.Sprintf(w.run, n.Study))
	s.comment("")
	s.comment(fmt.Sprintf(w.found, months, d.Used, d.Read, len(d.Positions), len(d.Doctors), d.Municipalities))
	d.warn(s, w, l)
	s.blank()
	s.key("title", fmt.Sprintf(w.title, months), "")
	s.key("language", l.Tag, "")
	s.key("disclosure", "internal", s.means("disclosure", w.disclosure))
	s.off("source", "HELFO", s.means("source", ""))
	d.input(s, w, n)
	s.section("spells", "")
	opt := survival.DefaultSpellOptions()
	s.comment(s.means("spells.gap", ""))
	s.line("gap = %d", opt.Gap)
	s.comment(s.means("spells.lookahead", ""))
	s.line("lookahead = %d", opt.Lookahead)
	if len(d.Alarms) > 0 {
		s.comment(w.alarmsHow)
	}
	s.comment(s.means("spells.first_rows", ""))
	s.line(`# first_rows = "unknown"`)
	s.comment(s.means("spells.last_rows", ""))
	s.line(`# last_rows = "stopped"`)
	s.blank()
	s.comment(w.reference)
	s.line("# [reference]")
	s.line(`# folder = "reference"`)
	s.section("turnover", "")
	s.comment(s.means("turnover.within", ""))
	s.line("within = 12")
	s.comment(w.published)
	s.blank()
	s.comment(w.expected)
	s.line("# [expected]")
	s.line(`# baseline = "ID"`)
	s.line(`# mix = { "<2000" = 2, "2000-4999" = 4 }`)
	d.outputs(s, w, months)
	return s.Bytes()
}

// warn says what to look at first.
func (d *Draft) warn(s *writer, w words, l *locale.Locale) {
	if len(d.Missing) > 0 {
		var list []string
		for _, m := range d.Missing {
			list = append(list, l.MonthYear(m))
		}
		s.comment(plain(fmt.Sprintf(w.missing, l.List(list))))
	}
	switch d.Known {
	case ingest.DoctorIDName:
		s.comment(w.byName)
	case ingest.DoctorIDOwn, ingest.DoctorIDOwnNamed:
		s.comment(w.byOwnID)
	}
	if len(d.SetAside) > 0 {
		s.comment(w.notRead)
		for _, f := range d.SetAside {
			s.comment("  " + s.in.Translate(f))
		}
	}
	if len(d.Alarms) > 0 {
		s.comment("")
		s.comment(w.alarms)
		for _, line := range spellset.AlarmLines(d.Alarms) {
			s.comment("  " + s.in.Translate(line))
		}
	}
}

// input writes which files to read, and the tables beside them.
func (d *Draft) input(s *writer, w words, n Names) {
	s.section("input", "")
	s.comment(s.means("input.files", ""))
	var files []string
	for _, f := range d.Files {
		files = append(files, boundedtoml.Quote(f))
	}
	s.line("files = [%s]", strings.Join(files, ", "))
	s.off("cohort", n.Cohort, s.means("input.cohort", fmt.Sprintf(w.cohort, n.Cohort)))
	s.comment(s.means("input.cohort_others", w.others))
	s.line("# cohort_others = true")
	s.off("doctors", n.Doctors, s.means("input.doctors", fmt.Sprintf(w.doctors, n.Doctors)))
	if len(d.Suggestions) > 0 {
		s.comment(fmt.Sprintf(w.names, len(d.Suggestions), n.Aliases))
		s.off("aliases", n.Aliases, w.namesHow)
	}
	s.off("corrections", "corrections.csv", s.means("input.corrections", w.corrections))
}

// outputs writes which figures and tables to make.
func (d *Draft) outputs(s *writer, w words, months string) {
	figure := func(name, kind, title string) {
		s.section("[figure]", "")
		s.key("name", name, "")
		s.key("kind", kind, "")
		s.key("title", fmt.Sprintf(title, months), "")
	}
	s.blank()
	if len(d.Positions) <= mostLanes {
		s.comment(w.timelines)
		figure("figur-1-2", "timeline-bars", w.bars)
		figure("figur-2", "timeline-months", w.months)
	} else {
		s.comment(w.tooMany)
	}
	s.blank()
	s.comment(w.curve)
	figure("kaplan-meier", "km", w.km)
	s.blank()
	s.comment(w.table)
	for _, kind := range []string{"turnover", "gap"} {
		s.section("[table]", "")
		s.key("name", kind, "")
		s.key("kind", kind, "")
	}
	s.blank()
	s.comment(w.expectedTable)
	s.line("# [[table]]")
	s.line(`# name = "expected"`)
	s.line(`# kind = "expected"`)
	s.blank()
	s.comment(w.beside)
	s.line("# [[table]]")
	s.line(`# name = "beside"`)
	s.line(`# kind = "beside"`)
}

// plain has blanks as they are typed, for a file that people change.
func plain(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// A writer writes TOML with comments in a language.
type writer struct {
	bytes.Buffer
	in message.Language
}

// means is what a key of a study means, as `study keys` has it, and what more there is to say.
func (s *writer) means(key, more string) string {
	text := s.in.Translate(strings.ReplaceAll(study.Meaning(key), "`", ""))
	first, size := utf8.DecodeRuneInString(text)
	return strings.TrimSpace(string(unicode.ToUpper(first)) + text[size:] + ". " + more)
}

func (s *writer) line(format string, args ...any) { fmt.Fprintf(s, format+"\n", args...) }

func (s *writer) blank() { s.WriteByte('\n') }

// comment writes a comment in one line; what a file or a message has in it cannot end it.
func (s *writer) comment(text string) {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f {
			return ' '
		}
		return r
	}, text)
	s.line("%s", strings.TrimSpace("# "+text))
}

// key writes a key with a text.
func (s *writer) key(name, value, why string) {
	if why != "" {
		s.comment(why)
	}
	s.line("%s = %s", name, boundedtoml.Quote(value))
}

// off writes a key that does not hold until its # is taken away.
func (s *writer) off(name, value, why string) {
	s.comment(why)
	s.line("# %s = %s", name, boundedtoml.Quote(value))
}

func (s *writer) section(name, why string) {
	s.blank()
	if why != "" {
		s.comment(why)
	}
	s.line("[%s]", name)
}
