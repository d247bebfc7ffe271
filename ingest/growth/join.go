package growth

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/register"
)

// join brings in the rows of other registers. They must tell doctors apart by
// the same thing and under the same key, or one doctor would be two.
func (r *run) join(b *register.Builder, about *register.Manifest) error {
	for _, dir := range r.Join {
		reg, err := register.Open(dir)
		if err != nil {
			return err
		}
		err = r.joinOne(b, about, dir, reg)
		reg.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

func (r *run) joinOne(b *register.Builder, about *register.Manifest, dir string, reg *register.Register) error {
	m := reg.Manifest
	if len(about.Inputs) > 0 {
		if m.KeyFingerprint != about.KeyFingerprint {
			return &varighet.Problem{File: dir, Code: "other-key",
				Msg: fmt.Sprintf("the pseudonyms here were made with the key %s, the others with %s",
					orNone(m.KeyFingerprint), orNone(about.KeyFingerprint)),
				Hint: "a doctor would count as two: make the registers with one key (--key-file) to join them"}
		}
		is, named := kindsOf(m.Inputs)
		if was, wereNamed := kindsOf(about.Inputs); is != "" && was != "" && !ingest.DoctorsMeet(is, was, named && wereNamed) {
			return &varighet.Problem{File: dir, Code: "mixed", Msg: fmt.Sprintf("doctors are known by %s here and by %s in the others", is, was),
				Hint: "a doctor would count as two: the registers cannot be joined"}
		}
	}
	for _, name := range r.Fixed {
		if was, is := m.Options[name], r.Options[name]; was != is {
			return &varighet.Problem{File: dir, Code: "other-options",
				Msg: fmt.Sprintf("this register was made with %s %s, not %s", name, orNone(was), orNone(is))}
		}
	}
	inputs, err := b.Carry(reg, nil)
	if err != nil {
		return err
	}
	about.Inputs = append(about.Inputs, inputs...)
	about.Rules.Aliases = append(slices.Clone(about.Rules.Aliases), m.Rules.Aliases...)
	about.Rules.Decisions = append(slices.Clone(about.Rules.Decisions), m.Rules.Decisions...)
	about.KeyFingerprint = m.KeyFingerprint
	return nil
}

// kindsOf says by what the files tell doctors apart, "" if they name none, and whether
// all of them have the names.
func kindsOf(inputs []register.Input) (kind string, named bool) {
	named = true
	for _, in := range inputs {
		if in.DoctorIDs != "" {
			kind, named = cmp.Or(kind, in.DoctorIDs), named && in.Named
		}
	}
	return kind, named
}
