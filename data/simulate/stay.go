package simulate

// A stay is a doctor's time on a list, and how the months of it are written.
type stay struct {
	doctor int32
	holding
	lost      monthSpan // months that have lost their number, all of them
	scattered bool      // others have lost theirs too, one in five
	keep      int32     // a month that keeps it in any case; -1 for none
	locum     monthSpan // "vikar for NAME"
	other     monthSpan // the name is written as another
	otherName fullName
}

// A monthSpan is months from one to another, both included; the zero value is the
// first month of the data, so none is {1, 0}.
type monthSpan struct{ from, to int32 }

var noMonths = monthSpan{1, 0}

func (s monthSpan) has(m int32) bool { return s.from <= m && m <= s.to }

// newStay draws how a doctor's time on a list is written.
func (r *rendering) newStay(doctor int32, h holding, missing int32) *stay {
	s := &stay{doctor: doctor, holding: h, lost: noMonths, locum: noMonths, other: noMonths, keep: -1}
	x := hash(r.seed, uint64(h.list)<<16|uint64(h.from), 16)
	if r.locums && x%3 == 0 {
		s.locum = part(h, hash(x, 1, 0))
	}
	if r.lookAlikes && x>>8%5 == 0 && h.to-h.from >= 5 {
		s.other = part(h, hash(x, 2, 0))
		s.otherName = lookAlike(r.names[doctor], hash(x, 3, 0))
	}
	if r.lostNumbers {
		r.loseNumbers(s, x>>16)
	}
	s.keepOne(missing, hash(x, 4, 0))
	return s
}

// loseNumbers lets rows lose their number: some months in a run, or here and there, or
// all of them where nothing but the name is needed to know the doctor.
func (r *rendering) loseNumbers(s *stay, x uint64) {
	switch x % 8 {
	case 0:
		s.scattered = true
	case 1, 2:
		s.lost = part(s.holding, hash(x, 5, 0))
	case 3:
		if r.namesake[s.doctor] == 0 && !overlapping(r.held[s.doctor]) {
			s.lost, s.keep = monthSpan{s.from, s.to}, -2
		}
	}
}

// keepOne sees to it that a number is left in at least one month that has a file and in
// which the doctor's own number can stand.
func (s *stay) keepOne(missing int32, x uint64) {
	if s.keep == -2 {
		return
	}
	n := s.to - s.from + 1
	for k := range n {
		m := s.from + (int32(x%uint64(n))+k)%n
		if m != missing && !s.locum.has(m) && !s.other.has(m) {
			s.keep = m
			return
		}
	}
	s.locum = noMonths // too short a time for it
	s.other = noMonths
	s.lost, s.scattered = noMonths, false
}

func (s *stay) losesNumber(m int32, h uint64) bool {
	return m != s.keep && (s.lost.has(m) || s.scattered && h%5 == 0)
}

// part is a part of a time on a list: its beginning, its end or its middle.
func part(h holding, x uint64) monthSpan {
	n := h.to - h.from + 1
	a, b := int32(x>>8%uint64(n)), int32(x>>24%uint64(n))
	s := monthSpan{h.from + min(a, b), h.from + max(a, b)}
	switch x % 4 {
	case 0:
		s.from = h.from
	case 1:
		s.to = h.to
	}
	return s
}

// overlapping reports whether a doctor had two lists at a time.
func overlapping(held []holding) bool {
	for i, a := range held {
		for _, b := range held[:i] {
			if a.from <= b.to && b.from <= a.to {
				return true
			}
		}
	}
	return false
}
