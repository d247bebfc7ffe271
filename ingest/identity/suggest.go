package identity

import (
	"cmp"
	"encoding/csv"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/celltext"
)

// A Suggestion is a question about who is one doctor: of two names that are alike, or of
// one name on two lists, which is answered by a rule until somebody decides.
type Suggestion struct {
	Municipality string // its code, or its name where there is none
	Name         string // the later one
	SameAs       string // the earlier one
	Month        varighet.Month
	PositionID   string // the list on which one follows the other, or the name's later list; "" if it is only the municipality
	Other        string // the name's earlier list; "" for two names
	Likeness
}

// A Pair is two names that follow each other on a list, or in a municipality.
type Pair struct {
	Municipality  string
	Before, After string // as they are written
	Month         varighet.Month
	PositionID    string // "" if one only left the municipality before the other came
}

// offList scales the score of two names that do not follow each other on a list.
const offList = 0.6

// leastScore is below what nothing is proposed.
const leastScore = 0.3

// Suggest finds, among names that follow each other, those that differ a little and may
// be of one doctor. It never decides: two people can have names like that. The suggestions
// come with the highest scores first, each two names of a municipality once.
func Suggest(pairs []Pair) []Suggestion {
	type names struct{ municipality, a, b string }
	found := map[names]Suggestion{}
	for _, p := range pairs {
		l := CompareNames(p.Before, p.After)
		if p.PositionID == "" {
			l.Score *= offList
		}
		if l.Score = math.Round(l.Score*100) / 100; l.Score < leastScore {
			continue
		}
		key := names{p.Municipality, min(p.Before, p.After), max(p.Before, p.After)}
		if have, ok := found[key]; ok && have.Score >= l.Score {
			continue
		}
		found[key] = Suggestion{Municipality: p.Municipality, Name: p.After, SameAs: p.Before, Month: p.Month, PositionID: p.PositionID, Likeness: l}
	}
	list := slices.Collect(maps.Values(found))
	slices.SortFunc(list, CompareSuggestions)
	return list
}

// CompareSuggestions orders suggestions: the highest scores first.
func CompareSuggestions(a, b Suggestion) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Municipality, b.Municipality), cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.SameAs, b.SameAs), cmp.Compare(a.PositionID, b.PositionID), cmp.Compare(a.Other, b.Other))
}

// Reasons of questions about one name on two lists.
const (
	OverBorder       Reason = "over-border" // taken for one doctor who moved
	TwoListsAtOnce   Reason = "two-lists"   // taken for one doctor with two lists
	SharedByOthers   Reason = "shared-name" // taken for two people of one name
	scoreOfQuestions        = 0.5
)

// AboutLists makes the question about one name on two lists.
func AboutLists(municipality, name string, month varighet.Month, position, other string, reason Reason) Suggestion {
	return Suggestion{Municipality: municipality, Name: name, SameAs: name, Month: month, PositionID: position, Other: other,
		Likeness: Likeness{Score: scoreOfQuestions, Reasons: []Reason{reason}}}
}

var suggestionColumns = []string{"municipality_code", "name", "same_as", "decision", "score", "reasons", "month", "position_id", "same_as_position_id"}

// WriteSuggestions writes suggestions as CSV with semicolons and a byte order
// mark, for a spreadsheet. Whoever reviews it writes "ja" or "yes" under decision
// and keeps the file as aliases: see [ReadAliases]. It holds names.
func WriteSuggestions(w io.Writer, list []Suggestion) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.Comma, out.UseCRLF = ';', true
	if err := out.Write(suggestionColumns); err != nil {
		return err
	}
	for _, s := range list {
		reasons := make([]string, len(s.Reasons))
		for i, r := range s.Reasons {
			reasons[i] = string(r)
		}
		score := strings.ReplaceAll(strconv.FormatFloat(s.Score, 'f', 2, 64), ".", ",")
		row := []string{s.Municipality, s.Name, s.SameAs, "", score, strings.Join(reasons, " "), s.Month.String(), s.PositionID, s.Other}
		for i := range row {
			row[i] = celltext.AsText(row[i])
		}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
