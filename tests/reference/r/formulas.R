# formulas.json: R's model.matrix of formulas over low birth weight, for rows of the fit and for new ones.
# Run it in this folder: Rscript formulas.R; R 4.2 of Debian 12, with its package r-cran-jsonlite.
suppressPackageStartupMessages({ library(splines); library(jsonlite) })
raw <- read.csv("../low_birth_weight.csv")
births <- data.frame(
  low = raw$low, age = raw$age, lwt = raw$lwt,
  race = factor(ifelse(raw$race_black == 1, "black", ifelse(raw$race_other == 1, "other", "white"))),
  smoke = factor(ifelse(raw$smoke == 1, "yes", "no")), ptl = raw$ptl,
  "past weight" = raw$lwt / 2, check.names = FALSE)
shown <- c(1, 2, 5, 17, 40, 99, 150, 189)
new <- births[c(3, 10, 60, 120), ]
new$age <- c(12, 28.5, 33, 60)   # the first and the last are beyond the rows of the fit
new$lwt <- c(70, 121.25, 260, 133)
new[["past weight"]] <- new$lwt / 2

# purelr's formula, and R's where it is spelled otherwise.
formulas <- list(
  c("low ~ age"), c("low ~ age + lwt"), c("low ~ race"), c("low ~ age + race"), c("low ~ race + smoke"),
  c("low ~ race*smoke"), c("low ~ race:smoke"), c("low ~ age:lwt"), c("low ~ age*lwt"), c("low ~ age:race"),
  c("low ~ race:age"), c("low ~ age*race"), c("low ~ age + age:race"), c("low ~ race + race:smoke"),
  c("low ~ smoke + race:smoke"), c("low ~ 0 + race"), c("low ~ race - 1"), c("low ~ 0 + race + smoke"),
  c("low ~ 0 + race:smoke"), c("low ~ 0 + age + race + smoke"), c("low ~ -1 + smoke*race"),
  c("low ~ (age + lwt + race)^2"), c("low ~ (age + race + smoke)^3"), c("low ~ (age + race + smoke)^3 - age:race:smoke"),
  c("low ~ race/smoke"), c("low ~ smoke/(age + lwt)"), c("low ~ age*race*smoke"),
  c("low ~ . - `past weight`"), c("low ~ (. - `past weight` - ptl)^2"),
  c("low ~ . - ptl - race - smoke"),
  c("low ~ `past weight` * smoke"), c("low ~ log(`past weight` + 1)"),
  c("low ~ log(lwt)"), c("low ~ exp(age / 10) + sqrt(lwt)"), c("low ~ abs(age - 25)"), c("low ~ I(age^2)"),
  c("low ~ I(age**3 / lwt) + I(-age + 2*(lwt - 3))"), c("low ~ I(2^(age/20)) + I(lwt^-1) + I(age^0.5)"),
  c("low ~ I(age^2):race + log(lwt)*smoke"), c("low ~ scale(age)"), c("low ~ scale(log(lwt))*age"),
  c("low ~ poly(age, 2)"), c("low ~ poly(age, 3) + race"), c("low ~ poly(age, 5)"), c("low ~ poly(log(lwt), 2)"),
  c("low ~ poly(age, 2)*smoke"), c("low ~ poly(age, degree=2):race"), c("low ~ ns(age, 1)"), c("low ~ ns(age, 3)"),
  c("low ~ ns(lwt, df=5)"), c("low ~ ns(lwt, 4) + race"), c("low ~ ns(age, 2)*smoke"), c("low ~ bs(age, 3)"),
  c("low ~ bs(lwt, 5)"), c("low ~ bs(lwt, 4, degree=2)"), c("low ~ bs(lwt, df=6) + race:smoke"),
  c("low ~ bs(age, 4):ns(lwt, 2)"), c("low ~ C(race, reference='white')", "low ~ relevel(race, ref = 'white')"),
  c("low ~ C(race, reference='white')*smoke + age", "low ~ relevel(race, ref = 'white')*smoke + age"), c("low ~ C(ptl) + age", "low ~ factor(ptl) + age"),
  c("low ~ C(ptl):smoke + lwt", "low ~ factor(ptl):smoke + lwt"), c("low ~ race + offset(log(lwt)) + age"),
  c("low ~ smoke + 0 + offset(age) + offset(lwt/100)")
)
found <- lapply(formulas, function(pair) {
  tt <- terms(as.formula(pair[length(pair)]), data = births)
  frame <- model.frame(tt, births)
  fitted <- delete.response(terms(frame))
  levels <- .getXlevels(terms(frame), frame)
  matrix <- function(rows) {
    # warnings are those of splines beyond their knots
    found <- suppressWarnings(model.frame(fitted, rows, xlev = levels))
    list(X = unname(suppressWarnings(model.matrix(fitted, found))), offset = model.offset(found))
  }
  X <- suppressWarnings(model.matrix(fitted, frame))
  one <- matrix(births[shown, ]); two <- matrix(new)
  terms <- attr(fitted, "term.labels")
  list(formula = pair[1], r = pair[length(pair)], terms = terms, counts = as.vector(table(factor(attr(X, "assign"), 0:length(terms)))),
       fit = one$X, new = two$X, offset = c(one$offset, two$offset))
})
# Fits, with predictions of the new rows and their errors; and each term dropped that no other contains.
control <- glm.control(epsilon = 1e-15, maxit = 100)
fits <- lapply(list("low ~ ns(age, 3) + race*smoke + log(lwt)", "low ~ poly(lwt, 2) + smoke:age + offset(ptl / 4)",
                    "low ~ 0 + race + bs(lwt, 4)", "low ~ 1 + offset(log(lwt) - 5)"), function(text) {
  fit <- glm(as.formula(text), binomial, births, control = control)
  said <- suppressWarnings(predict(fit, new, se.fit = TRUE))
  tested <- if (grepl("1 +", text, fixed = TRUE)) NULL else drop1(fit, test = "LRT")[-1, ]
  list(formula = text, coef = unname(coef(fit)), std_error = unname(sqrt(diag(vcov(fit)))), deviance = deviance(fit),
       log_odds = unname(said$fit), error = unname(said$se.fit),
       term = rownames(tested), statistic = tested$LRT, df = tested$Df)
})
write(toJSON(list(fits = fits, r = R.version.string, shown = shown, new = new[, c("age", "lwt", "race", "smoke", "ptl", "past weight")],
                  formulas = found), digits = NA, auto_unbox = TRUE), "formulas.json")
