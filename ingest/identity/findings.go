package identity

import "slices"

// findings notes what was concluded of the name that somebody may want to look at.
func (n *named) findings(s *Settled, people [][]*nameOnList) {
	for k, lists := range people {
		for i, l := range lists {
			n.takenNumbers(s, l)
			n.joined(s, l, lists[:i])
		}
		if n.shared && k > 0 && !n.decidedOf(lists, people[k-1]) {
			n.find(s, SharedName, lists[0], people[k-1][0])
		}
	}
}

// decidedOf reports whether somebody has decided about a list of one and of the other.
func (n *named) decidedOf(x, y []*nameOnList) bool {
	for _, l := range x {
		if slices.ContainsFunc(y, func(o *nameOnList) bool { _, decided := n.decided(l, o); return decided }) {
			return true
		}
	}
	return false
}

// takenNumbers notes rows without a number that took one of their list's.
func (n *named) takenNumbers(s *Settled, l *nameOnList) {
	months, first := 0, -1
	for i := range l.stints {
		if st := &l.stints[i]; st.Number == 0 {
			months += int(st.Last-st.First) + 1
			if first < 0 {
				first = i
			}
		}
	}
	if months == 0 || len(l.numbers) == 0 {
		return
	}
	kind := NumberTaken
	if len(l.numbers) > 1 {
		kind = NumberNearest
	}
	st := &l.stints[first]
	s.Findings = append(s.Findings, Finding{Kind: kind, Name: n.name, List: l.list, Code: st.Code, Town: st.Town, Month: st.First, Months: months})
}

// joined notes that a list is of the doctor who had an earlier one, where the name alone
// says so: over a border, or beside it.
func (n *named) joined(s *Settled, l *nameOnList, before []*nameOnList) {
	byName := func(o *nameOnList) bool { return len(l.numbers) == 0 || len(o.numbers) == 0 }
	if n.decidedOf([]*nameOnList{l}, before) {
		return
	}
	if o := l.latest(before); o != nil && byName(o) && !slices.ContainsFunc(before, l.sharesPlace) {
		n.find(s, JoinedLists, l, o)
		return
	}
	for _, o := range before {
		if byName(o) && l.overlaps(o) {
			n.find(s, ListsAtOnce, l, o)
			return
		}
	}
}

// latest returns the list that the name left last.
func (l *nameOnList) latest(before []*nameOnList) (last *nameOnList) {
	for _, o := range before {
		if last == nil || o.last > last.last {
			last = o
		}
	}
	return last
}

// overlaps reports whether the name holds both lists in some month.
func (l *nameOnList) overlaps(o *nameOnList) bool {
	for i := range l.stints {
		for k := range o.stints {
			if a, b := &l.stints[i], &o.stints[k]; a.Holder && b.Holder && a.First <= b.Last && b.First <= a.Last {
				return true
			}
		}
	}
	return false
}

func (n *named) find(s *Settled, kind FindingKind, l, other *nameOnList) {
	st := &l.stints[0]
	s.Findings = append(s.Findings, Finding{Kind: kind, Name: n.name, List: l.list, Other: other.list, Code: st.Code, Town: st.Town, Month: l.first})
}
