# Reads what varighet writes into R, and computes what it computes, with base R and the package survival.
# docs/r/README.md shows how to use it.
library(survival)

# Spells from a CSV file: codes are text, months are Dates, size groups are ordered from small to large.
read.spells <- function(file) {
  d <- read.csv(file, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
  months <- c("start_month", "first_month", "last_month", "window_from", "window_to", "specialist_from")
  numbers <- c("ordinal", "population", "months_held", "months_elapsed", "entry", "exit", "months_bridged",
               "residents_first", "residents_last", "residents_mean")
  logicals <- c("stopped", "exit_uncertain", "exit_unconfirmed", "cohort", "specialist")
  d <- typed(d, months, numbers, logicals)
  if ("size_group" %in% names(d)) d$size_group <- size.groups(d$size_group)
  d
}

# The register from the CSV file that docs/sql/export.sql makes.
read.register <- function(file) {
  d <- read.csv(file, colClasses = "character", na.strings = "", encoding = "UTF-8")
  typed(d, c("month", "agreement_start"), c("residents", "list_limit", "source_row", "amount_basis", "amount_floor",
        "amount_equalisation", "amount_total"), c("salaried", "common_list"))
}

# The table that `varighet survival counts --csv` prints: a row a group and month.
read.counts <- function(file) {
  d <- read.csv(file, colClasses = "character", na.strings = "", check.names = FALSE, encoding = "UTF-8")
  d <- typed(d, numbers = c("month", "at_risk", "entered", "stopped", "censored"))
  if ("size_group" %in% names(d)) d$size_group <- size.groups(d$size_group)
  d
}

# Gives columns of text their types; those that the data do not have are passed over.
typed <- function(d, months = NULL, numbers = NULL, logicals = NULL) {
  for (v in intersect(months, names(d))) d[[v]] <- as.Date(d[[v]])
  for (v in intersect(numbers, names(d))) d[[v]] <- as.numeric(d[[v]])
  for (v in intersect(logicals, names(d))) d[[v]] <- as.logical(toupper(d[[v]]))
  d
}

# Labels such as <2000, 2000-4999 and >=50000 as a factor, from small to large.
size.groups <- function(x) {
  labels <- unique(x[!is.na(x)])
  least <- as.numeric(sub("^[<>=]*([0-9]+).*", "\\1", labels))
  least[startsWith(labels, "<")] <- -1
  factor(x, levels = labels[order(least)])
}

# Doctors' spells that say how long doctors stay: with a known start and time at risk.
tenures <- function(d) subset(d, kind == "regular" & !is.na(entry) & exit > entry)

# Kaplan-Meier curves with late entry, as `varighet survival km` has them; by names a column.
km <- function(d, by = NULL) {
  f <- reformulate(if (is.null(by)) "1" else sprintf("`%s`", by), quote(Surv(entry, exit, stopped)))
  eval(substitute(survfit(f, data = tenures(d), conf.type = "log-log"), list(f = f)))
}

# Table 6-1: the median tenure by size group, in years of 12 months, with 95 % limits.
table61 <- function(d) {
  if (all(is.na(d$size_group))) stop("no spell has a size group: make the spells with --reference")
  fit <- km(d, "size_group")
  q <- quantile(fit, 0.5)
  data.frame(size_group = sub("^size_group=", "", names(fit$strata)), spells = fit$n, row.names = NULL,
             median = q$quantile[, 1] / 12, lower = q$lower[, 1] / 12, upper = q$upper[, 1] / 12)
}

# Shares that left within some months, by the definitions a to d of `varighet survival turnover`, without
# a window for each list. d has vacancies and holes too: they say to which month the data go.
turnover <- function(d, within = 12) {
  month <- function(x) 12 * as.integer(format(x, "%Y")) + as.integer(format(x, "%m"))
  place <- paste0("in ", ifelse(is.na(d$municipality_now), "", d$municipality_now)) # of data without municipalities, one place
  end <- tapply(month(d$last_month), place, max)
  ends <- end[place][d$kind == "regular"]
  r <- subset(d, kind == "regular")
  began <- !is.na(r$entry) & r$entry == 0
  gone <- began & r$stopped & r$exit <= within
  followed <- began & (r$stopped | r$exit >= within) & ends - month(r$start_month) >= within
  first <- began & r$ordinal == 1
  share <- function(use) data.frame(gone = sum(gone & use), of = sum(use))
  fit <- km(d)
  s <- summary(fit, times = within) # nothing if nobody was followed for so long
  ab <- rbind(share(followed), share(began), data.frame(gone = sum(fit$n.event[fit$time <= within]), of = fit$n), share(first))
  ab <- cbind(definition = c("a", "b", "c", "d"), ab, share = ab$gone / ab$of)
  ab$share[3] <- if (length(s$surv) == 1) 1 - s$surv else NA
  ab
}

# A Cox model as `varighet survival cox --covariates 'factor(size_group)'` has it: ties by Efron.
cox.size <- function(d) coxph(Surv(entry, exit, stopped) ~ size_group, data = tenures(d))

# The curve of each group of a table of counts; by names its columns of groups.
km.counts <- function(n, by = NULL) {
  n$survival <- ave(1 - n$stopped / n$at_risk, if (is.null(by)) rep(1, nrow(n)) else interaction(n[by]), FUN = cumprod)
  n
}
