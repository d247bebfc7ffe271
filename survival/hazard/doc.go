// Package hazard models the chance of stopping month by month: the models that
// were made for a register that sees whole months only.
//
// A tenure is a row of months, in each of which it goes on or stops. [Tabulate]
// counts agreement-months at risk, and the stops among them, by band of tenure,
// by calendar year and by what the covariates are; late entry is nothing but
// that the months before it are not there. [Table.Fit] then fits one of
//
//	Cloglog   log(−log(1 − h)) = α_band + x'β   [1]
//	Logit     log(h/(1 − h))   = α_band + x'β   [2]
//	Poisson   log(rate)        = α_band + x'β   [3]
//
// h is the chance to stop within the month. exp(β) is, with Cloglog, the hazard
// ratio of a proportional hazards model in continuous time of which only the
// months are seen; with Logit, an odds ratio; with Poisson, a ratio of rates per
// agreement-year, constant within a band. A calendar trend or a factor for each
// year may be added: tenure and calendar can be told apart since doctors start
// in different years. (The year of the start cannot be added to both.)
//
// [1] Prentice RL, Gloeckler LA (1978). Biometrics 34:57–67.
// [2] Allison PD (1982). Sociol Methodol 13:61–98.
// [3] Holford TR (1980). Biometrics 36:299–305.
package hazard
