package ssb

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/data"
)

// A version is the municipalities of one day, as the web page of KLASS gives them:
// codes and names, and nothing on when each began or ended. Together with the
// changes, one is enough to know all days.
type version struct {
	file  *klassFile
	month varighet.Month
	names map[varighet.MunicipalityCode]string
}

var yearInName = regexp.MustCompile(`(?:^|\D)((?:19|20)\d\d)(?:\D|$)`)

// IsVersion reports whether a KLASS file has the municipalities of one day, without
// saying of which.
func IsVersion(f File) bool {
	k := readKLASS(f.Name, f.Content, &varighet.Problems{})
	return k != nil && k.kind == "klass-version"
}

// versionOf finds the day of a version: told by the user, or the one year in the
// file's name, as of its 1 January.
func versionOf(f File, k *klassFile, faults *varighet.Problems) version {
	v := version{file: k, names: map[varighet.MunicipalityCode]string{}}
	for _, c := range k.codes {
		v.names[c.code] = c.name
	}
	if f.Date.OK {
		v.month = f.Date.V
		return v
	}
	years := yearInName.FindAllStringSubmatch(path.Base(strings.ReplaceAll(f.Name, `\`, "/")), -1)
	if len(years) != 1 {
		faults.Add(&varighet.Problem{File: f.Name, Line: 1, Code: "klass-one-version",
			Msg:  "these are the municipalities of one day, and neither the file nor its name says of which",
			Hint: "give the day with --klass-date 2020-01-01, or save the answer of /classifications/131/codes?from=2001-01-01&to=2030-01-01"})
		return v
	}
	year := 0
	fmt.Sscan(years[0][1], &year)
	v.month = varighet.MonthOf(year, 1)
	return v
}

// joinVersions makes periods of versions: from each day it goes forward by the
// changes to the next, and from the first back to before the first change. Where a
// day has another list than the changes lead to, the day is believed and the
// difference told of.
func joinVersions(versions []version, pairs []codeChange) (*klassFile, []data.Finding) {
	slices.SortFunc(versions, func(a, b version) int { return cmp.Compare(a.month, b.month) })
	events := map[varighet.Month][]codeChange{}
	for _, p := range pairs {
		events[p.month] = append(events[p.month], p)
	}
	var months []varighet.Month
	for m := range events {
		months = append(months, m)
	}
	slices.Sort(months)
	h := history{open: map[varighet.MunicipalityCode]int{}}
	first := versions[0]
	now := cloneNames(first.names)
	var guessed []string
	for i := len(months) - 1; i >= 0; i-- {
		if months[i] <= first.month {
			now = before(now, events[months[i]], &guessed)
		}
	}
	start := first.month
	if len(months) > 0 && months[0] <= start {
		start = varighet.MonthOf((months[0] - 1).Year(), 1)
	}
	h.set(start, now)
	var findings []data.Finding
	if len(guessed) > 0 {
		findings = append(findings, data.Finding{Code: "klass-guessed", Msg: fmt.Sprintf(
			"whether %d municipalities that took in others were there before is a guess by their names (%s): give the municipalities of %d too",
			len(guessed), some(guessed), start.Year())})
	}
	next := 1
	for _, m := range append(months, varighet.MaxMonth) {
		for next < len(versions) && versions[next].month < m {
			findings = append(findings, h.believe(versions[next])...)
			now = cloneNames(versions[next].names)
			next++
		}
		if m == varighet.MaxMonth {
			break
		}
		if m > start {
			now = after(now, events[m])
			h.set(m, now)
		}
		if next < len(versions) && versions[next].month == m {
			findings = append(findings, h.believe(versions[next])...)
			now = cloneNames(versions[next].names)
			next++
		}
	}
	return &klassFile{name: first.file.name, kind: "klass-codes", codes: h.periods}, findings
}

func cloneNames(m map[varighet.MunicipalityCode]string) map[varighet.MunicipalityCode]string {
	out := make(map[varighet.MunicipalityCode]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// after is the list after the changes of a month.
func after(now map[varighet.MunicipalityCode]string, changes []codeChange) map[varighet.MunicipalityCode]string {
	out := cloneNames(now)
	for _, c := range changes {
		delete(out, c.old)
	}
	for _, c := range changes {
		if c.new != "" {
			out[c.new] = c.newName
		}
	}
	return out
}

// before is the list before the changes of a month. KLASS does not say whether a
// code that others came to was there before and went on. It is taken to be new
// if one of those has its name, or if several came and none has; one that a single
// municipality of another name came to is taken to have gone on. Such codes are
// added to guessed.
func before(now map[varighet.MunicipalityCode]string, changes []codeChange, guessed *[]string) map[varighet.MunicipalityCode]string {
	type arrivals struct {
		n        int
		itself   bool // the code is among the old ones
		sameName bool
	}
	came := map[varighet.MunicipalityCode]*arrivals{}
	for _, c := range changes {
		if came[c.new] == nil {
			came[c.new] = &arrivals{}
		}
		a := came[c.new]
		a.n++
		a.itself = a.itself || c.old == c.new
		a.sameName = a.sameName || c.oldName == c.newName || c.old == ""
	}
	out := cloneNames(now)
	for code, a := range came {
		switch {
		case code == "" || a.itself:
		case a.sameName:
			delete(out, code)
		default:
			*guessed = append(*guessed, string(code))
			if a.n > 1 {
				delete(out, code)
			}
		}
	}
	slices.Sort(*guessed)
	for _, c := range changes {
		if c.old != "" {
			out[c.old] = c.oldName
		}
	}
	return out
}

// A history gathers the periods of codes from the lists of successive days.
type history struct {
	periods []codePeriod
	open    map[varighet.MunicipalityCode]int // index of the period that goes on
}

// set says that these are the municipalities from a month on.
func (h *history) set(month varighet.Month, now map[varighet.MunicipalityCode]string) {
	for code, i := range h.open {
		if name, on := now[code]; !on || name != h.periods[i].name {
			h.periods[i].to = varighet.Some(month)
			delete(h.open, code)
		}
	}
	codes := make([]varighet.MunicipalityCode, 0, len(now))
	for code := range now {
		codes = append(codes, code)
	}
	slices.Sort(codes)
	for _, code := range codes {
		if _, on := h.open[code]; !on {
			h.open[code] = len(h.periods)
			h.periods = append(h.periods, codePeriod{code: code, name: now[code], from: varighet.Some(month)})
		}
	}
}

// believe goes on with what a version says, and tells of the codes that the changes
// had led to otherwise. A name that is written in another way is not a change.
func (h *history) believe(v version) []data.Finding {
	var more, fewer []string
	for code := range v.names {
		if _, on := h.open[code]; !on {
			more = append(more, string(code))
		}
	}
	for code := range h.open {
		if _, on := v.names[code]; !on {
			fewer = append(fewer, string(code))
		}
	}
	slices.Sort(more)
	slices.Sort(fewer)
	now := cloneNames(v.names)
	for code, i := range h.open {
		if _, on := now[code]; on {
			now[code] = h.periods[i].name
		}
	}
	h.set(v.month, now)
	if len(more)+len(fewer) == 0 {
		return nil
	}
	return []data.Finding{{Code: "klass-version-differs", Msg: fmt.Sprintf(
		"the municipalities of %s are not those that the changes lead to: %d more (%s), %d fewer (%s)",
		v.month.Date(), len(more), some(more), len(fewer), some(fewer))}}
}

// some lists the first few of a list.
func some(list []string) string {
	if len(list) > 5 {
		return strings.Join(list[:5], ", ") + ", …"
	}
	return strings.Join(list, ", ")
}
