/* SPDX-License-Identifier: Apache-2.0 */
/** @file order.h  The bytes of a file that holds an order of a graph's nodes.
 *
 * Little-endian, whatever the machine:
 *
 *      0  8 bytes "zhol.ord"
 *      8  u32  version, 1
 *     12  u32  nodes
 *     16  u64  hash of the graph's arcs
 *     24  u32  node of rank 0, of rank 1, ...
 *      .  u64  XXH3 of all bytes before
 */
#ifndef ZI_IO_ORDER_H
#define ZI_IO_ORDER_H

#include <stddef.h>
#include <stdint.h>
#include <zhol/io.h>

enum { ZI_ORDER_HEAD_BYTES = 24, ZI_ORDER_SUM_BYTES = 8 };

/** XXH3 of the numbers of nodes and arcs, of each node's first arc and each arc's head:
 * the same for graphs whose arcs are the same and have the same numbers. O(arcs). */
uint64_t zi_order_hash(const zhol_graph *g);

/** The order in a file's bytes, if they are one of @p g.
 * @return as zhol_order_read(). */
ZHOL_MUST_CHECK zhol_status zi_order_unpack(const char *path, const unsigned char *bytes,
    size_t n, const zhol_graph *g, uint32_t *order, zhol_error *err);

/** Writes the checksum into the last bytes: for tests of what is behind it. */
void zi_order_seal(unsigned char *bytes, size_t n);

#endif
