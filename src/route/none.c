/* SPDX-License-Identifier: Apache-2.0 */
#include "route/none.h"

#include "base/fail.h"
#include "base/mem.h"

enum { BARRED = 1000000, MAX_TOLD = 3 };

static bool
is_gate(const zi_ends *ends, zhol_ref place)
{
    for (uint32_t i = 0; i < ends->n_gates; i++) {
        if (ends->gate[i] == place) {
            return true;
        }
    }
    return false;
}

/* Is the place that an arc leads to barred? Ends may be avoided, not closed. */
static bool
is_barred_place(const zi_search *s, zhol_ref place)
{
    const uint8_t bar = s->net->scene->place_bar[place];

    return bar != ZI_OPEN
           && !(bar == ZI_BAR_AVOIDED
                && (is_gate(s->from, place) || is_gate(s->to, place)));
}

static const zi_arc *
move_of(const zi_search *s, uint32_t arc)
{
    const uint32_t meaning = s->meaning[arc];

    return meaning < ZI_IS_GATE && s->net->arcs[meaning].kind == ZI_ARC_MOVE
               ? &s->net->arcs[meaning]
               : NULL;
}

/* One step for each arc, a million for each barred thing on it. */
static void
weigh(const zi_search *s, uint32_t *weight)
{
    for (uint32_t a = 0; a < zhol_graph_n_arcs(s->graph); a++) {
        const zi_arc *arc = move_of(s, a);
        weight[a] = 1;
        if (arc) {
            weight[a] +=
                zi_scene_link_bar(s->net->scene, arc->link, arc->is_backward != 0)
                        != ZI_OPEN
                    ? BARRED
                    : 0;
            weight[a] += is_barred_place(s, s->net->nodes[arc->head].place) ? BARRED : 0;
        }
    }
}

/* Lists what is barred, from the sink back to the source. */
static void
tell_barred(const zi_search *s, const zhol_dijkstra *d, zi_buffer *text)
{
    const zi_scene *scene = s->net->scene;
    uint32_t n = 0, v = s->sink;
    bool is_by_rule = false;

    while (v != s->source) {
        const uint32_t a = zhol_dijkstra_parent_arc(d, v);
        const zi_arc *arc = move_of(s, a);
        const zhol_ref place = arc ? s->net->nodes[arc->head].place : ZHOL_NO_ROW;
        if (arc && is_barred_place(s, place) && n++ < MAX_TOLD) {
            zi_buffer_text(text, n == 1 ? ": it would need " : ", ");
            zi_scene_tell_place(scene, place, text);
        }
        const zi_bar bar =
            arc ? zi_scene_link_bar(scene, arc->link, arc->is_backward != 0) : ZI_OPEN;
        is_by_rule |= bar == ZI_BAR_RULE;
        if (arc && bar != ZI_OPEN && n++ < MAX_TOLD) {
            zi_buffer_text(text, n == 1 ? ": it would need " : ", ");
            zi_scene_tell_link(scene, arc->link, arc->is_backward != 0, text);
        }
        v = zhol_graph_tail(s->graph, a);
    }
    if (n > MAX_TOLD) {
        zi_buffer_format(text, " and %u more", n - MAX_TOLD);
    }
    if (is_by_rule) {
        zi_buffer_text(
            text, "; another border, mode, origin or date may be open to these goods");
    }
}

static void
tell_question(const zi_scene *scene, const zi_ends *from, const zi_ends *to,
    const zi_search_options *o, zi_buffer *text)
{
    zi_buffer_text(text, "no open way from ");
    zi_ends_tell(scene->book, &from->end, text);
    zi_buffer_text(text, " to ");
    zi_ends_tell(scene->book, &to->end, text);
    zi_buffer_format(
        text, "%s in %u", o->n_via ? " by the places asked for" : "", scene->year);
}

/* A closed end, or a point with nothing near: no search is needed to see it. */
static bool
tell_end(const zi_scene *scene, const zi_ends *ends, zi_buffer *text)
{
    const zi_book *b = scene->book;

    if (ends->n_gates == 0) {
        zi_buffer_text(text, ": ");
        zi_ends_tell(b, &ends->end, text);
        if (ends->nearest == ZHOL_NO_ROW) {
            zi_buffer_text(text, " has no place of the network anywhere near");
            return true;
        }
        zi_buffer_format(text,
            " is %.0f km from the nearest place of the network, %s; at most %.0f km are "
            "driven to it",
            ends->nearest_km, zhol_world_text(b->world, b->places[ends->nearest].name_en),
            zi_book_parameter(b, ZI_PARAM_ACCESS_MAX_KM));
        return true;
    }
    const uint8_t bar = scene->place_bar[ends->gate[0]];
    if (ends->end.place != ZHOL_NO_ROW && bar != ZI_OPEN && bar != ZI_BAR_AVOIDED) {
        zi_buffer_text(text, ": ");
        zi_scene_tell_place(scene, ends->end.place, text);
        return true;
    }
    return false;
}

static zhol_status
explain(const zi_search *s, const zi_network *net, zi_buffer *text, zhol_error *err)
{
    uint32_t *weight = ZI_NEW(uint32_t, (size_t) zhol_graph_n_arcs(s->graph) + 1);
    zhol_dijkstra *d = NULL;
    zhol_status status = ZHOL_LIMIT;

    if (!weight) {
        (void) zi_fail(err, status, "no memory to look for what stands in between");
        goto out;
    }
    weigh(s, weight);
    status = zhol_dijkstra_new(s->graph, &d, err);
    if (status == ZHOL_OK) {
        status = zhol_dijkstra_run(d, weight, s->source, s->sink, err);
    }
    if (status != ZHOL_OK) {
        goto out;
    }
    if (zhol_dijkstra_distance(d, s->sink) != ZHOL_UNREACHABLE) {
        tell_barred(s, d, text);
    } else if (net->n_lacking) {
        zi_buffer_format(text,
            ": no chain of links, services and transfers joins them for these goods "
            "(%u directed links have no speed, rate or emission row that fits)",
            net->n_lacking);
    } else {
        zi_buffer_text(text,
            ": no chain of links, services and transfers joins them for these goods");
    }
out:
    zhol_dijkstra_free(d);
    zi_free(weight);
    return status;
}

zhol_status
zi_none_explain(const zi_network *net, const zi_ends *from, const zi_ends *to,
    const zi_search_options *o, zhol_error *err)
{
    const zi_network_options everything = { .starts = from->gate,
        .n_starts = from->n_gates,
        .ends = to->gate,
        .n_ends = to->n_gates,
        .is_relaxed = true };
    zhol_status status = ZHOL_OK;
    zi_network *relaxed = NULL;
    zi_search *s = NULL;
    zi_buffer text = { 0 };

    tell_question(net->scene, from, to, o, &text);
    if (!tell_end(net->scene, from, &text) && !tell_end(net->scene, to, &text)) {
        status = zi_network_new(net->scene, net->load, &everything, &relaxed, err);
        if (status == ZHOL_OK) {
            status = zi_search_new(relaxed, from, to, o, &s, err);
        }
        if (status == ZHOL_OK) {
            status = explain(s, relaxed, &text, err);
        }
    }
    if (status == ZHOL_OK) {
        status = zi_buffer_status(&text, err);
    }
    if (status == ZHOL_OK) {
        status = zi_fail(err, ZHOL_NONE, "%s", text.data);
    }
    zi_search_free(s);
    zi_network_free(relaxed);
    zi_buffer_free(&text);
    return status;
}
