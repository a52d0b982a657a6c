/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/fail.h"
#include "cost/item_parts.h"
#include "cost/network.h"

static bool
is_water(uint32_t mode)
{
    return mode == ZHOL_MODE_SEA || mode == ZHOL_MODE_INLAND_WATER
           || mode == ZHOL_MODE_RAIL_FERRY || mode == ZHOL_MODE_ROAD_FERRY;
}

/* A row of no hours and no dollars says that nothing happens: no leg. */
static bool
is_step_there(const zi_network *net, const zi_step *step, zi_item *out)
{
    return zi_item_step(net->scene, net->load, step, out)
           && (out->leg.time_h > 0 || out->leg.cost_usd > 0);
}

/* One side of a border: its procedures, waiting for wagons, on entering also transit. */
static uint32_t
add_border(const zi_network *net, const zi_step *side, zi_item *out)
{
    zi_step step = *side;
    uint32_t n = 0;

    step.what = ZHOL_WHAT_BORDER;
    n += is_step_there(net, &step, &out[n]);
    step.what = ZHOL_WHAT_WAGON_WAIT;
    n += step.mode == ZHOL_MODE_RAIL && is_step_there(net, &step, &out[n]);
    step.what = ZHOL_WHAT_TRANSIT;
    n += step.direction == ZHOL_DIRECTION_IN
         && (step.mode == ZHOL_MODE_RAIL || step.mode == ZHOL_MODE_ROAD)
         && is_step_there(net, &step, &out[n]);
    return n;
}

uint32_t
zi_network_move_items(
    const zi_network *net, const zi_arc *arc, zi_item out[ZI_MAX_ITEMS], zi_fee *fee)
{
    const zi_book *b = net->scene->book;
    const zhol_link *l = &b->links[arc->link];
    const zi_layer *layer = &net->layers[net->nodes[arc->tail].layer];
    const zhol_ref from = net->nodes[arc->tail].place, to = net->nodes[arc->head].place;
    const zhol_ref left = b->places[from].economy, entered = b->places[to].economy;
    const zi_move move = { arc->link, arc->is_backward != 0, layer->service_class };
    const bool is_border =
        left != entered && left != ZHOL_NO_ROW && entered != ZHOL_NO_ROW;
    zi_step side = { .mode = l->mode,
        .service_class = layer->service_class,
        .gauge_mm = l->gauge_mm,
        .at = from,
        .other = to,
        .direction = ZHOL_DIRECTION_OUT };
    uint32_t n = 0;

    if (is_border) { /* delays of one direction of a border come together */
        side.factor = zi_identity_hash(&(zi_identity){
            .kind = ZHOL_LEG_PROCEDURE, .place = left, .other = entered });
        n += add_border(net, &side, &out[n]);
    }
    if (zi_item_move(net->scene, net->load, &move, &out[n], fee) != ZI_LACKS_NOTHING) {
        return 0;
    }
    n++;
    if (is_border) {
        side.at = to;
        side.other = from;
        side.direction = ZHOL_DIRECTION_IN;
        n += add_border(net, &side, &out[n]);
    }
    return n;
}

static uint32_t
add_port(const zi_network *net, zhol_ref place, const zi_layer *left,
    const zi_layer *taken, zi_item *out)
{
    const bool is_in = is_water(left->mode);
    const zi_step step = { .what = ZHOL_WHAT_PORT_DWELL,
        .mode = is_in ? left->mode : taken->mode,
        .at = place,
        .other = ZHOL_NO_ROW,
        .direction = is_in ? ZHOL_DIRECTION_IN : ZHOL_DIRECTION_OUT };

    return (is_in || is_water(taken->mode)) && is_step_there(net, &step, out);
}

/* What happens before boarding: nothing, the origin, or what changing mode takes. */
static uint32_t
add_handling(const zi_network *net, const zi_arc *arc, zi_item *out)
{
    static const zi_fee no_fee = { ZHOL_NO_ROW, 0 };
    const zi_node *tail = &net->nodes[arc->tail], *head = &net->nodes[arc->head];
    const zi_layer *taken = &net->layers[head->layer];
    zi_step step = { .at = head->place, .other = ZHOL_NO_ROW };
    uint32_t n = 0;

    if (arc->kind == ZI_ARC_START) {
        step.what = ZHOL_WHAT_ORIGIN;
        step.mode = taken->mode;
        step.service_class = taken->service_class;
        n += is_step_there(net, &step, &out[n]);
    } else if (arc->kind != ZI_ARC_BOARD) {
        const zi_layer *left = &net->layers[tail->layer];
        step.what = ZHOL_WHAT_TRANSFER;
        step.mode = left->mode;
        n += arc->kind == ZI_ARC_TRANSFER && is_step_there(net, &step, &out[n]);
        n += add_port(net, head->place, left, taken, &out[n]);
    }
    const zi_fee *fee = arc->kind == ZI_ARC_BOARD ? &no_fee : &head->fee;
    if (head->service != ZHOL_NO_ROW || fee->usd > 0) {
        zi_item_wait(net->scene, taken, head->place, head->service, fee, &out[n++]);
    }
    return n;
}

uint32_t
zi_network_items(const zi_network *net, const zi_arc *arc, zi_item out[ZI_MAX_ITEMS])
{
    const zi_node *tail = &net->nodes[arc->tail], *head = &net->nodes[arc->head];
    zi_step step = { .at = tail->place, .other = ZHOL_NO_ROW };
    zi_fee fee;

    if (arc->kind == ZI_ARC_MOVE) {
        return zi_network_move_items(net, arc, out, &fee);
    }
    if (arc->kind != ZI_ARC_END && arc->kind != ZI_ARC_GAUGE) {
        return add_handling(net, arc, out);
    }
    const zi_layer *layer = &net->layers[tail->layer];
    step.what = ZHOL_WHAT_DESTINATION;
    step.mode = layer->mode;
    step.service_class = layer->service_class;
    if (arc->kind == ZI_ARC_GAUGE) {
        step.what = arc->what;
        step.gauge_mm = layer->gauge_mm;
        step.gauge_to_mm = net->layers[head->layer].gauge_mm;
    }
    return is_step_there(net, &step, out);
}

zhol_status
zi_network_weigh(
    const zi_item *items, uint32_t n, uint32_t out[ZI_N_WEIGHTS], zhol_error *err)
{
    static const double per_unit[ZI_N_WEIGHTS] = { 3600, 100, 1000, 100 };
    static const char *const words[ZI_N_WEIGHTS] = { "hours", "dollars", "kg of CO2e",
        "square hours of risk" };
    double sum[ZI_N_WEIGHTS] = { 0 };

    for (uint32_t i = 0; i < n; i++) {
        sum[ZI_WEIGHT_TIME_S] += items[i].leg.time_h;
        sum[ZI_WEIGHT_CENTS] += items[i].leg.cost_usd;
        sum[ZI_WEIGHT_CO2E_G] += items[i].leg.co2e_wtw_kg;
        sum[ZI_WEIGHT_RISK] += zi_risk_h2(&items[i].leg);
    }
    for (uint32_t k = 0; k < ZI_N_WEIGHTS; k++) {
        const double weight = round(sum[k] * per_unit[k]);
        if (!(weight >= 0 && weight < UINT32_MAX)) {
            return zi_fail(err, ZHOL_LIMIT,
                "the consignment is too large: one step takes %.4g %s; split it", sum[k],
                words[k]);
        }
        out[k] = (uint32_t) weight;
    }
    return ZHOL_OK;
}
