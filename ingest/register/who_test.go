package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/identity"
)

// named makes rows out of a picture, a word for each run of months: "list place from-to name", months from
// May 2017, with a number behind a colon where the rows have one: "1 0301 0-4 kari:7". A place with a letter
// is a municipality that has a name only.
func named(t *testing.T, picture string) (rows []varighet.Observation) {
	t.Helper()
	for _, line := range strings.Split(picture, ", ") {
		f := strings.Fields(line)
		o := varighet.Observation{PositionID: f[0], MunicipalityCode: varighet.MunicipalityCode(f[1]), Residents: varighet.Some(int32(1000))}
		if f[1][0] > '9' {
			o.MunicipalityCode, o.MunicipalityName = "", f[1]
		}
		var from, to int
		if n, _ := fmt.Sscanf(f[2], "%d-%d", &from, &to); n != 2 {
			t.Fatal(line)
		}
		name, number, numbered := strings.Cut(f[3], ":")
		if o.NameID, o.DoctorID, o.DoctorBasis = "n-"+name, "n-"+name, varighet.DoctorByName; numbered {
			o.DoctorID, o.DoctorBasis = "h"+number, varighet.DoctorByNumber
		}
		for m := from; m <= to; m++ {
			o.Month, o.SourceRow = may+varighet.Month(m), int32(len(rows)+1)
			o.SourceFile = o.Month.String() + ".csv"
			rows = append(rows, o)
		}
	}
	return rows
}

// doctorsOf is a line for each list: its doctors in the order of months, each once.
func doctorsOf(rows []varighet.Observation) string {
	var lines []string
	for i, o := range rows {
		switch {
		case i == 0 || o.PositionID != rows[i-1].PositionID:
			lines = append(lines, o.PositionID+" "+o.DoctorID)
		case o.DoctorID != rows[i-1].DoctorID:
			lines[len(lines)-1] += " " + o.DoctorID
		}
	}
	return strings.Join(lines, ", ")
}

// Who the doctors are follows by hand from the rules of package identity, and what aliases and decisions
// say of them. It is the same if some of the months were in a register already, unless an alias aims at what
// no row had then.
func TestDoctorsByNameAreSettled(t *testing.T) {
	alias := func(municipality, from, to string) Rules {
		return Rules{Aliases: []Alias{{Municipality: municipality, From: from, To: to}}}
	}
	for name, c := range map[string]struct {
		rows  string
		rules Rules
		want  string
	}{
		"a number is taken over":               {"1 0301 0-1 kari, 1 0301 2-3 kari:7", Rules{}, "1 h7"},
		"a move":                               {"1 0301 0-1 kari, 2 4631 2-3 kari", Rules{}, "1 n-kari, 2 n-kari"},
		"two of one name":                      {"1 0301 0-3 kari, 2 4631 0-3 kari", Rules{}, "1 n-kari@1, 2 n-kari@2"},
		"an alias of two names":                {"1 0301 0-1 kari, 1 0301 2-3 karin", alias("", "n-kari", "n-karin"), "1 n-karin"},
		"an alias elsewhere":                   {"1 0301 0-1 kari, 1 0301 2-3 karin", alias("4631", "n-kari", "n-karin"), "1 n-kari n-karin"},
		"an alias in the municipality":         {"1 0301 0-1 kari, 2 4631 0-1 ola", alias("0301", "n-kari", "n-ola"), "1 n-ola@1, 2 n-ola@2"},
		"an alias by a municipality's name":    {"1 Bø 0-1 kari, 2 Bø 2-3 ola", alias(varighet.Town("Bø"), "n-kari", "n-ola"), "1 n-ola, 2 n-ola"},
		"an alias holds where the doctor goes": {"1 0301 0-1 kari, 2 4631 2-3 kari, 2 4631 4-5 karin", alias("4631", "n-kari", "n-karin"), "1 n-karin, 2 n-karin"},
		"to a number":                          {"1 0301 0-1 kari, 2 0301 2-3 ola:7", alias("", "n-kari", "h7"), "1 h7, 2 h7"},
		"to a number that no row has":          {"1 0301 0-1 kari, 2 0301 2-3 ola", alias("", "n-kari", "h9"), "1 h9, 2 n-ola"},
		"from a number to another":             {"1 0301 0-1 kari:7, 2 0301 2-3 ola:8, 3 0301 0-0 liv", alias("", "h7", "h8"), "1 h8, 2 h8, 3 n-liv"},
		"a number is somebody known by name":   {"1 0301 0-1 kari:7, 2 0301 2-3 ola, 3 0301 0-0 liv", alias("", "h7", "n-ola"), "1 h7, 2 h7, 3 n-liv"},
		"a name on rows with a number of its own": {"1 0301 0-1 kari:7, 1 0301 2-3 kari, 2 0301 2-3 ola", alias("", "n-kari", "n-ola"),
			"1 h7, 2 h7"},
		"two aliases, one after the other": {"1 0301 0-1 a, 1 0301 2-3 b, 1 0301 4-5 c",
			Rules{Aliases: []Alias{{From: "n-a", To: "n-b"}, {From: "n-b", To: "n-c"}}}, "1 n-c"},
		"aliases in a circle": {"1 0301 0-1 a, 1 0301 2-3 b, 1 0301 4-5 c",
			Rules{Aliases: []Alias{{From: "n-a", To: "n-b"}, {From: "n-b", To: "n-a"}}}, "1 n-a n-c"},
		"numbers in a circle": {"1 0301 0-1 a:7, 1 0301 2-3 b:8, 1 0301 4-5 c",
			Rules{Aliases: []Alias{{From: "h7", To: "h8"}, {From: "h8", To: "h7"}}}, "1 h7 n-c"},
		"numbers one after the other": {"1 0301 0-1 a:7, 1 0301 2-3 b:8, 1 0301 4-5 c:9, 2 0301 0-0 d",
			Rules{Aliases: []Alias{{From: "h7", To: "h8"}, {From: "h8", To: "h9"}}}, "1 h9, 2 n-d"},
		"a decision parts":   {"1 0301 0-1 kari, 2 4631 2-3 kari", Rules{Decisions: []Decision{{"n-kari", "1", "2", false}}}, "1 n-kari@1, 2 n-kari@2"},
		"a decision joins":   {"1 0301 0-3 kari, 2 4631 0-3 kari, 3 5001 0-3 kari", Rules{Decisions: []Decision{{"n-kari", "1", "3", true}}}, "1 n-kari@1, 2 n-kari@2, 3 n-kari@1"},
		"a decision is idle": {"1 0301 0-1 kari, 2 4631 2-3 kari", Rules{Decisions: []Decision{{"n-kari", "1", "9", false}, {"n-ola", "1", "2", false}}}, "1 n-kari, 2 n-kari"},
		"a number of another alias": {"1 0301 0-1 kari, 2 0301 2-3 ola:7", Rules{Aliases: []Alias{{From: "n-kari", To: "h5", Or: []string{"h6", "h7"}}}},
			"1 h7, 2 h7"},
	} {
		rows := named(t, c.rows)
		for cut := -1; cut < 4; cut += 2 {
			if cut > 0 && (name == "a number is somebody known by name" || name == "a number of another alias") {
				continue
			}
			identify := func(b *Builder) { b.Identify(Rules{slices.Clone(c.rules.Aliases), c.rules.Decisions}) }
			first, later := partedBy(rows, func(o varighet.Observation) bool { return int(o.Month-may) <= cut })
			if cut >= 0 {
				old := planned(t, Manifest{}, Options{NoLink: true}, identify, first...)
				identify = func(b *Builder) {
					carrying(t, old)(b)
					b.Identify(Rules{slices.Clone(c.rules.Aliases), c.rules.Decisions})
				}
			}
			if got := doctorsOf(rowsOf(t, planned(t, Manifest{}, Options{NoLink: true}, identify, later...))); got != c.want {
				t.Errorf("%s, months up to %d in the register: %s, want %s", name, cut, got, c.want)
			}
		}
	}
}

// settled is a builder of rows of which it has been found out who is who.
func settled(t *testing.T, opt Options, rules Rules, rows []varighet.Observation) *Builder {
	t.Helper()
	b := begun(t)
	b.opt.SetAside, b.opt.NoLink = opt.SetAside, opt.NoLink
	addRuns(t, b, rows)
	b.Identify(rules)
	if err := b.Settle(); err != nil {
		t.Fatal(err)
	}
	return b
}

// A finding has the name, the lists, the municipality and the month in words (by hand); whether rows may be set
// aside or not.
func TestFindingsInWords(t *testing.T) {
	rows := named(t, "1 0301 0-1 kari, 1 0301 2-3 kari:7, 1 0301 4-4 liv, 2 4631 5-6 liv, 3 Bø 0-3 ola, 4 Vik 0-3 ola")
	want := []Finding{
		{Kind: identity.NumberTaken, NameID: "n-kari", Position: "1", Code: "0301", Month: may, Months: 2},
		{Kind: identity.JoinedLists, NameID: "n-liv", Position: "2", Other: "1", Code: "4631", Month: may + 5},
		{Kind: identity.SharedName, NameID: "n-ola", Position: "4", Other: "3", Town: "Vik", Month: may},
	}
	for _, opt := range []Options{{NoLink: true}, {NoLink: true, SetAside: true}} {
		if d := gocmp.Diff(want, settled(t, opt, Rules{}, rows).Findings()); d != "" {
			t.Errorf("%+v (-want +got):\n%s", opt, d)
		}
	}
	if got := settled(t, Options{}, Rules{}, named(t, "1 0301 0-1 kari:7")).Findings(); got != nil {
		t.Errorf("with numbers everywhere: %+v", got)
	}
}

// Names that follow each other on a list up to a year later, or in a municipality from one month to the next, if
// one of the two is known by name only and they are not one doctor already (by hand).
func TestSuccessions(t *testing.T) {
	on := func(position, before, after string, m int) Succession {
		return Succession{Before: "n-" + before, After: "n-" + after, Position: position, Code: "0301", Month: may + varighet.Month(m)}
	}
	town := func(s Succession, name string) Succession {
		s.Code, s.Town = "", name
		return s
	}
	for rows, want := range map[string][]Succession{
		"1 0301 0-1 kari, 1 0301 2-3 karin":                     {on("1", "kari", "karin", 2), on("", "kari", "karin", 2)},
		"1 0301 0-1 kari, 1 0301 14-15 karin":                   {on("1", "kari", "karin", 14)}, // twelve months between
		"1 0301 0-1 kari, 1 0301 15-16 karin":                   nil,                            // thirteen
		"1 0301 0-1 kari:7, 1 0301 2-3 karin":                   {on("1", "kari", "karin", 2)},  // who has a number is not looked for elsewhere
		"1 0301 0-1 kari:7, 1 0301 2-3 karin:8, 2 0301 0-9 liv": nil,
		"1 0301 0-1 kari, 2 0301 2-3 karin":                     {on("", "kari", "karin", 2)},
		"1 0301 0-1 kari, 2 0301 3-4 karin":                     nil, // a month between
		"1 0301 0-1 kari, 2 4631 2-3 karin":                     nil, // another municipality
		"1 Bø 0-1 kari, 2 Bø 2-3 karin":                         {town(on("", "kari", "karin", 2), "Bø")},
		"1 0301 0-1 kari, 1 0301 2-3 kari:7":                    nil, // one doctor
		"1 0301 0-1 kari, 1 0301 2-3 karin, 1 0301 4-5 kari":    {on("1", "kari", "karin", 2), on("1", "karin", "kari", 4)},
		"1 0301 0-1 kari, 2 0301 2-5 kari, 3 0301 6-7 karin":    {on("", "kari", "karin", 6)}, // a name leaves with its last list
	} {
		if d := gocmp.Diff(want, settled(t, Options{NoLink: true}, Rules{}, named(t, rows)).Successions()); d != "" {
			t.Errorf("%s (-want +got):\n%s", rows, d)
		}
	}
	held := named(t, "1 0301 0-1 kari, 1 0301 2-3 karin")
	for i := range held {
		if held[i].NameID == "n-karin" {
			held[i].Role = varighet.RoleLocum
		}
	}
	if got := settled(t, Options{NoLink: true}, Rules{}, held).Successions(); got != nil {
		t.Errorf("who stands in follows nobody, but %+v", got)
	}
}

// What aliases and decisions came to is counted in rows of the register (by hand), and doctors who were known
// by name and have another id now are counted once each.
func TestWhatAliasesAndDecisionsCameTo(t *testing.T) {
	rows := named(t, "1 0301 0-1 kari, 1 0301 2-4 karin, 2 4631 0-3 ola, 3 5001 0-3 ola, 4 0301 0-2 liv:7, 5 0301 3-4 eva:8")
	idle, works := Decision{"n-ola", "1", "2", true}, Decision{"n-ola", "2", "3", true}
	rules := Rules{Aliases: []Alias{{From: "n-kari", To: "n-karin"}, {From: "h7", To: "h8"}, {Municipality: "4631", From: "n-karin", To: "n-ola"}},
		Decisions: []Decision{idle, works}}
	old := planned(t, Manifest{}, Options{NoLink: true}, nil, rows...)
	b := begun(t)
	b.opt.NoLink = true
	carrying(t, old)(b)
	b.Identify(rules)
	if _, err := b.Plan(addRuns(t, b)); err != nil {
		t.Fatal(err)
	}
	got := map[string]int64{"kari": b.AliasRows("n-kari"), "h7": b.AliasRows("h7"), "karin": b.AliasRows("n-karin"), "liv": b.AliasRows("n-liv")}
	if d := gocmp.Diff(map[string]int64{"kari": 2, "h7": 3, "karin": 0, "liv": 0}, got); d != "" {
		t.Errorf("rows by alias (-want +got):\n%s", d)
	}
	if b.Decided(idle) || !b.Decided(works) || b.Decided(Decision{}) {
		t.Errorf("decided: %v of the idle one, %v of the other", b.Decided(idle), b.Decided(works))
	}
	// n-kari is n-karin now; n-ola@2 and n-ola@3 were two and are n-ola.
	if n := b.IDsGone(); n != 3 {
		t.Errorf("%d ids are gone, want 3", n)
	}
}

// The doctors of a register by id, and by name in a municipality (by hand).
func TestDoctorsOfARegister(t *testing.T) {
	rows := named(t, "1 0301 0-2 kari:7, 1 0301 3-3 kari:8, 2 4631 0-1 kari:9, 3 4631 0-1 ola")
	d, err := planned(t, Manifest{}, Options{NoLink: true}, nil, rows...).Doctors()
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[string]bool{"h7": true, "h8": true, "h9": true, "n-ola": true, "n-kari": false, "": false} {
		if d.Has(id) != want {
			t.Errorf("has %q: %v", id, !want)
		}
	}
	var asked []string
	in := func(code varighet.MunicipalityCode) func(varighet.MunicipalityCode, varighet.Month) bool {
		return func(c varighet.MunicipalityCode, m varighet.Month) bool {
			asked = append(asked, fmt.Sprint(c, " ", int(m-may)))
			return c == code
		}
	}
	if ids, isName := d.Named("n-kari", in("0301")); !slices.Equal(ids, []string{"h7", "h8"}) || !isName {
		t.Errorf("kari in Oslo: %q, %v", ids, isName)
	}
	if want := []string{"0301 0", "0301 3", "4631 0"}; !slices.Equal(asked, want) {
		t.Errorf("asked for %q, want %q", asked, want)
	}
	if ids, isName := d.Named("n-ola", in("0301")); ids != nil || !isName {
		t.Errorf("ola in Oslo: %q, %v", ids, isName)
	}
	if ids, isName := d.Named("n-liv", in("0301")); ids != nil || isName {
		t.Errorf("liv: %q, %v", ids, isName)
	}
}

// Stints that say the same and touch or overlap are one; those with a month between, or another text, are not (by hand).
func TestJoinStints(t *testing.T) {
	s := func(position uint32, name uint32, first, last int16, holder bool) stint {
		return stint{position: position, nameID: name, first: first, last: last, holder: holder}
	}
	got := joinStints([]stint{s(2, 1, 5, 6, true), s(1, 1, 7, 9, true), s(1, 1, 1, 3, true), s(1, 1, 4, 5, true), s(1, 2, 6, 6, true), s(1, 1, 10, 10, false), s(1, 1, 2, 2, true), s(2, 1, 5, 6, true)})
	want := []stint{s(1, 1, 10, 10, false), s(1, 1, 1, 5, true), s(1, 1, 7, 9, true), s(1, 2, 6, 6, true), s(2, 1, 5, 6, true)}
	if !slices.Equal(got, want) {
		t.Errorf("stints %+v, want %+v", got, want)
	}
}

// A watcher is told of each run of months of a list that says the same, with its first row and last month (by hand).
func TestAWatcherIsToldOfRuns(t *testing.T) {
	rows := named(t, "1 0301 0-2 kari, 1 0301 3-3 liv:7, 1 0301 5-6 liv:7, 2 Bø 0-1 ola")
	rows[0].Role, rows[1].Role = varighet.RoleLocum, varighet.RoleLocum
	b := begun(t)
	b.opt.NoLink = true
	var told []string
	b.Watch(func(o *varighet.Observation, last varighet.Month) error {
		told = append(told, fmt.Sprintf("%s %s%s %d-%d %s %s %s %s:%d", o.PositionID, o.MunicipalityCode, o.MunicipalityName, o.Month-may, last-may, o.DoctorID, o.DoctorBasis, o.NameID, o.SourceFile, o.SourceRow))
		told[len(told)-1] += " " + o.Role.String()
		return nil
	})
	if _, err := b.Plan(addRuns(t, b, rows)); err != nil {
		t.Fatal(err)
	}
	want := []string{"1 0301 0-1 n-kari name n-kari 2017-05.csv:1 locum", "1 0301 2-2 n-kari name n-kari 2017-07.csv:3 regular",
		"1 0301 3-3 h7 hpr_number n-liv 2017-08.csv:4 regular", "1 0301 5-6 h7 hpr_number n-liv 2017-10.csv:5 regular", "2 Bø 0-1 n-ola name n-ola 2017-05.csv:7 regular"}
	if d := gocmp.Diff(want, told); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// Lists without an id are followed by doctor, whom an alias may join: where Kari with 900 residents is Karin with 300 the month after, the list goes on, which
// it does not where the alias is of another municipality, or of none (by hand, from rule 2 of package identity).
func TestAliasesFollowLooseLists(t *testing.T) {
	kari := named(t, "x 0301 0-1 kari, x 0301 2-3 karin, x 0301 0-3 ola")
	for i := range kari {
		kari[i].PositionID, kari[i].PositionBasis = "", varighet.BasisDerived
		if kari[i].NameID == "n-karin" {
			kari[i].Residents = varighet.Some(int32(300))
		}
	}
	for municipality, want := range map[string]string{"": "0301~n-karin", "0301": "0301~n-karin", "4631": "0301~n-kari|0301~n-karin"} {
		identify := func(b *Builder) {
			b.Identify(Rules{Aliases: []Alias{{Municipality: municipality, From: "n-kari", To: "n-karin"}}})
		}
		var lists []string
		for _, o := range rowsOf(t, planned(t, Manifest{}, Options{NoLink: true}, identify, kari...)) {
			if o.NameID != "n-ola" && !slices.Contains(lists, o.PositionID) {
				lists = append(lists, o.PositionID)
			}
		}
		if got := strings.Join(lists, "|"); got != want {
			t.Errorf("with an alias in %q: %s, want %s", municipality, got, want)
		}
	}
}

// Two lists that end and two that begin, all with about 1000 residents: which is which cannot be said, of either, in each of two municipalities.
func TestListsOfWhichItCannotBeSaidAreCounted(t *testing.T) {
	rows := named(t, "x 0301 0-0 a, y 0301 0-0 b, x 0301 1-1 c, y 0301 1-1 d, x 4631 0-0 e, y 4631 0-0 f, x 4631 1-1 g, y 4631 1-1 h, z 5001 0-1 i")
	for i := range rows {
		rows[i].PositionID, rows[i].PositionBasis = "", varighet.BasisDerived
	}
	m := planned(t, Manifest{}, Options{}, nil, rows...).Manifest
	if m.Counts.Unlinked != 4 || m.Counts.Links != 0 || m.Counts.Positions != 9 {
		t.Errorf("%d not linked, %d links, %d positions, want 4, 0 and 9", m.Counts.Unlinked, m.Counts.Links, m.Counts.Positions)
	}
}
