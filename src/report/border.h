/* SPDX-License-Identifier: Apache-2.0 */
/** @file border.h  Crossings of borders, as the sheet about them needs them. */
#ifndef ZI_REPORT_BORDER_H
#define ZI_REPORT_BORDER_H

#include "cost/item.h"
#include "report/grid.h"
#include "report/report.h"

/** Two places of two economies that links join; a is on the side that was named. */
typedef struct zi_crossing {
    zhol_ref a, b;
    uint32_t modes; /* bits of zhol_mode */
} zi_crossing;

enum { ZI_BORDER_OUT = 1, ZI_BORDER_IN = 2 };

/** All that a sheet looks at. Owned: zi_border_free(). */
typedef struct zi_border {
    const zhol_world *w;
    const zhol_border_view *view;
    zi_crossing *crossings; /* by the ids of a and b */
    uint32_t n_crossings;
    uint32_t ways; /* ZI_BORDER_OUT: a to b; ZI_BORDER_IN: b to a */
    zi_book *book;
    zi_load load;
    uint32_t n_years;
    uint32_t *years;   /* that any row has, ascending, and the data year */
    zi_scene **scenes; /* [3 x year + regime - NORMAL] */
    zi_scene *now;     /* of the year asked for, else of the data year */
} zi_border;

/** Free it with zi_border_free(), also after a failure. */
ZHOL_MUST_CHECK zhol_status zi_border_new(const zhol_world *w, const char *name,
    const zhol_border_view *view, zi_border *out, zhol_error *err);
void zi_border_free(zi_border *border);

/** Finds the crossings that a name means. */
ZHOL_MUST_CHECK zhol_status zi_border_find(
    zi_border *border, const char *name, zhol_error *err);

/** A row of procedures that may apply at one side of a crossing. */
typedef struct zi_border_row {
    const zhol_procedure *p;
    zhol_ref side, other;
    bool is_overruled; /* a row of narrower scope fits whenever this one does */
} zi_border_row;

/** Of borders, waiting for wagons and transit; side a first, narrower scopes first.
 * @p out: owned by the caller, zi_free(). */
ZHOL_MUST_CHECK zhol_status zi_border_rows(const zi_border *border,
    const zi_crossing *crossing, zi_border_row **out, uint32_t *n, zhol_error *err);

/** What passing takes, from one place to the other, in a year and regime. */
typedef struct zi_passage {
    zhol_ref from, to;
    uint32_t mode, service_class;
} zi_passage;

typedef struct zi_toll {
    double hours[3], usd[3];        /* normal, congested, crisis */
    uint32_t first_year, last_year; /* in all of which it is the same */
    bool has_rows;
} zi_toll;

/** By year; equal years that follow each other are one. @p out holds n_years. */
uint32_t zi_border_tolls(
    const zi_border *border, const zi_passage *passage, zi_toll *out);

/** Passages of a crossing in the ways asked for, by mode and class. @p out holds
 * ZI_MAX_PASSAGES. */
enum { ZI_MAX_PASSAGES = 2 * ZHOL_N_MODES * 3 };
uint32_t zi_border_passages(const zi_border *border, const zi_crossing *crossing,
    zi_passage out[ZI_MAX_PASSAGES]);

/** Does the link join the crossing's places? */
bool zi_crossing_has(const zi_crossing *crossing, const zhol_link *link);
/** Does a row's scope name one of the two places, or hold it? */
bool zi_crossing_is_in(
    const zi_border *border, const zi_crossing *crossing, zhol_scope scope);
/** Is this rule about the crossing? */
bool zi_crossing_is_ruled(
    const zi_border *border, const zi_crossing *crossing, const zhol_rule *rule);
bool zi_crossing_has_status(
    const zi_border *border, const zi_crossing *crossing, const zhol_status_row *row);

/** Is it a row that offers a change of gauge? */
bool zi_border_is_gauge(const zhol_procedure *p);

/** "economy:KAZ", "dostyk", "*": as in the tables. */
void zi_border_scope(const zhol_world *w, zhol_scope scope, zi_buffer *out);

void zi_border_text(const zi_border *border, zi_grid_form form, zi_buffer *out);
void zi_border_json(const zi_border *border, zi_buffer *out);

#endif
