/* SPDX-License-Identifier: Apache-2.0 */
/* What the networks of all subsets say of the starts.
 *
 * Tasks are stretches of the Gray code: from one subset to the next one project comes or
 * goes. Most distances are then what they were, so terms of the sums are kept: a power is
 * taken where a distance changed, a sum where one of its terms did. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/sum.h"
#include "base/threads.h"
#include "plan/tour.h"
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
    uint32_t *column;         /* of each pair: its end, or UINT32_MAX */
    uint32_t stretch;
} looker;

/* What one thread knows of the subset before. */
typedef struct memo {
    uint32_t *distance; /* [row * n_ends + end] */
    double *term, *sum; /* the same; by row */
    bool is_empty;
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
    bool is_same = !m->is_empty;

    for (uint32_t j = 0; j < n; j++) {
        if (m->is_empty || distance[j] != last[j]) {
            const double value = value_of(l, s, j, distance[j]);
            term[j] = zi_valuer_term(l->valuer, s, l->places[j], value);
            last[j] = distance[j];
            is_same = false;
        }
    }
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
    const zi_valuer *x = l->valuer;
    const zi_start *s = &x->starts[start];
    const uint32_t row = l->row[start];
    const uint32_t *here = distance + (size_t) row * l->ends.n_ends;

    if (zi_valuer_is_by_pairs(x)) {
        const uint32_t end = l->column[s->slot];
        return row == UINT32_MAX || end == UINT32_MAX ? (double) INFINITY
                                                      : value_of(l, s, end, here[end]);
    }
    return row == UINT32_MAX ? 0 : s->weight * sum_of(l, s, row, here, m);
}

static zhol_status
look_at_subset(
    const looker *l, zi_tour *tour, uint32_t subset, const memo *m, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    const uint32_t *distance = NULL;
    const zhol_status status = zi_tour_distances(tour, &distance, err);

    if (status != ZHOL_OK) {
        return status;
    }
    for (uint32_t i = 0; i < x->n_slots; i++) {
        x->raw[(size_t) i * x->n_subsets + subset] = 0;
    }
    for (uint32_t i = 0; i < x->plan->n_starts; i++) {
        x->raw[(size_t) x->starts[i].slot * x->n_subsets + subset] +=
            look_from(l, i, distance, m);
    }
    return ZHOL_OK;
}

static zhol_status
make_memo(const looker *l, memo *m, zhol_error *err)
{
    const size_t n = (size_t) l->ends.n_starts * l->ends.n_ends + 1;

    m->is_empty = true;
    m->distance = ZI_NEW(uint32_t, n);
    m->term = ZI_NEW(double, n);
    m->sum = ZI_NEW(double, (size_t) l->ends.n_starts + 1);
    return m->distance && m->term && m->sum ? ZHOL_OK : no_memory(err);
}

static void
free_memo(memo *m)
{
    zi_free(m->distance);
    zi_free(m->term);
    zi_free(m->sum);
}

/* Subsets tasks[begin] .. tasks[end - 1]. */
static zhol_status
tour_stretch(const looker *l, uint32_t begin, uint32_t end, zhol_error *err)
{
    const uint32_t *tasks = l->valuer->tasks;
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
        m.is_empty = false;
    }
    zi_tour_free(tour);
    free_memo(&m);
    return status;
}

/* What is too large for 31 bits, or finds no memory for a hierarchy, is searched. */
static zhol_status
look_at_stretch(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    const looker *l = shared;
    const zi_valuer *x = l->valuer;
    const uint32_t begin = task * l->stretch;
    const uint32_t end =
        x->n_tasks - begin < l->stretch ? x->n_tasks : begin + l->stretch;
    zhol_status status = tour_stretch(l, begin, end, err);

    if (status == ZHOL_LIMIT) {
        status = ZHOL_OK;
        for (uint32_t i = begin; i < end && status == ZHOL_OK; i++) {
            status = zi_valuer_search(x, x->tasks[i], err);
        }
    }
    if (status == ZHOL_OK && thread == 0 && x->query->progress) {
        x->query->progress(x->query->user, end, x->n_tasks);
    }
    return status;
}

/* Starts and ends that have a gate; whether they have does not depend on projects. */

static void
choose_starts(looker *l)
{
    const zi_valuer *x = l->valuer;

    for (uint32_t i = 0; i < x->plan->n_starts; i++) {
        const uint32_t gate = zi_skim_gate(l->subsets->skim, x->starts[i].place, false);
        l->row[i] = gate == ZHOL_NO_NODE ? UINT32_MAX : l->ends.n_starts;
        if (gate != ZHOL_NO_NODE) {
            l->starts[l->ends.n_starts++] = gate;
        }
    }
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

    for (uint32_t i = 0; zi_valuer_is_by_pairs(x) && i < x->query->n_pairs; i++) {
        l->column[i] =
            add_end(l, x->query->pairs[i].to) ? l->ends.n_ends - 1 : UINT32_MAX;
    }
    for (uint32_t p = 0; !zi_valuer_is_by_pairs(x) && p < x->n_places; p++) {
        if (x->mass[p] > 0) {
            (void) add_end(l, p);
        }
    }
}

static zhol_status
choose(looker *l, zhol_error *err)
{
    const zi_valuer *x = l->valuer;
    const size_t n_ends = (size_t) x->n_places + x->query->n_pairs + 1;

    l->starts = ZI_NEW(uint32_t, (size_t) x->plan->n_starts + 1);
    l->row = ZI_NEW(uint32_t, (size_t) x->plan->n_starts + 1);
    l->gates = ZI_NEW(uint32_t, n_ends);
    l->places = ZI_NEW(zhol_ref, n_ends);
    l->column = ZI_NEW(uint32_t, (size_t) x->query->n_pairs + 1);
    if (!l->starts || !l->row || !l->gates || !l->places || !l->column) {
        return no_memory(err);
    }
    choose_starts(l);
    choose_ends(l);
    l->ends.starts = l->starts;
    l->ends.ends = l->gates;
    return ZHOL_OK;
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
        status = choose(l, err);
    }
    if (status != ZHOL_OK) {
        return status;
    }
    l->stretch = x->n_tasks / N_STRETCHES;
    l->stretch = l->stretch < 1 ? 1 : l->stretch;
    l->stretch = l->stretch > MAX_STRETCH ? MAX_STRETCH : l->stretch;
    return zi_threads_run(x->query->n_threads, (x->n_tasks + l->stretch - 1) / l->stretch,
        look_at_stretch, l, err);
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
    return status;
}
