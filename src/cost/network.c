/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/network.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "cost/pick.h"

static const uint32_t rail_classes[] = { ZHOL_CLASS_EXPRESS_BLOCK,
    ZHOL_CLASS_REGULAR_BLOCK, ZHOL_CLASS_WAGONLOAD };
enum { N_RAIL_CLASSES = sizeof rail_classes / sizeof rail_classes[0] };

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to build the network");
}

static uint32_t
class_of_mode(uint32_t mode)
{
    static const uint32_t classes[ZHOL_N_MODES] = { [ZHOL_MODE_ROAD] = ZHOL_CLASS_TRUCK,
        [ZHOL_MODE_SEA] = ZHOL_CLASS_LINER,
        [ZHOL_MODE_RAIL_FERRY] = ZHOL_CLASS_FERRY,
        [ZHOL_MODE_ROAD_FERRY] = ZHOL_CLASS_FERRY,
        [ZHOL_MODE_INLAND_WATER] = ZHOL_CLASS_BARGE };

    return classes[mode];
}

static bool
runs(const zi_network *net, const zhol_service *s, uint32_t mode, uint32_t service_class)
{
    const uint32_t year = net->scene->year;

    return s->mode == mode
           && (mode != ZHOL_MODE_RAIL || s->service_class == service_class)
           && (!s->from_year || s->from_year <= year)
           && (!s->to_year || year <= s->to_year);
}

/* A class of rail is there if a service of it runs at all; block trains carry boxes. */
static bool
is_class_there(const zi_network *net, uint32_t service_class)
{
    const zi_book *b = net->scene->book;

    if (service_class != ZHOL_CLASS_WAGONLOAD && !net->load->may_be_boxed) {
        return false;
    }
    for (uint32_t i = 0; i < b->n_services; i++) {
        if (runs(net, &b->services[i], ZHOL_MODE_RAIL, service_class)) {
            return true;
        }
    }
    return false;
}

/* The departure that is taken: the user's own service, then the one whose stop is written
 * more narrowly, then the shorter mean wait. */
static zhol_ref
service_at(const zi_network *net, zhol_ref place, const zi_layer *layer)
{
    const zi_book *b = net->scene->book;
    zhol_ref best = ZHOL_NO_ROW;
    uint32_t best_rank = 0;
    double best_wait_h = 0;

    for (uint32_t i = 0; i < b->n_services; i++) {
        const zhol_service *s = &b->services[i];
        if (!runs(net, s, layer->mode, layer->service_class)) {
            continue;
        }
        uint32_t rank = 0;
        for (uint32_t k = s->first_stop; k < s->first_stop + s->n_stops; k++) {
            const uint32_t r = 1 + b->stops[k].kind + (s->origin.is_mine ? 8 : 0);
            if (r > rank && zi_scene_is_in(net->scene, place, b->stops[k])) {
                rank = r;
            }
        }
        const double wait_h = (s->cut_off_h > 0 ? s->cut_off_h : 0) + s->headway_h / 2;
        if (rank > best_rank || (rank && rank == best_rank && wait_h < best_wait_h)) {
            best = i;
            best_rank = rank;
            best_wait_h = wait_h;
        }
    }
    return best;
}

static bool
is_among(const zhol_ref *places, uint32_t n, zhol_ref place)
{
    for (uint32_t i = 0; i < n; i++) {
        if (places[i] == place) {
            return true;
        }
    }
    return false;
}

static bool
is_passable(const zi_network *net, const zi_network_options *o, zhol_ref place)
{
    const uint8_t bar = net->scene->place_bar[place];

    return o->is_relaxed || bar == ZI_OPEN
           || (bar == ZI_BAR_AVOIDED
               && (is_among(o->starts, o->n_starts, place)
                   || is_among(o->ends, o->n_ends, place)));
}

static bool
is_usable(
    const zi_network *net, const zi_network_options *o, zhol_ref link, bool is_backward)
{
    const zhol_link *l = &net->scene->book->links[link];

    return (o->is_relaxed || zi_scene_link_bar(net->scene, link, is_backward) == ZI_OPEN)
           && is_passable(net, o, l->from) && is_passable(net, o, l->to);
}

static zhol_status
add_layer(zi_network *net, zi_layer layer, zhol_error *err)
{
    for (uint32_t i = 0; i < net->n_layers; i++) {
        if (net->layers[i].mode == layer.mode && net->layers[i].gauge_mm == layer.gauge_mm
            && net->layers[i].service_class == layer.service_class) {
            return ZHOL_OK;
        }
    }
    zi_layer *more =
        zi_grow(net->layers, &net->layers_size, (size_t) net->n_layers + 1, sizeof *more);
    if (!more) {
        return no_memory(err);
    }
    net->layers = more;
    net->layers[net->n_layers++] = layer;
    return ZHOL_OK;
}

static zhol_status
make_layers(zi_network *net, const zi_network_options *o, zhol_error *err)
{
    const zi_book *b = net->scene->book;
    zhol_status status = ZHOL_OK;
    bool is_there[N_RAIL_CLASSES];

    for (uint32_t c = 0; c < N_RAIL_CLASSES; c++) {
        is_there[c] = is_class_there(net, rail_classes[c]);
    }
    for (uint32_t i = 0; i < b->n_links && status == ZHOL_OK; i++) {
        const zhol_link *l = &b->links[i];
        zi_layer layer = { l->mode, l->gauge_mm, class_of_mode(l->mode) };
        if (!(is_usable(net, o, i, false) || is_usable(net, o, i, true))) {
            continue;
        }
        if (l->mode != ZHOL_MODE_RAIL) {
            status = add_layer(net, layer, err);
            continue;
        }
        for (uint32_t c = 0; c < N_RAIL_CLASSES && status == ZHOL_OK; c++) {
            layer.service_class = rail_classes[c];
            status = is_there[c] ? add_layer(net, layer, err) : ZHOL_OK;
        }
    }
    return status;
}

static zhol_status
add_node(zi_network *net, zhol_ref place, uint32_t layer, uint32_t *node, zhol_error *err)
{
    zi_node *more =
        zi_grow(net->nodes, &net->nodes_size, (size_t) net->n_nodes + 1, sizeof *more);

    if (!more) {
        return no_memory(err);
    }
    net->nodes = more;
    *node = net->n_nodes++;
    net->nodes[*node] = (zi_node){ .place = place,
        .layer = layer,
        .departing = UINT32_MAX,
        .service = ZHOL_NO_ROW,
        .fee = { ZHOL_NO_ROW, 0 } };
    return ZHOL_OK;
}

static zhol_status
node_at(zi_network *net, zhol_ref place, uint32_t layer, uint32_t *node, zhol_error *err)
{
    uint32_t *known = &net->node_of[(size_t) place * net->n_layers + layer];
    zhol_status status = ZHOL_OK;

    if (*known == UINT32_MAX) {
        status = add_node(net, place, layer, known, err);
        if (status == ZHOL_OK) {
            net->nodes[*known].service = service_at(net, place, &net->layers[layer]);
        }
    }
    *node = *known;
    return status;
}

static zhol_status
grow_arcs(zi_network *net, zhol_error *err)
{
    zi_arc *arcs =
        zi_grow(net->arcs, &net->arcs_size, (size_t) net->n_arcs + 1, sizeof *arcs);
    net->arcs = arcs ? arcs : net->arcs;
    uint32_t *weights = zi_grow(net->weights, &net->weights_size,
        ((size_t) net->n_arcs + 1) * ZI_N_WEIGHTS, sizeof *weights);
    net->weights = weights ? weights : net->weights;

    return arcs && weights ? ZHOL_OK : no_memory(err);
}

static zhol_status
add_arc(zi_network *net, const zi_arc *arc, const zi_item *items, uint32_t n_items,
    zhol_error *err)
{
    const zhol_status status = grow_arcs(net, err);

    if (status != ZHOL_OK) {
        return status;
    }
    net->arcs[net->n_arcs] = *arc;
    return zi_network_weigh(
        items, n_items, &net->weights[(size_t) net->n_arcs++ * ZI_N_WEIGHTS], err);
}

/* An arc between other nodes that weighs what arc `a` weighs. */
static zhol_status
add_copy(zi_network *net, const zi_arc *arc, uint32_t a, zhol_error *err)
{
    const zhol_status status = grow_arcs(net, err);

    if (status == ZHOL_OK) {
        uint32_t *weights = net->weights;
        memcpy(&weights[(size_t) net->n_arcs * ZI_N_WEIGHTS],
            &weights[(size_t) a * ZI_N_WEIGHTS], ZI_N_WEIGHTS * sizeof *weights);
        net->arcs[net->n_arcs++] = *arc;
    }
    return status;
}

/* The least that boarding here can cost: which link comes next is not known yet. */
static void
lower_fee(zi_node *node, const zi_fee *fee)
{
    if (node->fee.rate == ZHOL_NO_ROW || fee->usd < node->fee.usd) {
        node->fee = *fee;
    }
    node->has_moves = true;
}

static zhol_status
add_move(
    zi_network *net, zhol_ref link, bool is_backward, uint32_t layer, zhol_error *err)
{
    const zhol_link *l = &net->scene->book->links[link];
    zi_arc arc = { .kind = ZI_ARC_MOVE, .link = link, .is_backward = is_backward };
    zi_item items[ZI_MAX_ITEMS];
    zhol_status status =
        node_at(net, is_backward ? l->to : l->from, layer, &arc.tail, err);
    zi_fee fee;

    if (status == ZHOL_OK) {
        status = node_at(net, is_backward ? l->from : l->to, layer, &arc.head, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    const uint32_t n = zi_network_move_items(net, &arc, items, &fee);
    if (n == 0) {
        net->n_lacking++;
        return ZHOL_OK;
    }
    lower_fee(&net->nodes[arc.tail], &fee);
    return add_arc(net, &arc, items, n, err);
}

static zhol_status
add_moves(zi_network *net, const zi_network_options *o, zhol_error *err)
{
    const zi_book *b = net->scene->book;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < b->n_links; i++) {
        const zhol_link *l = &b->links[i];
        const bool goes = is_usable(net, o, i, false);
        const bool comes =
            l->direction != ZHOL_DIRECTION_FORWARD && is_usable(net, o, i, true);
        for (uint32_t k = 0; k < net->n_layers && (goes || comes); k++) {
            if (net->layers[k].mode != l->mode
                || net->layers[k].gauge_mm != l->gauge_mm) {
                continue;
            }
            status = goes ? add_move(net, i, false, k, err) : ZHOL_OK;
            if (status == ZHOL_OK && comes) {
                status = add_move(net, i, true, k, err);
            }
            if (status != ZHOL_OK) {
                return status;
            }
        }
    }
    return status;
}

/* A lorry is ordered; trains, ships and ferries leave where a service stops. */
static bool
can_board(const zi_network *net, const zi_node *node)
{
    return node->has_moves
           && (node->service != ZHOL_NO_ROW
               || net->layers[node->layer].mode == ZHOL_MODE_ROAD);
}

static bool
is_offered(const zi_network *net, const zi_arc *arc)
{
    const zi_layer *left = &net->layers[net->nodes[arc->tail].layer];
    const zi_layer *taken = &net->layers[net->nodes[arc->head].layer];
    zi_asked asked = { .at = net->nodes[arc->tail].place,
        .other = ZHOL_NO_ROW,
        .mode = left->mode,
        .cargos = net->load->cargos };
    uint32_t what = ZHOL_WHAT_TRANSFER;

    if (arc->kind == ZI_ARC_GAUGE) {
        what = arc->what;
        asked.classes = 1U << left->service_class;
        asked.gauge_from_mm = left->gauge_mm;
        asked.gauge_to_mm = taken->gauge_mm;
    }
    return zi_pick(net->scene, ZI_ROWS_PROCEDURE, what, &asked) != ZHOL_NO_ROW;
}

/* The node of what has boarded a layer and must move before it leaves it again. */
static zhol_status
departing_of(zi_network *net, uint32_t node, uint32_t *departing, zhol_error *err)
{
    const zi_node original = net->nodes[node];
    zhol_status status = ZHOL_OK;

    *departing = original.departing;
    if (*departing == UINT32_MAX) {
        status = add_node(net, original.place, original.layer, departing, err);
        if (status == ZHOL_OK) {
            net->nodes[*departing] = original;
            net->nodes[node].departing = *departing;
        }
    }
    return status;
}

static zhol_status
add_change(zi_network *net, const zi_arc *arc, zhol_error *err)
{
    zi_item items[ZI_MAX_ITEMS];
    const uint32_t n = zi_network_items(net, arc, items);

    return add_arc(net, arc, items, n, err);
}

static zhol_status
add_gauge_changes(zi_network *net, zi_arc arc, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    arc.kind = ZI_ARC_GAUGE;
    for (arc.what = ZHOL_WHAT_CONTAINER_LIFT; arc.what <= ZHOL_WHAT_BULK_TRANSFER;
         arc.what++) {
        const bool fits_goods =
            (arc.what != ZHOL_WHAT_CONTAINER_LIFT || net->load->may_be_boxed)
            && (arc.what != ZHOL_WHAT_BULK_TRANSFER || net->load->may_be_loose);
        if (status == ZHOL_OK && fits_goods && is_offered(net, &arc)) {
            status = add_change(net, &arc, err);
        }
    }
    return status;
}

/* Wagons roll onto a ferry of their gauge, lorries onto a road ferry. */
static bool
rolls(const zi_layer *a, const zi_layer *b)
{
    return (a->mode == ZHOL_MODE_RAIL && b->mode == ZHOL_MODE_RAIL_FERRY
               && a->gauge_mm == b->gauge_mm)
           || (a->mode == ZHOL_MODE_ROAD && b->mode == ZHOL_MODE_ROAD_FERRY);
}

static zhol_status
add_changes_between(zi_network *net, uint32_t tail, uint32_t head, zhol_error *err)
{
    const zi_layer *left = &net->layers[net->nodes[tail].layer];
    const zi_layer *taken = &net->layers[net->nodes[head].layer];
    zi_arc arc = { .tail = tail, .head = head, .kind = ZI_ARC_TRANSFER };

    if (left->mode == ZHOL_MODE_RAIL && taken->mode == ZHOL_MODE_RAIL
        && left->gauge_mm != taken->gauge_mm) {
        return left->service_class == taken->service_class
                   ? add_gauge_changes(net, arc, err)
                   : ZHOL_OK;
    }
    if (!can_board(net, &net->nodes[head])) {
        return ZHOL_OK;
    }
    if (left->mode == taken->mode) {
        arc.kind = ZI_ARC_BOARD;
        return left->gauge_mm == taken->gauge_mm ? add_change(net, &arc, err) : ZHOL_OK;
    }
    const bool is_train_ferry =
        left->mode == ZHOL_MODE_RAIL_FERRY || taken->mode == ZHOL_MODE_RAIL_FERRY;
    if (rolls(left, taken) || rolls(taken, left)) {
        arc.kind = ZI_ARC_ROLL;
    } else if ((is_train_ferry && !net->load->may_be_boxed) || !is_offered(net, &arc)) {
        return ZHOL_OK;
    }
    const zhol_status status = departing_of(net, head, &arc.head, err);
    return status == ZHOL_OK ? add_change(net, &arc, err) : status;
}

static zhol_status
add_place(zi_network *net, zhol_ref place, zhol_error *err)
{
    const uint32_t *at = &net->node_of[(size_t) place * net->n_layers];
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < net->n_layers; i++) {
        for (uint32_t k = 0; k < net->n_layers && status == ZHOL_OK; k++) {
            if (k != i && at[i] != UINT32_MAX && at[k] != UINT32_MAX) {
                status = add_changes_between(net, at[i], at[k], err);
            }
        }
    }
    return status;
}

/* The gates of the starts (or ends), and the arcs from (or to) them. */
static zhol_status
add_gates(zi_network *net, const zi_network_options *o, bool is_start, zhol_error *err)
{
    const zi_book *b = net->scene->book;
    const zhol_ref *places = is_start ? o->starts : o->ends;
    uint32_t *gates = is_start ? net->out_gates : net->in_gates;
    const uint32_t n = is_start ? o->n_starts : o->n_ends;
    zhol_status status = ZHOL_OK;

    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        const uint32_t *at = &net->node_of[(size_t) places[i] * net->n_layers];
        status =
            add_node(net, places[i], is_start ? ZI_GATE_OUT : ZI_GATE_IN, &gates[i], err);
        if (b->places[places[i]].kind == ZHOL_PLACE_SEA_WAYPOINT) {
            continue; /* at sea there is nothing to board */
        }
        for (uint32_t k = 0; k < net->n_layers && status == ZHOL_OK; k++) {
            zi_arc arc = { .tail = at[k], .head = gates[i], .kind = ZI_ARC_END };
            if (at[k] == UINT32_MAX
                || (is_start && !can_board(net, &net->nodes[at[k]]))) {
                continue;
            }
            if (is_start) {
                arc = (zi_arc){ .tail = gates[i], .kind = ZI_ARC_START };
                status = departing_of(net, at[k], &arc.head, err);
            }
            if (status == ZHOL_OK) {
                status = add_change(net, &arc, err);
            }
        }
    }
    return status;
}

/* What departs moves as what stays aboard does. */
static zhol_status
let_depart(zi_network *net, uint32_t n_moves, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (uint32_t a = 0; a < n_moves && status == ZHOL_OK; a++) {
        zi_arc arc = net->arcs[a];
        arc.tail = net->nodes[arc.tail].departing;
        if (arc.tail != UINT32_MAX) {
            status = add_copy(net, &arc, a, err);
        }
    }
    return status;
}

static zhol_status
add_places(zi_network *net, const zi_network_options *o, zhol_error *err)
{
    const zi_book *b = net->scene->book;
    const uint32_t n_moves = net->n_arcs;
    zhol_status status = add_gates(net, o, true, err);

    if (status == ZHOL_OK) {
        status = add_gates(net, o, false, err);
    }
    for (uint32_t p = 0; p < b->n_places && status == ZHOL_OK; p++) {
        if (b->places[p].kind != ZHOL_PLACE_SEA_WAYPOINT) {
            status = add_place(net, p, err);
        }
    }
    return status == ZHOL_OK ? let_depart(net, n_moves, err) : status;
}

zhol_status
zi_network_new(const zi_scene *scene, const zi_load *load,
    const zi_network_options *options, zi_network **out, zhol_error *err)
{
    const zi_book *b = scene->book;
    zi_network *net = ZI_NEW(zi_network, 1);
    zhol_status status;

    *out = NULL;
    if (!net) {
        return no_memory(err);
    }
    net->scene = scene;
    net->load = load;
    status = make_layers(net, options, err);
    if (status != ZHOL_OK) {
        goto out;
    }
    const size_t n_known = (size_t) b->n_places * net->n_layers;
    net->out_gates = ZI_NEW(uint32_t, (size_t) options->n_starts + 1);
    net->in_gates = ZI_NEW(uint32_t, (size_t) options->n_ends + 1);
    net->node_of = ZI_NEW(uint32_t, n_known + 1);
    if (!net->out_gates || !net->in_gates || !net->node_of) {
        status = no_memory(err);
        goto out;
    }
    for (size_t i = 0; i < n_known; i++) {
        net->node_of[i] = UINT32_MAX;
    }
    status = add_moves(net, options, err);
    if (status == ZHOL_OK) {
        status = add_places(net, options, err);
    }
out:
    if (status == ZHOL_OK) {
        *out = net;
    } else {
        zi_network_free(net);
    }
    return status;
}

void
zi_network_free(zi_network *net)
{
    if (net) {
        zi_free(net->layers);
        zi_free(net->nodes);
        zi_free(net->arcs);
        zi_free(net->weights);
        zi_free(net->out_gates);
        zi_free(net->in_gates);
        zi_free(net->node_of);
        zi_free(net);
    }
}
