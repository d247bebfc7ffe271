package growth

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// doctors tells the builder what is known of who is who: what the old registers knew, and
// the aliases of this edit.
func (r *run) doctors(b *register.Builder, before register.Rules) {
	rules := register.Rules{Aliases: slices.Clone(before.Aliases), Decisions: slices.Clone(before.Decisions)}
	for _, a := range r.Aliases {
		if d, ok := r.decision(a); ok {
			rules.Decisions = slices.DeleteFunc(rules.Decisions, func(o register.Decision) bool {
				return o.NameID == d.NameID && o.Position == d.Position && o.Other == d.Other
			})
			rules.Decisions = append(rules.Decisions, d)
			continue
		}
		for _, alias := range r.aliasesOf(a) {
			rules.Aliases = slices.DeleteFunc(rules.Aliases, func(o register.Alias) bool {
				return o.From == alias.From && o.Municipality == alias.Municipality
			})
			rules.Aliases = append(rules.Aliases, alias)
		}
	}
	slices.SortFunc(rules.Aliases, func(a, b register.Alias) int {
		return cmp.Or(cmp.Compare(b.Municipality, a.Municipality), cmp.Compare(a.From, b.From)) // those of one municipality first
	})
	slices.SortFunc(rules.Decisions, func(a, b register.Decision) int {
		return cmp.Or(cmp.Compare(a.NameID, b.NameID), cmp.Compare(a.Position, b.Position), cmp.Compare(a.Other, b.Other))
	})
	b.Identify(rules)
}

// decision makes a decision of a row about one name on two lists, in either order.
func (r *run) decision(a identity.Alias) (register.Decision, bool) {
	name := ingest.NameID(r.Reader.Key, a.Name)
	if !a.AboutLists() || name != ingest.NameID(r.Reader.Key, a.SameAs) {
		return register.Decision{}, false
	}
	return register.Decision{NameID: name, Position: min(a.Position, a.Other), Other: max(a.Position, a.Other), Same: !a.Apart}, true
}

// aliasesOf makes aliases of a row: one for each id that the doctor can have in the rows.
func (r *run) aliasesOf(a identity.Alias) (list []register.Alias) {
	if a.Apart {
		return nil
	}
	municipality := a.Scope
	if municipality != "" && (municipality[0] < '0' || municipality[0] > '9') {
		municipality = varighet.Town(municipality)
	}
	to := r.idsOf(a.SameAs)
	for _, from := range r.idsOf(a.Name) {
		if from != to[0] {
			list = append(list, register.Alias{Municipality: municipality, From: from, To: to[0], Or: to[1:]})
		}
	}
	return list
}

// idsOf returns the ids that a doctor written so can have in the rows, the likeliest first.
func (r *run) idsOf(written string) []string {
	written = strings.TrimSpace(written)
	var ids []string
	if isNumber(written) {
		ids = append(ingest.NumberIDs(r.Reader.Key, written), ingest.NameID(r.Reader.Key, written))
	} else {
		ids = append([]string{ingest.NameID(r.Reader.Key, written)}, ingest.DoctorIDs(r.Reader.Key, written)...)
	}
	var once []string
	for _, id := range ids {
		if !slices.Contains(once, id) {
			once = append(once, id)
		}
	}
	return once
}

func isNumber(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return r < '0' || r > '9' })
}

// aliasesKnown reports whether the register knows all aliases and decisions that are given.
func (r *run) aliasesKnown() bool {
	return !slices.ContainsFunc(r.Aliases, func(a identity.Alias) bool { return !r.inRegister(a) })
}

// inRegister reports whether the register has an alias or a decision already.
func (r *run) inRegister(a identity.Alias) bool {
	if r.old == nil {
		return false
	}
	if d, ok := r.decision(a); ok {
		return slices.Contains(r.old.Decisions, d)
	}
	aliases := r.aliasesOf(a)
	return len(aliases) == 0 || slices.ContainsFunc(aliases, func(n register.Alias) bool {
		return slices.ContainsFunc(r.old.Aliases, func(o register.Alias) bool {
			return o.From == n.From && o.Municipality == n.Municipality && (o.To == n.To || slices.Contains(n.Or, o.To))
		})
	})
}

// counted is a number of things, in the plural but for one.
func counted(n int64, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// tellDoctors says what the aliases came to. One that no row has is told of.
func (r *run) tellDoctors(b *register.Builder) {
	say := func(format string, args ...any) {
		r.out.Warnings = append(r.out.Warnings, fmt.Sprintf(format, args...))
	}
	var names, rows int64
	decided := 0
	for _, a := range r.Aliases {
		if d, ok := r.decision(a); ok {
			if b.Decided(d) {
				decided++
			} else {
				say("%s:%d: decides nothing: the name does not stand on the two lists", r.AliasFile, a.Line)
			}
			continue
		}
		if a.Apart {
			decided++
			continue
		}
		n := int64(0)
		for _, alias := range r.aliasesOf(a) {
			n += b.AliasRows(alias.From)
		}
		if n == 0 && !r.inRegister(a) {
			say("%s:%d: no row has the name of this alias, or they have another number, which is the one to be joined", r.AliasFile, a.Line)
			continue
		}
		names, rows = names+1, rows+n
	}
	if names > 0 {
		say("aliases applied: %s, %s", counted(names, "name"), counted(rows, "row"))
	}
	if decided > 0 {
		say("decisions about who is one doctor: %d", decided)
	}
	if n := b.IDsGone(); n > 0 && r.old != nil {
		say("doctors of earlier rows who have another id now, since the new rows tell more of who they are: %d", n)
	}
}
