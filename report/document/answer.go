package document

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"

	"github.com/varighet/varighet/internal/celltext"
	"github.com/varighet/varighet/internal/rows"
	"github.com/varighet/varighet/internal/version"
	"github.com/varighet/varighet/survival"
)

// An Answer is what an analysis came to. Its JSON, by [WriteJSON], is its document.
type Answer interface {
	CSV(w io.Writer) error  // one of its tables, with exact numbers
	Text(w io.Writer) error // a table for the eye, rounded
	Asides() *Ending        // what is to be said beside the numbers
}

// WriteJSON writes an answer as its document, in one line, with < and > as they are, and signs that
// nobody sees as numbers.
func WriteJSON(w io.Writer, v any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return err
	}
	_, err := w.Write(celltext.InJSON(b.Bytes()))
	return err
}

// An Ending closes the document of every [Answer]: what is to be said beside the numbers.
type Ending struct {
	Rejected []RejectedRow `json:"rejected"` // rows of any CSV that cannot be used; empty for spells
	// what to know before the numbers are used, in English; empty if there is nothing
	Warnings []string `json:"warnings"`
	// unprotected: numbers are exact and nothing is withheld, however few people it is of
	Disclosure string `json:"disclosure"`
	// spells that are not used, by reason; empty for any CSV
	LeftOut []survival.LeftOut `json:"left_out"`
	// what the numbers are of; numbers of others are compared only where all parts are the same
	Definitions []Defined `json:"definitions"`
	// of the program; devel if it was not built from a released version
	Version string `json:"version"`

	Unusable []*survival.Rejected `json:"-"` // the rejected rows as they came
}

// A RejectedRow is a row of any CSV that was left out.
type RejectedRow struct {
	Row    int                 `json:"row"`    // 1-based, the header not counted
	Code   survival.RejectCode `json:"code"`   // what is wrong, for scripts: time-missing, event-value, …
	Reason string              `json:"reason"` // the same in English, with no value of the row
}

func newEnding(rejected []*survival.Rejected, leftOut []survival.LeftOut, warnings []string) Ending {
	e := Ending{Rejected: []RejectedRow{}, LeftOut: append([]survival.LeftOut{}, leftOut...), Definitions: []Defined{}, Warnings: append([]string{}, warnings...),
		Disclosure: "unprotected", Version: version.Of(), Unusable: rejected}
	for _, r := range rejected {
		e.Rejected = append(e.Rejected, RejectedRow{r.Row, r.Code, r.Message})
	}
	return e
}

// Asides is the ending itself: with it, whatever embeds one has the last method of an [Answer].
func (e *Ending) Asides() *Ending { return e }

// Reasons counts the rejected rows by reason.
func (e *Ending) Reasons() []rows.ReasonCount {
	var list []string
	for _, r := range e.Rejected {
		list = append(list, r.Reason)
	}
	return rows.CountReasons(list)
}

func (e *Ending) warn(text string) { e.Warnings = append(e.Warnings, text) }

// leaveOut notes spells that are not used.
func (e *Ending) leaveOut(l survival.LeftOut) {
	if l.Spells > 0 {
		e.LeftOut = append(e.LeftOut, l)
		e.warn(l.String())
	}
}

// leaveUngrouped notes spells that have no value to group them by.
func (e *Ending) leaveUngrouped(n int, by []string) {
	e.leaveOut(survival.LeftOut{Reason: survival.ValueMissing, What: strings.Join(by, ", "), Spells: n})
}

// ofSpells is the ending of an answer that is of all doctors' spells of a source, but those
// that were filtered out.
func ofSpells(src *rows.Source) Ending {
	e := newEnding(nil, nil, src.Notes)
	e.leaveOut(survival.LeftOut{Reason: survival.Filtered, Spells: src.Filtered[survival.Regular]})
	return e
}
