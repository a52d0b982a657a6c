/* SPDX-License-Identifier: Apache-2.0 */
/* The order of places: small worlds, and the default one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"
#include "world/image.h"

static void
assert_permutation(const uint32_t *ranks, uint32_t n)
{
    for (uint32_t rank = 0; rank < n; rank++) {
        uint32_t n_found = 0;
        for (uint32_t p = 0; p < n; p++) {
            n_found += ranks[p] == rank;
        }
        assert_int_equal(n_found, 1);
    }
}

static void
each_place_has_a_rank_of_its_own(void **state)
{
    static const zhol_place_order orders[] = { ZHOL_PLACE_ORDER_DISSECTION,
        ZHOL_PLACE_ORDER_DEGREE };
    zhol_world *w = tiny_world();
    uint32_t n, n_places;
    (void) state;
    assert_int_equal(zhol_world_place_order(w), ZHOL_PLACE_ORDER_DISSECTION);
    (void) zhol_world_places(w, &n_places);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(zhol_world_order(w, orders[i], NULL), ZHOL_OK);
        assert_int_equal(zhol_world_place_order(w), orders[i]);
        assert_permutation(zhol_world_place_ranks(w, &n), n_places);
        assert_int_equal(n, n_places);
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
    assert_int_equal(zhol_world_order(w, ZHOL_PLACE_ORDER_DEGREE, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_write(w, path, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_open(path, NULL, &opened, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_place_order(opened), ZHOL_PLACE_ORDER_DEGREE);
    const uint32_t *ranks = zhol_world_place_ranks(w, &n);
    assert_memory_equal(zhol_world_place_ranks(opened, NULL), ranks, n * sizeof *ranks);
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

static uint32_t
count_neighbours(const zhol_world *w, zhol_ref place)
{
    uint32_t n_places, n_links, n = 0;
    const zhol_link *links = zhol_world_links(w, &n_links);

    (void) zhol_world_places(w, &n_places);
    for (uint32_t other = 0; other < n_places; other++) {
        bool is_neighbour = false;
        for (uint32_t i = 0; i < n_links && other != place; i++) {
            is_neighbour = is_neighbour
                           || (links[i].from == place && links[i].to == other)
                           || (links[i].to == place && links[i].from == other);
        }
        n += is_neighbour;
    }
    return n;
}

static void
by_degree_the_first_place_has_the_fewest_neighbours(void **state)
{
    zhol_world *w = tiny_world();
    uint32_t n, n_fewest = UINT32_MAX, n_of_first = 0;
    (void) state;
    assert_int_equal(zhol_world_order(w, ZHOL_PLACE_ORDER_DEGREE, NULL), ZHOL_OK);
    const uint32_t *ranks = zhol_world_place_ranks(w, &n);
    for (uint32_t p = 0; p < n; p++) {
        const uint32_t n_here = count_neighbours(w, p);
        n_fewest = n_here < n_fewest ? n_here : n_fewest;
        n_of_first = ranks[p] == 0 ? n_here : n_of_first;
    }
    assert_int_equal(n_of_first, n_fewest);
    zhol_world_free(w);
}

static void
own_places_come_first_and_the_base_keeps_its_order(void **state)
{
    char path[] = "/tmp/zhol-order-XXXXXX", mine[] = "/tmp/zhol-mine-XXXXXX";
    char table[64];
    const int file = mkstemp(path);
    zhol_world *base = tiny_world(), *w = NULL;
    zhol_error err = { "" };
    uint32_t n_base, n;
    (void) state;
    assert_true(file >= 0 && mkdtemp(mine) != NULL);
    assert_int_equal(zhol_world_write(base, path, &err), ZHOL_OK);
    snprintf(table, sizeof table, "%s/places.csv", mine);
    FILE *f = fopen(table, "w");
    assert_non_null(f);
    fputs("id,kind,name_en,name_local,name_kk,name_ru,name_zh,aliases,iso3,lon,lat,ocean,"
          "unlocode,population,source,grade\n"
          "my_yard,city,My yard,,,,,,KAZ,76.8,43.1,,,300,mine,D\n"
          "almaty,city,Great Almaty,,,,,,KAZ,76.9,43.2,,,3000000,mine,D\n",
        f);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(zhol_world_open(path, mine, &w, &err), ZHOL_OK);
    const uint32_t *there = zhol_world_place_ranks(base, &n_base);
    const uint32_t *here = zhol_world_place_ranks(w, &n);
    assert_int_equal(n, n_base + 1);
    assert_int_equal(here[zi_world_place_by_id(w, "my_yard")], 0);
    for (uint32_t p = 0; p < n_base; p++) {
        const char *id = zhol_world_text(base, zhol_world_places(base, NULL)[p].id);
        assert_int_equal(here[zi_world_place_by_id(w, id)], there[p] + 1);
    }
    zhol_world_free(w);
    zhol_world_free(base);
    remove(table);
    remove(mine);
    remove(path);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_place_has_a_rank_of_its_own),
        cmocka_unit_test(a_world_file_holds_the_order),
        cmocka_unit_test(the_same_tables_give_the_same_bytes),
        cmocka_unit_test(by_degree_the_first_place_has_the_fewest_neighbours),
        cmocka_unit_test(own_places_come_first_and_the_base_keeps_its_order),
    };
    return cmocka_run_group_tests_name("order of places", tests, NULL, NULL);
}
