/* SPDX-License-Identifier: Apache-2.0 */
/** @file scene.h  A world as a scenario sees it: its year, regime, and what is barred.
 *
 * zi_scene is *data* once made; it borrows the book.
 */
#ifndef ZI_COST_SCENE_H
#define ZI_COST_SCENE_H

#include <zhol/cost.h>

#include "base/text.h"
#include "cost/book.h"

/** Why a link or a place cannot be used; ZI_OPEN: it can. */
typedef enum zi_bar {
    ZI_OPEN,
    ZI_BAR_PLANNED, /* state planned, and not open in the year */
    ZI_BAR_NOT_YET, /* opens later than the year */
    ZI_BAR_NO_MORE, /* closed for good before the year */
    ZI_BAR_CLOSED,  /* state closed */
    ZI_BAR_STATUS,  /* a dated closure in force */
    ZI_BAR_PASS,    /* its pass is closed */
    ZI_BAR_SEASON,  /* its pass is out of season on the day of departure */
    ZI_BAR_ASKED,   /* --close */
    ZI_BAR_AVOIDED, /* --avoid: only for passing through */
    ZI_BAR_MODE,    /* a mode that was not asked for */
    ZI_BAR_PROJECT, /* needs a project that the scenario leaves out */
    ZI_BAR_RULE,    /* a rule about the goods, in this direction */
    ZI_N_BARS
} zi_bar;

typedef struct zi_scene {
    const zi_book *book;
    uint32_t year, as_of, regime;
    uint8_t *link_bar;   /* zi_bar of [2 x link + is_backward] */
    uint8_t *place_bar;  /* zi_bar of each place */
    zhol_ref *link_rule; /* of a ZI_BAR_RULE: the rule; NULL: there are none */
    uint8_t *turn;       /* zi_turn of each project */
    zhol_ref *active;    /* effects that change hours or dollars */
    uint32_t n_active;
    bool has_projects;  /* the scenario names projects */
    uint8_t *is_member; /* [group x n_economies + economy], on as_of */
} zi_scene;

/** @p depart: day of departure for the seasons of passes, or 0: any.
 * @p out is owned by the caller: zi_scene_free(). O(places + links + statuses).
 * ZHOL_USAGE: a year, date, regime or reference of the scenario is out of range. */
ZHOL_MUST_CHECK zhol_status zi_scene_new(const zi_book *book, const zhol_scenario *s,
    uint32_t depart, zi_scene **out, zhol_error *err);
void zi_scene_free(zi_scene *scene);

/** zi_bar of a link in one direction. */
static inline zi_bar
zi_scene_link_bar(const zi_scene *scene, zhol_ref link, bool is_backward)
{
    return (zi_bar) scene->link_bar[2 * (size_t) link + is_backward];
}

/** Is the place inside? ZHOL_NO_ROW is inside of EVERYWHERE only. */
bool zi_scene_is_in(const zi_scene *scene, zhol_ref place, zhol_scope scope);

/** Appends why: "altynkol_khorgos_1520 (open from 2012)". */
void zi_scene_tell_link(
    const zi_scene *scene, zhol_ref link, bool is_backward, zi_buffer *text);
void zi_scene_tell_place(const zi_scene *scene, zhol_ref place, zi_buffer *text);

#endif
