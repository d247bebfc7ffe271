package message

import (
	"slices"
	"strings"
	"testing"
)

// Every entry has three texts with the same placeholders, and stands once.
func TestEntriesAreWhole(t *testing.T) {
	seen := map[string]bool{}
	for _, part := range catalog {
		for _, e := range part {
			if seen[known(e.en)] {
				t.Errorf("%q stands twice", e.en)
			}
			seen[known(e.en)] = true
			for _, l := range []Language{Bokmaal, Nynorsk} {
				if e.in(l) == "" || !slices.Equal(holesOf(e.en), holesOf(e.in(l))) {
					t.Errorf("%q in %s has other placeholders, or no text: %q", e.en, l, e.in(l))
				}
			}
		}
	}
}

// holesOf are the arguments of a format with their verbs, by number. %w of an error is %v where
// it is read.
func holesOf(format string) []string {
	var list []string
	for _, h := range parse(format).holes {
		list = append(list, strings.Replace(h.verb, "w", "v", 1)+string(rune('0'+h.arg)))
	}
	slices.Sort(list)
	return list
}

// A message that was made from an entry is found again, with its arguments where the other
// language has them. An entry that another hides would give a wrong sentence. The sample
// arguments are no words of any message.
func TestMessagesAreFoundAgain(t *testing.T) {
	for _, part := range catalog {
		for _, e := range part {
			f := parse(e.en)
			args, said := make([]string, f.args()), make([]string, f.args())
			for _, h := range f.holes {
				args[h.arg] = sample(h)
				said[h.arg] = args[h.arg]
				if strings.HasSuffix(h.verb, "f") {
					said[h.arg] = strings.Replace(args[h.arg], ".", ",", 1)
				}
			}
			english := f.fill(args)
			for _, l := range []Language{Bokmaal, Nynorsk} {
				want := parse(e.in(l)).fill(said)
				if got := l.Translate(english); got != want {
					t.Errorf("%q in %s:\ngot  %q\nwant %q", english, l, got, want)
				}
			}
		}
	}
}

// sample is an argument as its verb writes one.
func sample(h hole) string {
	n := string(rune('1' + h.arg))
	switch h.verb[len(h.verb)-1] {
	case 'd':
		return n
	case 'f':
		return n + ".5"
	case 'q':
		return `"qq` + n + `"`
	}
	return "zz" + n
}

// Messages as the program writes them: a place before, a way out behind, a message within a
// message, a list of words. The Norwegian was written by hand.
func TestMessagesAsTheyAreWritten(t *testing.T) {
	for english, c := range map[string]struct{ nb, nn string }{
		"2 faults; nothing was written":             {"2 feil; ingenting ble skrevet", "2 feil; ingenting vart skrive"},
		"alis.toml:2: a study has no key \"titel\"": {"alis.toml:2: en studie har ingen nøkkel \"titel\"", "alis.toml:2: ein studie har ingen nøkkel \"titel\""},
		"did you mean title?":                       {"mente du title?", "meinte du title?"},
		"alis: 4631 2019-05: 2 doctors leave its 3 lists in one month (the file seems cut: ask for it again)": {
			"alis: 4631 2019-05: 2 leger slutter på kommunens 3 lister på én måned (filen ser avkortet ut: be om den på nytt)",
			"alis: 4631 2019-05: 2 legar sluttar på 3 lister i kommunen på éin månad (fila ser avkorta ut: be om ho på nytt)"},
		"reading study: open x y.toml: no such file or directory": {
			"leser studien: åpner x y.toml: filen eller mappen finnes ikke", "les studien: opnar x y.toml: fila eller mappa finst ikkje"},
		"is position, municipality or list, not \"a or b\"": {"er position, municipality eller list, ikke \"a or b\"", "er position, municipality eller list, ikkje \"a or b\""},
		"studie: corrected: position 102, start moved from 2021-05 to 2021-03, says Kari": {
			"studie: rettet: stilling 102, start flyttet fra 2021-05 til 2021-03, sier Kari", "studie: retta: stilling 102, start flytta frå 2021-05 til 2021-03, seier Kari"},
		"position \"102\" has no doctor whose first month on record is 2021-06": {
			"stilling \"102\" har ingen lege som har første måned 2021-06 i dataene", "stilling \"102\" har ingen lege som har første månad 2021-06 i dataa"},
		"what nobody has translated (nor this)":       {"what nobody has translated (nor this)", "what nobody has translated (nor this)"},
		"input 2019-01.csv: only the manifest has it": {"inndata 2019-01.csv: bare manifestet har den", "inndata 2019-01.csv: berre manifestet har ho"},
		"option turnover.within: the manifest says 3, the study nothing": {
			"valg turnover.within: manifestet sier 3, studien ingenting", "val turnover.within: manifestet seier 3, studien ingenting"},
		"alis: 9 outputs are as the manifest says, and what the rows in internal give": {
			"alis: 9 utfiler er slik manifestet sier, og det radene i internal gir", "alis: 9 utfiler er slik manifestet seier, og det radene i internal gir"},
		"no model: kjønn has one level, alder has one value in its rows, so that there is nothing to compare (leave them out, or choose rows in which they vary)": {
			"ingen modell: kjønn har ett nivå, alder har én verdi i radene, så det er ingenting å sammenligne (utelat dem, eller velg rader der de varierer)",
			"ingen modell: kjønn har eitt nivå, alder har éin verdi i radene, så det er ingenting å samanlikne (utelat dei, eller vel rader der dei varierer)"},
		"8.25": {"8,25", "8,25"},
	} {
		for l, want := range map[Language]string{Bokmaal: c.nb, Nynorsk: c.nn, English: english} {
			if got := l.Translate(english); got != want {
				t.Errorf("%s:\ngot  %s\nwant %s", l, got, want)
			}
		}
	}
}

// A line on standard error keeps what stands before the message; cells of a table are
// translated one by one.
func TestWriterTranslatesLines(t *testing.T) {
	var b strings.Builder
	w := &Writer{To: &b, In: func() Language { return Nynorsk }}
	for _, s := range []string{"varighet: 1 fault; nothing ", "was written\n  hint: keep one of them\n", "not reached\t2.50\t3 rows\n"} {
		if _, err := w.Write([]byte(s)); err != nil {
			t.Fatal(err)
		}
	}
	want := "varighet: 1 feil; ingenting vart skrive\n  råd: hald på éin av dei\nikkje nådd\t2,50\t3 rader\n"
	if b.String() != want {
		t.Errorf("got %q, want %q", b.String(), want)
	}
}

// Of the variables that POSIX has, the first that is set says the language.
func TestLanguageOfTheEnvironment(t *testing.T) {
	for _, c := range []struct {
		all, messages, lang string
		want                Language
	}{
		{"", "", "", English}, {"", "", "nb_NO.UTF-8", Bokmaal}, {"", "nn_NO", "nb_NO", Nynorsk}, {"C", "nn_NO", "nb_NO", English},
		{"no_NO.ISO-8859-1", "", "", Bokmaal}, {"nn", "", "", Nynorsk}, {"", "", "sv_SE.UTF-8", English}, {"C.UTF-8", "", "", English}, {"NB_no", "", "", Bokmaal},
	} {
		env := map[string]string{"LC_ALL": c.all, "LC_MESSAGES": c.messages, "LANG": c.lang}
		if got := OfEnvironment(func(name string) string { return env[name] }); got != c.want {
			t.Errorf("%+v: got %s", c, got)
		}
	}
}
