package growth

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// doctors tells the builder which ids are of one doctor: those of reviewed
// aliases, and names that a file cut short.
func (r *run) doctors(b *register.Builder, before map[string]string) error {
	rename := map[string]string{}
	maps.Copy(rename, before)
	if r.out.Reading != nil {
		r.cut = cutNames(r.out.Reading.Names)
		for from, to := range r.cut {
			rename[from] = to
		}
	}
	r.aliasIDs = make([][]string, len(r.Aliases))
	for i, a := range r.Aliases {
		for _, p := range r.idsOf(a) {
			rename[p[0]] = p[1]
			r.aliasIDs[i] = append(r.aliasIDs[i], p[0])
		}
	}
	if err := b.Rename(rename); err != nil {
		return &varighet.Problem{File: r.AliasFile, Code: "alias-circle", Msg: "the aliases lead in a circle: a doctor would be another who is the first",
			Hint: "let all rows of one doctor name the same name under same_as"}
	}
	return nil
}

// inRegister reports whether the register knows one of the ids as an alias.
func (r *run) inRegister(ids []string) bool {
	return r.old != nil && slices.ContainsFunc(ids, func(id string) bool { return r.old.Aliases[id] != "" })
}

// aliasesKnown reports whether the register knows all aliases that are given.
func (r *run) aliasesKnown() bool {
	for _, a := range r.Aliases {
		pairs := r.idsOf(a)
		if !slices.ContainsFunc(pairs, func(p [2]string) bool { return r.inRegister(p[:1]) }) {
			return false
		}
	}
	return true
}

// idsOf returns the pairs of ids that an alias makes one. An alias of any
// municipality has a pair for each in which the name occurs.
func (r *run) idsOf(a identity.Alias) (pairs [][2]string) {
	key := r.Reader.Key
	if isNumber(a.Name) && isNumber(a.SameAs) {
		from, to := ingest.NumberIDs(key, a.Name), ingest.NumberIDs(key, a.SameAs)
		for i := range from {
			pairs = append(pairs, [2]string{from[i], to[i]})
		}
		return pairs
	}
	scopes := []string{a.Scope}
	if a.Scope == "" && r.out.Reading != nil {
		for _, n := range r.out.Reading.Names {
			if ingest.NamesAreEqual(n.Written, a.Name) && !slices.Contains(scopes, n.Scope) {
				scopes = append(scopes, n.Scope)
			}
		}
	}
	for _, s := range scopes {
		pairs = append(pairs, [2]string{ingest.NameID(key, s, a.Name), ingest.NameID(key, s, a.SameAs)})
	}
	return pairs
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// tellDoctors says what the renaming came to. An alias that no row has is told of.
func (r *run) tellDoctors(changed map[string]int64) {
	say := func(format string, args ...any) {
		r.out.Warnings = append(r.out.Warnings, fmt.Sprintf(format, args...))
	}
	var names, rows int64
	for from := range r.cut {
		if n := changed[from]; n > 0 {
			names, rows = names+1, rows+n
		}
	}
	if names > 0 {
		say("names that a file cut short were taken for the whole ones: %d names, %d rows", names, rows)
	}
	names, rows = 0, 0
	for i, ids := range r.aliasIDs {
		n := int64(0)
		for _, id := range ids {
			n += changed[id]
		}
		if n == 0 && !r.inRegister(ids) {
			say("%s:%d: no row has the name of this alias", r.AliasFile, r.Aliases[i].Line)
			continue
		}
		names, rows = names+1, rows+n
	}
	if names > 0 {
		say("aliases applied: %d names, %d rows", names, rows)
	}
}

// cutNames finds names that a file cut short and that are the beginning of
// exactly one other name of the municipality, which is longer.
func cutNames(names []ingest.SeenName) map[string]string {
	byScope := map[string][]ingest.SeenName{}
	for _, n := range names {
		byScope[n.Scope] = append(byScope[n.Scope], n)
	}
	out := map[string]string{}
	for _, list := range byScope {
		for _, cut := range list {
			if !cut.Cut {
				continue
			}
			whole := ""
			for _, full := range list {
				if full.ID == cut.ID || len(full.Written) <= len(cut.Written) || !identity.IsCut(cut.Written, full.Written) {
					continue
				}
				if whole != "" {
					whole = ""
					break
				}
				whole = full.ID
			}
			if whole != "" {
				out[cut.ID] = whole
			}
		}
	}
	return out
}
