/* SPDX-License-Identifier: Apache-2.0 */
/** @file scenes.h  The tiny world as the rooms cost and route see it. */
#ifndef ZHOL_TESTS_SCENES_H
#define ZHOL_TESTS_SCENES_H

#include "cost/network.h"
#include "unit/world/tables.h"

typedef struct tiny {
    zhol_world *world;
    zi_book *book;
    zi_scene *scene;
    zi_load load;
} tiny;

static inline void
must(zhol_status status, const zhol_error *err)
{
    if (status != ZHOL_OK) {
        fprintf(stderr, "%s\n", err->message);
        abort();
    }
}

static inline void
tiny_look(tiny *t, const zhol_scenario *s, uint32_t depart)
{
    zhol_error err = { "" };

    zi_scene_free(t->scene);
    must(zi_scene_new(t->book, s, depart, &t->scene, &err), &err);
}

static inline void
tiny_load(tiny *t, const zhol_consignment *c)
{
    zhol_error err = { "" };

    must(zi_load_make(t->book, c, &t->load, &err), &err);
}

/* One FEU of 20 t in the present. */
static inline void
tiny_of(tiny *t, zhol_world *world)
{
    zhol_error err = { "" };
    zhol_scenario s;
    zhol_consignment c;

    memset(t, 0, sizeof *t);
    t->world = world;
    zhol_scenario_defaults(&s);
    zhol_consignment_defaults(&c);
    must(zi_book_new(t->world, &t->book, &err), &err);
    tiny_look(t, &s, 0);
    tiny_load(t, &c);
}

static inline void
tiny_open(tiny *t)
{
    tiny_of(t, tiny_world());
}

static inline void
tiny_close(tiny *t)
{
    zi_scene_free(t->scene);
    zi_book_free(t->book);
    zhol_world_free(t->world);
}

static inline zhol_ref
place(const tiny *t, const char *id)
{
    return zi_world_place_by_id(t->world, id);
}

static inline zhol_ref
link_of(const tiny *t, const char *id)
{
    return zi_world_link_by_id(t->world, id);
}

#endif
