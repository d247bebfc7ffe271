# Rscript coxph.R FILE: a Cox model of rows with late entry on five dummies, ties by Efron.
source("lib.R")
d <- read.columns(commandArgs(TRUE), c("entry", "exit", "stopped", "group"))
d$group <- factor(d$group)
serve(function() coxph(Surv(entry, exit, stopped) ~ group, data = d),
      function(f) c(coef(f), sqrt(diag(vcov(f))), f$loglik[2], f$concordance["concordance"]))
