/* SPDX-License-Identifier: Apache-2.0 */
#define ZI_KERNEL zi_kernel_4
#define ZI_LANES  4
#include "graph/kernel_body.h"
