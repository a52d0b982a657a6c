/* SPDX-License-Identifier: Apache-2.0 */
#define ZI_KERNEL zi_kernel_8
#define ZI_LANES  8
#include "graph/kernel_body.h"
