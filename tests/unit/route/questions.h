/* SPDX-License-Identifier: Apache-2.0 */
/** @file questions.h  Asking the tiny world for ways. */
#ifndef ZHOL_TESTS_QUESTIONS_H
#define ZHOL_TESTS_QUESTIONS_H

#include <zhol/report.h>

#include "unit/world/tables.h"
#include "world/world.h"

/* A question with its defaults: one FEU of 20 t, the present. */
typedef struct question {
    zhol_world *world;
    zhol_router *router;
    zhol_consignment goods;
    zhol_route_options options;
    zhol_routes *routes; /* of the last ask() */
    zhol_error err;
} question;

static inline void
question_of(question *q, zhol_world *world)
{
    memset(q, 0, sizeof *q);
    q->world = world;
    zhol_consignment_defaults(&q->goods);
    zhol_route_defaults(&q->options);
    if (zhol_router_new(q->world, &q->router, &q->err) != ZHOL_OK) {
        fprintf(stderr, "%s\n", q->err.message);
        abort();
    }
}

static inline void
question_close(question *q)
{
    zhol_routes_free(q->routes);
    zhol_router_free(q->router);
    zhol_world_free(q->world);
}

static inline zhol_status
ask(question *q, const char *from, const char *to)
{
    zhol_end ends[2];

    zhol_routes_free(q->routes);
    q->routes = NULL;
    q->err.message[0] = '\0';
    for (int i = 0; i < 2; i++) {
        const char *text = i == 0 ? from : to;
        const zhol_status status = zhol_end_read(q->world, text, &ends[i], &q->err);
        if (status != ZHOL_OK) {
            return status;
        }
    }
    return zhol_router_find(
        q->router, &ends[0], &ends[1], &q->goods, &q->options, &q->routes, &q->err);
}

/* The way with that label; NULL if none is shown. */
static inline const zhol_alternative *
labelled(const question *q, uint32_t label)
{
    for (uint32_t i = 0; i < q->routes->n_alternatives; i++) {
        if (q->routes->alternatives[i].labels & label) {
            return &q->routes->alternatives[i];
        }
    }
    return NULL;
}

/* The answer in JSON: owned by the caller. */
static inline char *
json_of(const question *q)
{
    const zhol_report_options o = { .format = ZHOL_FORMAT_JSON };
    zhol_buffer text = { 0 };

    if (zhol_report_routes(q->routes, &o, &text, NULL) != ZHOL_OK) {
        abort();
    }
    return text.data;
}

#endif
