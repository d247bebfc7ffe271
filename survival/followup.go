package survival

import "slices"

// FollowUp estimates how long tenures were, or would have been, followed: the
// curve in which being censored is the event and a stop ends the watch. Its
// median is the median follow-up [1]; the plain median of exits is too low, since
// those who stop early cannot be followed for long. In data with late entry it is
// the follow-up on the tenure's own clock.
//
// [1] Schemper M, Smith TL (1996). Control Clin Trials 17:343–346.
func FollowUp(tenures []Tenure, opt Options) (*Curve, error) {
	return Sample{Tenures: tenures}.FollowUp(opt)
}

// FollowUp is [FollowUp] with weights and clusters, which count as for
// [Sample.KaplanMeier].
func (s Sample) FollowUp(opt Options) (*Curve, error) {
	s.Tenures = slices.Clone(s.Tenures)
	for i := range s.Tenures {
		s.Tenures[i].Stopped = !s.Tenures[i].Stopped
	}
	return s.KaplanMeier(opt)
}

// FollowUp is [FollowUp] from counts.
func (m *MonthCounts) FollowUp(opt Options) (*Curve, error) {
	turned := *m
	turned.stopped, turned.others = m.others, m.stopped
	if w := m.weights; w != nil {
		turned.weights = &monthWeights{w.entered, w.others, w.stopped}
	}
	return turned.Curve(opt)
}
