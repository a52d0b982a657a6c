/* SPDX-License-Identifier: Apache-2.0 */
#include "world/check.h"

#include "net/words.h"

bool
zi_is_whole(const zi_checking *c, uint32_t table, zhol_ref row)
{
    const uint32_t mine_at = zi_schema_of(table)->mine_at;

    return row < c->w->section[table].n
           && (zi_u32_of(zi_world_row(c->w, table, row), mine_at) & ZI_ROW_IS_BAD) == 0;
}

#define BIT(x) (1u << (x))

bool
zi_line_class_fits(uint32_t mode, uint32_t line_class)
{
    static const uint32_t fitting[ZHOL_N_MODES] = {
        [ZHOL_MODE_RAIL] =
            BIT(ZHOL_LINE_TRUNK) | BIT(ZHOL_LINE_MAIN) | BIT(ZHOL_LINE_BRANCH),
        [ZHOL_MODE_ROAD] =
            BIT(ZHOL_LINE_MOTORWAY) | BIT(ZHOL_LINE_TRUNK) | BIT(ZHOL_LINE_LOCAL),
        [ZHOL_MODE_SEA] = BIT(ZHOL_LINE_ASIA_EUROPE) | BIT(ZHOL_LINE_TRANSPACIFIC)
                          | BIT(ZHOL_LINE_TRANSATLANTIC) | BIT(ZHOL_LINE_INTRA_ASIA)
                          | BIT(ZHOL_LINE_REGIONAL) | BIT(ZHOL_LINE_FEEDER)
                          | BIT(ZHOL_LINE_CASPIAN) | BIT(ZHOL_LINE_BLACK_SEA),
    };

    return line_class == ZHOL_LINE_ANY || (fitting[mode] & BIT(line_class)) != 0;
}

bool
zi_service_class_fits(uint32_t mode, uint32_t service_class)
{
    static const uint32_t fitting[ZHOL_N_MODES] = {
        [ZHOL_MODE_ANY] = UINT32_MAX,
        [ZHOL_MODE_RAIL] = BIT(ZHOL_CLASS_EXPRESS_BLOCK) | BIT(ZHOL_CLASS_REGULAR_BLOCK)
                           | BIT(ZHOL_CLASS_WAGONLOAD),
        [ZHOL_MODE_ROAD] = BIT(ZHOL_CLASS_TRUCK),
        [ZHOL_MODE_SEA] = BIT(ZHOL_CLASS_LINER) | BIT(ZHOL_CLASS_FEEDER),
        [ZHOL_MODE_INLAND_WATER] = BIT(ZHOL_CLASS_BARGE),
        [ZHOL_MODE_RAIL_FERRY] = BIT(ZHOL_CLASS_FERRY),
        [ZHOL_MODE_ROAD_FERRY] = BIT(ZHOL_CLASS_FERRY),
    };

    return service_class == ZHOL_CLASS_ANY || (fitting[mode] & BIT(service_class)) != 0;
}

zhol_status
zi_world_check(
    const zhol_world *w, const zi_draft *draft, const zi_folder *folder, zhol_error *err)
{
    const zi_checking c = { w, draft, draft->problems };
    zhol_status status = zi_check_keys(&c, err);

    if (status == ZHOL_OK) {
        status = zi_check_net(&c, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_money(&c, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_papers(&c, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_doubts(&c, err);
    }
    if (status == ZHOL_OK) {
        status = zi_check_plausible(&c, err);
    }
    if (status == ZHOL_OK && folder) {
        status = zi_check_shapes(&c, folder, err);
    }
    return status;
}
