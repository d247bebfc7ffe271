package growth_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/growth"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// panel is a file of rows "month list code number name", months from January 2019; a dash is an empty cell.
func panel(name string, rows ...string) ingest.Input {
	var b strings.Builder
	b.WriteString("Måned;Listenr;Kommunenr;HPR-nr;Lege\n")
	for _, r := range rows {
		f := strings.SplitN(r, " ", 5)
		var from, to int
		if n, _ := fmt.Sscanf(f[0], "%d-%d", &from, &to); n < 2 {
			to = from
		}
		for m := from; m <= to; m++ {
			cells := append([]string{(varighet.MonthOf(2019, 1) + varighet.Month(m)).String()}, f[1:]...)
			b.WriteString(strings.ReplaceAll(strings.Join(cells, ";")+"\n", ";-", ";"))
		}
	}
	return ingest.Bytes(name, []byte(b.String()))
}

// doctorsOf is a line for each list of a register: its doctors in the order of months, each once.
func doctorsOf(t *testing.T, dir string) string {
	t.Helper()
	r, err := register.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var lines []string
	last := varighet.Observation{}
	for o, err := range r.Observations() {
		if err != nil {
			t.Fatal(err)
		}
		switch {
		case o.PositionID != last.PositionID:
			lines = append(lines, o.PositionID+" "+o.DoctorID)
		case o.DoctorID != last.DoctorID:
			lines[len(lines)-1] += ", " + o.DoctorID
		}
		last = *o
	}
	return strings.Join(lines, "; ")
}

// Anne Hansen has list A with a number for three months, then Anne K Hansen has it without; Kari Moe has list O.
var anne = panel("a.csv", "0-2 A 0301 9000001 Anne Hansen", "0-5 O 0301 9000002 Kari Moe", "3-5 A 0301 - Anne K Hansen")

// What aliases come to, and what is said of them, follows by hand. It is the same when the aliases come after the
// rows; then nothing has to be read again, and the second time there is nothing to do.
func TestAliasesByHand(t *testing.T) {
	reader := key()
	reader.KeepNames = true // so that alarms about names need no file again
	number := func(n string) string { return ingest.NumberIDs(key().Key, n)[0] }
	name := func(n string) string { return ingest.NameID(key().Key, n) }
	one, two, k := number("9000001"), number("9000002"), name("Anne K Hansen")
	for what, c := range map[string]struct {
		alias identity.Alias
		want  string
		said  []string
	}{
		"a number is a name": {identity.Alias{Scope: "0301", Name: "9000001", SameAs: "Anne K Hansen", Line: 2}, "A " + one + "; O " + two, []string{"aliases applied: 1 name, 3 rows"}},
		"a name is a number": {identity.Alias{Scope: "0301", Name: " Anne K Hansen ", SameAs: "9000001", Line: 2}, "A " + one + "; O " + two, []string{"aliases applied: 1 name, 3 rows"}},
		"a number is another": {identity.Alias{Name: "9000002", SameAs: "9000001", Line: 2}, "A " + one + ", " + k + "; O " + one,
			[]string{"aliases applied: 1 name, 6 rows"}},
		"elsewhere": {identity.Alias{Scope: "4631", Name: "Anne K Hansen", SameAs: "9000001", Line: 2}, "A " + one + ", " + k + "; O " + two,
			[]string{"who.csv:2: no row has the name of this alias, or they have another number, which is the one to be joined"}},
		"rows with a number keep it": {identity.Alias{Name: "Kari Moe", SameAs: "9000001", Line: 7}, "A " + one + ", " + k + "; O " + two,
			[]string{"who.csv:7: no row has the name of this alias, or they have another number, which is the one to be joined"}},
		"apart":                                {identity.Alias{Name: "Anne Hansen", SameAs: "Anne K Hansen", Apart: true, Line: 2}, "A " + one + ", " + k + "; O " + two, []string{"decisions about who is one doctor: 1"}},
		"on lists of another":                  {identity.Alias{Name: "Kari Moe", SameAs: "Kari Moe", Position: "O", Other: "A", Apart: true, Line: 3}, "A " + one + ", " + k + "; O " + two, []string{"who.csv:3: decides nothing: the name does not stand on the two lists"}},
		"two names on two lists are two names": {identity.Alias{Name: "Anne K Hansen", SameAs: "Anne Hansen", Position: "A", Other: "O", Line: 3}, "A " + one + "; O " + two, []string{"aliases applied: 1 name, 3 rows"}},
	} {
		dir := filepath.Join(t.TempDir(), "reg")
		aliases := []identity.Alias{c.alias}
		out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{anne}, Reader: reader, Aliases: aliases, AliasFile: "who.csv"})
		if got := doctorsOf(t, dir); got != c.want {
			t.Errorf("%s: %s, want %s", what, got, c.want)
		}
		if d := cmp.Diff(c.said, out.Warnings); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
		if c.alias.Apart && c.alias.Position == "" {
			continue // it is about suggestions, and is not kept
		}
		later := filepath.Join(t.TempDir(), "later")
		run(t, growth.Edit{Dir: later, Inputs: []ingest.Input{anne}, Reader: reader})
		e := growth.Edit{Dir: later, Reader: reader, Aliases: aliases, AliasFile: "who.csv"}
		if out = run(t, e); !out.Changed || out.Reading != nil {
			t.Errorf("%s: an alias that came later changed the register: %v", what, out.Changed)
		}
		wantSame(t, what+", later", later, dir)
		if out = run(t, e); out.Changed && strings.HasPrefix(c.said[0], "aliases applied") {
			t.Errorf("%s: the second time the register was made again", what)
		}
		wantSame(t, what+", twice", later, dir)
	}
}

// An alias that takes the place of another: the last one said holds. Decisions likewise, in whatever order the two
// lists are named.
func TestALaterAliasTakesThePlaceOfAnEarlier(t *testing.T) {
	name := func(n string) string { return ingest.NameID(key().Key, n) }
	dir := filepath.Join(t.TempDir(), "reg")
	in := panel("a.csv", "0-1 A 0301 - Liv", "2-3 A 0301 - Eva", "4-5 A 0301 - Ida", "0-1 B 4631 - Ola", "2-3 C 5001 - Ola")
	edit := func(aliases ...identity.Alias) *growth.Outcome {
		return run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{in}, Reader: key(), Aliases: aliases, AliasFile: "who.csv"})
	}
	edit(identity.Alias{Name: "Liv", SameAs: "Eva"}, identity.Alias{Name: "Ida", SameAs: "Ida", Position: "B", Other: "A", Apart: true}, identity.Alias{Name: "Ola", SameAs: "ola", Position: "B", Other: "C", Apart: true})
	want := fmt.Sprintf("A %s, %s; B %s@B; C %s@C", name("Eva"), name("Ida"), name("Ola"), name("Ola"))
	if got := doctorsOf(t, dir); got != want {
		t.Errorf("first %s, want %s", got, want)
	}
	out := edit(identity.Alias{Name: "Liv", SameAs: "Ida"}, identity.Alias{Name: "Ola", SameAs: "Ola", Position: "C", Other: "B"})
	want = fmt.Sprintf("A %s, %s, %s; B %s; C %[4]s", name("Ida"), name("Eva"), name("Ida"), name("Ola"))
	if got := doctorsOf(t, dir); got != want {
		t.Errorf("then %s, want %s", got, want)
	}
	rules := register.Rules{Aliases: []register.Alias{{From: name("Liv"), To: name("Ida")}},
		Decisions: []register.Decision{{NameID: name("Ida"), Position: "A", Other: "B"}, {NameID: name("Ola"), Position: "B", Other: "C", Same: true}}}
	if name("Ola") < name("Ida") {
		slices.Reverse(rules.Decisions)
	}
	if d := cmp.Diff(rules, out.After.Rules); d != "" {
		t.Errorf("what the register remembers (-want +got):\n%s", d)
	}
	wantSaid := []string{"aliases applied: 1 name, 2 rows", "decisions about who is one doctor: 1", "doctors of earlier rows who have another id now, since the new rows tell more of who they are: 2"}
	if d := cmp.Diff(wantSaid, out.Warnings); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Aliases of a municipality go before those of all; a municipality may go by its name.
func TestAliasesOfAMunicipalityGoFirst(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	in := ingest.Bytes("a.csv", []byte("Måned;Kommune;Liste;Lege\n2019-01;Bø;1;Liv\n2019-02;Bø;1;Eva\n2019-01;Alver;2;Liv\n2019-02;Alver;2;Ida\n2019-01;Alver;3;Eva\n2019-02;Alver;3;Ida\n"))
	for _, aliases := range [][]identity.Alias{
		{{Name: "Liv", SameAs: "Ida"}, {Scope: "BØ", Name: "Liv", SameAs: "Eva"}}, {{Scope: "BØ", Name: "Liv", SameAs: "Eva"}, {Name: "Liv", SameAs: "Ida"}},
	} {
		out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{in}, Aliases: aliases, Anew: true})
		want := []register.Alias{{Municipality: varighet.Town("Bø"), From: "liv", To: "eva"}, {From: "liv", To: "ida"}}
		if d := cmp.Diff(want, out.After.Rules.Aliases); d != "" {
			t.Errorf("(-want +got):\n%s", d)
		}
	}
}

// The country of which the questions are asked: Ola Prøve becomes Ola Prøven on list 1, Liv Eik Dahl leaves Oslo in
// March and Liv Dahl comes in April, Kari Lie moves from Oslo to Bergen, and Eva Ås is in two places at once.
func country(months string) ingest.Input {
	all := []string{"0-2 1 0301 - Ola Prøve", "3-5 1 0301 - Ola Prøven", "0-2 2 0301 - Liv Eik Dahl", "3-5 3 0301 - Liv Dahl", "0-1 4 0301 - Kari Lie", "3-5 5 4601 - Kari Lie",
		"0-5 6 0301 - Eva Ås", "0-5 7 4601 - Eva Ås"}
	var some []string
	for _, r := range all {
		if strings.Contains(months, r[:1]) {
			some = append(some, r)
		}
	}
	return panel("country "+months+".csv", some...)
}

func suggested(list []identity.Suggestion) []string {
	var lines []string
	for _, s := range list {
		lines = append(lines, fmt.Sprintf("%s %s %s=%s %s/%s %.2f %s", s.Municipality, s.Month, s.Name, s.SameAs, s.PositionID, s.Other, s.Score, s.Reasons))
	}
	return lines
}

// The questions by hand, the surest first: names are read again where the files are given again, kept by a register
// with names, or else told to be missing. What was decided is not asked. A register that does not change asks again.
func TestSuggestionsByHand(t *testing.T) {
	want := []string{
		"0301 2019-04 Ola Prøven=Ola Prøve 1/ 0.80 [spelling]",
		"0301 2019-04 Liv Dahl=Liv Eik Dahl / 0.51 [middle-name]",
		"4601 2019-01 Eva Ås=Eva Ås 7/6 0.50 [shared-name]",
		"4601 2019-04 Kari Lie=Kari Lie 5/4 0.50 [over-border]",
	}
	const missing = "the register has 1 more of its files, whose names it does not keep: give all of them to compare all names"
	keeping := ingest.Options{KeepNames: true}
	for what, c := range map[string]struct {
		first, then []ingest.Input
		reader      ingest.Options // of the second run; of the first too, but that names are not kept where they are kept "now"
		aliases     []identity.Alias
		want        []string
		said        []string
	}{
		"at once":             {nil, []ingest.Input{country("03")}, key(), nil, want, nil},
		"without a key":       {nil, []ingest.Input{country("03")}, ingest.Options{}, nil, want, nil},
		"again, unchanged":    {[]ingest.Input{country("03")}, []ingest.Input{country("03")}, key(), nil, want, nil},
		"the rest, with all":  {[]ingest.Input{country("0")}, []ingest.Input{country("0"), country("3")}, key(), nil, want, nil},
		"the rest alone":      {[]ingest.Input{country("0")}, []ingest.Input{country("3")}, key(), nil, want[3:], []string{missing}},
		"the rest, and names": {[]ingest.Input{country("0")}, []ingest.Input{country("3")}, keeping, nil, want, nil},
		"the rest, kept now":  {[]ingest.Input{country("0")}, []ingest.Input{country("3")}, keeping, nil, want[3:], nil},
		"two are apart":       {nil, []ingest.Input{country("03")}, key(), []identity.Alias{{Name: "Ola Prøve", SameAs: "OLA PRØVEN", Apart: true}}, want[1:], []string{"decisions about who is one doctor: 1"}},
		"apart, told the other way": {nil, []ingest.Input{country("03")}, key(), []identity.Alias{{Name: "Ola Prøven", SameAs: "Ola Prøve", Apart: true}}, want[1:],
			[]string{"decisions about who is one doctor: 1"}},
		"one is decided": {nil, []ingest.Input{country("03")}, key(), []identity.Alias{{Name: "Kari Lie", SameAs: "Kari Lie", Position: "4", Other: "5"}}, want[:3],
			[]string{"decisions about who is one doctor: 1"}},
	} {
		dir := filepath.Join(t.TempDir(), "reg")
		if c.first != nil {
			reader := c.reader
			reader.KeepNames = reader.KeepNames && !strings.HasSuffix(what, "now")
			run(t, growth.Edit{Dir: dir, Inputs: c.first, Reader: reader})
		}
		var got []identity.Suggestion
		out := run(t, growth.Edit{Dir: dir, Inputs: c.then, Reader: c.reader, Aliases: c.aliases, Suggest: func(list []identity.Suggestion) error {
			got = list
			return nil
		}})
		if d := cmp.Diff(c.want, suggested(got)); d != "" {
			t.Errorf("%s (-want +got):\n%s", what, d)
		}
		said := slices.DeleteFunc(slices.Clone(out.Warnings), func(s string) bool { return !strings.Contains(s, "decisions") && !strings.Contains(s, "names") })
		if !slices.Equal(said, c.said) {
			t.Errorf("%s: said %q, want %q", what, out.Warnings, c.said)
		}
	}
}

// What was concluded of names, and what looks alike, is said in an alarm each, with the first place and month of it
// and, where rows are counted, how many (by hand).
func TestAlarmsAboutNames(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	in := panel("b.csv", "0-1 8 0301 - Per Berg", "2-3 8 0301 9000001 Per Berg", "0-1 9 4601 9000003 Nils Moe", "2-4 9 4601 - Nils Moe", "5-5 9 4601 9000004 Nils Moe",
		"0-5 10 4601 - Ida Vik", "1-4 11 4601 - Ida Vik")
	out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{country("03"), in}, Reader: key()})
	var got []string
	for _, a := range out.Alarms {
		if strings.Contains(a.Msg, "names") {
			got = append(got, fmt.Sprintf("%s %s %s %d: %s", a.Code, a.Municipality, a.Month, a.Count, a.Msg))
		}
	}
	want := []string{
		"number-by-name 0301 2019-01 1: names without a number that took the number of the same name on their list: 1, 2 rows",
		"number-by-nearest 4601 2019-03 1: names without a number that took the nearest of several numbers of that name on their list: 1, 3 rows",
		"name-over-border 4601 2019-04 1: names on lists of two municipalities that were taken for one doctor who moved: 1",
		"name-on-two-lists 4601 2019-02 1: names on two lists of a municipality at once that were taken for one doctor: 1",
		"shared-name 4601 2019-01 1: names that stand in two municipalities at once, or with two numbers, and were taken for different doctors in each: 1",
		"names-alike 0301 2019-04 1: names that follow each other on one list and look alike, and may be one doctor: 1",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	// Without codes the municipality goes by its name.
	named := ingest.Bytes("c.csv", []byte("Måned;Kommune;Liste;Lege\n2019-01;Bø;1;Ola Prøve\n2019-02;Bø;1;Ola Prøven\n"))
	out = run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{named}, Anew: true})
	i := slices.IndexFunc(out.Alarms, func(a varighet.Alarm) bool { return a.Code == "names-alike" })
	if i < 0 || out.Alarms[i].Name != "Bø" || out.Alarms[i].Municipality != "" {
		t.Errorf("alarms %+v, want one of names in Bø", out.Alarms)
	}
}

// An alias that aims at nobody of the register is remembered by the likeliest id: a number as one of HPR, whatever blanks stand around it, and a
// name as a name (by hand). A municipality may have a name of one letter.
func TestAnAliasToNobodyYet(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "reg")
	in := ingest.Bytes("a.csv", []byte("Måned;Kommune;Liste;Lege\n2019-01;B;1;Liv Berg\n2019-02;B;1;Liv Berge\n2019-01;C;2;Eva\n"))
	out := run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{in}, Reader: key(), Aliases: []identity.Alias{{Scope: "B", Name: "Liv Berg", SameAs: " 9000009 "}, {Name: "Eva", SameAs: "Ida"}}})
	want := []register.Alias{{Municipality: varighet.Town("B"), From: ingest.NameID(key().Key, "Liv Berg"), To: ingest.NumberIDs(key().Key, "9000009")[0]},
		{From: ingest.NameID(key().Key, "Eva"), To: ingest.NameID(key().Key, "Ida")}}
	if d := cmp.Diff(want, out.After.Rules.Aliases); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if i := slices.IndexFunc(out.Alarms, func(a varighet.Alarm) bool { return a.Code == "names-alike" }); i < 0 || out.Alarms[i].Name != "B" {
		t.Errorf("alarms %+v, want one of names in B", out.Alarms)
	}
}

// Files with numbers and names go together with files of names alone, in whatever order they come; the number tells who the name is. Where a file with
// numbers has no names they do not.
func TestNamesGoWithNumbersThatHaveNames(t *testing.T) {
	both := panel("a.csv", "0-2 A 0301 9000001 Anne Hansen", "0-2 B 0301 9000002 Kari Moe")
	names := ingest.Bytes("b.csv", []byte("Måned;Listenr;Kommunenr;Lege\n2019-04;A;0301;Anne Hansen\n2019-04;B;0301;Kari Moe\n"))
	numbers := ingest.Bytes("c.csv", []byte("Måned;Listenr;Kommunenr;HPR-nr\n2019-05;A;0301;9000001\n"))
	id := func(n string) string { return ingest.NumberIDs(key().Key, n)[0] }
	want := "A " + id("9000001") + "; B " + id("9000002")
	for _, steps := range [][]ingest.Input{{both, names}, {names, both}} {
		dir := filepath.Join(t.TempDir(), "reg")
		for _, in := range steps {
			run(t, growth.Edit{Dir: dir, Inputs: []ingest.Input{in}, Reader: key()})
		}
		if got := doctorsOf(t, dir); got != want {
			t.Errorf("%s first: %s, want %s", steps[0].Name, got, want)
		}
	}
	for _, steps := range [][]ingest.Input{{numbers, names}, {names, numbers}} {
		dir := filepath.Join(t.TempDir(), "reg")
		run(t, growth.Edit{Dir: dir, Inputs: steps[:1], Reader: key()})
		if p := problemOf(t, growth.Edit{Dir: dir, Inputs: steps[1:], Reader: key()}); p.Code != "mixed" || p.File != steps[1].Name {
			t.Errorf("%s, then %s: %+v", steps[0].Name, steps[1].Name, p)
		}
	}
}
