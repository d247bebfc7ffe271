package study

import (
	"bytes"
	"fmt"
	"path/filepath"
	"reflect"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/report"
)

// PublishedApart returns a problem if two of the studies are published and read a file of the same bytes, whatever it is called, or are of
// the same made-up country: each report keeps to the rule, but a reader could subtract one from the other. Editions of one study
// in several languages are one report. Files are read once, where two published studies name any.
func PublishedApart(list []*Study) error {
	published := slices.DeleteFunc(slices.Clone(list), func(s *Study) bool { return s.Disclosure != report.Published })
	var reports []*Study
	for _, s := range published {
		if !slices.ContainsFunc(reports, s.isEditionOf) {
			reports = append(reports, s)
		}
	}
	if len(reports) < 2 {
		return nil
	}
	of := map[string]*Study{}
	for _, s := range reports {
		rows, err := s.rowDigests()
		if err != nil {
			return err
		}
		for _, r := range rows {
			if other := of[r]; other != nil {
				return sharesRows(s, other)
			}
		}
		for _, r := range rows {
			of[r] = s
		}
	}
	return nil
}

// isEditionOf reports whether two studies are one report in two languages.
func (s *Study) isEditionOf(o *Study) bool {
	return s.dir == o.dir && bytes.Equal(s.text, o.text) && s.Choices.Cohort == o.Choices.Cohort
}

// sharesRows is the problem of a study that reads the rows of another.
func sharesRows(s, other *Study) error {
	return &varighet.Problem{File: s.ID + ".toml", Code: "published-twice", Msg: fmt.Sprintf("%s and %s are both published and read the same rows: a reader could subtract one report from the other", other.ID, s.ID),
		Hint: "put their figures and tables into one study, whose counts are chosen together; or run one of them first, and the other by itself with --published-before and the manifest of the first"}
}

// rowDigests are the digests of what a study reads its rows from: of each file that is read, or of how a country is made.
func (s *Study) rowDigests() (list []string, err error) {
	if s.Simulation != nil {
		return []string{fmt.Sprintf("simulated %+v", s.Simulation.Options())}, nil
	}
	inputs, err := s.files()
	if err != nil {
		return nil, err
	}
	for _, in := range inputs {
		if in.SetAside != "" {
			continue
		}
		sum, err := digestInput(in)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", in.Name, err)
		}
		list = append(list, sum)
	}
	return list, nil
}

// SubtractedFrom names the published reports in the folders beside one that has just been written that seem to be of the same
// rows: they go to the same month and show as many agreements or tenures. It is for a warning; reports that were held against each other, and
// editions of one report, are not among them.
func SubtractedFrom(target string) (names []string, err error) {
	mine, err := readPublishedManifest(filepath.Join(target, manifestName))
	if err != nil {
		return nil, err
	}
	beside, err := filepath.Glob(filepath.Join(filepath.Dir(filepath.Clean(target)), "*", manifestName))
	if err != nil {
		return nil, err
	}
	for _, file := range beside {
		other, err := readPublishedManifest(file)
		if err != nil || other.Study == mine.Study || reflect.DeepEqual(other.Asked, mine.Asked) {
			continue // no published report, or one of other languages
		}
		if other.Published.LastMonth == mine.Published.LastMonth && other.Published.Own.alike(&mine.Published.Own) {
			names = append(names, filepath.Base(filepath.Dir(file)))
		}
	}
	return names, nil
}

// alike reports whether two sides show as many agreements or as many tenures.
func (m *manifestCounts) alike(o *manifestCounts) bool {
	for _, name := range []string{"agreements", "tenures"} {
		if n := m.Counts[name]; n > 0 && n == o.Counts[name] {
			return true
		}
	}
	return false
}
