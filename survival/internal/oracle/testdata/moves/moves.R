# R 4.2.2, survival 3.5.3. Made-up agreements of 12 municipalities, in months, many with late entry and tied.
library(survival)
RNGversion("4.2.0"); set.seed(4)
n <- 60
d <- data.frame(municipality = sprintf("m%02d", rep(1:12, each = 5)), region = rep(c("north", "south"), each = 30),
                entry = pmax(0, sample(-12:18, n, TRUE)))
d$time <- d$entry + 1 + rgeom(n, 0.07)
d$cause <- sample(c("", "left", "moved"), n, TRUE, c(.3, .3, .4))
d$status <- as.integer(d$cause != "")
d$weight <- sample(c(0.5, 1, 1, 2, 3.25), n, TRUE)
d$times <- sample(c(1, 1, 2, 3), n, TRUE) # a weight in whole numbers
num <- function(x) ifelse(is.na(x), "NA", sprintf("%.17g", x))
put <- function(x, file) { for (k in names(x)) if (is.double(x[[k]])) x[[k]] <- num(x[[k]]); write.csv(x, file, row.names = FALSE, quote = FALSE) }
put(d, "data.csv")

# Cumulative incidence and the time lost. survfit's multi-state code takes no notice of cluster =, so the influences of
# single rows are summed within clusters here.
event <- factor(d$cause, c("", "left", "moved"))
fit <- function(w) survfit(Surv(d$entry, d$time, event) ~ 1, id = seq_len(n), weights = w, influence = TRUE)
cif <- lost <- NULL
for (weighting in c("none", "weight")) {
  w <- if (weighting == "none") rep(1, n) else d$weight
  f <- fit(w)
  u <- f$influence.pstate * w # row, time (0 first), state: what the row moves the estimate by
  stopifnot(max(abs(sqrt(apply(u^2, 2:3, sum))[-1, ] - f$std.err)) < 1e-13)
  byCluster <- apply(u, 2:3, function(x) sqrt(sum(rowsum(x, d$municipality)^2)))[-1, ]
  for (k in 2:3) cif <- rbind(cif, data.frame(weighting, cause = f$states[k], time = f$time, cif = f$pstate[, k],
      se_row = f$std.err[, k], se_cluster = byCluster[, k]))
  for (tau in c(6, 12, 24.5, 30)) {
    at <- c(0, f$time); length_ <- pmax(pmin(c(at[-1], Inf), tau) - at, 0)
    area <- apply(u, c(1, 3), function(x) sum(x * length_))
    s <- summary(f, rmean = tau)$table
    if (weighting == "none") stopifnot(max(abs(s[, "se(rmean)"] - sqrt(colSums(area^2)))) < 1e-12) # summary() forgets weights
    for (k in 2:3) lost <- rbind(lost, data.frame(weighting, cause = f$states[k], tau, estimate = s[k, "rmean"], se_row = sqrt(sum(area[, k]^2)),
        se_cluster = sqrt(sum(rowsum(area[, k], d$municipality)^2))))
  }
}
put(cif, "cif_cluster.csv")

# Greenwood's error of the time lost: the delta method on the hazards of each time, whose numbers are multinomial.
times <- sort(unique(d$time)); risk <- sapply(times, function(t) sum(d$entry < t & d$time >= t))
events <- sapply(c("left", "moved"), function(k) sapply(times, function(t) sum(d$time == t & d$cause == k)))
hazards <- events / risk
incidence <- function(h, k) { s <- cumprod(1 - rowSums(h)); cumsum(c(1, s[-length(s)]) * h[, k]) }
areaTo <- function(h, k, tau) sum(incidence(h, k) * pmax(pmin(c(times[-1], Inf), tau) - times, 0))
delta <- function(g) { # g: a function of the hazards
  v <- 0
  for (j in seq_along(times)) {
    slope <- sapply(1:2, function(k) { h <- hazards; e <- 1e-5; h[j, k] <- h[j, k] + e; up <- g(h); h[j, k] <- h[j, k] - 2 * e; (up - g(h)) / (2 * e) })
    p <- hazards[j, ]; v <- v + drop(t(slope) %*% ((diag(p) - p %*% t(p)) / risk[j]) %*% slope)
  }
  sqrt(v)
}
lost$se_greenwood <- NA_real_
for (i in which(lost$weighting == "none")) {
  k <- match(lost$cause[i], c("left", "moved"))
  stopifnot(abs(areaTo(hazards, k, lost$tau[i]) - lost$estimate[i]) < 1e-12)
  lost$se_greenwood[i] <- delta(function(h) areaTo(h, k, lost$tau[i]))
}
put(lost, "time_lost.csv")

# Time from today by which a share of those in place has left. The variance is Greenwood's by the delta method on
# log(1 - d/n), a row's or a cluster's influence for the robust one; limits are log(-log) and are inverted.
k0 <- survfit(Surv(entry, time, status) ~ 1, d)
S <- function(t) c(1, k0$surv)[findInterval(t + 1e-9, k0$time) + 1]
stocks <- list(new = rep(0, 4), mixed = c(0, 1, 1, 3, 5, 8, 8, 12, 20), settled = c(10, 12, 12, 15), old = c(24, 30))
q <- k0$n.event / k0$n.risk
dlog <- t(sapply(seq_len(n), function(i) { # influence of a row on log(1 - d/n) at each time
  at <- d$entry[i] < k0$time & d$time[i] >= k0$time; stop <- d$time[i] == k0$time & d$status[i] == 1
  ifelse(k0$n.event > 0 & k0$n.risk > k0$n.event, at * k0$n.event / (k0$n.risk * (k0$n.risk - k0$n.event)) - stop / (k0$n.risk - k0$n.event), 0) }))
residual <- NULL
for (name in names(stocks)) for (p in c(.25, .5)) {
  e <- stocks[[name]]
  h <- sort(unique(as.vector(outer(k0$time[k0$n.event > 0], e, "-")))); h <- h[h > 0]
  still <- sapply(h, function(x) mean(S(e + x) / S(e)))
  slopes <- lapply(h, function(x) rowMeans(sapply(e, function(y) (S(y + x) / S(y)) * (k0$time > y + 1e-9 & k0$time <= y + x + 1e-9))))
  se <- sapply(slopes, function(a) sqrt(sum((a^2 * q / (k0$n.risk - k0$n.event))[a != 0])))
  robust <- sapply(slopes, function(a) sqrt(sum(rowsum(dlog %*% a, d$municipality)^2)))
  row <- function(se, kind) {
    z <- qnorm(.975); th <- log(-log(still)); w <- se / abs(still * log(still))
    lower <- exp(-exp(th + z * w)); upper <- exp(-exp(th - z * w))
    first <- function(ok) { i <- which(ok & !is.na(ok)); if (length(i)) h[i[1]] else NA }
    data.frame(stock = name, p, kind, time = first(still <= (1 - p) * (1 + 1e-12)), lower = first(lower <= 1 - p), upper = first(upper <= 1 - p))
  }
  residual <- rbind(residual, row(se, "greenwood"), row(robust, "cluster"))
}
put(residual, "residual.csv")
# R's own, for a stock of one tenure: the quantile given that it lasted 12 months, less 12.
x <- survfit(Surv(entry, time, status) ~ 1, d, conf.type = "log-log", start.time = 12.5)
x <- quantile(x, c(.25, .5))
x <- data.frame(p = c(.25, .5), time = x$quantile, lower = x$lower, upper = x$upper)
x[, -1] <- x[, -1] - 12
put(x, "residual_at12.csv")

# Log-rank with weights in whole numbers: each row so many times. Without late entry, so that survdiff takes them.
r <- d[rep(seq_len(n), d$times), ]
s <- survdiff(Surv(time, status) ~ region, r)
late <- coxph(Surv(entry, time, status) ~ region, r, ties = "exact")
put(data.frame(entry = c("no", "late"), chisq = c(s$chisq, late$score), o_north = c(s$obs[1], NA), e_north = c(s$exp[1], NA)), "logrank_times.csv")

# S = exp(-H) with robust errors.
hazard <- NULL
for (weighting in c("none", "weight")) for (type in 1:2) {
  w <- if (weighting == "none") rep(1, n) else d$weight
  f <- survfit(Surv(entry, time, status) ~ 1, d, weights = w, cluster = municipality, stype = 2, ctype = type)
  hazard <- rbind(hazard, data.frame(weighting, type = c("nelson-aalen", "fleming-harrington")[type], time = f$time, surv = f$surv, se_hazard = f$std.chaz))
}
put(hazard, "hazard_cluster.csv")
