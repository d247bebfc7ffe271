# Rscript recipes.R RECIPES SPELLS COUNTS REGISTER: runs the functions of the file RECIPES and writes what they give as CSV files.
args <- commandArgs(TRUE)
source(args[1])
d <- read.spells(args[2])
out <- function(x, name) write.csv(format(x, digits = 17, trim = TRUE), paste0(name, ".csv"), row.names = FALSE, quote = FALSE)
curve <- function(f) data.frame(time = f$time, at_risk = f$n.risk, stopped = f$n.event, survival = f$surv, lower = f$lower, upper = f$upper,
                                group = rep(sub("^size_group=", "", names(f$strata)), f$strata))
out(curve(km(d, "size_group")), "km")
out(table61(d), "table61")
out(turnover(d, 12), "turnover")
m <- cox.size(d)
out(data.frame(size_group = sub("^size_group", "", names(coef(m))), estimate = coef(m), std_err = sqrt(diag(vcov(m)))), "cox")
n <- km.counts(read.counts(args[3]), "size_group")
out(subset(n, stopped + censored > 0, c("month", "at_risk", "stopped", "survival", "size_group")), "counts")
r <- read.register(args[4])
out(data.frame(rows = nrow(r), lists = length(unique(r$position_id)), residents = sum(r$residents, na.rm = TRUE),
               total = sum(r$amount_total, na.rm = TRUE), first = min(r$month), codes = sum(nchar(r$municipality_code) == 4)), "register")
