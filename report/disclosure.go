package report

import (
	"slices"

	"github.com/varighet/varighet/report/locale"
)

// A Disclosure says who may see what is written. Who writes names it, because a slip here
// cannot be undone.
type Disclosure string

// The modes.
const (
	Published Disclosure = "published" // small counts are withheld, and what would give them away
	Public    Disclosure = "public"    // the rows are published already
	MadeUp    Disclosure = "made-up"   // the rows are simulated
	Internal  Disclosure = "internal"  // exact numbers, every page marked
)

// Disclosures are the modes by name, in the order in which messages list them.
func Disclosures() []string {
	return []string{string(Published), string(Internal), string(Public), string(MadeUp)}
}

// Known reports whether there is such a mode.
func (d Disclosure) Known() bool { return slices.Contains(Disclosures(), string(d)) }

// Mark is what stands on every page that is not of published rows; "" if nothing does.
func (d Disclosure) Mark(l *locale.Locale) string {
	switch d {
	case Published:
		return l.PublishedMark
	case Internal:
		return l.InternalUse
	case MadeUp:
		return l.MadeUpData
	}
	return ""
}
