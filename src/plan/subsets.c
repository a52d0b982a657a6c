/* SPDX-License-Identifier: Apache-2.0 */
/* Which arcs which projects can change follows from their effects; what an arc weighs in
 * a subset is read from networks that are built as for any scenario, so that there is no
 * second way to weigh. That no other arc changes is checked on each of them. */
#include "plan/subsets.h"

#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory for the networks of the projects");
}

zhol_status
zi_subset_skim(const zi_book *book, const zhol_plan_query *query, uint32_t subset,
    zi_skim **out, zhol_error *err)
{
    zhol_scenario s = query->scenario;
    zhol_ref *rows = ZI_NEW(
        zhol_ref, (size_t) s.n_with + s.n_without + (size_t) 2 * query->n_projects);
    zhol_status status;

    *out = NULL;
    if (!rows) {
        return no_memory(err);
    }
    zhol_ref *with = rows, *without = rows + s.n_with + query->n_projects;
    for (uint32_t i = 0; i < s.n_with; i++) {
        with[i] = s.with[i];
    }
    for (uint32_t i = 0; i < s.n_without; i++) {
        without[i] = s.without[i];
    }
    for (uint32_t i = 0; i < query->n_projects; i++) {
        if (subset >> i & 1U) {
            with[s.n_with++] = query->projects[i];
        } else {
            without[s.n_without++] = query->projects[i];
        }
    }
    s.with = with;
    s.without = without;
    status = zi_skim_new(book, &s, &query->consignment, out, err);
    zi_free(rows);
    return status;
}

/* Which projects can change an arc */

/* At the ends of its link a project opens and closes layers, and says what is the least
 * fee of boarding them; beyond, its link alone is slower or dearer. */
static bool
may_touch(const zi_network *net, const zi_arc *arc, const zhol_effect *e)
{
    const zi_scene *scene = net->scene;
    const zhol_ref from = net->nodes[arc->tail].place, to = net->nodes[arc->head].place;

    if (e->change == ZHOL_CHANGE_LINK) {
        const zhol_link *l = &scene->book->links[e->link];
        return from == l->from || from == l->to;
    }
    if (e->change == ZHOL_CHANGE_LINK_TIME || e->change == ZHOL_CHANGE_LINK_COST) {
        return arc->kind == ZI_ARC_MOVE && arc->link == e->link;
    }
    const bool is_of_border = e->what == 1 + ZHOL_WHAT_BORDER
                              || e->what == 1 + ZHOL_WHAT_WAGON_WAIT
                              || e->what == 1 + ZHOL_WHAT_TRANSIT;
    if (arc->kind != ZI_ARC_MOVE) {
        return !is_of_border && zi_scene_is_in(scene, from, e->at)
               && zi_scene_is_in(scene, ZHOL_NO_ROW, e->other);
    }
    return (!e->what || is_of_border)
           && (!e->mode || e->mode == scene->book->links[arc->link].mode)
           && ((zi_scene_is_in(scene, from, e->at) && zi_scene_is_in(scene, to, e->other))
               || (zi_scene_is_in(scene, to, e->at)
                   && zi_scene_is_in(scene, from, e->other)));
}

/* Of each arc the projects of the query that can change it. */
static void
mark(const zi_subsets *s, const zhol_plan_query *query, uint32_t *mask)
{
    const zi_network *net = zi_skim_network(s->skim);
    uint32_t n_effects;
    const zhol_effect *effects = zhol_world_effects(net->scene->book->world, &n_effects);

    for (uint32_t k = 0; k < n_effects; k++) {
        uint32_t project = 0;
        while (project < query->n_projects
               && query->projects[project] != effects[k].project) {
            project++;
        }
        for (uint32_t a = 0; a < s->n_arcs && project < query->n_projects; a++) {
            if (may_touch(net, &net->arcs[zi_skim_arcs(s->skim)[a]], &effects[k])) {
                mask[a] |= 1U << project;
            }
        }
    }
}

static uint32_t
group_of(const zi_subsets *s, uint32_t mask)
{
    uint32_t g = 0;

    while (g < s->n_groups && s->mask[g] != mask) {
        g++;
    }
    return g;
}

/* Arcs of the same projects side by side, in the order of their numbers. */
static zhol_status
group(zi_subsets *s, const uint32_t *mask, zhol_error *err)
{
    for (uint32_t a = 0; a < s->n_arcs; a++) {
        s->n_changing += mask[a] != 0;
    }
    s->changing = ZI_NEW(uint32_t, (size_t) s->n_changing + 1);
    s->mask = ZI_NEW(uint32_t, (size_t) s->n_changing + 1);
    s->first = ZI_NEW(uint32_t, (size_t) s->n_changing + 2);
    if (!s->changing || !s->mask || !s->first) {
        return no_memory(err);
    }
    for (uint32_t a = 0; a < s->n_arcs; a++) {
        if (mask[a]) {
            const uint32_t g = group_of(s, mask[a]);
            s->mask[g] = mask[a];
            s->n_groups += g == s->n_groups;
            s->first[g + 1]++;
        }
    }
    for (uint32_t g = 0; g < s->n_groups; g++) {
        s->first[g + 1] += s->first[g];
    }
    for (uint32_t g = 0; g < s->n_groups; g++) {
        uint32_t n = s->first[g];
        for (uint32_t a = 0; a < s->n_arcs; a++) {
            if (mask[a] == s->mask[g]) {
                s->changing[n++] = a;
            }
        }
    }
    return ZHOL_OK;
}

/* Each project takes the first color that no earlier project of its groups has. */
static void
paint(zi_subsets *s)
{
    for (uint32_t i = 0; i < s->n_projects; i++) {
        uint32_t taken = 0;
        for (uint32_t g = 0; g < s->n_groups; g++) {
            for (uint32_t k = 0; k < i && s->mask[g] >> i & 1U; k++) {
                taken |= (s->mask[g] >> k & 1U) << s->color[k];
            }
        }
        s->color[i] = (uint32_t) __builtin_ctz(~taken);
        s->n_colors = s->color[i] >= s->n_colors ? s->color[i] + 1 : s->n_colors;
    }
}

/* Where arcs of a subset's network are in that of all projects */

typedef struct translation {
    const zi_subsets *subsets;
    const zi_skim *part;
    uint32_t *layer; /* of each layer of the part; UINT32_MAX: none */
} translation;

static uint32_t
layer_in(const zi_network *net, const zi_layer *layer)
{
    uint32_t i = 0;

    while (i < net->n_layers
           && (net->layers[i].mode != layer->mode
               || net->layers[i].gauge_mm != layer->gauge_mm
               || net->layers[i].service_class != layer->service_class)) {
        i++;
    }
    return i < net->n_layers ? i : UINT32_MAX;
}

static uint32_t
translate_node(const translation *t, uint32_t node)
{
    const zi_network *part = zi_skim_network(t->part);
    const zi_network *whole = zi_skim_network(t->subsets->skim);
    const zi_node *v = &part->nodes[node];

    if (v->layer == ZI_GATE_OUT || v->layer == ZI_GATE_IN) {
        return zi_skim_gate(t->subsets->skim, v->place, v->layer == ZI_GATE_IN);
    }
    if (t->layer[v->layer] == UINT32_MAX) {
        return ZHOL_NO_NODE;
    }
    const uint32_t here = part->node_of[(size_t) v->place * part->n_layers + v->layer];
    const uint32_t there =
        whole->node_of[(size_t) v->place * whole->n_layers + t->layer[v->layer]];
    return node == here || there == ZHOL_NO_NODE ? there : whole->nodes[there].departing;
}

/* ZHOL_NO_ARC: the network of all projects lacks it. */
static uint32_t
translate_arc(const translation *t, const zi_arc *arc)
{
    const zi_skim *all = t->subsets->skim;
    const zhol_graph *g = zi_skim_graph(all);
    const uint32_t tail = translate_node(t, arc->tail),
                   head = translate_node(t, arc->head);

    if (tail == ZHOL_NO_NODE || head == ZHOL_NO_NODE) {
        return ZHOL_NO_ARC;
    }
    for (uint32_t a = zhol_graph_first_arc(g, tail);
         a < zhol_graph_first_arc(g, tail + 1); a++) {
        const zi_arc *other = &zi_skim_network(all)->arcs[zi_skim_arcs(all)[a]];
        if (other->head == head && other->kind == arc->kind && other->link == arc->link
            && other->is_backward == arc->is_backward && other->what == arc->what) {
            return a;
        }
    }
    return ZHOL_NO_ARC;
}

/* The weights of a part by arc of the whole; infinite where the part has no arc. */
static zhol_status
translate_weights(
    const translation *t, const uint32_t *weight, uint32_t *out, zhol_error *err)
{
    const zi_network *net = zi_skim_network(t->part);

    for (uint32_t a = 0; a < t->subsets->n_arcs; a++) {
        out[a] = ZHOL_INFINITE;
    }
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        const uint32_t there = translate_arc(t, &net->arcs[zi_skim_arcs(t->part)[a]]);
        if (there == ZHOL_NO_ARC) {
            return zi_fail(err, ZHOL_INTERNAL,
                "a network has an arc that the network of all projects lacks");
        }
        out[there] = weight[a];
    }
    return ZHOL_OK;
}

/* Patterns */

typedef struct building {
    const zi_book *book;
    const zhol_plan_query *query;
    zi_subsets *subsets;
    const uint32_t *mask; /* of each arc */
    zi_skim_metric metric;
} building;

static zhol_status
keep(const building *b, uint32_t pattern, const uint32_t *weight, zhol_error *err)
{
    const zi_subsets *s = b->subsets;

    for (uint32_t i = 0; i < s->n_changing; i++) {
        s->pattern_weight[(size_t) pattern * s->n_changing + i] = weight[s->changing[i]];
    }
    for (uint32_t a = 0; a < s->n_arcs; a++) {
        if (!b->mask[a] && weight[a] != s->weight[a]) {
            return zi_fail(err, ZHOL_INTERNAL,
                "projects change an arc that none of their effects is about");
        }
    }
    return ZHOL_OK;
}

static zhol_status
build_pattern(void *shared, uint32_t pattern, uint32_t thread, zhol_error *err)
{
    const building *b = shared;
    const zi_subsets *s = b->subsets;
    uint32_t subset = 0;
    uint32_t *weight = ZI_NEW(uint32_t, (size_t) s->n_arcs + 1);
    translation t = { .subsets = s };
    zi_skim *part = NULL;
    zhol_status status = weight ? ZHOL_OK : no_memory(err);

    (void) thread;
    for (uint32_t i = 0; i < s->n_projects; i++) {
        subset |= (pattern >> s->color[i] & 1U) << i;
    }
    if (status == ZHOL_OK) {
        status = zi_subset_skim(b->book, b->query, subset, &part, err);
    }
    if (status == ZHOL_OK) {
        const zi_network *net = zi_skim_network(part);
        t.part = part;
        t.layer = ZI_NEW(uint32_t, (size_t) net->n_layers + 1);
        status = t.layer ? ZHOL_OK : no_memory(err);
        for (uint32_t i = 0; i < net->n_layers && status == ZHOL_OK; i++) {
            t.layer[i] = layer_in(zi_skim_network(s->skim), &net->layers[i]);
        }
    }
    if (status == ZHOL_OK) {
        status = translate_weights(&t, zi_skim_weights(part, b->metric), weight, err);
    }
    if (status == ZHOL_OK) {
        status = keep(b, pattern, weight, err);
    }
    zi_free(t.layer);
    zi_skim_free(part);
    zi_free(weight);
    return status;
}

static zhol_status
fill(zi_subsets *s, building *b, zhol_error *err)
{
    uint32_t *mask;
    zhol_status status =
        zi_subset_skim(b->book, b->query, (1U << s->n_projects) - 1, &s->skim, err);

    if (status != ZHOL_OK) {
        return status;
    }
    s->n_arcs = zi_skim_network(s->skim)->n_arcs;
    s->weight = zi_skim_weights(s->skim, b->metric);
    mask = ZI_NEW(uint32_t, (size_t) s->n_arcs + 1);
    if (!mask) {
        return no_memory(err);
    }
    mark(s, b->query, mask);
    status = group(s, mask, err);
    if (status == ZHOL_OK) {
        paint(s);
        s->pattern_weight = ZI_NEW(uint32_t, ((size_t) s->n_changing << s->n_colors) + 1);
        status = s->pattern_weight ? ZHOL_OK : no_memory(err);
    }
    b->mask = mask;
    if (status == ZHOL_OK) {
        status =
            zi_threads_run(b->query->n_threads, 1U << s->n_colors, build_pattern, b, err);
    }
    zi_free(mask);
    return status;
}

zhol_status
zi_subsets_new(const zi_book *book, const zhol_plan_query *query, zi_skim_metric metric,
    zi_subsets **out, zhol_error *err)
{
    zi_subsets *s = ZI_NEW(zi_subsets, 1);
    building b = { .book = book, .query = query, .subsets = s, .metric = metric };
    zhol_status status;

    *out = NULL;
    if (!s) {
        return no_memory(err);
    }
    s->n_projects = query->n_projects;
    status = fill(s, &b, err);
    if (status == ZHOL_OK) {
        *out = s;
    } else {
        zi_subsets_free(s);
    }
    return status;
}

void
zi_subsets_free(zi_subsets *s)
{
    if (s) {
        zi_skim_free(s->skim);
        zi_free(s->changing);
        zi_free(s->first);
        zi_free(s->mask);
        zi_free(s->pattern_weight);
        zi_free(s);
    }
}

uint32_t
zi_subsets_weigh(
    const zi_subsets *s, uint32_t subset, uint32_t *weight, uint32_t *changed)
{
    uint32_t n = 0;

    for (uint32_t g = 0; g < s->n_groups; g++) {
        uint32_t pattern = 0;
        for (uint32_t rest = subset & s->mask[g]; rest; rest &= rest - 1) {
            pattern |= 1U << s->color[__builtin_ctz(rest)];
        }
        const uint32_t *row = s->pattern_weight + (size_t) pattern * s->n_changing;
        for (uint32_t i = s->first[g]; i < s->first[g + 1]; i++) {
            const uint32_t a = s->changing[i];
            if (weight[a] != row[i]) {
                weight[a] = row[i];
                changed[n++] = a;
            }
        }
    }
    return n;
}
