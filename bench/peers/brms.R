# brms on Stan, once and by hand: it compiles for minutes, so `python -m bench` doesn't run it.
#   python -m bench.effect_peers FOLDER      writes FOLDER/ratings.csv: workload F, exposure felt at typical numbers
#   Rscript bench/peers/brms.R FOLDER        Debian: r-cran-brms r-cran-rstan r-base-dev
# A simplification: the five nonlinear numbers stand at the middle of their priors, and the slow process is an AR(1)
# from rating to rating; so it has less to find out than the others, and its ESS is that of an easier posterior.
suppressPackageStartupMessages(library(brms))
folder <- commandArgs(TRUE)[1]
ratings <- read.csv(file.path(folder, "ratings.csv"))
spent <- function(timed) sum(timed[c(1, 2, 4, 5)], na.rm = TRUE)
columns <- setdiff(names(ratings), c("y", "number"))
formula <- as.formula(paste("y ~ 0 +", paste(columns, collapse = " + "), "+ ar(time = number, p = 1)"))
priors <- c(prior(normal(0, 1.5), class = b), prior(normal(0, 1.5), class = b, coef = "effect"),
            prior(normal(0.6, 1.6), class = b, coef = "tolerance"), prior(normal(0, 3), class = b, coef = "level"))
compiling <- system.time(empty <- brm(formula, ratings, prior = priors, chains = 0))
sampling <- system.time(
  found <- update(empty, chains = 4, warmup = 500, iter = 1000, cores = 1, seed = 1, refresh = 0, recompile = FALSE)
)
draws <- as_draws_array(found, variable = "b_effect")
summary <- posterior::summarise_draws(draws, "mean", "sd", "ess_bulk", "rhat")
cat(sprintf("brms %s, rstan %s: compiling %.0f CPU-s, sampling %.0f CPU-s\n", packageVersion("brms"),
            packageVersion("rstan"), spent(compiling), spent(sampling)))
cat(sprintf("effect %.3f, SD %.3f, ESS %.0f, R-hat %.3f: %.1f CPU-s for 1,000 effective draws, compiling not counted\n",
            summary$mean, summary$sd, summary$ess_bulk, summary$rhat, 1000 * spent(sampling) / summary$ess_bulk))
