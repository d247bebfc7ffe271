# R 4.2.2, survival 3.5.3. Entry against tenure: pairs counted one by one by the definition, and Tsai's z as the score
# test of a Cox model whose covariate is, at each stop, how many of those at risk entered later less how many earlier.
# Exact ties give it the variance of ranks drawn without replacement. Run in this folder.
library(survival)
pairs <- function(d) {
  count <- c(concordant = 0, discordant = 0, tied = 0)
  for (i in which(d$status == 1)) for (j in seq_len(nrow(d))) {
    later <- d$time[j] > d$time[i] || (d$time[j] == d$time[i] && d$status[j] == 0)
    if (!later || d$entry[j] >= d$time[i]) next
    k <- 2 + sign(d$entry[i] - d$entry[j])
    count[c(1, 3, 2)[k]] <- count[c(1, 3, 2)[k]] + 1
  }
  count
}
atStops <- function(d) do.call(rbind, lapply(sort(unique(d$time[d$status == 1])), function(t) {
  r <- d[d$entry < t & d$time >= t, ]
  data.frame(from = t - 0.5, to = t, event = as.integer(r$status == 1 & r$time == t), stratum = r$stratum,
             rank = sapply(r$entry, function(e) sum(r$entry > e) - sum(r$entry < e)))
}))
rows <- function(set, group) {
  d <- read.csv(file.path(set, "data.csv"))
  out <- NULL
  for (by in c("(none)", group)) {
    d$stratum <- if (by == "(none)") "all" else d[[by]]
    parts <- split(d, d$stratum)
    n <- Reduce(`+`, lapply(parts, pairs))
    x <- do.call(rbind, lapply(parts, atStops))
    fit <- coxph(Surv(from, to, event) ~ rank + strata(stratum), x, ties = "exact")
    k <- n[["concordant"]] - n[["discordant"]]
    z <- sign(k) * sqrt(fit$score)
    out <- rbind(out, data.frame(strata_var = by, concordant = n[["concordant"]], discordant = n[["discordant"]], tied_entry = n[["tied"]],
                                 z = sprintf("%.17g", z), p = sprintf("%.17g", 2 * pnorm(-abs(z)))))
  }
  write.csv(out, file.path(set, "independence.csv"), row.names = FALSE, quote = FALSE)
  print(out)
}
rows("tiny16", "municipality")
rows("moves", "region")
