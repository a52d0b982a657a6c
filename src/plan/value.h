/* SPDX-License-Identifier: Apache-2.0 */
/** @file value.h  The value of every subset of projects, by enumeration. */
#ifndef ZI_PLAN_VALUE_H
#define ZI_PLAN_VALUE_H

#include <zhol/plan.h>

/** Fills everything of @p plan but its projects, which stand there already. */
ZHOL_MUST_CHECK zhol_status zi_plan_enumerate(
    zhol_plan *plan, const zhol_plan_query *query, zhol_error *err);

#endif
