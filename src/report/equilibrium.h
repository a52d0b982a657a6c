/* SPDX-License-Identifier: Apache-2.0 */
/** @file equilibrium.h  What the forms of a simulation share. */
#ifndef ZI_REPORT_EQUILIBRIUM_H
#define ZI_REPORT_EQUILIBRIUM_H

#include "report/report.h"

/** "newton", "fixed-point", or "newton, then fixed-point". */
const char *zi_solver_name(const zhol_simulation *s);

void zi_simulation_table(
    const zhol_simulation *s, const zhol_simulation_view *view, zi_buffer *out);

/** Indices of the economies by real income, the largest gain first, equal ones by id.
 * NULL: memory is out. Freed by zi_free(). */
uint32_t *zi_by_real_income(const zhol_simulation *s);

#endif
