# deSolve: LSODA with doses as events, the model written in R as its manual begins with it; one person after another.
# Rscript desolve.R FOLDER PEOPLE OUTPUTS; the same files as protocol.py.
suppressPackageStartupMessages(library(deSolve))
given <- commandArgs(TRUE)
folder <- given[1]; people <- as.integer(given[2]); outputs <- as.integer(given[3])
table <- function(name) {
  path <- file.path(folder, paste0(name, ".f64"))
  readBin(path, "double", file.size(path) / 8, size = 8, endian = "little")
}
tolerance <- 1e-8
parent <- function(time, mg, p) {
  absorbed <- p["ka"] * mg[1]
  out <- p["q"] / p["v"] * mg[2] - p["q"] / p["v2"] * mg[3]
  list(c(-absorbed, absorbed - p["cl"] / p["v"] * mg[2] - out, out))
}
full <- function(time, mg, p) {
  metabolite <- p["fp"] * p["ka"] * mg[1] + p["fm"] * p["cl"] / p["v"] * mg[2] - p["clm"] / p["vm"] * mg[4]
  list(c(parent(time, mg, p)[[1]], metabolite, p["ke0"] * (mg[2] / p["v"] - mg[5])))
}
names <- c("cl", "v", "q", "v2", "ka", "alag", "fp", "fm", "clm", "vm", "ke0")
person <- sapply(names, table)
dim(person) <- c(people, length(names)); colnames(person) <- names
time_h <- matrix(table("dose_time_h"), ncol = people)
mg <- matrix(table("dose_mg"), ncol = people)
seen <- table("obs_time_h")
compartments <- c("gut", "central", "peripheral", "metabolite", "effect")[if (outputs == 1) 1:3 else 1:5]
one <- function(i) {
  p <- person[i, ]
  arrival <- time_h[, i] + p["alag"]
  events <- data.frame(var = "gut", time = arrival, value = mg[, i], method = "add")
  times <- sort(unique(c(0, seen, arrival)))
  found <- ode(setNames(numeric(length(compartments)), compartments), times, if (outputs == 1) parent else full, p,
               method = "lsoda", rtol = tolerance, atol = tolerance, events = list(data = events))
  found <- found[match(seen, times), ]
  curves <- found[, "central"] / p["v"]
  if (outputs > 1) curves <- c(curves, found[, "metabolite"] / p["vm"], found[, "effect"])
  1000 * curves
}
spent <- system.time(found <- lapply(seq_len(people), one))
writeBin(as.double(unlist(found[seq_len(min(people, 200))])), file.path(folder, "conc"), size = 8, endian = "little")
status <- "/proc/self/status"
peak <- if (file.exists(status)) grep("VmHWM", readLines(status), value = TRUE) else "0"
measured <- '{"cpu_s": %f, "wall_s": %f, "peak_mb": %f, "version": "deSolve %s"}'
cat(sprintf(measured, sum(spent[c(1, 2, 4, 5)], na.rm = TRUE), spent[[3]], as.numeric(gsub("[^0-9]", "", peak)) / 1000,
            packageVersion("deSolve")), file = file.path(folder, "measured.json"))
