/* SPDX-License-Identifier: Apache-2.0 */
#include "world/parameters.h"

#include <assert.h>
#include <string.h>

typedef struct parameter_row {
    const char *name;
    double min, max;
} parameter_row;

static const parameter_row rows[ZI_N_PARAMS] = {
#define X(name, word, lo, hi) { word, lo, hi },
    ZI_PARAMETER_LIST(X)
#undef X
};

const char *
zi_parameter_name(uint32_t parameter)
{
    assert(parameter < ZI_N_PARAMS);
    return rows[parameter].name;
}

double
zi_parameter_min(uint32_t parameter)
{
    assert(parameter < ZI_N_PARAMS);
    return rows[parameter].min;
}

double
zi_parameter_max(uint32_t parameter)
{
    assert(parameter < ZI_N_PARAMS);
    return rows[parameter].max;
}

uint32_t
zi_parameter_of(const char *name)
{
    uint32_t i = 0;

    while (i < ZI_N_PARAMS && strcmp(rows[i].name, name) != 0) {
        i++;
    }
    return i;
}
