# mrgsolve: its closed form (parent) or its ODE solver, LSODA (parent or full).
# Rscript mrgsolve.R FOLDER PEOPLE OUTPUTS closed|ode; the same files as protocol.py.
suppressPackageStartupMessages(library(mrgsolve))
given <- commandArgs(TRUE)
folder <- given[1]; people <- as.integer(given[2]); outputs <- as.integer(given[3]); form <- given[4]
table <- function(name) {
  path <- file.path(folder, paste0(name, ".f64"))
  readBin(path, "double", file.size(path) / 8, size = 8, endian = "little")
}
tolerance <- 1e-8
closed <- "
$PARAM CL=1, V2=1, Q=1, V3=1, KA=1, LAG=0
$CMT GUT CENT PERIPH
$PKMODEL advan=4
$MAIN ALAG_GUT = LAG;
$TABLE capture CP = 1000*CENT/V2;
"
parent <- "
$PARAM CL=1, V2=1, Q=1, V3=1, KA=1, LAG=0
$CMT GUT CENT PERIPH
$MAIN ALAG_GUT = LAG;
$ODE
dxdt_GUT = -KA*GUT;
dxdt_CENT = KA*GUT - (CL+Q)/V2*CENT + Q/V3*PERIPH;
dxdt_PERIPH = Q/V2*CENT - Q/V3*PERIPH;
$TABLE capture CP = 1000*CENT/V2;
"
full <- "
$PARAM CL=1, V2=1, Q=1, V3=1, KA=1, LAG=0, FP=1, FM=1, CLM=1, VM=1, KE0=1
$CMT GUT CENT PERIPH MET EFF
$MAIN ALAG_GUT = LAG;
$ODE
dxdt_GUT = -KA*GUT;
dxdt_CENT = KA*GUT - (CL+Q)/V2*CENT + Q/V3*PERIPH;
dxdt_PERIPH = Q/V2*CENT - Q/V3*PERIPH;
dxdt_MET = FP*KA*GUT + FM*CL/V2*CENT - CLM/VM*MET;
dxdt_EFF = KE0*(CENT/V2 - EFF);
$TABLE capture CP = 1000*CENT/V2; capture CM = 1000*MET/VM; capture CE = 1000*EFF;
"
code <- if (form == "closed") closed else if (outputs == 1) parent else full
shown <- c("CP", "CM", "CE")[seq_len(outputs)]
invisible(capture.output(model <- mcode(paste0("e", Sys.getpid()), code, soloc = tempdir())))
model <- update(model, rtol = tolerance, atol = tolerance)
id <- seq_len(people)
doses <- length(table("dose_mg")) / people
data <- data.frame(ID = rep(id, each = doses), time = table("dose_time_h"), evid = 1, cmt = 1, amt = table("dose_mg"))
person <- data.frame(ID = id, CL = table("cl"), V2 = table("v"), Q = table("q"), V3 = table("v2"), KA = table("ka"),
                     LAG = table("alag"))
if (outputs > 1) {
  more <- data.frame(FP = table("fp"), FM = table("fm"), CLM = table("clm"), VM = table("vm"), KE0 = table("ke0"))
  person <- cbind(person, more)
}
data <- valid_data_set(data, model)
person <- valid_idata_set(person, model)
seen <- table("obs_time_h")
invisible(gc())
spent <- system.time(
  found <- mrgsim(model, data = data, idata = person, tgrid = seen, obsonly = TRUE, Request = shown, output = "df")
)
few <- found[found$ID <= 200, ]
curves <- unlist(lapply(unique(few$ID), function(each) unlist(few[few$ID == each, shown])))
writeBin(as.double(curves), file.path(folder, "conc"), size = 8, endian = "little")
status <- "/proc/self/status"
peak <- if (file.exists(status)) grep("VmHWM", readLines(status), value = TRUE) else "0"
measured <- '{"cpu_s": %f, "wall_s": %f, "peak_mb": %f, "version": "mrgsolve %s"}'
cat(sprintf(measured, sum(spent[c(1, 2, 4, 5)], na.rm = TRUE), spent[[3]], as.numeric(gsub("[^0-9]", "", peak)) / 1000,
            packageVersion("mrgsolve")), file = file.path(folder, "measured.json"))
