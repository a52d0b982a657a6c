/* SPDX-License-Identifier: Apache-2.0 */
/** @file network.h  The virtual network: what one consignment can do in one scenario.
 *
 * Nodes are (place, layer): at a place, aboard a mode of a gauge and a service class; and
 * gates, where shipments start and end. Arcs are the links, and what happens at a place:
 * starting, ending, boarding another class, changing mode or gauge. An arc bundles what
 * cannot be had apart: a link with the procedures of the border it crosses, a transfer
 * with the wait for the next departure.
 *
 * Where a layer can be boarded from another mode or from a gate, it has a second node:
 * what has boarded must move before it can change mode again or end. (Else goods would be
 * handed in at the lorry park, where it is quick, and lifted onto the train; or change
 * gauge by way of a lorry that never drives.)
 *
 * zi_network is *data* once made; it borrows scene and load.
 */
#ifndef ZI_COST_NETWORK_H
#define ZI_COST_NETWORK_H

#include "cost/item.h"

/* What each arc weighs, in whole units so that sums are exact. */
typedef enum zi_weight {
    ZI_WEIGHT_TIME_S,
    ZI_WEIGHT_CENTS,
    ZI_WEIGHT_CO2E_G, /* well to wheel */
    ZI_WEIGHT_RISK,   /* hundredths of h2 of variance */
    ZI_N_WEIGHTS
} zi_weight;

typedef enum zi_arc_kind {
    ZI_ARC_MOVE,     /* along a link, borders included */
    ZI_ARC_START,    /* gate to layer: origin terminal, wait */
    ZI_ARC_END,      /* layer to gate: destination terminal */
    ZI_ARC_BOARD,    /* another class of the same rail: wait */
    ZI_ARC_ROLL,     /* wagons or lorries on or off a ferry: port, wait */
    ZI_ARC_TRANSFER, /* another mode: transfer, port, wait */
    ZI_ARC_GAUGE     /* another gauge, same class */
} zi_arc_kind;

typedef struct zi_arc {
    uint32_t tail, head; /* nodes */
    uint32_t kind;       /* zi_arc_kind */
    zhol_ref link;       /* of a MOVE */
    uint32_t is_backward;
    uint32_t what; /* of a GAUGE: zhol_what */
} zi_arc;

#define ZI_GATE_OUT UINT32_MAX
#define ZI_GATE_IN  (UINT32_MAX - 1)

typedef struct zi_node {
    zhol_ref place;
    uint32_t layer;     /* number in layers[], or a gate */
    uint32_t departing; /* its second node, or UINT32_MAX */
    bool has_moves;     /* a link leaves from here */
    zhol_ref service;   /* the next departure, or ZHOL_NO_ROW */
    zi_fee fee;         /* of boarding here: the smallest among the links that leave */
} zi_node;

/** Where shipments start and end: places. They may be used though they are avoided. */
typedef struct zi_network_options {
    const zhol_ref *starts, *ends; /* each place once */
    uint32_t n_starts, n_ends;
    bool is_relaxed; /* also what is barred: to find out what stands in between */
} zi_network_options;

typedef struct zi_network {
    const zi_scene *scene;
    const zi_load *load;
    zi_layer *layers;
    zi_node *nodes;
    zi_arc *arcs;
    uint32_t *weights;   /* [arc x ZI_N_WEIGHTS + zi_weight] */
    uint32_t *out_gates; /* nodes, one for each of the starts */
    uint32_t *in_gates;  /* ... of the ends */
    uint32_t *node_of;   /* [place x n_layers + layer], or UINT32_MAX */
    uint32_t n_layers, n_nodes, n_arcs;
    size_t layers_size, nodes_size, arcs_size, weights_size; /* room in the arrays */
    uint32_t n_lacking; /* ways along a link that no speed, rate or emission row fits */
} zi_network;

/** @p out is owned by the caller: zi_network_free().
 * O(links x classes x rows of a subject).
 * ZHOL_LIMIT: memory, or one arc weighs more than 32 bits hold. */
ZHOL_MUST_CHECK zhol_status zi_network_new(const zi_scene *scene, const zi_load *load,
    const zi_network_options *options, zi_network **out, zhol_error *err);
void zi_network_free(zi_network *net);

enum { ZI_MAX_ITEMS = 6 };

/** What an arc is made of, in order. @return how many items were written. */
uint32_t zi_network_items(
    const zi_network *net, const zi_arc *arc, zi_item out[ZI_MAX_ITEMS]);

/** The same for a MOVE, with the fee of boarding to make it. 0: a row is missing. */
uint32_t zi_network_move_items(
    const zi_network *net, const zi_arc *arc, zi_item out[ZI_MAX_ITEMS], zi_fee *fee);

/** The sums of items as weights. ZHOL_LIMIT: too large for 32 bits. */
ZHOL_MUST_CHECK zhol_status zi_network_weigh(
    const zi_item *items, uint32_t n, uint32_t out[ZI_N_WEIGHTS], zhol_error *err);

#endif
