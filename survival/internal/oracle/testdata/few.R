# R 4.2.2, survival 3.5.3, cmprsk 2.2.11, etm 1.1.1. Makes gp_few and gp_few_started: a register of a few agreements, small
# enough to be kept here, with the tables that no other set here has. lib.R has the definitions. Run in this folder.
source("lib.R")
keep <- function(dir, files) unlink(setdiff(list.files(dir, full.names = TRUE), file.path(dir, files)))
register <- sim_register(10, P = 36, medians = c(20, 40, 70), share = c(.3, .3, .4), per_mun = c(2.5, 4, 7))
spells <- register$spells
base <- list(time = "time", status = "status", groups = "size_group", strata = "gp_female", ordered = "size_group",
  scores = list(`1..3` = 1:3, squares = c(1, 4, 9)), cluster = "municipality", weight = "fte", cause = "cause",
  grid = c(1, 6, 12, 24, 60, 96, 150), taus = c(12, 60), fg = "factor(size_group) + gp_female",
  cox = list(list(id = "size_cov", rhs = "factor(size_group) + gp_female + gp_age"),
    list(id = "cluster", rhs = "factor(size_group) + gp_age", cluster = "municipality", zph = FALSE),
    list(id = "strat", rhs = "gp_female + gp_age + strata(size_group)"),
    list(id = "weighted", rhs = "factor(size_group)", weight = "fte", zph = FALSE)))
set <- c(base, list(name = "gp_few", entry = "entry", df = spells,
  notes = "Simulated monthly register, 156 months (index 0 = 2001-05), three ordered size groups, delayed entry, administrative and merger censoring."))
write_all(set, "gp_few")
register_files(register, set, "gp_few", 2002:2013, 156, 7, 2000, c(`1` = .2, `2` = .3, `3` = .5))
keep("gp_few", c("data.csv", "dataset.json", "truth.json", "zero_length_dropped.csv", "cif.csv", "cif_etm.csv", "cluster_bootstrap.csv",
  "cox_cause_specific.csv", "cox_coef.csv", "cox_fit.csv", "cox_vcov.csv", "cox_zph.csv", "dsr.csv", "glm.csv", "glm_cells.csv",
  "km_cluster.csv", "km_weighted.csv", "logrank.csv", "logrank_groups.csv", "logrank_pairwise.csv", "period_km.csv", "rmtl.csv",
  "stock_elapsed.csv", "trend.csv", "turnover_within.csv", "turnover_year.csv"))
started <- c(base, list(name = "gp_few_started", df = spells[spells$start_idx >= 0, ],
  notes = "The agreements of gp_few that started inside the register window: no delayed entry."))
write_all(started, "gp_few_started")
keep("gp_few_started", c("data.csv", "dataset.json", "cif_cmprsk_at.csv", "cox_cause_specific.csv", "finegray.csv", "gray_test.csv", "rmtl.csv"))
