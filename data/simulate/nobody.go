package simulate

import "strings"

// vacancyWords are written for a list without a regular doctor.
var vacancyWords = []string{
	"Liste uten fast lege", "Uten fast lege", "Ubesatt", "Ubesatt liste", "Ubesett", "Ubesett liste", "Utan fast lege",
	"Liste utan fast lege", "LUFL", "Ledig hjemmel", "Ledig heimel", "Vakant", "Vacant", "Ingen lege", "Vikar", "Vikarlege", "",
}

// nobody writes the row of a list without a doctor: with other words every few months,
// or with a locum of whom it is not said for whom.
func (r *rendering) nobody(id, m int32, era *era, s *shown) {
	s.cell = era.vacantText
	if !r.vacancies {
		return
	}
	h := hash(r.seed, uint64(id)<<16|uint64(m/3), 17)
	if h%4 == 0 {
		r.locum(h>>8, s)
		return
	}
	s.cell = vacancyWords[h>>8%uint64(len(vacancyWords))]
	if s.cell == "" && s.people == 0 { // an empty row without residents could be no list at all
		s.cell = era.vacantText
	}
	switch h >> 32 % 4 {
	case 0:
		s.cell = upper(s.cell)
	case 1:
		s.cell = strings.ToLower(s.cell)
	}
}

// locum names a locum and nobody else. Such names and numbers are of no doctor with a list.
func (r *rendering) locum(h uint64, s *shown) {
	n := r.locumName(h)
	switch h >> 16 % 4 {
	case 0:
		s.cell = "Vikar " + n.plain()
	case 1:
		s.cell = "Vikar: " + n.plain()
	case 2:
		s.cell = n.plain() + ", vikar"
	default:
		s.cell = n.plain() + " (vikar)"
	}
	if r.numbers && h>>20%2 == 0 {
		s.beside = r.locumNumber(h)
	}
}

// locumName draws a name that no doctor has.
func (r *rendering) locumName(h uint64) fullName {
	return fullName{given: []string{givenNames[h%uint64(len(givenNames)-4)]}, surname: []string{locumSurnames[h>>24%uint64(len(locumSurnames))]}}
}

var locumSurnames = []string{"Omreisende", "Gjestebud", "Avløserud", "Mellombels"}

// locumNumber is one of ten thousand numbers that no doctor has.
func (r *rendering) locumNumber(h uint64) int64 {
	return hprNumber(int32(len(r.names)) + int32(h>>32%10_000))
}

// somebody writes the row of a list with a doctor.
func (r *rendering) somebody(id, m int32, era *era, d *dirt, st *stay, s *shown) {
	name := &r.names[s.doctor]
	if st.other.has(m) {
		name = &st.otherName
		r.hidden.LookAlikeMonths++
	}
	s.key = numberOf(r.keys, name.key())
	h := hash(r.seed, uint64(id)<<16|uint64(m), 18)
	if r.numbers && !st.losesNumber(m, h) {
		s.number = hprNumber(s.doctor)
	} else if r.numbers {
		r.hidden.LostNumbers++
	}
	style := d.style()
	if r.spellings && style == plainStyle {
		style = hash(r.seed, uint64(id)<<16|uint64(m/5), 19) % spellings
	}
	s.cell, s.beside = name.spell(style, era.utf8), s.number
	if st.locum.has(m) {
		r.locumFor(h, st, s)
	}
}

// locumFor writes "vikar for NAME", with the locum's own number in half of the spans.
// The number is that of somebody without a list, or of a doctor who has one, now or later.
func (r *rendering) locumFor(h uint64, st *stay, s *shown) {
	r.hidden.LocumMonths++
	s.cell = [...]string{"Vikar for ", "vikar for ", "VIKAR FOR ", "Vikar: for "}[h>>8%4] + s.cell
	s.number, s.beside = 0, 0
	span := hash(r.seed, uint64(st.list)<<16|uint64(st.locum.from), 20)
	if !r.numbers || span%2 == 0 {
		return
	}
	s.beside = r.locumNumber(span)
	if other := int32(span>>32%uint64(len(r.names)-1)) + 1; span%4 == 1 && other != r.namesake[st.doctor] && other != st.doctor {
		s.beside = hprNumber(other)
	}
}
