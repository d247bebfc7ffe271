# What the two scripts share: columns of doubles as the benchmark writes them, and a
# conversation on standard input and output. "run" does the work once and answers with the
# seconds of the call alone; "write FILE" writes what it found as doubles.
library(survival)

read.columns <- function(file, names) {
  n <- file.size(file) / 8 / length(names)
  con <- file(file, "rb")
  on.exit(close(con))
  columns <- lapply(names, function(name) readBin(con, "double", n, endian = "little"))
  names(columns) <- names
  as.data.frame(columns)
}

serve <- function(work, result) {
  cat("survival", as.character(packageVersion("survival")), "of R", as.character(getRversion()), "\n")
  fit <- NULL
  input <- file("stdin", "r")
  while (length(line <- readLines(input, 1)) > 0) {
    if (line == "run") {
      fit <- NULL
      gc()
      begin <- proc.time()
      fit <- work()
      cat(format(unname((proc.time() - begin)["elapsed"]), digits = 15), "\n")
    } else {
      con <- file(sub("^write ", "", line), "wb")
      writeBin(as.double(result(fit)), con, endian = "little")
      close(con)
      cat("written\n")
    }
  }
}
