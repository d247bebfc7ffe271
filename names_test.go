package varighet

import "testing"

// Every name that a file can hold is read back as what it was written from, and
// nothing else is.
func TestNamesAreReadBack(t *testing.T) {
	for b := BasisGiven; b <= BasisLinked; b++ {
		if got, ok := ParseBasis(b.String()); !ok || got != b {
			t.Errorf("basis %q came back as %v, %t", b, got, ok)
		}
	}
	for r := RoleRegular; r <= RoleVacant; r++ {
		if got, ok := ParseRole(r.String()); !ok || got != r {
			t.Errorf("role %q came back as %v, %t", r, got, ok)
		}
	}
	for s := StatusUnknown; s <= StatusLocked; s++ {
		if got, ok := ParseListStatus(s.String()); !ok || got != s {
			t.Errorf("status %q came back as %v, %t", s, got, ok)
		}
	}
	for e := EvidenceReported; e <= EvidenceAssumed; e++ {
		if got, ok := ParseEvidence(e.String()); !ok || got != e {
			t.Errorf("evidence %q came back as %v, %t", e, got, ok)
		}
	}
	if _, ok := ParseRole("Regular"); ok {
		t.Error(`"Regular" was read as a role`)
	}
}

func TestMunicipalityCodesKeepTheirForm(t *testing.T) {
	if c, err := ParseMunicipalityCode("0301"); err != nil || c != "0301" || c.County() != "03" {
		t.Errorf("0301: got %q in county %q, %v", c, c.County(), err)
	}
	for _, s := range []string{"", "301", "0000", "03O1", "03011", " 301", "０３０１"} {
		if c, err := ParseMunicipalityCode(s); err == nil {
			t.Errorf("%q was read as %q", s, c)
		}
	}
	if got := MunicipalityCode("").County(); got != "" {
		t.Errorf("no code lies in county %q", got)
	}
}

func TestOptSaysWhetherThereIsAValue(t *testing.T) {
	if got := Some(0).Or(7); got != 0 {
		t.Errorf("a value of 0 gave %d", got)
	}
	if got := (Opt[int]{}).Or(7); got != 7 {
		t.Errorf("no value gave %d, want 7", got)
	}
}
