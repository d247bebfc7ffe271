package ssb

import (
	"cmp"
	"math"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// An event is all that happens to the municipality codes in one month.
type event struct {
	month varighet.Month
	ways  []data.Change // sorted by old, new
	out   map[varighet.MunicipalityCode]int
	in    map[varighet.MunicipalityCode]int
}

// classify makes changes out of KLASS's pairs: it names the kind of each, adds
// the row that KLASS leaves out when a code that takes in others goes on, and
// picks one main way out of every old code. people may be nil.
func classify(pairs []codeChange, inForce func(varighet.MunicipalityCode, varighet.Month) (string, bool), people peopleOf) []data.Change {
	slices.SortStableFunc(pairs, func(a, b codeChange) int {
		return cmp.Or(cmp.Compare(a.month, b.month), cmp.Compare(a.old, b.old), cmp.Compare(a.new, b.new))
	})
	var all []data.Change
	for i := 0; i < len(pairs); {
		j := i
		for j < len(pairs) && pairs[j].month == pairs[i].month {
			j++
		}
		e := newEvent(pairs[i:j], inForce)
		for k := range e.ways {
			e.ways[k].Kind = e.kind(e.ways[k])
		}
		e.choose(people)
		all = append(all, e.ways...)
		i = j
	}
	return all
}

// newEvent gathers the pairs of one month. A code in force before and after
// that others join, or that gives something away, goes on as itself.
func newEvent(pairs []codeChange, inForce func(varighet.MunicipalityCode, varighet.Month) (string, bool)) *event {
	e := &event{month: pairs[0].month, out: map[varighet.MunicipalityCode]int{}, in: map[varighet.MunicipalityCode]int{}}
	add := func(c data.Change) {
		same := func(d data.Change) bool { return d.Old == c.Old && d.New == c.New }
		if !slices.ContainsFunc(e.ways, same) {
			e.ways = append(e.ways, c)
		}
	}
	for _, p := range pairs {
		if p.old == p.new && p.oldName == p.newName {
			continue // a label switched off and on again
		}
		add(data.Change{Old: p.old, OldName: p.oldName, New: p.new, NewName: p.newName, Month: p.month})
	}
	for _, c := range slices.Clone(e.ways) {
		for _, code := range []varighet.MunicipalityCode{c.Old, c.New} {
			before, was := inForce(code, e.month-1)
			after, is := inForce(code, e.month)
			if code != "" && was && is && c.Old != c.New {
				add(data.Change{Old: code, OldName: before, New: code, NewName: after, Month: e.month})
			}
		}
	}
	for _, c := range e.ways {
		if c.Old != "" && c.New != "" {
			e.out[c.Old]++
			e.in[c.New]++
		}
	}
	slices.SortFunc(e.ways, func(a, b data.Change) int {
		return cmp.Or(cmp.Compare(a.Old, b.Old), cmp.Compare(a.New, b.New))
	})
	return e
}

func (e *event) kind(c data.Change) data.ChangeKind {
	switch {
	case c.Old == "":
		return data.Begin
	case c.New == "":
		return data.End
	case e.out[c.Old] > 1:
		return data.Split
	case e.in[c.New] > 1:
		return data.Merge
	case c.Old == c.New:
		return data.Rename
	}
	return data.Recode
}

// peopleOf gives the population of a code on 1 January of a year.
type peopleOf func(code varighet.MunicipalityCode, year int) (int32, bool)

// choose marks one way out of each old code as the main one.
func (e *event) choose(people peopleOf) {
	for i := 0; i < len(e.ways); {
		j := i
		for j < len(e.ways) && e.ways[j].Old == e.ways[i].Old {
			j++
		}
		ways := e.ways[i:j]
		i = j
		if ways[0].Old == "" {
			continue
		}
		if len(ways) == 1 {
			ways[0].Primary, ways[0].Basis = true, data.OnlyWay
			if ways[0].New != "" {
				ways[0].Share = varighet.Some(1.0)
			}
			continue
		}
		e.chooseOf(ways, people)
	}
}

// chooseOf picks the main part of a divided municipality: the code itself if
// it goes on, else the successor that gained most people, else the lowest code.
func (e *event) chooseOf(ways []data.Change, people peopleOf) {
	main, basis := 0, data.LowestCode
	gains, ok := e.gains(ways, people)
	total := 0.0
	for i := range ways {
		if ok && gains[i] > gains[main] {
			main = i
		}
		if ok {
			basis, total = data.ByPopulation, total+gains[i]
		}
	}
	for i, c := range ways {
		if c.New == c.Old {
			main, basis = i, data.CodeGoesOn
		}
	}
	for i := range ways {
		ways[i].Primary, ways[i].Basis = i == main, basis
		if ok {
			ways[i].Share = varighet.Some(math.Round(gains[i]/total*1000) / 1000)
		}
	}
}

// gains estimates how many people each part brought its successor: the
// successor's population on 1 January of the change, less what its other
// predecessors had a year earlier. A sum of several years' births and moves is
// in it, so it is an estimate; it is missing if a number is, or is negative.
func (e *event) gains(ways []data.Change, people peopleOf) ([]float64, bool) {
	if people == nil {
		return nil, false
	}
	gains := make([]float64, len(ways))
	for i, w := range ways {
		after, ok := people(w.New, e.month.Year())
		if !ok {
			return nil, false
		}
		gains[i] = float64(after)
		for _, other := range e.ways {
			if other.New != w.New || other.Old == w.Old || other.Old == "" {
				continue
			}
			before, ok := people(other.Old, (e.month - 1).Year())
			if !ok || e.out[other.Old] > 1 {
				return nil, false
			}
			gains[i] -= float64(before)
		}
		if gains[i] <= 0 {
			return nil, false
		}
	}
	return gains, true
}
