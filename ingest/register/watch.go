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
	t.told = varighet.Observation{Month: varighet.Month(r.month), PositionID: t.texts[positions][r.position], PositionBasis: r.flags.basis(),
		MunicipalityCode: varighet.MunicipalityCode(t.texts[codes][r.code]), MunicipalityName: t.texts[names][r.name],
		DoctorID: t.texts[doctors][r.doctor], DoctorBasis: r.flags.doctorBasis(), NameID: t.texts[nameIDs][r.nameID], Role: r.flags.role(),
		SourceFile: t.texts[files][r.file], SourceRow: r.row}
	return t.watch(&t.told, varighet.Month(t.current.month))
}
