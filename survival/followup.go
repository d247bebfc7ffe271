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
	turned := slices.Clone(tenures)
	for i := range turned {
		turned[i].Stopped = !turned[i].Stopped
	}
	return KaplanMeier(turned, opt)
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
