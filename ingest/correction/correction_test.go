package correction_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest/correction"
)

var jan = varighet.MonthOf(2019, 1)

// rows makes one letter a month: a doctor, - for vacant, a blank for no row.
func rows(lists map[string]string, order ...string) (all []varighet.Observation) {
	for _, id := range order {
		for i, r := range lists[id] {
			o := varighet.Observation{PositionID: id, Month: jan + varighet.Month(i), DoctorID: string(r), MunicipalityCode: "4631"}
			switch r {
			case ' ':
				continue
			case '-':
				o.DoctorID, o.Role = "", varighet.RoleVacant
			}
			all = append(all, o)
		}
	}
	return all
}

// draw is the reverse, with a corrected month as a mark after it.
func draw(all []varighet.Observation, id string) string {
	b := []byte(strings.Repeat(" ", 12))
	marks := ""
	for _, o := range all {
		if o.PositionID != id {
			continue
		}
		i := int(o.Month - jan)
		b[i] = '-'
		if o.Role == varighet.RoleRegular {
			b[i] = o.DoctorID[0]
		}
		if o.Evidence == varighet.EvidenceCorrected {
			marks += fmt.Sprint(" ", i+1)
		}
	}
	return strings.TrimRight(string(b), " ") + marks
}

func apply(t *testing.T, csv string, all []varighet.Observation, d correction.Data) ([]varighet.Observation, error) {
	t.Helper()
	c, err := correction.Read("korreksjoner.csv", []byte(csv))
	if err != nil {
		t.Fatal(err)
	}
	var out []varighet.Observation
	for o, err := range c.Apply(func(yield func(*varighet.Observation, error) bool) {
		for i := range all {
			if !yield(&all[i], nil) {
				return
			}
		}
	}, d) {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, *o)
	}
	return out, c.Unmatched()
}

// Each line: what is on record, the correction, and the months after it, with the
// numbers of those that are marked as corrected. By hand.
func TestCorrectionsMoveMonths(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11}
	for _, c := range []struct{ before, what, after string }{
		{"AAA--BBBBBBB", "start;2019-06;2019-04", "AAABBBBBBBBB 4 5"},
		{"AAA--BBBBBBB", "start;2019-06;2019-05", "AAA-BBBBBBBB 5"},
		{"AAA--BBBBBBB", "start;2019-06;2019-07", "AAA---BBBBBB 6 7"},
		{"AAAAABBBBBBB", "start;2019-06;2019-05", "AAAABBBBBBBB 5"}, // the source's holder gives way
		{"AAA--BBBBBBB", "end;2019-03;2019-04", "AAAA-BBBBBBB 4"},
		{"AAA--BBBBBBB", "slutt;2019-03;2019-02", "AA---BBBBBBB 2 3"},
		{"    BBBBBBBB", "start;2019-05;2019-07", "      BBBBBB 7"}, // the position begins with the doctor
		{"AAAAAA", "end;2019-06;2019-04", "AAAA 4"},
		{"AAAAAA", "end;2019-06;2019-08", "AAAAAAAA 7 8"},
		{"AAABBBBBBBBB", "start;2019-01;2018-06", "AAABBBBBBBBB 1"},
	} {
		got, err := apply(t, "Liste;Hva;Fra;Til;Hvorfor\nP;"+c.what+";ringte\n", rows(map[string]string{"P": c.before}, "P"), d)
		if err != nil {
			t.Errorf("%s, %s: %v", c.before, c.what, err)
		}
		if s := draw(got, "P"); s != c.after {
			t.Errorf("%s, %s: %q, want %q", c.before, c.what, s, c.after)
		}
	}
}

func TestAStartBeforeTheDataIsThatOfTheAgreement(t *testing.T) {
	got, err := apply(t, "position_id,what,from,to\nP,start,2019-01,juni 2018\n", rows(map[string]string{"P": "AAAB"}, "P"),
		correction.Data{First: jan, Last: jan + 3})
	if err != nil {
		t.Fatal(err)
	}
	for i, o := range got {
		want := varighet.Opt[int32]{}
		if i < 3 {
			want = varighet.Some(varighet.MonthOf(2018, 6).Days())
		}
		if o.AgreementStart != want {
			t.Errorf("month %d: %v, want %v", i+1, o.AgreementStart, want)
		}
	}
}

// A corrected start is that of the agreement, by which spells know that it is known; the
// end's is not.
func TestACorrectedStartIsThatOfTheAgreement(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11}
	got, err := apply(t, "Liste;Hva;Fra;Til\nP;start;2019-04;2019-02\nP;slutt;2019-08;2019-10\n", rows(map[string]string{"P": "AAABBBBB"}, "P"), d)
	if err != nil || draw(got, "P") != "ABBBBBBBBB 2 3 9 10" {
		t.Fatalf("%q, %v", draw(got, "P"), err)
	}
	for _, o := range got {
		want := varighet.Opt[int32]{}
		if o.DoctorID == "B" && o.Month <= jan+7 {
			want = varighet.Some((jan + 1).Days())
		}
		if o.AgreementStart != want && o.Month <= jan+7 {
			t.Errorf("%s: %v, want %v", o.Month, o.AgreementStart, want)
		}
	}
}

// Corrections are made one after another, each on what those before it left.
func TestSeveralCorrectionsOfOneSpell(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11}
	for _, c := range []struct{ before, what, after string }{
		{"A--BBBBB-", "P;start;2019-04;2019-03\nP;end;2019-08;2019-07", "A-BBBBB-- 3 7 8"},
		{"A--BBBBB-", "P;start;2019-04;2019-03\nP;start;2019-03;2019-02", "ABBBBBBB- 2 3"},
		{"AA-BBBBB-", "P;end;2019-02;2019-03\nP;start;2019-04;2019-05", "AAA-BBBB- 3 4 5"},
	} {
		got, err := apply(t, "Liste;Hva;Fra;Til\n"+c.what+"\n", rows(map[string]string{"P": c.before}, "P"), d)
		if s := draw(got, "P"); err != nil || s != c.after {
			t.Errorf("%s: %q, want %q (%v)", c.what, s, c.after, err)
		}
	}
	_, err := apply(t, "Liste;Hva;Fra;Til\nP;start;2019-04;2019-03\nP;start;2019-04;2019-02\n", rows(map[string]string{"P": "A--BBBBB-"}, "P"), d)
	if err == nil {
		t.Error("the second correction of one start is not on record any more, and no fault")
	}
}

// Months of which the municipality has no rows are filled, but not those before its files
// begin: the start lies before the data then.
func TestCorrectedMonthsBeginWithTheFiles(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11, FirstOf: func(varighet.MunicipalityCode) varighet.Month { return jan + 3 }}
	got, err := apply(t, "Liste;Hva;Fra;Til\nP;start;2019-07;2019-02\n", rows(map[string]string{"P": "      BBBBBB"}, "P"), d)
	if s := draw(got, "P"); err != nil || s != "   BBBBBBBBB 4 5 6" || got[0].AgreementStart != varighet.Some((jan+1).Days()) {
		t.Errorf("%q from %v, %v", s, got[0].AgreementStart, err)
	}
}

// What is corrected is found by any of its words, and a fault names them.
func TestWordsForStartAndEnd(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11}
	for _, word := range []string{"Start", "oppstart", "begynte", "Byrja", "tiltreding", "Første måned", "fyrste månad", "first month", "startmaaned"} {
		got, err := apply(t, "Heimel;Kva;Frå;Til;Kvifor\nP;"+word+";2019-06;2019-05;ringte\n", rows(map[string]string{"P": "AAA--BBBBBBB"}, "P"), d)
		if s := draw(got, "P"); err != nil || s != "AAA-BBBBBBBB 5" {
			t.Errorf("%s: %q, %v", word, s, err)
		}
	}
	for _, word := range []string{"end", "Slutt", "slutta", "fråtreding", "siste månad", "last"} {
		got, err := apply(t, "position;type;recorded;right\nP;"+word+";2019-03;2019-04\n", rows(map[string]string{"P": "AAA--BBBBBBB"}, "P"), d)
		if s := draw(got, "P"); err != nil || s != "AAAA-BBBBBBB 4" {
			t.Errorf("%s: %q, %v", word, s, err)
		}
	}
	for text, hint := range map[string]string{"Liste;Hva;Fra;Til\nP;midt;2019-01;2019-02\n": "end, slutt, stopp", "Liste;Hva;Fra\n": "to (til, riktig, rett)"} {
		_, err := correction.Read("k.csv", []byte(text))
		if err == nil || !strings.Contains(fmt.Sprintf("%+v", hintsOf(err)), hint) {
			t.Errorf("%q: the hint does not say %q: %v", text, hint, hintsOf(err))
		}
	}
}

// hintsOf are the hints of the faults in an error.
func hintsOf(err error) (hints []string) {
	var ps *varighet.Problems
	var p *varighet.Problem
	if errors.As(err, &ps) {
		for _, p := range ps.All() {
			hints = append(hints, p.Hint)
		}
	} else if errors.As(err, &p) {
		hints = append(hints, p.Hint)
	}
	return hints
}

func TestACorrectionThatFindsNothingIsAFault(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11}
	for _, line := range []string{
		"P;;start;2019-05;2019-04",  // on record it is June
		"P;;end;2019-12;2019-10",    // still there when the data end
		"P;C;start;2019-06;2019-04", // another doctor
		"Q;;start;2019-06;2019-04",  // another position
		";C;start;2019-06;2019-04",
		"P;;start;2019-06;2020-04", // after the end
		"P;;end;2019-03;2018-12",   // before the start
	} {
		all := rows(map[string]string{"P": "AAA--BBBBBBB"}, "P")
		got, err := apply(t, "Liste;Lege;Hva;Fra;Til\n"+line+"\n", all, d)
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.All()[0].Code != "correction-unmatched" || ps.All()[0].Line != 2 {
			t.Errorf("%s: %v", line, err)
		}
		if draw(got, "P") != "AAA--BBBBBBB" {
			t.Errorf("%s: the months have changed: %s", line, draw(got, "P"))
		}
	}
}

func TestDoctorsAreFoundByWhatTheTableSays(t *testing.T) {
	d := correction.Data{First: jan, Last: jan + 11, IDs: func(doctor string) []string {
		if doctor == "Bakke, Bo" {
			return []string{"x", "B"}
		}
		return nil
	}}
	got, err := apply(t, "Kommunenr;Lege;Hva;Fra;Til\n4631;Bakke, Bo;start;2019-06;2019-04\n",
		rows(map[string]string{"O": "CCCCCCCC", "P": "AAA--BBBBBBB"}, "O", "P"), d)
	if err != nil || draw(got, "P") != "AAABBBBBBBBB 4 5" || draw(got, "O") != "CCCCCCCC" {
		t.Errorf("%q, %q, %v", draw(got, "P"), draw(got, "O"), err)
	}
}

func TestBadTablesAreFaultsAllAtOnce(t *testing.T) {
	_, err := correction.Read("k.csv", []byte("Liste;Hva;Fra;Til\nP;start;x;2019-01\nP;midt;2019-01;2019-02\n;end;2019-01;2019-02\nP;end;2019-01;2019-01\n"))
	var ps *varighet.Problems
	if !errors.As(err, &ps) || ps.Len() != 4 {
		t.Errorf("%v", err)
	}
	for _, text := range []string{"", "a;b\n1;2\n", "Liste;Hva;Fra\n", "Liste;Hva;Fra;Til;Til\n", "<html>"} {
		if _, err := correction.Read("k.csv", []byte(text)); err == nil {
			t.Errorf("%q: no fault", text)
		}
	}
}

// Two cells of one row that are no months are two faults, always in the order of the columns.
func TestFaultsOfARowComeInOneOrder(t *testing.T) {
	for range 50 {
		_, err := correction.Read("c.csv", []byte("position_id;what;from;to\n1;start;x;y\n"))
		var ps *varighet.Problems
		if !errors.As(err, &ps) || ps.Len() != 2 {
			t.Fatalf("%v; want two faults", err)
		}
		if a, b := ps.All()[0].Column, ps.All()[1].Column; a != 3 || b != 4 {
			t.Fatalf("the faults are of the columns %d and %d; want 3 and 4", a, b)
		}
	}
}
