/* SPDX-License-Identifier: Apache-2.0 */
/* The berths of the tiny world and their order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"
#include "world/berths.h"
#include "world/image.h"

static bool
is_berth(const zhol_berth *b, zhol_ref place, const zhol_link *l)
{
    return b->place == place && b->mode == l->mode && b->gauge_mm == l->gauge_mm;
}

static void
assert_each_once(const zhol_world *w)
{
    uint32_t n, n_links;
    const zhol_berth *berths = zhol_world_berths(w, &n);
    const zhol_link *links = zhol_world_links(w, &n_links);
    zi_berth_index index;

    assert_int_equal(zi_berth_index_make(w, &index, NULL), ZHOL_OK);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t n_ends = 0;
        for (uint32_t k = 0; k < n_links; k++) {
            n_ends += is_berth(&berths[i], links[k].from, &links[k])
                      + is_berth(&berths[i], links[k].to, &links[k]);
        }
        assert_true(n_ends > 0);
        assert_int_equal(zi_berth_rank(&index, &berths[i]), i);
    }
    for (uint32_t k = 0; k < n_links; k++) {
        uint32_t n_from = 0, n_to = 0;
        for (uint32_t i = 0; i < n; i++) {
            n_from += is_berth(&berths[i], links[k].from, &links[k]);
            n_to += is_berth(&berths[i], links[k].to, &links[k]);
        }
        assert_int_equal(n_from, 1);
        assert_int_equal(n_to, 1);
    }
    zi_berth_index_free(&index);
}

static void
each_end_of_a_link_is_there_once(void **state)
{
    static const zhol_berth_order orders[] = { ZHOL_BERTHS_BY_DISSECTION,
        ZHOL_BERTHS_BY_DEGREE };
    zhol_world *w = tiny_world();
    (void) state;
    assert_int_equal(zhol_world_berth_order(w), ZHOL_BERTHS_BY_DISSECTION);
    assert_each_once(w);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(zhol_world_order_berths(w, orders[i], NULL), ZHOL_OK);
        assert_int_equal(zhol_world_berth_order(w), orders[i]);
        assert_each_once(w);
    }
    zhol_world_free(w);
}

static void
a_world_file_holds_the_order(void **state)
{
    char path[] = "/tmp/zhol-order-XXXXXX";
    const int file = mkstemp(path);
    zhol_world *w = tiny_world(), *opened = NULL;
    const uint64_t hash = zhol_world_hash(w);
    uint32_t n;
    (void) state;
    assert_true(file >= 0);
    assert_int_equal(zhol_world_order_berths(w, ZHOL_BERTHS_BY_DEGREE, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_write(w, path, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_open(path, NULL, &opened, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_berth_order(opened), ZHOL_BERTHS_BY_DEGREE);
    const zhol_berth *berths = zhol_world_berths(w, &n);
    assert_memory_equal(zhol_world_berths(opened, NULL), berths, n * sizeof *berths);
    /* The same rows: the order says nothing of the world. */
    assert_true(zhol_world_hash(opened) == hash);
    zhol_world_free(opened);
    zhol_world_free(w);
    remove(path);
}

static void
the_same_tables_give_the_same_bytes(void **state)
{
    zhol_world *w[2] = { tiny_world(), tiny_world() };
    unsigned char *data[2] = { NULL, NULL };
    size_t n[2] = { 0, 0 };
    (void) state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(zi_image_write(w[i], &data[i], &n[i], NULL), ZHOL_OK);
        zhol_world_free(w[i]);
    }
    assert_int_equal(n[0], n[1]);
    assert_memory_equal(data[0], data[1], n[0]);
    zi_free(data[0]);
    zi_free(data[1]);
}

/* Berths at the same place are neighbours, and those at the other end of a link. */
static uint32_t
count_neighbours(const zhol_world *w, uint32_t berth)
{
    uint32_t n_berths, n_links, n = 0;
    const zhol_berth *berths = zhol_world_berths(w, &n_berths), *b = &berths[berth];
    const zhol_link *links = zhol_world_links(w, &n_links);

    for (uint32_t i = 0; i < n_berths; i++) {
        bool is_neighbour = berths[i].place == b->place;
        for (uint32_t k = 0; k < n_links; k++) {
            const zhol_link *l = &links[k];
            is_neighbour = is_neighbour
                           || (is_berth(b, l->from, l) && is_berth(&berths[i], l->to, l))
                           || (is_berth(b, l->to, l) && is_berth(&berths[i], l->from, l));
        }
        n += is_neighbour && i != berth;
    }
    return n;
}

static void
by_degree_the_first_has_the_fewest_neighbours(void **state)
{
    zhol_world *w = tiny_world();
    uint32_t n, n_most = 0;
    (void) state;
    assert_int_equal(zhol_world_order_berths(w, ZHOL_BERTHS_BY_DEGREE, NULL), ZHOL_OK);
    (void) zhol_world_berths(w, &n);
    const uint32_t n_of_first = count_neighbours(w, 0);
    for (uint32_t i = 1; i < n; i++) {
        const uint32_t n_here = count_neighbours(w, i);
        assert_true(n_of_first <= n_here);
        n_most = n_here > n_most ? n_here : n_most;
    }
    assert_true(n_of_first < n_most);
    zhol_world_free(w);
}

/* A folder of own rows: a place that is new, one that is told anew, a link to the first.
 */
static void
write_own_rows(const char *folder, char paths[2][64])
{
    static const char *const rows[2] = {
        "id,kind,name_en,name_local,name_kk,name_ru,name_zh,aliases,iso3,lon,lat,ocean,"
        "unlocode,population,source,grade\n"
        "my_yard,city,My yard,,,,,,KAZ,76.8,43.1,,,300,mine,D\n"
        "almaty,city,Great Almaty,,,,,,KAZ,76.9,43.2,,,3000000,mine,D\n",
        "id,from,to,mode,length_km,gauge_mm,tracks,electrified_share,line_class,"
        "capacity,capacity_unit,direction,pass,status,open_year,close_year,source,grade\n"
        "my_road,almaty,my_yard,road,12,,,,motorway,,,both,,open,,,mine,D\n"
    };
    static const char *const names[2] = { "places", "links" };

    for (int i = 0; i < 2; i++) {
        snprintf(paths[i], 64, "%s/%s.csv", folder, names[i]);
        FILE *f = fopen(paths[i], "w");
        assert_non_null(f);
        fputs(rows[i], f);
        assert_int_equal(fclose(f), 0);
    }
}

static void
own_berths_come_first_and_the_base_keeps_its_order(void **state)
{
    char path[] = "/tmp/zhol-order-XXXXXX", mine[] = "/tmp/zhol-mine-XXXXXX";
    char tables[2][64];
    const int file = mkstemp(path);
    zhol_world *base = tiny_world(), *w = NULL;
    zhol_error err = { "" };
    uint32_t n_base, n;
    (void) state;
    assert_true(file >= 0 && mkdtemp(mine) != NULL);
    assert_int_equal(zhol_world_write(base, path, &err), ZHOL_OK);
    write_own_rows(mine, tables);
    const zhol_status status = zhol_world_open(path, mine, &w, &err);
    assert_string_equal(err.message, "");
    assert_int_equal(status, ZHOL_OK);
    assert_each_once(w);
    const zhol_berth *there = zhol_world_berths(base, &n_base);
    const zhol_berth *here = zhol_world_berths(w, &n);
    const uint32_t n_new = n - n_base;
    assert_true(n_new >= 1);
    assert_int_equal(here[n_new - 1].place, zi_world_place_by_id(w, "my_yard"));
    for (uint32_t i = 0; i < n_base; i++) {
        const char *id =
            zhol_world_text(base, zhol_world_places(base, NULL)[there[i].place].id);
        assert_int_equal(here[n_new + i].place, zi_world_place_by_id(w, id));
        assert_int_equal(here[n_new + i].mode, there[i].mode);
        assert_int_equal(here[n_new + i].gauge_mm, there[i].gauge_mm);
    }
    zhol_world_free(w);
    zhol_world_free(base);
    remove(tables[0]);
    remove(tables[1]);
    remove(mine);
    remove(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_end_of_a_link_is_there_once),
        cmocka_unit_test(a_world_file_holds_the_order),
        cmocka_unit_test(the_same_tables_give_the_same_bytes),
        cmocka_unit_test(by_degree_the_first_has_the_fewest_neighbours),
        cmocka_unit_test(own_berths_come_first_and_the_base_keeps_its_order),
    };
    return cmocka_run_group_tests_name("berths", tests, NULL, NULL);
}
