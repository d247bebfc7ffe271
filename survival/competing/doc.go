// Package competing estimates how many have stopped for each of several
// reasons, when a stop for one reason rules out the others: a doctor who moved
// to another list can no longer leave the profession from this one.
//
// Such reasons are competing risks. The share that has stopped for reason k by
// time t is the cumulative incidence F_k(t), and
//
//	F_1(t) + F_2(t) + … + S(t) = 1
//
// at every t, with S the Kaplan–Meier curve of stops for any reason.
// [AalenJohansen] estimates all F_k at once, with late entry and weights. One
// minus a Kaplan–Meier curve in which other reasons count as censored is not
// such a share: it answers what would happen if the other reasons did not
// exist, and the reasons then add up to more than 1.
//
// Two questions about groups are often taken for one. [Gray] asks whether as
// many will in the end have stopped for the reason (its cumulative incidence);
// a log-rank test on [Sample.CauseTenures] asks whether those still there stop
// for it equally fast (its hazard). Only the second allows late entry.
//
// [CauseCurve.TimeLost] is the mean time that a reason has taken up to a
// horizon; over all reasons, with the restricted mean, it adds up to the
// horizon. [ShownOf] gives as much of the incidences as a report shows.
package competing
