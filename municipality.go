package varighet

import (
	"fmt"
	"strings"
)

// A MunicipalityCode is a Norwegian municipality number (kommunenummer): four
// digits, kept as text so that 0301 keeps its zero. The empty code means that
// the source names no municipality.
type MunicipalityCode string

// ParseMunicipalityCode checks the form of a code: four digits, not all zero.
// Whether such a municipality exists is a question for a reference table.
func ParseMunicipalityCode(s string) (MunicipalityCode, error) {
	if _, ok := digits(s); !ok || len(s) != 4 || s == "0000" {
		return "", fmt.Errorf("municipality code is not four digits")
	}
	return MunicipalityCode(s), nil
}

// County returns the two-digit county number that the code begins with, or ""
// for the empty code.
func (c MunicipalityCode) County() string {
	if len(c) < 2 {
		return ""
	}
	return string(c[:2])
}

// A Sighting is a municipality's code under which a list was reported, and a month
// in which it was. The list that moves from code to code tells what became of a
// municipality that was divided.
type Sighting struct {
	Code  MunicipalityCode
	Month Month
}

// Town is a municipality's name in the form in which names are compared: "TRONDHEIM
// KOMMUNE" and "Trondheim - Tråante" are one.
func Town(name string) string {
	town, _, _ := strings.Cut(strings.ToLower(name), " - ")
	return strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(town), " kommune"))
}
