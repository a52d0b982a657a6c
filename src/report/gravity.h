/* SPDX-License-Identifier: Apache-2.0 */
/** @file gravity.h  What the forms of an estimate share. */
#ifndef ZI_REPORT_GRAVITY_H
#define ZI_REPORT_GRAVITY_H

#include "report/report.h"

void zi_estimate_table(
    const zhol_estimate *e, const zhol_estimate_view *view, zi_buffer *out);
void zi_estimate_json(const zhol_estimate *e, zi_buffer *out);
void zi_estimate_csv(const zhol_estimate *e, zi_buffer *out);
void zi_estimate_tex(const zhol_estimate *e, zi_buffer *out);

/** Half the width of a 95 % interval, in standard errors: 1.96 or more. */
double zi_estimate_reach(const zhol_fit *fit);

/** An R2 as it is printed: what rounds to 0 is 0, without a sign. */
double zi_estimate_share(double x);

/** "ppml", "cluster" ("none" without a regressor), "fixest", "used": for programs. */
const char *zi_estimate_method(const zhol_fit *fit);
const char *zi_estimate_errors(const zhol_fit *fit);
const char *zi_estimate_small(const zhol_fit *fit);
const char *zi_row_state(uint32_t state);

/** What estimates are changes of the logarithm of, so that 0.1 is about 10 %: of PPML the
 * dependent, of least squares "trade" if the dependent is "log(trade)". false: nothing.
 */
bool zi_estimate_subject(const zhol_estimate *e, const char **begin, size_t *length);

/** Way @p way of the clusters "pair,exporter": its name, without blanks around it. */
void zi_estimate_cluster(
    const zhol_estimate *e, uint32_t way, const char **name, size_t *length);

#endif
