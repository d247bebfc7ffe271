package register

import (
	"fmt"
	"slices"

	"github.com/varighet/varighet"
	"github.com/varighet/varighet/internal/columnar"
)

// A column is one column of positions.parquet: its name and type, how it is
// taken from packed records, and how row i is given back to an observation.
type column struct {
	columnar.Column
	words []string // all that it may have, in order; nil for any
	take  func(texts *[dictCount][]string, g *group, v *columnar.Vector)
	give  func(o *varighet.Observation, v *columnar.Vector, i int) error
}

type obs = varighet.Observation

// columns are the columns of a register, in the order of the file. In an
// Observation, "" and a missing Opt stand for null.
var columns = []column{
	monthColumn("month"),
	textColumn("position_id", required, positions, func(o *obs, s string) { o.PositionID = s }),
	namedColumn("position_basis", required,
		[]varighet.Basis{varighet.BasisGiven, varighet.BasisDerived, varighet.BasisLinked},
		flags.basis, func(o *obs, b varighet.Basis) { o.PositionBasis = b }),
	textColumn("municipality_code", nullable, codes, func(o *obs, s string) { o.MunicipalityCode = varighet.MunicipalityCode(s) }),
	textColumn("municipality_name", nullable, names, func(o *obs, s string) { o.MunicipalityName = s }),
	textColumn("doctor_id", nullable, doctors, func(o *obs, s string) { o.DoctorID = s }),
	textColumn("doctor_name", nullable, doctorNames, func(o *obs, s string) { o.DoctorName = s }),
	textColumn("name_id", nullable, nameIDs, func(o *obs, s string) { o.NameID = s }),
	namedColumn("doctor_basis", nullable,
		[]varighet.DoctorBasis{varighet.DoctorNobody, varighet.DoctorByNumber, varighet.DoctorByOwnID, varighet.DoctorByName},
		flags.doctorBasis, func(o *obs, b varighet.DoctorBasis) { o.DoctorBasis = b }),
	namedColumn("role", required,
		[]varighet.Role{varighet.RoleRegular, varighet.RolePartList, varighet.RoleLocum, varighet.RoleVacant},
		flags.role, func(o *obs, r varighet.Role) { o.Role = r }),
	int32Column("residents", columnar.Int32, nullable, residents, func(o *obs, n varighet.Opt[int32]) { o.Residents = n }),
	int32Column("list_limit", columnar.Int32, nullable, listLimit, func(o *obs, n varighet.Opt[int32]) { o.ListLimit = n }),
	namedColumn("status", nullable,
		[]varighet.ListStatus{varighet.StatusUnknown, varighet.StatusOpen, varighet.StatusClosed, varighet.StatusLocked},
		flags.status, func(o *obs, s varighet.ListStatus) { o.Status = s }),
	textColumn("office", nullable, offices, func(o *obs, s string) { o.Office = s }),
	boolColumn("salaried",
		flags.salaried, func(o *obs, b varighet.Opt[bool]) { o.Salaried = b }),
	boolColumn("common_list",
		flags.common, func(o *obs, b varighet.Opt[bool]) { o.CommonList = b }),
	int32Column("agreement_start", columnar.Date, nullable, agreementStart, func(o *obs, d varighet.Opt[int32]) { o.AgreementStart = d }),
	amountColumn("amount_basis", 0, func(o *obs) *varighet.Opt[varighet.Amount] { return &o.AmountBasis }),
	amountColumn("amount_floor", 1, func(o *obs) *varighet.Opt[varighet.Amount] { return &o.AmountFloor }),
	amountColumn("amount_equalisation", 2, func(o *obs) *varighet.Opt[varighet.Amount] { return &o.AmountEqualisation }),
	amountColumn("amount_total", 3, func(o *obs) *varighet.Opt[varighet.Amount] { return &o.AmountTotal }),
	namedColumn("evidence", required,
		[]varighet.Evidence{varighet.EvidenceReported, varighet.EvidenceCorrected, varighet.EvidenceAssumed},
		flags.evidence, func(o *obs, e varighet.Evidence) { o.Evidence = e }),
	fileColumn("source_file", func(o *obs, s string) { o.SourceFile = s }),
	int32Column("source_row", columnar.Int32, required, sourceRow, func(o *obs, n varighet.Opt[int32]) { o.SourceRow = n.V }),
}

const (
	nullable = true
	required = false
)

// ColumnNames returns the names of all columns, in the order of the file.
func ColumnNames() []string {
	var list []string
	for _, c := range columns {
		list = append(list, c.Name)
	}
	return list
}

// SurvivalColumns returns the names of the columns that spells are made from.
func SurvivalColumns() []string {
	return []string{"month", "position_id", "municipality_code", "doctor_id", "role", "residents",
		"agreement_start", "evidence"}
}

// CoverageColumns returns the names of the columns that tell what files cover. Where
// municipalities have no codes, municipality_name does too, and with several series
// ([Manifest.Series]) source_file.
func CoverageColumns() []string {
	return []string{"month", "position_id", "municipality_code", "doctor_id", "role"}
}

// schema returns the columns as package columnar wants them.
func schema() []columnar.Column {
	var list []columnar.Column
	for _, c := range columns {
		list = append(list, c.Column)
	}
	return list
}

func columnNamed(name string) (column, bool) {
	i := slices.IndexFunc(columns, func(c column) bool { return c.Name == name })
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

func monthColumn(name string) column {
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Date},
		take: func(_ *[dictCount][]string, g *group, v *columnar.Vector) {
			days := firstDays()
			v.Resize(columnar.Date, g.n)
			for i, m := range g.months[:g.n] {
				v.Int32[i] = days[varighet.Month(m)-varighet.MinMonth]
			}
		},
		give: func(o *varighet.Observation, v *columnar.Vector, i int) error {
			days, d := firstDays(), v.Int32[i]
			at := int(o.Month-varighet.MinMonth) + 1 // in a sorted register, mostly the month after that of the row before
			if uint(at) >= uint(len(days)) || days[at] != d {
				var ok bool
				if at, ok = slices.BinarySearch(days, d); !ok {
					return fmt.Errorf("a month that is not a first of the month in %s to %s",
						varighet.MinMonth, varighet.MaxMonth)
				}
			}
			o.Month = varighet.MinMonth + varighet.Month(at)
			return nil
		},
	}
}

func textColumn(name string, null bool, kind dictKind, set func(*obs, string)) column {
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Text, Nullable: null},
		take: func(texts *[dictCount][]string, g *group, v *columnar.Vector) {
			if v.Empty = *g.given.text(kind) == 0; v.Empty {
				return
			}
			v.Resize(columnar.Text, len(g.runs))
			v.Values, v.Times = texts[kind], g.times
			for i := range g.runs {
				v.Index[i] = int32(*g.runs[i].text(kind))
				if null && v.Index[i] == 0 { // the empty text is the first of every list
					v.Index[i] = -1
				}
			}
		},
		give: giveText(set),
	}
}

// fileColumn is a column of the names of files, which change from month to month. A name may be
// "" but is not missing.
func fileColumn(name string, set func(*obs, string)) column {
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Text},
		take: func(texts *[dictCount][]string, g *group, v *columnar.Vector) {
			v.Resize(columnar.Text, g.n)
			v.Values = texts[files]
			for i, k := range g.files[:g.n] {
				v.Index[i] = int32(k)
			}
		},
		give: giveText(set),
	}
}

func giveText(set func(*obs, string)) func(o *obs, v *columnar.Vector, i int) error {
	return func(o *obs, v *columnar.Vector, i int) error {
		set(o, v.Text(i))
		return nil
	}
}

// namedColumn is a column of names from a short list; all[i] is the value i. If
// it is nullable, value 0 is null.
func namedColumn[T interface {
	~uint8
	fmt.Stringer
}](name string, null bool, all []T, get func(flags) T, set func(*obs, T)) column {
	var words []string
	for _, v := range all {
		words = append(words, v.String())
	}
	there := words
	if null {
		there = words[1:]
	}
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Text, Nullable: null},
		words:  there,
		take: func(_ *[dictCount][]string, g *group, v *columnar.Vector) {
			if v.Empty = null && get(g.given.flags) == 0; v.Empty {
				return
			}
			v.Resize(columnar.Text, len(g.runs))
			v.Values, v.Times = words, g.times
			for i := range g.runs {
				v.Index[i] = int32(get(g.runs[i].flags))
				if null && v.Index[i] == 0 {
					v.Index[i] = -1
				}
			}
		},
		give: func(o *varighet.Observation, v *columnar.Vector, i int) error {
			at := 0
			if v.Index[i] >= 0 {
				at = slices.Index(words, v.Text(i))
			}
			if at < 0 {
				return fmt.Errorf("column %s has a word that is not one of %q", name, words)
			}
			set(o, all[at])
			return nil
		},
	}
}

func int32Column(name string, typ columnar.Type, null bool, n number,
	set func(*obs, varighet.Opt[int32])) column {
	return column{
		Column: columnar.Column{Name: name, Type: typ, Nullable: null},
		take: func(_ *[dictCount][]string, g *group, v *columnar.Vector) {
			v.Resize(typ, g.n)
			if v.Empty = *g.given.number(n) == noInt32; v.Empty {
				return
			}
			if n.ofRun() {
				spread(g, v.Int32, func(r *record) int32 { return *r.number(n) })
			} else {
				copy(v.Int32, g.numbers[n])
			}
			markMissing(v, v.Int32, noInt32)
		},
		give: func(o *varighet.Observation, v *columnar.Vector, i int) error {
			set(o, varighet.Opt[int32]{V: v.Int32[i], OK: v.Valid == nil || v.Valid[i]})
			return nil
		},
	}
}

func amountColumn(name string, place int, field func(*obs) *varighet.Opt[varighet.Amount]) column {
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Decimal, Nullable: true},
		take: func(_ *[dictCount][]string, g *group, v *columnar.Vector) {
			v.Resize(columnar.Decimal, g.n)
			if v.Empty = g.given.amounts[place] == noAmount; v.Empty {
				return
			}
			if amountOfRun(place) {
				spread(g, v.Int64, func(r *record) int64 { return r.amounts[place] })
			} else {
				copy(v.Int64, g.amounts[place])
			}
			markMissing(v, v.Int64, noAmount)
		},
		give: func(o *varighet.Observation, v *columnar.Vector, i int) error {
			*field(o) = varighet.Opt[varighet.Amount]{V: varighet.Amount(v.Int64[i]), OK: v.Valid == nil || v.Valid[i]}
			return nil
		},
	}
}

func boolColumn(name string, get func(flags) varighet.Opt[bool], set func(*obs, varighet.Opt[bool])) column {
	return column{
		Column: columnar.Column{Name: name, Type: columnar.Bool, Nullable: true},
		take: func(_ *[dictCount][]string, g *group, v *columnar.Vector) {
			v.Resize(columnar.Bool, g.n)
			if v.Empty = !get(g.given.flags).OK; v.Empty {
				return
			}
			spread(g, v.Bool, func(r *record) bool { return get(r.flags).V })
			if slices.ContainsFunc(g.runs, func(r record) bool { return !get(r.flags).OK }) {
				v.Valid = make([]bool, g.n)
				spread(g, v.Valid, func(r *record) bool { return get(r.flags).OK })
			}
		},
		give: func(o *varighet.Observation, v *columnar.Vector, i int) error {
			set(o, varighet.Opt[bool]{V: v.Bool[i], OK: v.Valid == nil || v.Valid[i]})
			return nil
		},
	}
}

// markMissing marks the rows that have the value of a missing number as null, and clears it.
func markMissing[T comparable](v *columnar.Vector, values []T, none T) {
	for i, x := range values {
		if x != none {
			continue
		}
		if v.Valid == nil {
			v.Valid = make([]bool, len(values))
			for k := range v.Valid {
				v.Valid[k] = true
			}
		}
		var zero T
		values[i], v.Valid[i] = zero, false
	}
}
