/* SPDX-License-Identifier: Apache-2.0 */
/** @file hierarchy.h  The hierarchy of a virtual network, in the order of the world's
 * berths.
 *
 * Gates come first: they have neighbours at their own place only, none beyond it. Then
 * the nodes of each berth (its classes of service, what departs) one after the other. So
 * the order that was made when the world was built serves every consignment and scenario;
 * METIS is not asked.
 */
#ifndef ZI_SKIM_HIERARCHY_H
#define ZI_SKIM_HIERARCHY_H

#include <zhol/graph.h>

#include "cost/network.h"

/** The order of the network's nodes: @p order has n_nodes elements, the node of each
 * rank. O(nodes + berths). ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_hierarchy_order(
    const zi_network *net, uint32_t *order, zhol_error *err);

/** The hierarchy of @p g, whose nodes are those of the network.
 * @p out is owned by the caller: zhol_cch_free(). ZHOL_LIMIT: memory. */
ZHOL_MUST_CHECK zhol_status zi_hierarchy_new(
    const zi_network *net, const zhol_graph *g, zhol_cch **out, zhol_error *err);

#endif
