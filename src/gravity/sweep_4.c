/* SPDX-License-Identifier: Apache-2.0 */
/* The passes with four doubles at once (AVX2). */
#define ZI_SWEEPS zi_sweeps_4
#include "gravity/sweep_body.h"
