package growth

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/varighet/varighet/ingest"
	"github.com/varighet/varighet/ingest/identity"
	"github.com/varighet/varighet/ingest/register"
)

// suggest proposes doctors that may be one, over all months of the register that
// open opens. A register without names does not say what its doctors are called:
// the names are those of the files that are given, read again where they are in the register
// already. Files that are not given are told of.
func (r *run) suggest(ctx context.Context, open func() (*register.Register, error)) error {
	if r.Suggest == nil {
		return nil
	}
	reg, err := open()
	if err != nil {
		return err
	}
	defer reg.Close()
	var names []ingest.SeenName
	if r.out.Reading != nil {
		names = r.out.Reading.Names
	}
	if len(r.unchanged) > 0 {
		again, err := ingest.Read(ctx, r.unchanged, r.Reader, nil)
		if err != nil {
			return err
		}
		names = append(names, again.Names...)
	}
	kept, err := r.keptNames(reg)
	if err != nil {
		return err
	}
	names = append(names, kept...)
	if n := r.notGiven(); n > 0 && len(kept) == 0 {
		r.out.Warnings = append(r.out.Warnings, fmt.Sprintf(
			"the register has %d more of its files, whose names it does not keep: give all of them to compare all names", n))
	}
	list, err := Suggest(reg, names)
	if err != nil {
		return err
	}
	return r.Edit.Suggest(list)
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

// keptNames are the doctors known by name in a register that keeps names.
func (r *run) keptNames(reg *register.Register) ([]ingest.SeenName, error) {
	if !r.Reader.KeepNames {
		return nil, nil
	}
	var names []ingest.SeenName
	seen := map[string]bool{}
	for o, err := range reg.Observations("month", "municipality_code", "doctor_id", "doctor_name") {
		if err != nil {
			return nil, err
		}
		if o.DoctorName == "" || seen[o.DoctorID] {
			continue
		}
		seen[o.DoctorID] = true
		scope := o.MunicipalityCode
		if r.Reader.NameScope != nil && scope != "" {
			scope = r.Reader.NameScope(scope, o.Month)
		}
		if ingest.NameID(r.Reader.Key, string(scope), o.DoctorName) == o.DoctorID { // not by a number
			names = append(names, ingest.SeenName{ID: o.DoctorID, Scope: string(scope), Written: o.DoctorName})
		}
	}
	return names, nil
}

// Suggest proposes names in a register that may be of one doctor. Only doctors
// whose names are given are known.
func Suggest(reg *register.Register, names []ingest.SeenName) ([]identity.Suggestion, error) {
	list := make([]identity.Name, 0, len(names))
	for _, n := range names {
		list = append(list, identity.Name{ID: n.ID, Scope: n.Scope, Written: n.Written})
	}
	slices.SortStableFunc(list, func(a, b identity.Name) int { return cmp.Compare(a.ID, b.ID) })
	list = slices.CompactFunc(list, func(a, b identity.Name) bool { return a.ID == b.ID })
	return identity.Suggest(reg.Observations("month", "position_id", "doctor_id", "role"), list)
}
