/* SPDX-License-Identifier: Apache-2.0 */
#include "graph/kernel.h"

const zi_kernel *
zi_kernel_for(uint32_t lanes)
{
    lanes = lanes == 0 ? ZI_MAX_STRIDE : lanes;
#if defined __x86_64__
    if (lanes >= 16 && __builtin_cpu_supports("avx512f")) {
        return &zi_kernel_16;
    }
    if (lanes >= 8 && __builtin_cpu_supports("avx2")) {
        return &zi_kernel_8;
    }
    if (lanes >= 4 && __builtin_cpu_supports("sse4.1")) {
        return &zi_kernel_4;
    }
    return &zi_kernel_1;
#else
    return lanes >= 4 ? &zi_kernel_4 : &zi_kernel_1;
#endif
}
