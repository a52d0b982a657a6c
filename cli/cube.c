/* SPDX-License-Identifier: Apache-2.0 */
#include "cube.h"

const char *
cli_economy_code(const zhol_world *world, const char *name)
{
    zhol_ref economy;
    zhol_error unused = { "" };

    return zhol_world_find_economy(world, name, &economy, &unused) == ZHOL_OK
               ? zhol_world_text(world, zhol_world_economies(world, NULL)[economy].iso3)
               : name;
}

zhol_status
cli_find_in_cube(const zhol_world *world, const zhol_cube *cube, const char *name,
    uint32_t *out, zhol_error *err)
{
    const zhol_status status = zhol_cube_find(cube, name, out, err);

    if (status != ZHOL_USAGE) {
        return status;
    }
    const char *code = cli_economy_code(world, name);
    return code == name ? status : zhol_cube_find(cube, code, out, err);
}
