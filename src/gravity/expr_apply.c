/* SPDX-License-Identifier: Apache-2.0 */
/* Operations of one and two numbers. Missing is NaN; what cannot be computed becomes
 * NaN, too, and the machine counts it. */
#include "gravity/expr_run.h"

#include <math.h>

static double
mod(double a, double b)
{
    const double r = b == 0 ? NAN : fmod(a, b);
    return r != 0 && (r < 0) != (b < 0) ? r + b : r; /* of the sign of b, as in R */
}

static void
apply_arithmetic(
    zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n)
{
    switch (kind) {
    case ZI_OP_ADD:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = a[i] + b[i];
        }
        break;
    case ZI_OP_SUBTRACT:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = a[i] - b[i];
        }
        break;
    case ZI_OP_MULTIPLY:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = a[i] * b[i];
        }
        break;
    case ZI_OP_DIVIDE:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = b[i] == 0 ? NAN : a[i] / b[i];
        }
        break;
    case ZI_OP_MOD:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = mod(a[i], b[i]);
        }
        break;
    default: /* pow: C has pow(1, NaN) = pow(NaN, 0) = 1, and pow(0, -1) infinite */
        for (uint32_t i = 0; i < n; i++) {
            out[i] = isnan(a[i]) || isnan(b[i]) || (a[i] == 0 && b[i] < 0)
                         ? NAN
                         : pow(a[i], b[i]);
        }
        break;
    }
}

static double
truth(bool holds, double a, double b)
{
    const double known = holds ? 1 : 0;
    return isunordered(a, b) ? NAN : known;
}

static void
apply_function(zi_op_kind kind, const double *a, double *out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        switch (kind) {
        case ZI_OP_NEGATE:
            out[i] = 0 - a[i]; /* no minus zero */
            break;
        case ZI_OP_LOG:
            out[i] = a[i] > 0 ? log(a[i]) : NAN;
            break;
        case ZI_OP_EXP:
            out[i] = exp(a[i]);
            break;
        case ZI_OP_SQRT:
            out[i] = a[i] >= 0 ? sqrt(a[i]) : NAN;
            break;
        case ZI_OP_ABS:
            out[i] = fabs(a[i]);
            break;
        case ZI_OP_FLOOR:
            out[i] = floor(a[i]);
            break;
        case ZI_OP_NOT:
            out[i] = truth(a[i] == 0, a[i], a[i]);
            break;
        default: /* is_missing */
            out[i] = isnan(a[i]);
            break;
        }
    }
}

static void
apply_comparison(
    zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n)
{
    switch (kind) {
    case ZI_OP_EQ:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = truth(a[i] == b[i], a[i], b[i]);
        }
        break;
    case ZI_OP_NE:
        for (uint32_t i = 0; i < n; i++) {
            out[i] = truth(a[i] != b[i], a[i], b[i]);
        }
        break;
    case ZI_OP_LT:
    case ZI_OP_GT:
        for (uint32_t i = 0; i < n; i++) {
            const bool holds = kind == ZI_OP_LT ? a[i] < b[i] : a[i] > b[i];
            out[i] = truth(holds, a[i], b[i]);
        }
        break;
    default:
        for (uint32_t i = 0; i < n; i++) {
            const bool holds = kind == ZI_OP_LE ? a[i] <= b[i] : a[i] >= b[i];
            out[i] = truth(holds, a[i], b[i]);
        }
        break;
    }
}

/* What one side decides is known even if the other is missing (Kleene 1938). */
static void
apply_logic(zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const bool is_and = kind == ZI_OP_AND;
        const bool a_decides = is_and ? a[i] == 0 : a[i] != 0 && !isnan(a[i]);
        const bool b_decides = is_and ? b[i] == 0 : b[i] != 0 && !isnan(b[i]);
        out[i] = a_decides || b_decides ? !is_and : truth(is_and, a[i], b[i]);
    }
}

static void
apply_choice(zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        const bool takes_b = kind == ZI_OP_MIN ? b[i] < a[i] : b[i] > a[i];
        out[i] = isunordered(a[i], b[i]) ? NAN : takes_b ? b[i] : a[i];
    }
}

void
zi_op_apply(zi_op_kind kind, const double *a, const double *b, double *out, uint32_t n)
{
    if (kind <= ZI_OP_POW) {
        apply_arithmetic(kind, a, b, out, n);
    } else if (kind <= ZI_OP_NOT || kind == ZI_OP_IS_MISSING) {
        apply_function(kind, a, out, n);
    } else if (kind <= ZI_OP_OR) {
        apply_logic(kind, a, b, out, n);
    } else if (kind <= ZI_OP_GE) {
        apply_comparison(kind, a, b, out, n);
    } else {
        apply_choice(kind, a, b, out, n);
    }
}

uint32_t
zi_op_n_operands(zi_op_kind kind)
{
    if (kind < ZI_OP_ADD || kind > ZI_OP_IS_MISSING) {
        return 0;
    }
    return (kind >= ZI_OP_NEGATE && kind <= ZI_OP_NOT) || kind == ZI_OP_IS_MISSING ? 1
                                                                                   : 2;
}

const char *
zi_op_cannot(zi_op_kind kind)
{
    switch (kind) {
    case ZI_OP_LOG:
        return "log of a number that is not above 0";
    case ZI_OP_SQRT:
        return "sqrt of a number below 0";
    case ZI_OP_POW:
        return "pow that is no number";
    case ZI_OP_DIVIDE:
        return "division by 0";
    case ZI_OP_MOD:
        return "rest of a division by 0";
    default:
        return "a difference of infinite numbers";
    }
}
