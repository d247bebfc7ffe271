package study_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/idnumber/idnumbertest"
	"github.com/varighet/varighet/report/study"
)

const soundStudy = "disclosure = \"internal\"\n[input]\nfiles = [\"rows.csv\"]\n"

// faultsOf are the faults of a study file, "" for none.
func faultsOf(name, text string) string {
	_, err := study.Read(fstest.MapFS{name: {Data: []byte(text)}}, name, "")
	if err == nil {
		return ""
	}
	return err.Error()
}

// What a study says is used or refused: nothing in it is passed over in silence.
func TestWhatAStudySaysIsUsedOrRefused(t *testing.T) {
	if faults := faultsOf("s.toml", soundStudy); faults != "" {
		t.Fatalf("the study that others are made of: %s", faults)
	}
	for name, c := range map[string]struct{ text, fault string }{
		"spells that are no section":       {"spells = 3\n" + soundStudy, "spells is a part of the study"},
		"a reference that is no section":   {"reference = \"ref\"\n" + soundStudy, "reference is a part of the study"},
		"a simulation that is no section":  {"simulate = true\n" + soundStudy, "simulate is a part of the study"},
		"input that is no section":         {"disclosure = \"internal\"\ninput = \"rows.csv\"\n", "input is a part of the study"},
		"a file without a name":            {"disclosure = \"internal\"\n[input]\nfiles = [\"\"]\n", "files is a list of names"},
		"names in what is public":          {strings.Replace(soundStudy, "internal", "public", 1) + "keep_names = true\n", "what is public cannot keep names"},
		"turnover within no months":        {soundStudy + "[turnover]\nwithin = 0\n", "turnover.within is from 1"},
		"turnover within fewer than none":  {soundStudy + "[turnover]\nwithin = -1\n", "turnover.within is from 1"},
		"a baseline of another measure":    {soundStudy + "[[turnover.baseline]]\nid = \"nsdm2020-table6-1\"\n", "is not a share that left within 12 months"},
		"medians beside another measure":   {soundStudy + "[[table]]\nname = \"m\"\nkind = \"medians\"\nbaseline = \"alis-vest-2019\"\n", "baseline"},
		"a group for a timeline":           {soundStudy + "[[figure]]\nname = \"t\"\nkind = \"timeline-bars\"\nby = \"size_group\"\n", "of the kind timeline-bars have no by"},
		"a horizon for medians":            {soundStudy + "[[figure]]\nname = \"t\"\nkind = \"medians\"\nhorizon = 24\n", "of the kind medians have no horizon"},
		"no bands for a timeline":          {soundStudy + "[[figure]]\nname = \"t\"\nkind = \"timeline-months\"\nbands = false\n", "of the kind timeline-months have no bands"},
		"a baseline for curves":            {soundStudy + "[[figure]]\nname = \"t\"\nkind = \"km\"\nbaseline = \"nsdm2020-table6-1\"\n", "of the kind km have no baseline"},
		"a baseline for a table of shares": {soundStudy + "[[table]]\nname = \"t\"\nkind = \"turnover\"\nbaseline = \"nsdm2020-table6-1\"\n", "of the kind turnover have no baseline"},
		"a key with a capital":             {soundStudy + "[turnover]\nWithin = 6\n", "no key \"turnover.Within\""},
		"a section with a capital":         {soundStudy + "[Turnover]\nwithin = 6\n", "no key \"Turnover"},
		"a section's name with a capital":  {"Spells = 3\n" + soundStudy, "no key \"Spells\""},
		"a key of another section":         {soundStudy + "[spells]\ncohort = \"c.csv\"\n", "did you mean cohort of [input]?"},
		"a gap out of bounds":              {soundStudy + "[spells]\ngap = 2000\n", "spells.gap is from 0 to 1200 months"},
	} {
		if faults := faultsOf("s.toml", c.text); !strings.Contains(faults, c.fault) {
			t.Errorf("%s: %q does not say %q", name, faults, c.fault)
		}
	}
}

// Sections may be written as keys with dots, and a title in three languages.
func TestAStudyMayHaveKeysWithDots(t *testing.T) {
	text := "disclosure = \"internal\"\ninput.files = [\"rows.csv\"]\nspells.gap = 2\nturnover.within = 6\ntitle = {nb = \"Å\", en = \"A\"}\n"
	s, err := study.Read(fstest.MapFS{"s.toml": {Data: []byte(text)}}, "s.toml", "")
	if err != nil || s.Turnover.Within != 6 || s.Choices.Gap != varighet.Some(2) || len(s.Files) != 1 {
		t.Errorf("%v: %+v", err, s)
	}
}

// A study's title is printed under every figure, and its name is that of the folder.
func TestNationalIdentityNumbersInAStudyAreRefusedAndNotShown(t *testing.T) {
	number := idnumbertest.MadeUp("010190", 0)[0]
	for name, text := range map[string]string{
		"s.toml":               "title = \"Lege " + number + "\"\n" + soundStudy,
		"t.toml":               soundStudy + "# " + number + "\n",
		"u" + number + ".toml": soundStudy,
	} {
		_, err := study.Read(fstest.MapFS{name: {Data: []byte(text)}}, name, "")
		if err == nil || !strings.Contains(err.Error(), "national identity number") {
			t.Errorf("%s: %v", strings.ReplaceAll(name, number, "…"), err)
		} else if strings.Contains(err.Error(), number) {
			t.Error("the number is shown")
		}
	}
}

// Other gaps need the rows, which a result does not keep: an error, for all who ask later.
func TestOtherGapsAreNotAnsweredWithoutRows(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2019")
	if _, err := r.Answer(study.Figure{Kind: "gap"}); err == nil {
		t.Error("after the study has run: no error")
	}
	of, err := study.Of(r.Table)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := of.Answer(study.Figure{Kind: "gap"}); err == nil {
		t.Error("of spells: no error")
	}
}

// The rows of the published case have no reference, so nobody has a size group: a figure
// without a curve is refused, and not drawn.
func TestCurvesByAColumnThatNobodyHasAreRefused(t *testing.T) {
	r, _ := runBuiltIn(t, "alis-vest-2019")
	_, err := r.Answer(study.Figure{Kind: "km", By: "size_group"})
	var p *varighet.Problem
	if !errors.As(err, &p) || p.Code != "by-empty" {
		t.Errorf("%v", err)
	}
}
