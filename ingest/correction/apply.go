package correction

import (
	"cmp"
	"iter"
	"slices"

	"github.com/varighet/varighet"
)

// Rows are observations sorted by position, month, role and doctor, as a register
// gives them.
type Rows = iter.Seq2[*varighet.Observation, error]

// Data says what is known of the register to be corrected.
type Data struct {
	First, Last varighet.Month // of the register

	// FirstOf returns the first month that the files about a municipality cover. nil: First.
	FirstOf func(varighet.MunicipalityCode) varighet.Month

	// IDs returns the ids a doctor, or the doctor's name, may have in the register, of what
	// the table says. nil: what it says.
	IDs func(doctor string) []string
}

// begin is the first month in which a doctor of the municipality could be seen.
func (d *Data) begin(code varighet.MunicipalityCode) varighet.Month {
	if d.FirstOf == nil {
		return d.First
	}
	return max(d.First, d.FirstOf(code))
}

// Apply returns the rows as corrected. Several streams, such as the parts of a
// register, may be corrected at once, if no position is in two of them. Rows that
// are not touched are passed on as they come.
func (c *Corrections) Apply(rows Rows, d Data) Rows {
	byPosition := map[string][]int{}
	for i, k := range c.List {
		byPosition[k.PositionID] = append(byPosition[k.PositionID], i)
	}
	anywhere := len(byPosition[""]) > 0
	return func(yield func(*varighet.Observation, error) bool) {
		var list []varighet.Observation
		give := func() bool {
			if len(list) == 0 {
				return true
			}
			list = c.position(list, d)
			for i := range list {
				if !yield(&list[i], nil) {
					return false
				}
			}
			list = list[:0]
			return true
		}
		for o, err := range rows {
			if err != nil {
				yield(nil, err)
				return
			}
			if len(list) > 0 && list[0].PositionID != o.PositionID && !give() {
				return
			}
			if anywhere || byPosition[o.PositionID] != nil {
				list = append(list, *o)
			} else if !yield(o, nil) {
				return
			}
		}
		give()
	}
}

// position applies what there is for one position.
func (c *Corrections) position(rows []varighet.Observation, d Data) []varighet.Observation {
	for i := range c.List {
		k := &c.List[i]
		if k.PositionID != "" && k.PositionID != rows[0].PositionID {
			continue
		}
		if doctor, ok := k.find(rows, d); ok {
			rows = c.move(rows, k, doctor, d)
			c.matched[i] = true
		}
	}
	return rows
}

// find returns the doctor whose time on the list has the end on record; ok is
// false if there is none, or more than one.
func (k *Correction) find(rows []varighet.Observation, d Data) (doctor string, ok bool) {
	beyond := k.From - 1
	if k.What == Stop {
		beyond = k.From + 1
	}
	for i := range rows {
		o := &rows[i]
		if o.Role != varighet.RoleRegular || o.Month != k.From || !k.names(o, d) || holds(rows, o.DoctorID, beyond) {
			continue
		}
		if ok && doctor != o.DoctorID {
			return "", false
		}
		doctor, ok = o.DoctorID, true
	}
	if ok && k.What == Stop && (k.To > d.Last || k.From == d.Last || k.To < first(rows, doctor, k.From)) {
		return "", false // nobody is seen to leave in the last month; and a time that ends before it begins is none
	}
	if ok && k.What == Start && k.To > last(rows, doctor, k.From) {
		return "", false
	}
	return doctor, ok
}

// names reports whether the correction is about the doctor of a row.
func (k *Correction) names(o *varighet.Observation, d Data) bool {
	if k.Doctor == "" || k.Doctor == o.DoctorID {
		return true
	}
	if d.IDs == nil || k.Code != "" && k.Code != o.MunicipalityCode {
		return false
	}
	return slices.ContainsFunc(d.IDs(k.Doctor), func(id string) bool { return id == o.DoctorID || id == o.NameID && id != "" })
}

func holds(rows []varighet.Observation, doctor string, month varighet.Month) bool {
	return slices.ContainsFunc(rows, func(o varighet.Observation) bool {
		return o.Month == month && o.Role == varighet.RoleRegular && o.DoctorID == doctor
	})
}

// first and last are the ends of the unbroken months of a doctor around one.
func first(rows []varighet.Observation, doctor string, month varighet.Month) varighet.Month {
	for holds(rows, doctor, month-1) {
		month--
	}
	return month
}

func last(rows []varighet.Observation, doctor string, month varighet.Month) varighet.Month {
	for holds(rows, doctor, month+1) {
		month++
	}
	return month
}

// move carries a correction out.
func (c *Corrections) move(rows []varighet.Observation, k *Correction, doctor string, d Data) []varighet.Observation {
	model := rows[slices.IndexFunc(rows, func(o varighet.Observation) bool {
		return o.Month == k.From && o.Role == varighet.RoleRegular && o.DoctorID == doctor
	})]
	model.SourceFile, model.SourceRow, model.Evidence = c.File, int32(k.Line), varighet.EvidenceCorrected
	begin, end := d.begin(model.MunicipalityCode), last(rows, doctor, k.From)
	switch {
	case k.What == Start && k.To < k.From:
		for m := max(k.To, begin); m < k.From; m++ {
			rows = put(rows, model, m)
		}
	case k.What == Stop && k.To > k.From:
		for m := k.From + 1; m <= k.To; m++ {
			rows = put(rows, model, m)
		}
	case k.What == Start:
		rows = vacate(rows, model, k.From, k.To-1, rows[0].Month < k.From || k.From == begin)
	default:
		rows = vacate(rows, model, k.To+1, k.From, rows[len(rows)-1].Month > k.From)
	}
	for i := range rows {
		o := &rows[i]
		if o.Role != varighet.RoleRegular || o.DoctorID != doctor {
			continue
		}
		if o.Month == max(k.To, begin) {
			o.Evidence = varighet.EvidenceCorrected
		}
		if k.What == Start && o.Month >= k.To && o.Month <= end {
			o.AgreementStart = varighet.Some(k.To.Days())
		}
	}
	slices.SortStableFunc(rows, func(a, b varighet.Observation) int {
		return cmp.Or(cmp.Compare(a.Month, b.Month), cmp.Compare(a.Role, b.Role), cmp.Compare(a.DoctorID, b.DoctorID))
	})
	return rows
}

// put makes the doctor of model the holder in a month.
func put(rows []varighet.Observation, model varighet.Observation, month varighet.Month) []varighet.Observation {
	if holds(rows, model.DoctorID, month) {
		return rows
	}
	shared := model.CommonList.OK && model.CommonList.V
	model.Month = month
	model.AmountBasis, model.AmountFloor = varighet.Opt[varighet.Amount]{}, varighet.Opt[varighet.Amount]{}
	model.AmountEqualisation, model.AmountTotal = model.AmountBasis, model.AmountBasis
	model.Residents = varighet.Opt[int32]{}
	rows = slices.DeleteFunc(rows, func(o varighet.Observation) bool {
		if o.Month != month || o.Role != varighet.RoleVacant && (o.Role != varighet.RoleRegular || shared) {
			return false
		}
		model.Residents, model.ListLimit, model.MunicipalityCode, model.MunicipalityName = o.Residents, o.ListLimit, o.MunicipalityCode, o.MunicipalityName
		model.AmountBasis, model.AmountFloor = o.AmountBasis, o.AmountFloor
		model.AmountEqualisation, model.AmountTotal = o.AmountEqualisation, o.AmountTotal
		return true
	})
	return append(rows, model)
}

// vacate takes the doctor of model out of some months. The list is vacant then, if
// it exists and nobody else holds it.
func vacate(rows []varighet.Observation, model varighet.Observation, from, to varighet.Month, exists bool) []varighet.Observation {
	doctor := model.DoctorID
	out := rows[:0:0]
	for _, o := range rows {
		if o.Month < from || o.Month > to || o.Role != varighet.RoleRegular || o.DoctorID != doctor {
			out = append(out, o)
			continue
		}
		others := slices.ContainsFunc(rows, func(x varighet.Observation) bool {
			return x.Month == o.Month && x.Role == varighet.RoleRegular && x.DoctorID != doctor
		})
		if !exists || others {
			continue
		}
		o.Role, o.DoctorID, o.DoctorName, o.Evidence = varighet.RoleVacant, "", "", varighet.EvidenceCorrected
		o.AgreementStart = varighet.Opt[int32]{}
		o.SourceFile, o.SourceRow = model.SourceFile, model.SourceRow
		out = append(out, o)
	}
	return out
}
