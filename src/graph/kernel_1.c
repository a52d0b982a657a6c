/* SPDX-License-Identifier: Apache-2.0 */
#define ZI_KERNEL zi_kernel_1
#define ZI_LANES  1
#include "graph/kernel_body.h"
