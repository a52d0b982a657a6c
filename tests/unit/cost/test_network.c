/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers computed by hand from the rows of tests/data/tiny. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <math.h>

#include "base/mem.h"
#include "unit/cost/scenes.h"

static zi_network *
network_of(const tiny *t, const char *from, const char *to)
{
    const zhol_ref start = place(t, from), end = place(t, to);
    const zi_network_options o = {
        .starts = &start, .ends = &end, .n_starts = 1, .n_ends = 1
    };
    zi_network *net = NULL;
    zhol_error err = { "" };

    must(zi_network_new(t->scene, &t->load, &o, &net, &err), &err);
    return net;
}

/* What an arc is, as a test asks for it. */
typedef struct wanted {
    uint32_t kind;
    const char *tail, *head;
    uint32_t mode, gauge_mm, service_class; /* of the layer left, or of a START taken */
    uint32_t to_mode;                       /* of the layer taken; 0: the same */
    uint32_t what;
} wanted;

static const zi_arc *
find(const tiny *t, const zi_network *net, const wanted *w)
{
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        const zi_arc *arc = &net->arcs[a];
        const zi_node *tail = &net->nodes[arc->tail], *head = &net->nodes[arc->head];
        if (arc->kind != w->kind || tail->place != place(t, w->tail)
            || head->place != place(t, w->head) || (w->what && arc->what != w->what)) {
            continue;
        }
        const uint32_t layer = arc->kind == ZI_ARC_START ? head->layer : tail->layer;
        const zi_layer *l = &net->layers[layer];
        const bool is_right = l->mode == w->mode && l->service_class == w->service_class
                              && (!w->gauge_mm || l->gauge_mm == w->gauge_mm);
        if (is_right && (!w->to_mode || net->layers[head->layer].mode == w->to_mode)) {
            return arc;
        }
    }
    return NULL;
}

static uint32_t
count(const zi_network *net, uint32_t kind)
{
    uint32_t n = 0;

    for (uint32_t a = 0; a < net->n_arcs; a++) {
        n += net->arcs[a].kind == kind;
    }
    return n;
}

/* 1e-9 relative: a few roundings and decimals written out here */
static void
assert_near(double found, double right)
{
    if (!(fabs(found - right) <= 1e-9 * fmax(1, fabs(right)))) {
        fail_msg("%.12g is not %.12g", found, right);
    }
}

static void
assert_leg(const zi_item *item, double time_h, double variance_h2, double cost_usd)
{
    assert_near(item->leg.time_h, time_h);
    assert_near(item->leg.variance_h2, variance_h2);
    assert_near(item->leg.cost_usd, cost_usd);
}

static void
a_rail_link_takes_length_by_speed_and_rate(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "almaty",
        .head = "altynkol",
        .mode = ZHOL_MODE_RAIL,
        .gauge_mm = 1520,
        .service_class = ZHOL_CLASS_EXPRESS_BLOCK };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    const zi_arc *arc = find(&t, net, &w);
    assert_non_null(arc);
    assert_int_equal(zi_network_items(net, arc, items), 1);
    /* 370 km at 1,000 km a day, cv 0.1; 290 KZT of 2023 per FEU-km */
    assert_leg(&items[0], 8.88, 0.888 * 0.888, 370 * 290 / 456.3);
    assert_near(items[0].leg.co2e_wtw_kg, 20 * 370 * 0.03 * 0.8); /* all electric */
    assert_near(items[0].leg.co2e_ttw_kg, 0);
    assert_near(items[0].leg.length_km, 370);
    assert_near(items[0].leg.share_time_cd, 0);
    assert_int_equal(items[0].leg.gauge_mm, 1520);
    const uint32_t *weight = &net->weights[(size_t) (arc - net->arcs) * ZI_N_WEIGHTS];
    assert_int_equal(weight[ZI_WEIGHT_TIME_S], 31968);
    assert_int_equal(weight[ZI_WEIGHT_CENTS], 23515);
    assert_int_equal(weight[ZI_WEIGHT_CO2E_G], 177600);
    assert_int_equal(weight[ZI_WEIGHT_RISK], 4262); /* 48 h x 0.888 h, in 0.01 h2 */
    zi_network_free(net);
    tiny_close(&t);
}

static void
half_electric_lines_burn_diesel_on_the_other_half(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "aktau",
        .head = "almaty",
        .mode = ZHOL_MODE_RAIL,
        .service_class = ZHOL_CLASS_WAGONLOAD };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    const zi_arc *arc = find(&t, net, &w);
    assert_non_null(arc);
    assert_int_equal(zi_network_items(net, arc, items), 1);
    const double tkm = 20 * 2900.0;
    assert_near(items[0].leg.co2e_wtw_kg, tkm * (0.4 * 0.03 * 0.8 + 0.6 * 7.5 * 0.0039));
    assert_near(items[0].leg.co2e_ttw_kg, tkm * 0.6 * 7.5 * 0.0032);
    /* wagonload has a speed for everywhere, and a rate per wagon: one box is one wagon */
    assert_leg(&items[0], 2900 / 300.0 * 24, pow(0.2 * 2900 / 300 * 24, 2), 1.1 * 2900);
    assert_near(items[0].leg.share_time_cd, 1);
    assert_near(items[0].leg.share_cost_cd, 0);
    zi_network_free(net);
    tiny_close(&t);
}

static void
a_border_has_two_sides_and_each_its_row(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "khorgos_rail",
        .head = "altynkol",
        .mode = ZHOL_MODE_RAIL,
        .gauge_mm = 1520,
        .service_class = ZHOL_CLASS_EXPRESS_BLOCK };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "urumqi", "almaty");
    const zi_arc *arc = find(&t, net, &w);
    assert_non_null(arc);
    assert_int_equal(zi_network_items(net, arc, items), 5);
    assert_int_equal(items[0].leg.direction, ZHOL_DIRECTION_OUT);
    assert_leg(&items[0], 10, 64, 100);
    assert_int_equal(items[1].leg.kind, ZHOL_LEG_LINK);
    assert_int_equal(items[2].leg.what, ZHOL_WHAT_BORDER);
    assert_leg(&items[2], 20, 256, 100 * 101 / 97.5); /* of 2022 */
    assert_int_equal(items[3].leg.what, ZHOL_WHAT_WAGON_WAIT);
    assert_leg(&items[3], 18, 324, 0); /* the narrower `other` before the class */
    assert_int_equal(items[4].leg.what, ZHOL_WHAT_TRANSIT);
    assert_leg(&items[4], 1, 0.25, 30 / 0.925);
    assert_true(items[0].factor != 0 && items[0].factor == items[3].factor);
    assert_true(items[0].key != items[2].key);
    assert_true(items[1].factor != 0 && items[1].factor != items[0].factor);
    zi_network_free(net);
    tiny_close(&t);
}

static void
drivers_must_rest_and_two_rest_less(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "khorgos",
        .head = "urumqi",
        .mode = ZHOL_MODE_ROAD,
        .service_class = ZHOL_CLASS_TRUCK };
    zhol_consignment c;
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    (void) zi_network_items(net, find(&t, net, &w), items);
    const double driving_h = 655 / 80.0, one_h = driving_h * 24 / 9;
    assert_leg(&items[0], one_h, pow(0.15 * one_h, 2), 20 * 655 * 1.4 / 7.08);
    zi_network_free(net);

    zhol_consignment_defaults(&c);
    c.n_drivers = 2;
    tiny_load(&t, &c);
    net = network_of(&t, "almaty", "urumqi");
    (void) zi_network_items(net, find(&t, net, &w), items);
    assert_near(items[0].leg.time_h, one_h / 1.8);
    const wanted home = { .kind = ZI_ARC_MOVE,
        .tail = "almaty",
        .head = "nur_zholy",
        .mode = ZHOL_MODE_ROAD,
        .service_class = ZHOL_CLASS_TRUCK };
    (void) zi_network_items(net, find(&t, net, &home), items);
    assert_near(items[0].leg.cost_usd, 345 * 1.2 + 345 / 55.0 * 5); /* hours of driving */
    zi_network_free(net);
    tiny_close(&t);
}

static void
a_pass_adds_its_dwell_and_toll_to_the_link(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "caspian_mid",
        .head = "alat",
        .mode = ZHOL_MODE_SEA,
        .service_class = ZHOL_CLASS_LINER };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "aktau", "alat");
    const zi_arc *arc = find(&t, net, &w);
    assert_int_equal(zi_network_items(net, arc, items), 1);
    const double sailing_h = 228 / 22.0;
    assert_leg(&items[0], sailing_h + 2, pow(0.08 * sailing_h, 2) + 1, 228 * 0.9 + 10);
    assert_near(items[0].leg.co2e_wtw_kg, 20 * 228 * 1.15 * 5 * 0.0037);
    assert_near(items[0].leg.share_time_cd, 1); /* a link of grade D */
    assert_true(items[0].factor != 0);
    zi_network_free(net);
    tiny_close(&t);
}

static void
starting_takes_the_terminal_the_wait_and_the_fixed_rate(void **state)
{
    const wanted w = { .kind = ZI_ARC_START,
        .tail = "almaty",
        .head = "almaty",
        .mode = ZHOL_MODE_RAIL,
        .service_class = ZHOL_CLASS_EXPRESS_BLOCK };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    assert_int_equal(zi_network_items(net, find(&t, net, &w), items), 2);
    assert_int_equal(items[0].leg.what, ZHOL_WHAT_ORIGIN);
    assert_leg(&items[0], 24, 7.2 * 7.2, 100);
    assert_int_equal(items[1].leg.kind, ZHOL_LEG_WAIT);
    assert_leg(&items[1], 12 + 24, 48 * 48 / 12.0, 80 / 456.3); /* cut-off, U(0, 48) */
    /* express, wagonload and road; nothing else can be boarded in Almaty */
    assert_int_equal(count(net, ZI_ARC_START), 3);
    assert_int_equal(count(net, ZI_ARC_END), 3);
    zi_network_free(net);
    tiny_close(&t);
}

static void
a_gauge_break_costs_its_dwell_once(void **state)
{
    wanted w = { .kind = ZI_ARC_GAUGE,
        .tail = "altynkol",
        .head = "altynkol",
        .mode = ZHOL_MODE_RAIL,
        .gauge_mm = 1520,
        .service_class = ZHOL_CLASS_EXPRESS_BLOCK,
        .what = ZHOL_WHAT_CONTAINER_LIFT };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    assert_int_equal(zi_network_items(net, find(&t, net, &w), items), 1); /* no wait */
    assert_leg(&items[0], 5, 6.25, 120);
    assert_near(items[0].leg.co2e_wtw_kg, 20 * 1.2 * 0.8);
    assert_int_equal(items[0].leg.gauge_mm, 1520);
    assert_int_equal(items[0].leg.gauge_to_mm, 1435);
    w.what = ZHOL_WHAT_BOGIE_EXCHANGE;
    assert_int_equal(zi_network_items(net, find(&t, net, &w), items), 1);
    assert_leg(&items[0], 12, 36, 400);
    w.what = ZHOL_WHAT_BULK_TRANSFER; /* not offered */
    assert_null(find(&t, net, &w));
    w.what = ZHOL_WHAT_BOGIE_EXCHANGE;
    w.tail = w.head = "khorgos_rail"; /* offers the lift alone */
    assert_null(find(&t, net, &w));
    w.tail = w.head = "almaty";
    assert_null(find(&t, net, &w));
    zi_network_free(net);
    tiny_close(&t);
}

static void
changing_modes_takes_a_transfer_the_port_and_a_wait(void **state)
{
    const wanted onto_sea = { .kind = ZI_ARC_TRANSFER,
        .tail = "aktau",
        .head = "aktau",
        .mode = ZHOL_MODE_RAIL,
        .service_class = ZHOL_CLASS_EXPRESS_BLOCK,
        .to_mode = ZHOL_MODE_SEA };
    const wanted off_sea = { .kind = ZI_ARC_TRANSFER,
        .tail = "aktau",
        .head = "aktau",
        .mode = ZHOL_MODE_SEA,
        .service_class = ZHOL_CLASS_LINER,
        .to_mode = ZHOL_MODE_RAIL };
    const wanted onto_ferry = { .kind = ZI_ARC_ROLL,
        .tail = "aktau",
        .head = "aktau",
        .mode = ZHOL_MODE_RAIL,
        .service_class = ZHOL_CLASS_WAGONLOAD,
        .to_mode = ZHOL_MODE_RAIL_FERRY };
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "almaty", "alat");
    assert_int_equal(zi_network_items(net, find(&t, net, &onto_sea), items), 3);
    assert_int_equal(items[0].leg.what, ZHOL_WHAT_TRANSFER);
    assert_leg(&items[0], 12, 36, 80);
    assert_near(items[0].leg.co2e_wtw_kg, 20 * 1.2 * 0.8);
    assert_leg(&items[1], 30, 441, 40); /* out: only the row for everywhere fits */
    assert_leg(&items[2], 24 + 84, 168 * 168 / 12.0, 300);
    assert_int_equal(zi_network_items(net, find(&t, net, &off_sea), items), 3);
    assert_leg(&items[1], 36, pow(0.7 * 36, 2), 40);
    assert_int_equal(zi_network_items(net, find(&t, net, &onto_ferry), items), 2);
    assert_int_equal(items[0].leg.what, ZHOL_WHAT_PORT_DWELL);
    assert_leg(&items[1], 12 + 30, 300, 400);
    zi_network_free(net);
    tiny_close(&t);
}

/* What was lifted onto another mode must move with it: from the head of a transfer, and
 * behind the gate where shipments start, there are moves alone. */
static void
what_has_boarded_must_move_before_it_changes_again(void **state)
{
    uint32_t n_boarded = 0;
    tiny t;

    (void) state;
    tiny_open(&t);
    zi_network *net = network_of(&t, "aktau", "urumqi");
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        const uint32_t kind = net->arcs[a].kind;
        if (kind != ZI_ARC_START && kind != ZI_ARC_TRANSFER && kind != ZI_ARC_ROLL) {
            continue;
        }
        n_boarded++;
        for (uint32_t b = 0; b < net->n_arcs; b++) {
            if (net->arcs[b].tail == net->arcs[a].head) {
                assert_int_equal(net->arcs[b].kind, ZI_ARC_MOVE);
            }
        }
    }
    assert_true(n_boarded > 10);
    zi_network_free(net);
    tiny_close(&t);
}

static void
classes_of_ships_follow_their_lanes(void **state)
{
    const uint32_t liner = 1U << ZHOL_CLASS_LINER, feeder = 1U << ZHOL_CLASS_FEEDER;

    (void) state;
    assert_int_equal(zi_item_classes(ZHOL_MODE_SEA, 0, ZHOL_LINE_FEEDER), feeder);
    assert_int_equal(zi_item_classes(ZHOL_MODE_SEA, 0, ZHOL_LINE_ASIA_EUROPE), liner);
    assert_int_equal(
        zi_item_classes(ZHOL_MODE_SEA, 0, ZHOL_LINE_CASPIAN), liner | feeder);
    assert_int_equal(zi_item_classes(ZHOL_MODE_AIR, 0, 0), 0);
    assert_int_equal(
        zi_item_classes(ZHOL_MODE_ROAD, ZHOL_CLASS_TRUCK, 0), 1U << ZHOL_CLASS_TRUCK);
}

static void
loose_goods_ride_no_block_trains(void **state)
{
    zhol_consignment c;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_consignment_defaults(&c);
    strcpy(c.hs, "10");
    c.packing = ZHOL_PACK_WAGON;
    c.n_units = 0;
    c.mass_t = 60;
    tiny_load(&t, &c);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    for (uint32_t k = 0; k < net->n_layers; k++) {
        assert_true(net->layers[k].service_class != ZHOL_CLASS_EXPRESS_BLOCK);
    }
    assert_int_equal(count(net, ZI_ARC_GAUGE), 2); /* bogies, both ways */
    zi_network_free(net);
    tiny_close(&t);
}

static void
what_is_barred_is_not_there_unless_asked_for(void **state)
{
    zhol_scenario s;
    zi_network *net = NULL;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    s.modes = 1U << ZHOL_MODE_ROAD;
    tiny_look(&t, &s, 0);
    net = network_of(&t, "almaty", "urumqi");
    for (uint32_t a = 0; a < net->n_arcs; a++) {
        assert_true(net->arcs[a].kind != ZI_ARC_TRANSFER);
    }
    /* three links both ways; from the start once more */
    assert_int_equal(count(net, ZI_ARC_MOVE), 6 + 1);
    zi_network_free(net);

    const zhol_ref start = place(&t, "almaty"), end = place(&t, "urumqi");
    const zi_network_options all = {
        .starts = &start, .ends = &end, .n_starts = 1, .n_ends = 1, .is_relaxed = true
    };
    assert_int_equal(zi_network_new(t.scene, &t.load, &all, &net, NULL), ZHOL_OK);
    assert_true(count(net, ZI_ARC_MOVE) > 30);
    zi_network_free(net);
    tiny_close(&t);
}

static void
an_avoided_place_may_still_be_an_end(void **state)
{
    zhol_scenario s;
    tiny t;

    (void) state;
    tiny_open(&t);
    const zhol_scope almaty = { ZHOL_SCOPE_PLACE, place(&t, "almaty") };
    zhol_scenario_defaults(&s);
    s.avoid = &almaty;
    s.n_avoid = 1;
    tiny_look(&t, &s, 0);
    zi_network *net = network_of(&t, "almaty", "urumqi");
    assert_int_equal(count(net, ZI_ARC_START), 3);
    zi_network_free(net);
    net = network_of(&t, "aktau", "urumqi");
    for (uint32_t v = 0; v < net->n_nodes; v++) {
        assert_true(net->nodes[v].place != place(&t, "almaty"));
    }
    zi_network_free(net);
    tiny_close(&t);
}

static void
the_regime_and_dangerous_goods_lengthen_procedures(void **state)
{
    const wanted w = { .kind = ZI_ARC_MOVE,
        .tail = "khorgos",
        .head = "nur_zholy",
        .mode = ZHOL_MODE_ROAD,
        .service_class = ZHOL_CLASS_TRUCK };
    zhol_scenario s;
    zhol_consignment c;
    zi_item items[ZI_MAX_ITEMS];
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_scenario_defaults(&s);
    zhol_consignment_defaults(&c);
    s.regime = ZHOL_REGIME_CONGESTED;
    c.is_dangerous = true;
    tiny_look(&t, &s, 0);
    tiny_load(&t, &c);
    zi_network *net = network_of(&t, "urumqi", "almaty");
    assert_int_equal(zi_network_items(net, find(&t, net, &w), items), 4);
    assert_near(items[0].leg.time_h, 10 * 3 * 1.2);
    assert_near(items[2].leg.time_h, 12 * 3 * 1.2);
    assert_near(items[3].leg.time_h, 1 * 1.2); /* transit: papers, no queue */
    assert_int_equal(items[0].leg.n_reasons, 4);
    zi_network_free(net);
    tiny_close(&t);
}

static void
too_large_a_consignment_is_refused(void **state)
{
    const zhol_ref start = 0, end = 1;
    const zi_network_options o = {
        .starts = &start, .ends = &end, .n_starts = 1, .n_ends = 1
    };
    zhol_error err = { "" };
    zhol_consignment c;
    zi_network *net = NULL;
    tiny t;

    (void) state;
    tiny_open(&t);
    zhol_consignment_defaults(&c);
    c.packing = ZHOL_PACK_AUTO;
    c.n_units = 0;
    c.mass_t = 1e6;
    tiny_load(&t, &c);
    assert_int_equal(zi_network_new(t.scene, &t.load, &o, &net, &err), ZHOL_LIMIT);
    assert_null(net);
    assert_non_null(strstr(err.message, "the consignment is too large"));
    tiny_close(&t);
}

static zhol_status
make_all(const zhol_world *w)
{
    const zhol_ref start = zi_world_place_by_id(w, "almaty");
    const zhol_ref end = zi_world_place_by_id(w, "urumqi");
    const zi_network_options o = {
        .starts = &start, .ends = &end, .n_starts = 1, .n_ends = 1
    };
    zi_book *book = NULL;
    zi_scene *scene = NULL;
    zi_network *net = NULL;
    zi_load load;
    zhol_scenario s;
    zhol_consignment c;
    zhol_status status = zi_book_new(w, &book, NULL);

    zhol_scenario_defaults(&s);
    zhol_consignment_defaults(&c);
    if (status == ZHOL_OK) {
        status = zi_scene_new(book, &s, 0, &scene, NULL);
    }
    if (status == ZHOL_OK) {
        status = zi_load_make(book, &c, &load, NULL);
    }
    if (status == ZHOL_OK) {
        status = zi_network_new(scene, &load, &o, &net, NULL);
    }
    zi_network_free(net);
    zi_scene_free(scene);
    zi_book_free(book);
    return status;
}

static void
every_failed_allocation_is_reported_and_nothing_leaks(void **state)
{
    zhol_world *w = tiny_world();
    const long before = zi_mem_live();
    zhol_status status = ZHOL_LIMIT;
    long k = 0;

    (void) state;
    for (; status != ZHOL_OK; k++) {
        zi_mem_fail_after(k);
        status = make_all(w);
        zi_mem_fail_after(-1);
        assert_true(status == ZHOL_OK || status == ZHOL_LIMIT);
        assert_int_equal(zi_mem_live(), before);
    }
    assert_true(k > 20);
    zhol_world_free(w);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rail_link_takes_length_by_speed_and_rate),
        cmocka_unit_test(half_electric_lines_burn_diesel_on_the_other_half),
        cmocka_unit_test(a_border_has_two_sides_and_each_its_row),
        cmocka_unit_test(drivers_must_rest_and_two_rest_less),
        cmocka_unit_test(a_pass_adds_its_dwell_and_toll_to_the_link),
        cmocka_unit_test(starting_takes_the_terminal_the_wait_and_the_fixed_rate),
        cmocka_unit_test(a_gauge_break_costs_its_dwell_once),
        cmocka_unit_test(changing_modes_takes_a_transfer_the_port_and_a_wait),
        cmocka_unit_test(what_has_boarded_must_move_before_it_changes_again),
        cmocka_unit_test(classes_of_ships_follow_their_lanes),
        cmocka_unit_test(loose_goods_ride_no_block_trains),
        cmocka_unit_test(what_is_barred_is_not_there_unless_asked_for),
        cmocka_unit_test(an_avoided_place_may_still_be_an_end),
        cmocka_unit_test(the_regime_and_dangerous_goods_lengthen_procedures),
        cmocka_unit_test(too_large_a_consignment_is_refused),
        cmocka_unit_test(every_failed_allocation_is_reported_and_nothing_leaks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
