package identity

import (
	"cmp"
	"encoding/csv"
	"io"
	"iter"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/varighet/varighet"
)

// A Name is a doctor who is known by name, as a file writes it.
type Name struct {
	ID      string // the doctor's id in the observations
	Scope   string // the municipality, by fixed borders
	Written string
}

// A Suggestion is two names that may be of one doctor.
type Suggestion struct {
	Scope      string
	Name       string // the later one
	SameAs     string // the earlier one
	Month      varighet.Month
	PositionID string // the list on which one follows the other; "" if it is only the municipality
	Likeness
}

// offList scales the score of two names that do not follow each other on a list.
const offList = 0.6

// leastScore is below what nothing is proposed.
const leastScore = 0.3

// Suggest looks for names that may be of one doctor: one is the last of its list
// and the other the next in the month after, or one was last seen in a municipality
// in the month before the other was first, and they differ a little. It never
// decides: two people can have names like that.
//
// Observations come by position and month, with at least month, position, doctor
// and role; those of doctors without a name among names are passed over. The
// suggestions come with the highest scores first.
func Suggest(observations iter.Seq2[*varighet.Observation, error], names []Name) ([]Suggestion, error) {
	byID := make(map[string]*Name, len(names))
	for i := range names {
		byID[names[i].ID] = &names[i]
	}
	s := suggester{names: byID, seen: map[string]*stay{}, found: map[[2]string]Suggestion{}}
	for o, err := range observations {
		if err != nil {
			return nil, err
		}
		if o.Role == varighet.RoleRegular && byID[o.DoctorID] != nil {
			s.see(o)
		}
	}
	s.municipalities()
	list := make([]Suggestion, 0, len(s.found))
	for _, f := range s.found {
		list = append(list, f)
	}
	slices.SortFunc(list, func(a, b Suggestion) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Scope, b.Scope), cmp.Compare(a.Name, b.Name), cmp.Compare(a.SameAs, b.SameAs))
	})
	return list, nil
}

// A stay is the months of a doctor, on whatever lists.
type stay struct {
	name        *Name
	first, last varighet.Month
}

type suggester struct {
	names map[string]*Name
	seen  map[string]*stay
	found map[[2]string]Suggestion

	position   string
	month      varighet.Month
	now, prior []string // doctors of the position in month, and in the month before it that has any
	priorMonth varighet.Month
}

func (s *suggester) see(o *varighet.Observation) {
	st := s.seen[o.DoctorID]
	if st == nil {
		st = &stay{name: s.names[o.DoctorID], first: o.Month, last: o.Month}
		s.seen[o.DoctorID] = st
	}
	st.first, st.last = min(st.first, o.Month), max(st.last, o.Month)
	if o.PositionID != s.position {
		s.position, s.now, s.prior = o.PositionID, nil, nil
		s.month = o.Month
	}
	if o.Month != s.month {
		s.prior, s.priorMonth = s.now, s.month
		s.now, s.month = nil, o.Month
	}
	s.now = append(s.now, o.DoctorID)
	for _, before := range s.prior {
		if before != o.DoctorID && s.month <= s.priorMonth+2 && !slices.Contains(s.prior, o.DoctorID) {
			s.propose(s.names[before], s.names[o.DoctorID], o.Month, o.PositionID, 1)
		}
	}
}

// propose keeps a pair that is alike enough, at its best score.
func (s *suggester) propose(before, after *Name, month varighet.Month, position string, scale float64) {
	if before.Scope != after.Scope {
		return
	}
	l := CompareNames(before.Written, after.Written)
	if l.Score = math.Round(l.Score*scale*100) / 100; l.Score < leastScore {
		return
	}
	key := [2]string{min(before.ID, after.ID), max(before.ID, after.ID)}
	if have, ok := s.found[key]; ok && have.Score >= l.Score {
		return
	}
	s.found[key] = Suggestion{Scope: after.Scope, Name: after.Written, SameAs: before.Written, Month: month, PositionID: position, Likeness: l}
}

// municipalities compares doctors who left a municipality with those who came in
// the month after.
func (s *suggester) municipalities() {
	type when struct {
		scope string
		month varighet.Month
	}
	left := map[when][]*stay{}
	for _, st := range s.seen {
		left[when{st.name.Scope, st.last + 1}] = append(left[when{st.name.Scope, st.last + 1}], st)
	}
	for _, st := range s.seen {
		for _, before := range left[when{st.name.Scope, st.first}] {
			if before.name.ID != st.name.ID {
				s.propose(before.name, st.name, st.first, "", offList)
			}
		}
	}
}

var suggestionColumns = []string{"municipality_code", "name", "same_as", "decision", "score", "reasons", "month", "position_id"}

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
		row := []string{s.Scope, s.Name, s.SameAs, "", score, strings.Join(reasons, " "), s.Month.String(), s.PositionID}
		if err := out.Write(row); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}
