# Rscript survfit.R FILE: curves of rows with late entry, by group, with the limits that
# varighet gives unless told otherwise.
source("lib.R")
d <- read.columns(commandArgs(TRUE), c("entry", "exit", "stopped", "group"))
serve(function() survfit(Surv(entry, exit, stopped) ~ group, data = d, conf.type = "log-log"),
      function(f) c(length(f$strata), f$strata, f$time, f$n.risk, f$n.event, f$surv))
