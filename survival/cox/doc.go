// Package cox fits proportional hazards to times with late entry: by how much a
// covariate multiplies the rate at which tenures stop, whatever the course of
// that rate over tenure [1].
//
//	h(t | x) = h₀(t) · exp(x'β)
//
// β comes from the partial likelihood, in which each stop is compared with
// those at risk at the same tenure in the same stratum (Entry < t <= Exit), so
// that h₀ drops out. A person whose covariates change is several rows, one
// after the other, each (Entry, Exit]; rows of a doctor or of a municipality
// are made a cluster by [Data].Cluster, and standard errors then count clusters.
//
// Months tie stops. [Efron] is the default [2]; [Breslow] is drawn toward 0
// when many tie [3]; [Exact] takes ties as stops of discrete time, which for
// many ties costs much [1]. For months as such, package hazard has the model
// that was made for them.
//
// A coefficient may have no finite estimate, as when nobody in a group stopped.
// It is then missing, with a warning that says so; [Options].Firth gives a
// finite one [4].
//
// Where stops have causes, the model of one cause has the other stops censored:
// Stopped is then true for that cause only. It says what raises the rate at
// which those still there stop for it; how many will have stopped for it, package
// finegray says.
//
// Rows are counted by pattern of covariates and event time before anything is
// fitted, so a million rows of six groups over thirteen years cost little more
// than reading them once.
//
// [1] Cox DR (1972). J R Stat Soc B 34:187–220.
// [2] Efron B (1977). J Am Stat Assoc 72:557–565.
// [3] Breslow N (1974). Biometrics 30:89–99.
// [4] Heinze G, Schemper M (2001). Biometrics 57:114–119.
package cox
