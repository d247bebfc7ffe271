package varighet

// A MonthRun is rows of one list in months that follow each other, which say the same but for the
// month and numbers. Nearly all rows of a register stand in long ones, so that whoever needs to
// know who held a list and where need not look at each.
type MonthRun struct {
	*Observation // the row of the first month; its amounts and source row are that month's

	Last  Month        // of the rows: the first month itself if there is one row
	Later []Opt[int32] // the residents in each month after the first; nil if they were not asked for
}

// ResidentsIn returns the residents in a month of the run; none if they were not asked for.
func (r *MonthRun) ResidentsIn(m Month) Opt[int32] {
	switch at := int(m - r.Month); {
	case at == 0:
		return r.Residents
	case at <= len(r.Later):
		return r.Later[at-1]
	}
	return Opt[int32]{}
}

// Until leaves out the months after one; ok is false if nothing is left.
func (r MonthRun) Until(last Month) (cut MonthRun, ok bool) {
	if r.Month > last {
		return r, false
	}
	if r.Last > last {
		r.Last = last
		r.Later = r.Later[:min(len(r.Later), int(last-r.Month))]
	}
	return r, true
}
