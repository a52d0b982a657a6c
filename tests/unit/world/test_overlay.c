/* SPDX-License-Identifier: Apache-2.0 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <sys/stat.h>
#include <unistd.h>

#include "tables.h"
#include "world/world.h"

static const char rates_header[] =
    "id,mode,class,at,line_class,direction,unit,year,fixed,"
    "per_km,per_h,currency,source,grade\n";
static const char speeds_header[] =
    "mode,class,at,line_class,year,speed,unit,cv,source,grade\n";

/* The tiny world with own tables over it. */
static zhol_status
lay_over(const zi_folder *mine, zhol_world **out, zhol_error *err)
{
    zi_folder tables = { 0 };
    zhol_status status;

    tables_read(&tables, "tiny");
    status = tables_make(&tables, mine, NULL, out, err);
    zi_folder_free(&tables);
    return status;
}

static zi_folder
mine_with(uint32_t table, const char *text)
{
    zi_folder mine = { .path = "mine" };
    tables_set(&mine, table, text);
    return mine;
}

static void
an_own_row_with_a_known_id_replaces_it(void **state)
{
    const zi_folder mine = mine_with(ZI_TABLE_PLACES,
        "id,kind,name_en,name_local,name_kk,name_ru,name_zh,aliases,iso3,lon,lat,ocean,"
        "unlocode,population,source,grade\n"
        "almaty,city,Great Almaty,,,,,,KAZ,76.9,43.2,,,3000000,mine,D\n");
    zhol_world *w = NULL, *tiny = tiny_world();
    zhol_error err = { "" };
    uint32_t n, n_before;
    zhol_ref almaty;
    (void) state;
    assert_int_equal(lay_over(&mine, &w, &err), ZHOL_OK);
    const zhol_place *places = zhol_world_places(w, &n);
    (void) zhol_world_places(tiny, &n_before);
    assert_int_equal(n, n_before);
    assert_int_equal(zhol_world_find_place(w, "Great Almaty", &almaty, NULL), ZHOL_OK);
    assert_int_equal(places[almaty].origin.is_mine, 1);
    assert_int_equal(places[almaty].origin.line, 2);
    assert_true(places[almaty].population == 3000000);
    /* The replaced row is gone with all its names; links lead to the new one. */
    assert_int_equal(zhol_world_find_place(w, "Alma-Ata", &almaty, NULL), ZHOL_USAGE);
    assert_true(zhol_world_hash(w) != zhol_world_hash(tiny));
    zhol_world_free(w);
    zhol_world_free(tiny);
}

static void
other_own_rows_are_added_and_marked(void **state)
{
    zi_folder mine = mine_with(ZI_TABLE_SPEEDS, NULL);
    zhol_world *w = NULL;
    zhol_error err = { "" };
    uint32_t n, n_mine = 0;
    (void) state;
    /* The same key as a base row: both stay, whoever looks prefers the own one. */
    tables_set(&mine, ZI_TABLE_SPEEDS,
        "mode,class,at,line_class,year,speed,unit,cv,source,grade\n"
        "rail,,*,,,500,km_day,0.2,mine,D\n");
    tables_set(&mine, ZI_TABLE_SOURCES,
        "key,citation,address,licence,seen\nour_books,Our books,x,x,2026-01-01\n");
    assert_int_equal(lay_over(&mine, &w, &err), ZHOL_OK);
    const zhol_speed *speeds = zhol_world_speeds(w, &n);
    assert_int_equal(n, 9);
    for (uint32_t i = 0; i < n; i++) {
        n_mine += speeds[i].origin.is_mine;
        if (speeds[i].origin.is_mine) {
            assert_true(speeds[i].speed == 500);
            assert_string_equal(zhol_world_text(w, speeds[i].origin.source), "mine");
            assert_true(i > 0 && speeds[i - 1].speed == 300); /* behind the base row */
        }
    }
    assert_int_equal(n_mine, 1);
    (void) zhol_world_sources(w, &n);
    assert_int_equal(n, 4 + 2);
    zhol_world_free(w);
}

static void
own_rows_are_checked_like_the_worlds(void **state)
{
    static const struct {
        uint32_t table;
        const char *header, *row, *message;
    } cases[] = {
        { ZI_TABLE_RATES, rates_header, "r,rail,,*,,both,feu,2023,,-1,,KZT,mine,D\n",
            "mine/rates.csv:2: per_km '-1' is outside 0 to 1000000000" },
        { ZI_TABLE_RATES, rates_header, "r,rail,,*,,both,feu,2023,,1,,XXX,mine,D\n",
            "mine/rates.csv:2: currency 'XXX' has no row in currencies.csv: add its "
            "rate" },
        { ZI_TABLE_RATES, rates_header,
            "r,rail,,atlantis,,both,feu,2023,,1,,USD,mine,D\n",
            "mine/rates.csv:2: at 'atlantis' is no id in places.csv" },
        { ZI_TABLE_RATES, rates_header, "r,rail,,*,,both,feu,2023,,1,,USD,my,D\n",
            "mine/rates.csv:2: source 'my' is no key in sources.csv" },
        { ZI_TABLE_RATES, rates_header,
            "r,rail,,*,,both,feu,2023,,1,,USD,mine,D\nr,road,,*,,both,t,2023,,1,,USD,"
            "mine,D\n",
            "mine/rates.csv:3: id 'r' stands already in line 2: choose another" },
        { ZI_TABLE_SPEEDS, speeds_header,
            "rail,,*,,,1,km_day,,mine,D\nrail,,*,,,2,km_day,,mine,D\n",
            "mine/speeds.csv:3: the same mode, class, at, line_class, year as in line 2: "
            "only one of them can hold" },
        { ZI_TABLE_SOURCES, "key,citation,address,licence,seen\n",
            "test_a,x,x,x,2026-01-01\n",
            "mine/sources.csv:2: key 'test_a' stands already in line 4 of the world's "
            "table: choose another" },
        { ZI_TABLE_PARAMETERS, "name,value,lo,hi,unit,year,source,grade\n",
            "team_factor,9,1,10,1,,mine,D\n",
            "mine/parameters.csv:2: team_factor 9 is outside 1 to 3, where it makes "
            "sense" },
    };
    (void) state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char text[512];
        zhol_error err = { "" };
        zhol_world *w = NULL;
        snprintf(text, sizeof text, "%s%s", cases[i].header, cases[i].row);
        const zi_folder mine = mine_with(cases[i].table, text);
        assert_int_equal(lay_over(&mine, &w, &err), ZHOL_BAD_DATA);
        assert_string_equal(err.message, cases[i].message);
        assert_null(w);
    }
}

static void
an_own_parameter_and_rate_take_the_place_of_the_worlds(void **state)
{
    zi_folder mine = mine_with(ZI_TABLE_PARAMETERS,
        "name,value,lo,hi,unit,year,source,grade\nteam_factor,1.7,1.5,2,1,,mine,D\n");
    zhol_world *w = NULL;
    uint32_t n, n_mine = 0;
    (void) state;
    char rates[512];
    snprintf(rates, sizeof rates, "%srail_any,rail,,*,,both,feu,,90,0.6,,KZT,mine,D\n",
        rates_header);
    tables_set(&mine, ZI_TABLE_RATES, rates);
    assert_int_equal(lay_over(&mine, &w, NULL), ZHOL_OK);
    assert_true(zi_world_parameter(w, ZI_PARAM_TEAM_FACTOR)->value == 1.7);
    assert_int_equal(zi_world_parameter(w, ZI_PARAM_TEAM_FACTOR)->origin.is_mine, 1);
    const zhol_rate *rows = zhol_world_rates(w, &n);
    assert_int_equal(n, 9);
    for (uint32_t i = 0; i < n; i++) {
        n_mine += rows[i].origin.is_mine;
    }
    assert_int_equal(n_mine, 1);
    zhol_world_free(w);
}

/* A folder on disk that is removed at the end. */
typedef struct disk {
    char folder[64], file[96], world[96];
} disk;

static disk
disk_with(const char *name, const char *text)
{
    disk d = { "/tmp/zhol-mine-XXXXXX", "", "" };
    FILE *f = NULL;

    assert_non_null(mkdtemp(d.folder));
    snprintf(d.file, sizeof d.file, "%s/%s", d.folder, name);
    snprintf(d.world, sizeof d.world, "%s/world.zhol", d.folder);
    f = fopen(d.file, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return d;
}

static void
disk_remove(const disk *d)
{
    unlink(d->file);
    unlink(d->world);
    rmdir(d->folder);
}

static void
a_mapped_world_takes_own_rows_as_tables_do(void **state)
{
    const disk d = disk_with("speeds.csv",
        "mode,class,at,line_class,year,speed,unit,cv,source,grade\n"
        "rail,,altynkol,,,500,km_day,0.2,mine,D\n");
    zhol_world *tiny = tiny_world(), *read = NULL, *opened = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_write(tiny, d.world, &err), ZHOL_OK);
    assert_int_equal(zhol_world_read(TINY, d.folder, NULL, &read, &err), ZHOL_OK);
    assert_int_equal(zhol_world_open(d.world, d.folder, &opened, &err), ZHOL_OK);
    assert_true(zhol_world_hash(read) == zhol_world_hash(opened));
    assert_true(zhol_world_hash(read) != zhol_world_hash(tiny));
    zhol_world_free(opened);
    zhol_world_free(read);
    zhol_world_free(tiny);
    disk_remove(&d);
}

static void
a_file_that_is_no_table_is_refused_with_the_nearest_name(void **state)
{
    const disk d = disk_with("rate.csv", "x\n");
    zhol_world *w = NULL;
    zhol_error err = { "" };
    char expected[200];
    (void) state;
    snprintf(expected, sizeof expected,
        "%s: rate.csv is no table (did you mean 'rates.csv'?)", d.folder);
    assert_int_equal(zhol_world_read(TINY, d.folder, NULL, &w, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, expected);
    disk_remove(&d);
}

static void
an_own_folder_without_tables_is_refused(void **state)
{
    const disk d = disk_with("rates.txt", "x\n");
    zhol_world *w = NULL;
    zhol_error err = { "" };
    char expected[200];
    (void) state;
    snprintf(expected, sizeof expected,
        "%s: no table is in this folder: put rates.csv, procedures.csv, ... there",
        d.folder);
    assert_int_equal(zhol_world_read(TINY, d.folder, NULL, &w, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, expected);
    disk_remove(&d);
}

/* The base is a file then: it has tables, but no lines. */
static void
a_base_row_that_no_longer_fits_is_named_by_its_file(void **state)
{
    const disk d = disk_with("places.csv",
        "id,kind,name_en,name_local,name_kk,name_ru,name_zh,aliases,iso3,lon,lat,ocean,"
        "unlocode,population,source,grade\n"
        "almaty,city,Almaty,,,,,,KAZ,86.9,43.2,,,3000000,mine,D\n");
    zhol_world *tiny = tiny_world(), *w = NULL;
    zhol_error err = { "" };
    (void) state;
    assert_int_equal(zhol_world_write(tiny, d.world, &err), ZHOL_OK);
    assert_int_equal(zhol_world_open(d.world, d.folder, &w, &err), ZHOL_BAD_DATA);
    assert_non_null(strstr(err.message,
        "/world.zhol/links.csv: 'almaty_altynkol_rail': length_km 370 is too short: its "
        "ends are 546.9 km apart, so at least 534.0 km, or a coordinate is wrong"));
    zhol_world_free(tiny);
    disk_remove(&d);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_own_row_with_a_known_id_replaces_it),
        cmocka_unit_test(other_own_rows_are_added_and_marked),
        cmocka_unit_test(own_rows_are_checked_like_the_worlds),
        cmocka_unit_test(an_own_parameter_and_rate_take_the_place_of_the_worlds),
        cmocka_unit_test(a_mapped_world_takes_own_rows_as_tables_do),
        cmocka_unit_test(a_file_that_is_no_table_is_refused_with_the_nearest_name),
        cmocka_unit_test(an_own_folder_without_tables_is_refused),
        cmocka_unit_test(a_base_row_that_no_longer_fits_is_named_by_its_file),
    };
    return cmocka_run_group_tests_name("world overlay", tests, NULL, NULL);
}
