/* SPDX-License-Identifier: Apache-2.0 */
#include "gravity/sweep.h"

const zi_sweeps *
zi_sweeps_for(void)
{
#if defined __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        return &zi_sweeps_4;
    }
#endif
    return &zi_sweeps_1;
}
