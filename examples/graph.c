/* SPDX-License-Identifier: Apache-2.0 */
/* Distances on any road or rail graph: cc graph.c $(pkg-config --cflags --libs zhol) &&
 * ./a.out roads.gr */
#include <stdio.h>
#include <stdlib.h>
#include <zhol/graph.h>
#include <zhol/io.h>

static zhol_error err;

static void
must(zhol_status status)
{
    if (status != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
        exit((int) status);
    }
}

int
main(int argc, char **argv)
{
    zhol_graph *graph;
    uint32_t *weight, from_first[2], way_back, nodes[2] = { 0, 0 };
    zhol_cch *cch;
    zhol_metric *metric;
    zhol_metric_options options;
    zhol_cch_query *one;
    zhol_targets *targets;
    zhol_sweep *many;

    if (argc != 2) {
        fputs("usage: graph ROADS.gr\n", stderr);
        return ZHOL_USAGE;
    }
    must(zhol_dimacs_read_graph(argv[1], &graph, &weight, &err));
    nodes[1] = zhol_graph_n_nodes(graph) - 1; /* the first and the last node */
    uint32_t *order =
        calloc(nodes[1] + 1, sizeof *order); /* keep it: zhol_order_write() */
    must(order ? zhol_graph_order(graph, order, &err) : ZHOL_LIMIT);
    must(zhol_cch_new(graph, order, &cch, &err)); /* once, whatever the weights */
    zhol_metric_defaults(&options);
    const uint32_t *const weights[] = { weight }; /* up to 16 at once */
    must(zhol_metric_new(cch, weights, 1, &options, &metric, &err));

    must(zhol_cch_query_new(metric, &one, &err));
    must(zhol_cch_query_run(one, nodes[1], nodes[0], &way_back, &err));
    printf("from %u to 1: %u\n", nodes[1] + 1, way_back);

    must(zhol_targets_new(metric, nodes, 2, false, &targets, &err));
    must(zhol_sweep_new(metric, &many, &err));
    must(zhol_sweep_to(many, targets, &nodes[0], 1, from_first, &err));
    printf("from 1 to 1: %u, to %u: %u\n", from_first[0], nodes[1] + 1, from_first[1]);

    zhol_sweep_free(many);
    zhol_targets_free(targets);
    zhol_cch_query_free(one);
    zhol_metric_free(metric);
    zhol_cch_free(cch);
    zhol_graph_free(graph);
    zhol_io_free(weight);
    free(order);
}
