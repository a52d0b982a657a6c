/* SPDX-License-Identifier: Apache-2.0 */
/** @file equilibrium.h  What the forms of a simulation share. */
#ifndef ZI_REPORT_EQUILIBRIUM_H
#define ZI_REPORT_EQUILIBRIUM_H

#include "io/json.h"
#include "report/report.h"

/** "newton", "fixed-point", or "newton, then fixed-point". */
const char *zi_solver_name(const zhol_simulation *s);

/** Economies whose price at the factory gate leaves 1e-6 to 1e6 of the one before. */
uint32_t zi_near_autarky(const zhol_simulation *s);

void zi_simulation_table(
    const zhol_simulation *s, const zhol_simulation_view *view, zi_buffer *out);

/** What costs from the network rest on, by the order in which it is told. */
enum { ZI_MAX_ASSUMPTIONS = 6 };
typedef struct zi_assumption {
    const char *grade;
    char text[144];
} zi_assumption;
/** @return how many; 0: costs do not come from the network. */
uint32_t zi_simulation_assumptions(
    const zhol_simulation_view *v, zi_assumption out[ZI_MAX_ASSUMPTIONS]);

/** The lines of the table, and the object of JSON, about the network: view->network. */
void zi_simulation_network(const zhol_simulation_view *v, zi_buffer *out);
void zi_simulation_network_json(const zhol_simulation_view *v, zi_json *j);

/** Indices of the economies by real income, the largest gain first, equal ones by id.
 * NULL: memory is out. Freed by zi_free(). */
uint32_t *zi_by_real_income(const zhol_simulation *s);

#endif
