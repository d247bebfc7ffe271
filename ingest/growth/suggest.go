package growth

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// names returns the doctors' names by id, as far as they are known: from the files that
// are given, read again where they are in the register already, and from a register that
// keeps names. Files that are not given are told of.
func (r *run) doctorNames(ctx context.Context) (map[string]string, error) {
	var names []ingest.SeenName
	if r.out.Reading != nil {
		names = r.out.Reading.Names
	}
	if len(r.unchanged) > 0 && r.Suggest != nil {
		again, err := ingest.Read(ctx, r.unchanged, r.Reader, nil)
		if err != nil {
			return nil, err
		}
		names = append(names, again.Names...)
	}
	byID := make(map[string]string, len(names))
	for _, n := range names {
		if have, ok := byID[n.ID]; !ok || n.Written < have {
			byID[n.ID] = n.Written
		}
	}
	kept, err := r.keptNames(byID)
	if err != nil {
		return nil, err
	}
	if n := r.notGiven(); n > 0 && !kept && r.Suggest != nil {
		r.out.Warnings = append(r.out.Warnings, fmt.Sprintf(
			"the register has %d more of its files, whose names it does not keep: give all of them to compare all names", n))
	}
	return byID, nil
}

// notGiven counts the files of the register that are not among the inputs.
func (r *run) notGiven() int {
	n := 0
	if r.old != nil {
		for _, in := range r.old.Inputs {
			if !slices.ContainsFunc(r.Inputs, func(given ingest.Input) bool { return given.Name == in.Name }) {
				n++
			}
		}
	}
	return n
}

// keptNames adds the names that the old register keeps, if it does.
func (r *run) keptNames(byID map[string]string) (kept bool, err error) {
	if !r.Reader.KeepNames || r.update.Old == nil {
		return false, nil
	}
	for o, err := range r.update.Old.Observations("doctor_name", "name_id") {
		if err != nil {
			return false, err
		}
		if have, ok := byID[o.NameID]; o.NameID != "" && o.DoctorName != "" && (!ok || o.DoctorName < have) {
			byID[o.NameID] = o.DoctorName
		}
	}
	return true, nil
}

// An identification is what was found out about who is who, for people to look at.
type identification struct {
	findings []register.Finding
	alike    []identity.Suggestion // names that follow each other and are alike
	names    map[string]string     // by NameID
}

// identify asks the builder what it found.
func (r *run) identify(ctx context.Context, b *register.Builder) (*identification, error) {
	names, err := r.doctorNames(ctx)
	if err != nil {
		return nil, err
	}
	var pairs []identity.Pair
	for _, s := range b.Successions() {
		before, after := names[s.Before], names[s.After]
		if before != "" && after != "" && !r.parted(s) && (s.Position != "" || r.Suggest != nil) {
			pairs = append(pairs, identity.Pair{Municipality: place(s.Code, s.Town), Before: before, After: after, Month: s.Month, PositionID: s.Position})
		}
	}
	return &identification{b.Findings(), identity.Suggest(pairs), names}, nil
}

// parted reports whether somebody has decided that two names are of two doctors.
func (r *run) parted(s register.Succession) bool {
	return slices.ContainsFunc(r.Aliases, func(a identity.Alias) bool {
		if !a.Apart || a.AboutLists() {
			return false
		}
		x, y := ingest.NameID(r.Reader.Key, a.Name), ingest.NameID(r.Reader.Key, a.SameAs)
		return x == s.Before && y == s.After || x == s.After && y == s.Before
	})
}

// nameWithoutCode is the name by which a municipality goes that has no code.
func nameWithoutCode(code varighet.MunicipalityCode, name string) string {
	if code != "" {
		return ""
	}
	return name
}

// codeOrName tells whether what a municipality is called is its code.
func codeOrName(s string) (code varighet.MunicipalityCode, name string) {
	if s != "" && s[0] >= '0' && s[0] <= '9' {
		return varighet.MunicipalityCode(s), ""
	}
	return "", s
}

// place is how a municipality is called in what people read.
func place(code varighet.MunicipalityCode, name string) string {
	if code != "" {
		return string(code)
	}
	return name
}

// suggestions are the questions about who is one doctor, the surest first.
func (i *identification) suggestions() []identity.Suggestion {
	list := slices.Clone(i.alike)
	for _, f := range i.findings {
		if reason := questions[f.Kind]; reason != "" && i.names[f.NameID] != "" {
			list = append(list, identity.AboutLists(place(f.Code, f.Town), i.names[f.NameID], f.Month, f.Position, f.Other, reason))
		}
	}
	slices.SortStableFunc(list, identity.CompareSuggestions)
	return list
}

// questions are the reasons for which a finding is a question.
var questions = map[identity.FindingKind]identity.Reason{
	identity.JoinedLists: identity.OverBorder, identity.ListsAtOnce: identity.TwoListsAtOnce, identity.SharedName: identity.SharedByOthers,
}

// clearlyAlike is the score from which two names on one list are an alarm.
const clearlyAlike = 0.7

// alarms says what was found, a line for each kind.
func (i *identification) alarms() []varighet.Alarm {
	var list []varighet.Alarm
	for kind, words := range alarmWords {
		a := varighet.Alarm{Code: words.code, Hint: words.hint}
		rows := int64(0)
		for _, f := range i.findings {
			if f.Kind != identity.FindingKind(kind) {
				continue
			}
			a.Count++
			first(&a, f.Month, f.Code, nameWithoutCode(f.Code, f.Town))
			rows += int64(f.Months)
		}
		if a.Count > 0 {
			a.Msg = fmt.Sprintf("%s: %d", words.msg, a.Count)
			if rows > 0 {
				a.Msg += fmt.Sprintf(", %d rows", rows)
			}
			list = append(list, a)
		}
	}
	alike := varighet.Alarm{Code: "names-alike", Hint: "nobody was joined: --suggest FILE lists them, and --aliases takes what you decide"}
	for _, s := range i.alike {
		if s.PositionID == "" || s.Score < clearlyAlike {
			continue
		}
		alike.Count++
		code, name := codeOrName(s.Municipality)
		first(&alike, s.Month, code, name)
	}
	if alike.Count > 0 {
		alike.Msg = fmt.Sprintf("names that follow each other on one list and look alike, and may be one doctor: %d", alike.Count)
		list = append(list, alike)
	}
	return list
}

// first makes an alarm stand where the first of what it counts was found; of several in one
// month, in the first municipality. Order of rows, or of pseudonyms, has no say in it.
func first(a *varighet.Alarm, month varighet.Month, code varighet.MunicipalityCode, name string) {
	if a.Month == 0 || cmp.Or(cmp.Compare(month, a.Month), cmp.Compare(code, a.Municipality), cmp.Compare(name, a.Name)) < 0 {
		a.Month, a.Municipality, a.Name = month, code, name
	}
}

// alarmWords are what is said of findings, by kind.
var alarmWords = [...]struct {
	code      varighet.AlarmCode
	msg, hint string
}{
	identity.NumberTaken:   {"number-by-name", "names without a number that took the number of the same name on their list", "add the numbers that are missing if one of them is somebody else"},
	identity.NumberNearest: {"number-by-nearest", "names without a number that took the nearest of several numbers of that name on their list", "two doctors of one name have had the list: add the numbers that are missing"},
	identity.JoinedLists:   {"name-over-border", "names on lists of two municipalities that were taken for one doctor who moved", "--suggest FILE lists them; nei parts them, with --aliases"},
	identity.ListsAtOnce:   {"name-on-two-lists", "names on two lists of a municipality at once that were taken for one doctor", "--suggest FILE lists them; nei parts them, with --aliases"},
	identity.SharedName:    {"shared-name", "names that stand in two municipalities at once, or with two numbers, and were taken for different doctors in each", "--suggest FILE lists them; ja joins them, with --aliases; HPR numbers would tell"},
}
