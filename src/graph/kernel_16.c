/* SPDX-License-Identifier: Apache-2.0 */
#define ZI_KERNEL zi_kernel_16
#define ZI_LANES  16
#include "graph/kernel_body.h"
