/* SPDX-License-Identifier: Apache-2.0 */
/* What the networks of all subsets say of the starts.
 *
 * A slot is looked at only in subsets of the projects that matter to it; in others it is
 * what it is without those that do not. Tasks are stretches of the Gray code: from one
 * subset to the next few projects come or go. Most distances are then what they were, so
 * terms of the sums are kept: a power is taken where a distance changed, a sum where one
 * of its terms did. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "base/threads.h"
#include "plan/relevance.h"
#include "plan/valuer.h"

enum { MAX_STRETCH = 128, N_STRETCHES = 16 };

typedef struct looker {
    const zi_valuer *valuer;
    zi_subsets *subsets;
    const zhol_cch *cch;
    zi_tour_ends ends;
    uint32_t *starts, *gates; /* nodes */
    uint32_t *row;            /* of each start: its row, or UINT32_MAX */
    zhol_ref *places;         /* of each end */
    uint32_t *column;         /* of each row, if by pairs: its end */
    uint32_t *slot_mask;      /* of each slot the projects that may matter to it */
    uint32_t *tasks;          /* the subsets in which some slot is looked at */
    uint32_t n_tasks, stretch;
} looker;

/* What one thread knows of the subsets before, and which rows it asks for now. */
typedef struct memo {
    uint32_t *distance; /* [row * n_ends + end] */
    double *term, *sum; /* the same; by row */
    bool *is_known;     /* by row */
    uint32_t *start, *node;
    uint32_t n;
} memo;

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to value the projects");
}

double
zi_valuer_term(const zi_valuer *x, const zi_start *s, zhol_ref place, double value)
{
    const zhol_plan *plan = x->plan;

    if (!(x->mass[place] > 0) || !(value < (double) INFINITY)) {
        return 0;
    }
    if (plan->measure == ZHOL_PLAN_REACH) {
        return value <= 24 * plan->limit_days ? x->mass[place] : 0;
    }
    return x->book->places[place].economy != plan->economies[s->slot]
               ? x->mass[place] / pow(fmax(value, 1) / 24, plan->elasticity)
               : 0;
}

/* The plain way */

static double
add_up(const zi_valuer *x, const zi_start *s, const double *value)
{
    zi_sum sum = { 0 };

    if (zi_valuer_is_by_pairs(x)) {
        return value[x->query->pairs[s->slot].to];
    }
    for (uint32_t p = 0; p < x->n_places; p++) {
        zi_sum_add(&sum, zi_valuer_term(x, s, p, value[p]));
    }
    return s->weight * zi_sum_value(&sum);
}

zhol_status
zi_valuer_search(const zi_valuer *x, uint32_t subset, zhol_error *err)
{
    double *value = ZI_NEW(double, (size_t) x->n_places + 1);
    zi_skim *k = NULL;
    zhol_status status =
        value ? zi_subset_skim(x->book, x->query, subset, &k, err) : no_memory(err);

    for (uint32_t i = 0; i < x->n_slots && status == ZHOL_OK; i++) {
        x->raw[(size_t) i * x->n_subsets + subset] = 0;
    }
    for (uint32_t i = 0; i < x->plan->n_starts && status == ZHOL_OK; i++) {
        const zi_start *s = &x->starts[i];
        if (i == 0 || s->place != x->starts[i - 1].place) {
            status = zi_skim_from(k, zi_valuer_metric(x), s->place, value, err);
        }
        if (status == ZHOL_OK) {
            x->raw[(size_t) s->slot * x->n_subsets + subset] += add_up(x, s, value);
        }
    }
    zi_skim_free(k);
    zi_free(value);
    return status;
}

/* All subsets */

static double
value_of(const looker *l, const zi_start *s, uint32_t end, uint32_t distance)
{
    if (l->places[end] == s->place) {
        return 0;
    }
    return distance == ZHOL_INFINITE
               ? (double) INFINITY
               : distance * zi_skim_unit(zi_valuer_metric(l->valuer));
}

static double
sum_of(const looker *l, const zi_start *s, uint32_t row, const uint32_t *distance,
    const memo *m)
{
    const uint32_t n = l->ends.n_ends;
    uint32_t *last = m->distance + (size_t) row * n;
    double *term = m->term + (size_t) row * n;
    const bool is_known = m->is_known[row];
    bool is_same = is_known;

    for (uint32_t j = 0; j < n; j++) {
        if (!is_known || distance[j] != last[j]) {
            const double value = value_of(l, s, j, distance[j]);
            term[j] = zi_valuer_term(l->valuer, s, l->places[j], value);
            last[j] = distance[j];
            is_same = false;
        }
    }
    m->is_known[row] = true;
    if (!is_same) {
        zi_sum sum = { 0 };
        for (uint32_t j = 0; j < n; j++) {
            zi_sum_add(&sum, term[j]);
        }
        m->sum[row] = zi_sum_value(&sum);
    }
    return m->sum[row];
}

static double
look_from(const looker *l, uint32_t start, const uint32_t *distance, const memo *m)
{
    const zi_start *s = &l->valuer->starts[start];
    const uint32_t row = l->row[start];

    if (zi_valuer_is_by_pairs(l->valuer)) {
        return value_of(l, s, l->column[row], distance[l->column[row]]);
    }
    return s->weight * sum_of(l, s, row, distance, m);
}

static bool
is_looked_at(const looker *l, uint32_t slot, uint32_t subset)
{
    return (subset & ~l->slot_mask[slot]) == 0;
}

/* The starts of slots that are looked at; what has no gate reaches nothing. */
static void
choose_rows(const looker *l, uint32_t subset, memo *m)
{
    const zi_valuer *x = l->valuer;

    m->n = 0;
    for (uint32_t i = 0; i < x->plan->n_starts; i++) {
        const uint32_t slot = x->starts[i].slot;
        if (is_looked_at(l, slot, subset)) {
            const bool is_lost = l->row[i] == UINT32_MAX;
            x->raw[(size_t) slot * x->n_subsets + subset] =
                is_lost && zi_valuer_is_by_pairs(x) ? (double) INFINITY : 0;
            if (!is_lost) {
                m->node[m->n] = l->starts[l->row[i]];
                m->start[m->n++] = i;
            }
        }
    }
}

static zhol_status
look_at_subset(const looker *l, zi_tour *tour, uint32_t subset, memo *m, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    const uint32_t *distance = NULL;
    zhol_status status;

    choose_rows(l, subset, m);
    status = zi_tour_distances(tour, m->node, m->n, &distance, err);
    for (uint32_t i = 0; i < m->n && status == ZHOL_OK; i++) {
        const uint32_t slot = x->starts[m->start[i]].slot;
        x->raw[(size_t) slot * x->n_subsets + subset] +=
            look_from(l, m->start[i], distance + (size_t) i * l->ends.n_ends, m);
    }
    return status;
}

static zhol_status
make_memo(const looker *l, memo *m, zhol_error *err)
{
    const size_t n_rows = (size_t) l->ends.n_starts + 1;
    const size_t n = (size_t) l->ends.n_starts * l->ends.n_ends + 1;

    m->distance = ZI_NEW(uint32_t, n);
    m->term = ZI_NEW(double, n);
    m->sum = ZI_NEW(double, n_rows);
    m->is_known = ZI_NEW(bool, n_rows);
    m->start = ZI_NEW(uint32_t, n_rows);
    m->node = ZI_NEW(uint32_t, n_rows);
    return m->distance && m->term && m->sum && m->is_known && m->start && m->node
               ? ZHOL_OK
               : no_memory(err);
}

static void
free_memo(memo *m)
{
    zi_free(m->distance);
    zi_free(m->term);
    zi_free(m->sum);
    zi_free(m->is_known);
    zi_free(m->start);
    zi_free(m->node);
}

/* Subsets tasks[begin] .. tasks[end - 1]. */
static zhol_status
tour_stretch(const looker *l, uint32_t begin, uint32_t end, zhol_error *err)
{
    const uint32_t *tasks = l->tasks;
    memo m = { 0 };
    zi_tour *tour = NULL;
    zhol_status status = make_memo(l, &m, err);

    if (status == ZHOL_OK) {
        status = zi_tour_new(l->subsets, l->cch, &l->ends, tasks[begin], &tour, err);
    }
    for (uint32_t i = begin; i < end && status == ZHOL_OK; i++) {
        if (i > begin) {
            status = zi_tour_go(tour, tasks[i], err);
        }
        if (status == ZHOL_OK) {
            status = look_at_subset(l, tour, tasks[i], &m, err);
        }
    }
    zi_tour_free(tour);
    free_memo(&m);
    return status;
}

/* What is too large for 31 bits is searched. */
static zhol_status
look_at_stretch(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    const looker *l = shared;
    const zi_valuer *x = l->valuer;
    const uint32_t begin = task * l->stretch;
    const uint32_t end =
        l->n_tasks - begin < l->stretch ? l->n_tasks : begin + l->stretch;
    zhol_status status = tour_stretch(l, begin, end, err);

    if (status == ZHOL_BAD_DATA) {
        status = ZHOL_OK;
        for (uint32_t i = begin; i < end && status == ZHOL_OK; i++) {
            status = zi_valuer_search(x, l->tasks[i], err);
        }
    }
    if (status == ZHOL_OK && thread == 0 && x->query->progress) {
        x->query->progress(x->query->user, end, l->n_tasks);
    }
    return status;
}

/* Starts and ends that have a gate; whether they have does not depend on projects. */

static bool
add_start(looker *l, zhol_ref place)
{
    const uint32_t gate = zi_skim_gate(l->subsets->skim, place, false);

    if (gate != ZHOL_NO_NODE) {
        l->starts[l->ends.n_starts++] = gate;
    }
    return gate != ZHOL_NO_NODE;
}

static bool
add_end(looker *l, zhol_ref place)
{
    const uint32_t gate = zi_skim_gate(l->subsets->skim, place, true);

    if (gate != ZHOL_NO_NODE) {
        l->places[l->ends.n_ends] = place;
        l->gates[l->ends.n_ends++] = gate;
    }
    return gate != ZHOL_NO_NODE;
}

static void
choose_ends(looker *l)
{
    const zi_valuer *x = l->valuer;
    const bool is_by_pairs = zi_valuer_is_by_pairs(x);

    for (uint32_t i = 0; i < x->plan->n_starts; i++) {
        const bool has_end =
            !is_by_pairs || add_end(l, x->query->pairs[x->starts[i].slot].to);
        l->row[i] = UINT32_MAX;
        if (has_end && add_start(l, x->starts[i].place)) {
            l->row[i] = l->ends.n_starts - 1;
            l->column[l->row[i]] = is_by_pairs ? l->ends.n_ends - 1 : 0;
        }
    }
    for (uint32_t p = 0; !is_by_pairs && p < x->n_places; p++) {
        if (x->mass[p] > 0) {
            (void) add_end(l, p);
        }
    }
    l->ends.starts = l->starts;
    l->ends.ends = l->gates;
}

static zhol_status
allocate(looker *l, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    const size_t n_starts = (size_t) x->plan->n_starts + 1;
    const size_t n_ends = (size_t) x->n_places + x->query->n_pairs + 1;

    l->starts = ZI_NEW(uint32_t, n_starts);
    l->row = ZI_NEW(uint32_t, n_starts);
    l->column = ZI_NEW(uint32_t, n_starts);
    l->gates = ZI_NEW(uint32_t, n_ends);
    l->places = ZI_NEW(zhol_ref, n_ends);
    l->slot_mask = ZI_NEW(uint32_t, (size_t) x->n_slots + 1);
    l->tasks = ZI_NEW(uint32_t, x->n_tasks);
    return l->starts && l->row && l->column && l->gates && l->places && l->slot_mask
                   && l->tasks
               ? ZHOL_OK
               : no_memory(err);
}

/* Where it cannot be told which projects matter, all do. */
static zhol_status
choose_tasks(looker *l, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    uint32_t *mask = ZI_NEW(uint32_t, (size_t) l->ends.n_starts + 1);
    zhol_status status = mask ? zi_relevance(l->subsets, l->cch, &l->ends,
                             zi_valuer_is_by_pairs(x) ? l->column : NULL, mask, err)
                              : no_memory(err);

    for (uint32_t i = 0; i < x->plan->n_starts; i++) {
        l->slot_mask[x->starts[i].slot] |= status != ZHOL_OK         ? x->effective
                                           : l->row[i] != UINT32_MAX ? mask[l->row[i]]
                                                                     : 0;
    }
    zi_free(mask);
    if (status != ZHOL_OK && status != ZHOL_BAD_DATA) {
        return status;
    }
    for (uint32_t i = 0; i < x->n_tasks; i++) {
        bool is_wanted = false;
        for (uint32_t slot = 0; slot < x->n_slots; slot++) {
            is_wanted = is_wanted || is_looked_at(l, slot, x->tasks[i]);
        }
        if (is_wanted) {
            l->tasks[l->n_tasks++] = x->tasks[i];
        }
    }
    return ZHOL_OK;
}

/* In other subsets a slot is what its own projects make of it. */
static void
fill_others(const looker *l)
{
    const zi_valuer *x = l->valuer;

    for (uint32_t slot = 0; slot < x->n_slots; slot++) {
        double *raw = x->raw + (size_t) slot * x->n_subsets;
        for (uint32_t i = 0; i < x->n_tasks; i++) {
            raw[x->tasks[i]] = raw[x->tasks[i] & l->slot_mask[slot]];
        }
    }
}

static zhol_status
run(looker *l, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    zhol_status status =
        zi_subsets_new(x->book, x->query, zi_valuer_metric(x), &l->subsets, err);

    if (status == ZHOL_OK) {
        status = zi_skim_hierarchy(l->subsets->skim, &l->cch, err);
    }
    if (status == ZHOL_OK) {
        status = allocate(l, err);
    }
    if (status == ZHOL_OK) {
        choose_ends(l);
        status = choose_tasks(l, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    l->stretch = l->n_tasks / N_STRETCHES;
    l->stretch = l->stretch < 1 ? 1 : l->stretch;
    l->stretch = l->stretch > MAX_STRETCH ? MAX_STRETCH : l->stretch;
    status = zi_threads_run(x->query->n_threads,
        (l->n_tasks + l->stretch - 1) / l->stretch, look_at_stretch, l, err);
    if (status == ZHOL_OK) {
        fill_others(l);
    }
    return status;
}

zhol_status
zi_valuer_look(zi_valuer *x, zhol_error *err)
{
    looker l = { .valuer = x };
    const zhol_status status = run(&l, err);

    zi_subsets_free(l.subsets);
    zi_free(l.starts);
    zi_free(l.row);
    zi_free(l.gates);
    zi_free(l.places);
    zi_free(l.column);
    zi_free(l.slot_mask);
    zi_free(l.tasks);
    return status;
}
