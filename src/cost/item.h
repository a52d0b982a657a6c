/* SPDX-License-Identifier: Apache-2.0 */
/** @file item.h  One thing that happens to a shipment, priced: a leg and what made it.
 *
 * Each function fills one zi_item from the rows that apply. Weights of arcs and legs of
 * answers both come from here, so they cannot differ.
 */
#ifndef ZI_COST_ITEM_H
#define ZI_COST_ITEM_H

#include <math.h>

#include "cost/load.h"
#include "cost/scene.h"

enum { ZI_MAX_MINE = 10 };

typedef struct zi_item {
    zhol_leg leg;
    uint64_t key;    /* what is random in it: equal keys share their draws */
    uint64_t factor; /* what it shares a common factor with; 0: nothing */
    uint32_t n_mine;
    uint32_t mine[ZI_MAX_MINE]; /* the user's own rows: table << 27 | row */
} zi_item;

/** Moving along one link. */
typedef struct zi_move {
    zhol_ref link;
    bool is_backward; /* from the link's `to` to its `from` */
    uint32_t service_class;
} zi_move;

/** Which row a link lacks; it cannot be travelled then. */
typedef enum zi_lack {
    ZI_LACKS_NOTHING,
    ZI_LACKS_SPEED,
    ZI_LACKS_RATE,
    ZI_LACKS_EMISSION
} zi_lack;

/** What boarding costs at once: the fixed part of a rate. */
typedef struct zi_fee {
    zhol_ref rate; /* ZHOL_NO_ROW: nothing is known of a fee */
    double usd;
} zi_fee;

/** @p fee: what boarding here to travel this link would cost; not in the item. */
ZHOL_MUST_CHECK zi_lack zi_item_move(const zi_scene *scene, const zi_load *load,
    const zi_move *move, zi_item *out, zi_fee *fee);

/** One procedure at one place. What is 0 or ZHOL_NO_ROW does not matter to it. */
typedef struct zi_step {
    uint32_t what, mode, direction, service_class;
    zhol_ref at, other; /* places */
    uint32_t gauge_mm, gauge_to_mm;
    uint64_t factor; /* see zi_item */
} zi_step;

/** false: the tables have no row for it (then nothing is done and nothing is charged). */
bool zi_item_step(
    const zi_scene *scene, const zi_load *load, const zi_step *step, zi_item *out);

/** A way of being carried: where a shipment is in the virtual network besides its place.
 */
typedef struct zi_layer {
    uint32_t mode, gauge_mm, service_class; /* gauge: of rail and rail ferries, else 0 */
} zi_layer;

/* What a leg adds to the criterion of risk, in h2: its variance; or for a link, twice its
 * standard deviation times a day. The links of one mode share their luck, so that their
 * deviations add up, and the variance of a whole haul S^2 grows by 2 S for each hour
 * more: here at S = 24 h. So it does not matter into how many links a way is cut. */
static inline double
zi_risk_h2(const zhol_leg *leg)
{
    return leg->kind == ZHOL_LEG_LINK ? 2 * 24.0 * sqrt(leg->variance_h2)
                                      : leg->variance_h2;
}

/** Waiting for a service (or ZHOL_NO_ROW: none is needed) and paying the fee. */
void zi_item_wait(const zi_scene *scene, const zi_layer *aboard, zhol_ref place,
    zhol_ref service, const zi_fee *fee, zi_item *out);

/** By lorry between a point and a place @p km apart (as the crow flies). */
void zi_item_access(const zi_scene *scene, const zi_load *load, zhol_ref place,
    bool is_to_place, double km, zi_item *out);

/** The classes of service that a row may name for moving with this one: a bit each. Sea
 * lanes of regional class and the inner seas are served by liners and feeders. */
uint32_t zi_item_classes(uint32_t mode, uint32_t service_class, uint32_t line_class);

#endif
