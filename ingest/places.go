package ingest

import (
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
	"github.com/varighet/varighet/ingest/cell"
)

// A place is the municipality that a row means, or why there is none.
type place struct {
	code      varighet.MunicipalityCode // "" for a fault
	note      rowWarning                // 0 if it is as the row says
	kind      string                    // of the fault: "code" or "name"
	msg, hint string
}

// places finds municipalities by code, name and month. It does not change once
// made, and serves all workers.
//
//	the row's code                     the code it gets
//	in force in the month              the same
//	of an earlier year                 the one it became; of a divided one, the main part, with a warning
//	of a later year, the same area     the one the area had
//	of a later year, merged since      the same, with a warning: which of its parts is not known
//	never in force                     a fault
//
// A name without a code is looked up among the names of the month and then among those of
// any month, the official name or one part of a name in two languages, without
// "kommune" and without a county in parentheses. A name that two municipalities share
// is a fault unless the county tells them apart.
type places struct {
	ref     *data.Reference
	periods map[varighet.MunicipalityCode][]data.Municipality
	named   map[string][]data.Municipality // by nameForms
}

// newPlaces returns nil for no reference.
func newPlaces(ref *data.Reference) *places {
	if ref == nil {
		return nil
	}
	p := &places{ref: ref, periods: map[varighet.MunicipalityCode][]data.Municipality{}, named: map[string][]data.Municipality{}}
	for _, m := range ref.Tables().Municipalities {
		p.periods[m.Code] = append(p.periods[m.Code], m)
		for _, f := range cell.NameForms(m.Name, cell.OfficialMarks) {
			p.named[f] = append(p.named[f], m)
		}
	}
	return p
}

// knowsName reports whether some municipality has had the name.
func (p *places) knowsName(name string) bool { return len(p.withName(name)) > 0 }

// withName returns the municipalities with a name, by its most exact form.
func (p *places) withName(name string) []data.Municipality {
	for _, f := range cell.NameForms(name, cell.AllMarks) {
		if ms := p.named[f]; len(ms) > 0 {
			return ms
		}
	}
	return nil
}

// find returns the place that a code, or else a name, means in a month.
func (p *places) find(at placeTime) place {
	if at.code != "" {
		return p.byCode(at.code, at.name, at.month)
	}
	return p.byName(at.name, at.month)
}

// lasting returns the newest code of the area that a code stands for in a month: the
// code by which a municipality is known through time. One whose borders have changed
// since keeps the code of the month.
func (p *places) lasting(code varighet.MunicipalityCode, month varighet.Month) varighet.MunicipalityCode {
	if now, ok := p.ref.CodeOfArea(code, month, p.ref.Last()); ok {
		return now
	}
	return code
}

func (p *places) byCode(code varighet.MunicipalityCode, name string, month varighet.Month) place {
	ok, hint := p.ref.Known(code, month)
	if ok {
		if all := p.withName(name); len(all) > 0 && !slices.ContainsFunc(all, func(m data.Municipality) bool { return m.Code == code }) {
			return place{code: code, note: warnNameDiffers}
		}
		return place{code: code}
	}
	fault := place{kind: "code", msg: fmt.Sprintf("there was no municipality %q in %s", code, month), hint: hint}
	periods := p.periods[code]
	if len(periods) == 0 || month < p.ref.First() {
		return fault
	}
	if first := periods[0]; month < first.From {
		if then, ok := p.ref.CodeOfArea(code, first.From, month); ok {
			return place{code: then, note: warnLaterCode}
		}
		if name != "" { // the old name may still stand beside the new code
			if found := p.byName(name, month); found.code != "" && p.becomes(found.code, month, code, first.From) {
				return place{code: found.code, note: warnLaterCode}
			}
		}
		return place{code: code, note: warnLaterMerged}
	}
	last := periods[0]
	for _, m := range periods {
		if m.To.OK && m.To.V <= month {
			last = m
		}
	}
	h, ok := p.ref.Harmonise(code, last.To.V-1, month)
	switch {
	case !ok || !last.To.OK:
		return fault
	case h.Split:
		return place{code: h.Code, note: warnEarlierSplit}
	}
	return place{code: h.Code, note: warnEarlierCode}
}

// becomes reports whether a municipality has a code in a later month.
func (p *places) becomes(code varighet.MunicipalityCode, in varighet.Month, later varighet.MunicipalityCode, month varighet.Month) bool {
	h, ok := p.ref.Harmonise(code, in, month)
	return ok && h.Code == later
}

func (p *places) byName(name string, month varighet.Month) place {
	all := p.withName(name)
	if len(all) == 0 {
		return place{kind: "name", hint: p.nearestName(name),
			msg: fmt.Sprintf("text of %d characters is not the name of a municipality", len([]rune(name)))}
	}
	now := distinct(all, func(m data.Municipality) bool { return m.From <= month && (!m.To.OK || month < m.To.V) })
	if len(now) > 1 {
		now = p.ofCounty(now, name)
	}
	if len(now) == 1 {
		return place{code: now[0], note: warnCodeByName}
	}
	if len(now) == 0 {
		var then []varighet.MunicipalityCode
		for _, code := range distinct(all, func(data.Municipality) bool { return true }) {
			if found := p.byCode(code, "", month); found.code != "" && found.note != warnLaterMerged && !slices.Contains(then, found.code) {
				then = append(then, found.code)
			}
		}
		if len(then) == 1 {
			return place{code: then[0], note: warnCodeByName}
		}
		now = then
	}
	if len(now) == 0 {
		return place{kind: "name", msg: fmt.Sprintf("no municipality had the name in %s", month),
			hint: "add a column with the municipality's code"}
	}
	codes := make([]string, len(now))
	for i, c := range now {
		codes[i] = string(c)
	}
	return place{kind: "name", msg: fmt.Sprintf("%s share the name in %s", strings.Join(codes, " and "), month),
		hint: "add a column with the municipality's code"}
}

// distinct returns the codes of the municipalities that pass, rising.
func distinct(all []data.Municipality, pass func(data.Municipality) bool) []varighet.MunicipalityCode {
	var codes []varighet.MunicipalityCode
	for _, m := range all {
		if pass(m) && !slices.Contains(codes, m.Code) {
			codes = append(codes, m.Code)
		}
	}
	slices.Sort(codes)
	return codes
}

// ofCounty keeps the codes whose official name has the same text in
// parentheses, such as the county.
func (p *places) ofCounty(codes []varighet.MunicipalityCode, name string) []varighet.MunicipalityCode {
	_, county, ok := strings.Cut(name, "(")
	county = cell.Fold(county)
	if !ok || county == "" {
		return codes
	}
	return slices.DeleteFunc(codes, func(c varighet.MunicipalityCode) bool {
		return !slices.ContainsFunc(p.periods[c], func(m data.Municipality) bool {
			_, have, _ := strings.Cut(m.Name, "(")
			return strings.HasPrefix(cell.Fold(have), county) || strings.HasPrefix(county, strings.TrimRight(cell.Fold(have), "."))
		})
	})
}

// nearestName hints at the name that is spelt most like one.
func (p *places) nearestName(name string) string {
	const otherwise = "add a column with the municipality's code"
	f := cell.Fold(name)
	if f == "" || len(f) > 40 {
		return otherwise
	}
	best, guess := 3, ""
	for _, m := range p.ref.Tables().Municipalities {
		if d := levenshtein.ComputeDistance(f, cell.Fold(m.Name)); d < best && 3*d <= len(f) {
			best, guess = d, m.Name
		}
	}
	if guess == "" {
		return otherwise
	}
	return fmt.Sprintf("is %q meant? or %s", guess, otherwise)
}
