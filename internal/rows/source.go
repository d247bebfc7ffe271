// Package rows makes samples for the estimators of spells or of any CSV.
//
// A [Source] says where rows come from and [Choices], or [ModelChoices] for a model, which
// of its columns do what. [Read] and [ReadModel] leave out what cannot be used and count it:
// spells as [survival.Select] does, rows of any CSV one by one, each with its reason.
package rows

import (
	"io"
	"slices"

	"github.com/varighet/varighet/internal/spellfile"
	"github.com/varighet/varighet/survival"
)

// ReadModel reads what a model is fitted to: spells, or any CSV.
func ReadModel(src *Source, opt *ModelChoices) (*Model, error) {
	if src.Table == nil {
		return readCSVModel(src, opt)
	}
	return readSpellModel(src, opt)
}

// A Source is where rows come from: spells, or any CSV.
type Source struct {
	Name  string           // for messages
	Table *spellfile.Table // spells; nil for any CSV
	CSV   io.ReadCloser    // nil for spells
	Notes []string         // what is to be said of the spells beside the numbers

	Filtered map[survival.SpellKind]int // spells that Narrow left out
}

// Choose chooses spells, and counts also those that were filtered out.
func (s *Source) Choose(q survival.Query) *survival.Selection {
	chosen := survival.Select(s.Table.Spells, q)
	if n := s.Filtered[q.Kind]; n > 0 {
		chosen.LeftOut = append([]survival.LeftOut{{Reason: survival.Filtered, Spells: n}}, chosen.LeftOut...)
	}
	return chosen
}

// notes are those of the source, and what is left out of a selection.
func (s *Source) notes(chosen *survival.Selection) []string {
	list := slices.Clone(s.Notes)
	for _, l := range chosen.LeftOut {
		list = append(list, l.String())
	}
	return list
}

// Close closes the file, if there is one.
func (s *Source) Close() error {
	if s.CSV == nil {
		return nil
	}
	return s.CSV.Close()
}

// Read reads what is estimated from: spells, or any CSV.
func Read(src *Source, opt *Choices) (*Set, error) {
	if src.Table == nil {
		return readCSVTenures(src, opt)
	}
	return spellTenures(src, opt)
}
