/* SPDX-License-Identifier: Apache-2.0 */
/* The passes for every processor. */
#define ZI_SWEEPS zi_sweeps_1
#include "gravity/sweep_body.h"
