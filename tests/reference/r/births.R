# births.json: what R says of low birth weight. Run it in this folder: Rscript births.R
# R 4.2 of Debian 12, with its packages r-cran-car, r-cran-sandwich, r-cran-survey and r-cran-jsonlite.
suppressPackageStartupMessages({ library(car); library(sandwich); library(survey); library(jsonlite) })
control <- glm.control(epsilon = 1e-15, maxit = 100)
births <- read.csv("../low_birth_weight.csv")
births$race <- factor(ifelse(births$race_black == 1, "black", ifelse(births$race_other == 1, "other", "white")),
                      levels = c("white", "black", "other"))
formula <- low ~ age + lwt + race + smoke + ptl + ht + ui
fit <- glm(formula, binomial, births, control = control)
dropped <- drop1(fit, test = "LRT")[-1, ]
errors <- function(V) as.list(setNames(sqrt(diag(V)), sub("(Intercept)", "intercept", names(coef(fit)), fixed = TRUE)))

# A survey: weights uniform on (0.5, 8), strata and clusters by the number of the row.
births$weight <- 0.5 + 7.5 * ((seq_len(nrow(births)) * 37) %% 189) / 189
births$stratum <- (seq_len(nrow(births)) - 1) %/% 63
births$cluster <- (seq_len(nrow(births)) - 1) %/% 7
design_errors <- function(...) {
  design <- svydesign(weights = ~weight, data = births, ...)
  survey_fit <- suppressWarnings(svyglm(formula, design, family = quasibinomial, control = control))
  list(coef = as.list(unname(coef(survey_fit))), std_error = as.list(unname(SE(survey_fit))))
}

# An offset: a log-odds that is known from elsewhere.
births$known <- (births$lwt - 130) / 100
offset_fit <- glm(low ~ age + smoke + offset(known), binomial, births, control = control)
level_fit <- glm(low ~ 1 + offset(known), binomial, births, control = control)
null <- predict(offset_fit, data.frame(age = 30, smoke = 1, known = 0.5), se.fit = TRUE)

write(toJSON(list(
  drop1 = list(term = rownames(dropped), df = dropped$Df, statistic = dropped$LRT, p_value = dropped$`Pr(>Chi)`),
  pearson_chi2 = sum(residuals(fit, "pearson")^2),
  dispersion = sum(residuals(fit, "pearson")^2) / fit$df.residual,
  c_index = (mean(rank(fitted(fit))[births$low == 1]) - (sum(births$low) + 1) / 2) / sum(births$low == 0),
  tjur_r2 = mean(fitted(fit)[births$low == 1]) - mean(fitted(fit)[births$low == 0]),
  gvif = as.list(vif(fit)[, "GVIF"]),
  HC2 = errors(vcovHC(fit, "HC2")), HC3 = errors(vcovHC(fit, "HC3")),
  survey = design_errors(id = ~1),
  survey_clusters = design_errors(id = ~cluster),
  survey_strata = design_errors(id = ~1, strata = ~stratum),
  survey_strata_clusters = design_errors(id = ~cluster, strata = ~stratum),
  offset = list(coef = as.list(unname(coef(offset_fit))), std_error = as.list(unname(sqrt(diag(vcov(offset_fit))))),
                deviance = offset_fit$deviance, null_deviance = offset_fit$null.deviance, aic = offset_fit$aic,
                log_odds = unname(null$fit), log_odds_error = unname(null$se.fit)),
  level = list(coef = unname(coef(level_fit)), std_error = sqrt(vcov(level_fit)[1, 1]))
), digits = NA, auto_unbox = TRUE, pretty = TRUE), "births.json")
