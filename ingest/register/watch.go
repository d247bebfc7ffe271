package register

import "github.com/varighet/varighet"

// A Watcher is told of the rows of a register as they are written, in order: of a row,
// and of those of the months after it up to last that differ from it in month, numbers
// and source only. The observation has no numbers; it is the watcher's for the call.
type Watcher func(o *varighet.Observation, last varighet.Month) error

// Watch asks to be told. It is to be called before Commit or Plan.
func (b *Builder) Watch(w Watcher) { b.watch = w }

// A teller tells a watcher of records.
type teller struct {
	watch   Watcher // nil for none
	texts   *[dictCount][]string
	first   record // of those not told of yet; position 0 for none
	current record // the last of them, as far as it is compared
	told    varighet.Observation
}

// take takes the next record.
func (t *teller) take(r *record) error {
	if t.watch == nil {
		return nil
	}
	if r.position == t.first.position && r.goesOn(&t.current) {
		t.current.month = r.month
		return nil
	}
	err := t.end()
	t.first, t.current = *r, *r
	return err
}

// end tells of what has not been told of.
func (t *teller) end() error {
	if t.watch == nil || t.first.position == 0 {
		return nil
	}
	r := &t.first
	o := &t.told
	o.Month, o.PositionID, o.PositionBasis, o.Role = varighet.Month(r.month), t.texts[positions][r.position], r.flags.basis(), r.flags.role()
	o.MunicipalityCode, o.MunicipalityName = varighet.MunicipalityCode(t.texts[codes][r.code]), t.texts[names][r.name]
	o.DoctorID, o.DoctorBasis, o.NameID = t.texts[doctors][r.doctor], r.flags.doctorBasis(), t.texts[nameIDs][r.nameID]
	o.SourceFile, o.SourceRow = t.texts[files][r.file], r.row
	return t.watch(o, varighet.Month(t.current.month))
}
