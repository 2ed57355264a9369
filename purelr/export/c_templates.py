"""The text of a model in C, and of its header, with @words@ in it, and what some of the words are."""

from __future__ import annotations

C = {
    "program": """\
@comments@
#include <math.h>

/* The memory of AVR boards is small (an Uno has 2 kB): there the numbers stay in flash. */
#ifdef __AVR__
#include <avr/pgmspace.h>
#define @name@_FLASH PROGMEM
#else
#define @name@_FLASH
#endif

#ifdef __cplusplus
extern "C" {
#endif

extern const char *const @name@_labels[@K@];
const char *const @name@_labels[@K@] = @labels@;
static const double @name@_intercept[@sets@] @name@_FLASH = @intercept@;
static const double @name@_coef[@sets@][@p@] @name@_FLASH = @coef@;
@arrays@
static double @name@_number(const double *place)
{
#ifdef __AVR__
    double number;
    memcpy_P(&number, place, sizeof number);
    return number;
#else
    return *place;
#endif
}

static double @name@_sum(const double *x, int k)
{
@steps@    double z = @name@_number(&@name@_intercept[k])@plus@;
    for (int j = 0; j < @p@; j++)
        z += @name@_number(&@name@_coef[k][j]) * @value@;
    return z;
}

/* @meaning@ x is @m@ numbers. */
@result@

/* Sets p to the @K@ probabilities of the classes; to NaN where a number of x is not finite, or the sum overflows. */
void @name@_probabilities(const double *x, double *p)
{
    double top, total = 0.0;
    @scores@
    top = p[0];
    for (int k = 1; k < @K@; k++)
        if (p[k] > top)
            top = p[k];
    for (int k = 0; k < @K@; k++)
        total += p[k] - p[k]; /* NaN where p[k] is not finite */
    for (int k = 0; k < @K@; k++)
        total += p[k] = exp(p[k] - top);
    for (int k = 0; k < @K@; k++)
        p[k] /= total;
}

/* The number of the most probable class; -1 where a number of x is not finite, or the sum overflows. */
int @name@_class(const double *x)
{
    @best@
}

/* The label of the most probable class; a null pointer where @name@_class gives -1. */
const char *@name@_label(const double *x)
{
    int k = @name@_class(x);
    return k < 0 ? 0 : @name@_labels[k];
}

#ifdef __cplusplus
}
#endif
""",
    "two": {
        "result": """\
double @name@_log_odds(const double *x)
{
    return @name@_sum(x, 0);
}""",
        "scores": "p[0] = 0.0;\n    p[1] = @name@_log_odds(x);",
        "best": "double z = @name@_log_odds(x);\n    return isfinite(z) ? z @over@ 0.0 : -1;",
    },
    "more": {
        "result": """\
void @name@_log_odds(const double *x, double *z)
{
    for (int k = 0; k < @K@; k++)
        z[k] = @name@_sum(x, k);
}""",
        "scores": "@name@_log_odds(x, p);",
        "best": """\
double z[@K@];
    int best = 0;
    @name@_log_odds(x, z);
    for (int k = 0; k < @K@; k++) {
        if (!isfinite(z[k]))
            return -1;
        if (z[k] > z[best])
            best = k;
    }
    return best;""",
    },
    "scaled": {
        "arrays": """\
static const double @name@_mean[@p@] @name@_FLASH = @mean@;
static const double @name@_scale[@p@] @name@_FLASH = @scale@;
""",
        "value": "((@row@[j] - @name@_number(&@name@_mean[j])) / @name@_number(&@name@_scale[j]))",
    },
    "plain": {"arrays": "", "value": "@row@[j]"},
    "steps": {
        "steps": "@lines@    const double row[@p@] = {@numbers@};\n    double offset = @offset@;\n",
        "plus": " + offset",
        "row": "row",
    },
}

C_HEADER = {
    "program": """\
@comments@
#ifndef @name@_included
#define @name@_included

#ifdef __cplusplus
extern "C" {
#endif

enum { @name@_columns = @m@, @name@_classes = @K@ };
extern const char *const @name@_labels[@K@];

/* @meaning@ x is @m@ numbers. */
@result@

/* Sets p to the @K@ probabilities of the classes; to NaN where a number of x is not finite, or the sum overflows. */
void @name@_probabilities(const double *x, double *p);

/* The number of the most probable class; -1 where a number of x is not finite, or the sum overflows. */
int @name@_class(const double *x);

/* The label of the most probable class; a null pointer where @name@_class gives -1. */
const char *@name@_label(const double *x);

#ifdef __cplusplus
}
#endif

#endif
""",
    "two": {"result": "double @name@_log_odds(const double *x);"},
    "more": {"result": "void @name@_log_odds(const double *x, double *z);"},
    "scaled": {},
    "plain": {},
    "steps": {},
}
