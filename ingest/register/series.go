package register

import (
	"slices"
	"strings"
)

// Series tells which files belong together: a series is named by its first file. Files are
// of one series if their names differ in the month only ([Input.Series]), and their rows
// are about the same but for what was added; what was added to one of them may connect
// two others. A file whose series is not known is one by itself.
func (m *Manifest) Series() map[string]string {
	byName := map[string][]*Input{}
	series := map[string]string{}
	for i := range m.Inputs {
		in := &m.Inputs[i]
		if in.Series == "" {
			series[in.Name] = in.Name
			continue
		}
		byName[in.Series] = append(byName[in.Series], in)
	}
	for _, files := range byName {
		for _, group := range sameLayout(files) {
			first := slices.MinFunc(group, func(a, b *Input) int { return strings.Compare(a.Name, b.Name) }).Name
			for _, in := range group {
				series[in.Name] = first
			}
		}
	}
	return series
}

// sameLayout parts files into those whose layouts hold each other, directly or by way of
// others.
func sameLayout(files []*Input) (groups [][]*Input) {
	for _, in := range files {
		own := []*Input{in}
		var apart [][]*Input
		for _, g := range groups {
			if slices.ContainsFunc(g, func(o *Input) bool { return holds(o.Layout, in.Layout) || holds(in.Layout, o.Layout) }) {
				own = append(own, g...)
			} else {
				apart = append(apart, g)
			}
		}
		groups = append(apart, own)
	}
	return groups
}

// holds reports whether all words of one layout are in another.
func holds(all, some string) bool {
	words := strings.Fields(all)
	return !slices.ContainsFunc(strings.Fields(some), func(w string) bool { return !slices.Contains(words, w) })
}
