/* SPDX-License-Identifier: Apache-2.0 */
/* One change to the right world, one message: which file and line, what, what is right.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "tables.h"

typedef struct fault {
    uint32_t table;
    const char *old, *now; /* old NULL: now is a further row */
    const char *message;
} fault;

static void
assert_fault(const fault *f)
{
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_error err = { "" };
    zhol_world *w = NULL;
    uint32_t n_faults = 0;

    tables_read(&tables, "tiny");
    if (f->old) {
        tables_change(&tables, f->table, f->old, f->now);
    } else {
        tables_add(&tables, f->table, f->now);
    }
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, &err), ZHOL_BAD_DATA);
    assert_null(w);
    assert_string_equal(err.message, f->message);
    for (uint32_t i = 0; i < zhol_problems_count(problems); i++) {
        bool is_warning = false;
        const char *message = zhol_problems_message(problems, i, &is_warning);
        n_faults += !is_warning;
        if (!is_warning && n_faults == 1) {
            assert_string_equal(message, f->message);
        } else if (!is_warning) {
            fail_msg("one mistake was told twice: %s", message);
        }
    }
    zhol_problems_free(problems);
    /* Without a list the answer is the same. */
    err.message[0] = '\0';
    assert_int_equal(tables_make(&tables, NULL, NULL, &w, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, f->message);
    zi_folder_free(&tables);
    assert_int_equal(zi_mem_live(), 0);
}

#define ASSERT_FAULTS(list)                                          \
    for (size_t i_ = 0; i_ < sizeof(list) / sizeof(list)[0]; i_++) { \
        assert_fault(&(list)[i_]);                                   \
    }

static void
the_tiny_world_has_no_fault_and_no_doubt(void **state)
{
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    (void) state;
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(zhol_world_read(TINY, NULL, problems, &w, NULL), ZHOL_OK);
    assert_int_equal(zhol_problems_count(problems), 0);
    assert_int_equal(zhol_world_data_year(w), 2023);
    assert_int_equal(zhol_world_base_year(w), 2023);
    zhol_world_free(w);
    zhol_problems_free(problems);
}

static void
columns_must_be_there_and_in_order(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_DEFLATORS, "year,index,source,grade", "year,source,grade",
            "tiny/deflators.csv:1: column 'index' is missing" },
        { ZI_TABLE_DEFLATORS, "year,index,source,grade", "index,year,source,grade",
            "tiny/deflators.csv:1: columns must stand once and in this order: "
            "year,index,source,grade" },
        { ZI_TABLE_DEFLATORS, "year,index,source,grade", "year,index,source,grade,sauce",
            "tiny/deflators.csv:1: column 'sauce' is unknown (did you mean 'source'?)" },
        { ZI_TABLE_DEFLATORS, "year,index,source,grade", "year,index,source,grade,index",
            "tiny/deflators.csv:1: columns must stand once and in this order: "
            "year,index,source,grade" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
a_file_must_be_right_csv(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_DEFLATORS, "2023,101,test_a,A", "2023,101,test_a",
            "tiny/deflators.csv:3: 3 fields, but the first row has 4" },
        { ZI_TABLE_DEFLATORS, "2023,101,test_a,A", "2023,101,test_a,\"A",
            "tiny/deflators.csv:3: the quote that opens field 4 is never closed" },
        { ZI_TABLE_DEFLATORS, "year", "\xEF\xBB\xBFyear",
            "tiny/deflators.csv:1: a byte-order mark: save the file as UTF-8 without one "
            "(not \"UTF-8 BOM\")" },
        { ZI_TABLE_STATUS, "storms", "\xFFstorms",
            "tiny/status.csv:2: byte 0xFF in field 6 is not UTF-8: save as UTF-8" },
        { ZI_TABLE_STATUS, "storms", "\"two\nlines\"",
            "tiny/status.csv:2: note 'two\nlines' goes over more than one line: write it "
            "on one" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
an_empty_file_is_told_from_a_missing_one(void **state)
{
    zi_folder tables = { 0 };
    zhol_error err = { "" };
    zhol_world *w = NULL;
    (void) state;
    tables_read(&tables, "tiny");
    tables_set(&tables, ZI_TABLE_STATUS, "");
    assert_int_equal(tables_make(&tables, NULL, NULL, &w, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message,
        "tiny/status.csv:1: the file is empty: its first line "
        "must be the names of the columns");
    tables_set(&tables, ZI_TABLE_STATUS, NULL);
    assert_int_equal(tables_make(&tables, NULL, NULL, &w, &err), ZHOL_BAD_DATA);
    assert_string_equal(err.message, "tiny: the table status.csv is missing");
    zi_folder_free(&tables);
}

static void
fields_must_be_of_their_kind(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_PLACES, "76.95,43.24", "nan,43.24",
            "tiny/places.csv:4: lon 'nan' is not a number: write digits with a point, "
            "from "
            "-180 to 180" },
        { ZI_TABLE_PLACES, "76.95,43.24", "76.95,95",
            "tiny/places.csv:4: lat '95' is outside -90 to 90" },
        { ZI_TABLE_PLACES, "76.95,43.24", "76.95,",
            "tiny/places.csv:4: lat is empty: it must be filled in" },
        { ZI_TABLE_PLACES, "alat,seaport", "Alat 2,seaport",
            "tiny/places.csv:3: id 'Alat 2' must be lower-case letters, digits and _, a "
            "letter first, at most 63" },
        { ZI_TABLE_PLACES, "almaty,city", "almaty,town",
            "tiny/places.csv:4: kind 'town' must be one of: city rail_station "
            "rail_border "
            "road_border terminal seaport river_port airport junction sea_waypoint" },
        { ZI_TABLE_PLACES, "almaty,city", "almaty,citi",
            "tiny/places.csv:4: kind 'citi' must be one of: city rail_station "
            "rail_border "
            "road_border terminal seaport river_port airport junction sea_waypoint (did "
            "you "
            "mean 'city'?)" },
        { ZI_TABLE_PLACES, "Alma-Ata;Verny", "Alma-Ata; Verny",
            "tiny/places.csv:4: aliases 'Alma-Ata; Verny' must be items separated by "
            "';', "
            "none of them empty, without spaces around them" },
        { ZI_TABLE_PLACES, "Alma-Ata;Verny", "Alma-Ata;",
            "tiny/places.csv:4: aliases 'Alma-Ata;' must be items separated by ';', none "
            "of "
            "them empty, without spaces around them" },
        { ZI_TABLE_PLACES, "KZALA", "KZ-ALA",
            "tiny/places.csv:4: unlocode 'KZ-ALA' must be five letters without a space, "
            "as "
            "KZALA" },
        { ZI_TABLE_PLACES, ",Alat,", ", Alat,",
            "tiny/places.csv:3: name_en ' Alat' begins or ends with a space: remove it" },
        { ZI_TABLE_LINKS, "rail,2900,", "rail,-2900,",
            "tiny/links.csv:3: length_km '-2900' is outside 0.01 to 50000" },
        { ZI_TABLE_LINKS, "rail,2900,1520,1,", "rail,2900,1520,1.5,",
            "tiny/links.csv:3: tracks '1.5' is not a whole number" },
        { ZI_TABLE_LINKS, "rail,2900,1520,1,", "rail,2900,1520,21,",
            "tiny/links.csv:3: tracks '21' is outside 1 to 20" },
        { ZI_TABLE_LINKS, "rail,2900,1520,", "rail,2900,1521,",
            "tiny/links.csv:3: gauge_mm '1521' is no known gauge: must be one of 1000 "
            "1067 "
            "1435 1520 1524 1600 1668 1676" },
        { ZI_TABLE_LINKS, "both,,open,,,test_a", "backward,,open,,,test_a",
            "tiny/links.csv:3: direction 'backward' must be one of: both forward" },
        { ZI_TABLE_STATUS, "2020-02-01", "2020-02-30",
            "tiny/status.csv:2: to '2020-02-30' is not a day: write YYYY-MM-DD" },
        { ZI_TABLE_PASSES, "03-15,12-15", "03-15,15-12",
            "tiny/passes.csv:2: season_to '15-12' is not a day: write MM-DD" },
        { ZI_TABLE_PROCEDURES, "kind:city", "kind:town",
            "tiny/procedures.csv:14: at 'kind:town' names no kind of place: see the "
            "column "
            "kind of places.csv" },
        { ZI_TABLE_PROCEDURES, "group:EAEU", "group:",
            "tiny/procedures.csv:19: at 'group:' is not a scope: write *, kind:seaport, "
            "economy:KAZ, group:EAEU or the id of a place" },
        { ZI_TABLE_COMMODITIES, "8471,", "847,",
            "tiny/commodities.csv:7: hs '847' must be 2, 4 or 6 digits" },
        { ZI_TABLE_ECONOMIES, "AZE,AZ,", "AZE,A,",
            "tiny/economies.csv:2: iso2 'A' must be two capital letters" },
        { ZI_TABLE_GROUPS, "EAEC,", "EA EC,",
            "tiny/groups.csv:5: group 'EA EC' must be letters, digits, _ and -, a letter "
            "first, at most 63" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
what_is_referred_to_must_exist(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_LINKS, "almaty_nur_zholy,almaty,", "almaty_nur_zholy,almatu,",
            "tiny/links.csv:6: from 'almatu' is no id in places.csv (did you mean "
            "'almaty'?)" },
        { ZI_TABLE_LINKS, "both,baku_pass", "both,suez",
            "tiny/links.csv:9: pass 'suez' is no id in passes.csv" },
        { ZI_TABLE_PLACES, "Alma-Ata;Verny,KAZ", "Alma-Ata;Verny,KAX",
            "tiny/places.csv:4: iso3 'KAX' is no iso3 in economies.csv (did you mean "
            "'KAZ'?)" },
        { ZI_TABLE_STATUS, "aktau_alat_ferry", "aktau_alat_fery",
            "tiny/status.csv:2: id 'aktau_alat_fery' is no id in links.csv (did you mean "
            "'aktau_alat_ferry'?)" },
        { ZI_TABLE_SERVICES, "urumqi;almaty;aktau", "urumqi;almaty;akta",
            "tiny/services.csv:3: stops 'akta' is no id in places.csv (did you mean "
            "'aktau'?)" },
        { ZI_TABLE_PROCEDURES, "group:EAEU", "group:EAAU",
            "tiny/procedures.csv:19: at 'EAAU' is no group in groups.csv (did you mean "
            "'EAEU'?)" },
        { ZI_TABLE_SPEEDS, "economy:KAZ", "economy:KGZ",
            "tiny/speeds.csv:5: at 'KGZ' is no iso3 in economies.csv (did you mean "
            "'KAZ'?)" },
        { ZI_TABLE_LINKS,
            "aktau_almaty_rail,aktau,almaty,rail,2900,1520,1,0.4,main,,,both,,"
            "open,,,test_a",
            "aktau_almaty_rail,aktau,almaty,rail,2900,1520,1,0.4,main,,,both,,open,,,"
            "tets_a",
            "tiny/links.csv:3: source 'tets_a' is no key in sources.csv (did you mean "
            "'test_a'?)" },
        { ZI_TABLE_RATES, "KZT,test_a", "KGS,test_a",
            "tiny/rates.csv:4: currency 'KGS' has no row in currencies.csv: add its "
            "rate" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
rows_must_differ_in_their_keys(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_PLACES, NULL,
            "almaty,airport,A,,,,,,KAZ,77.0,43.3,,,,rule_rounded_coordinates,C\n",
            "tiny/places.csv:11: id 'almaty' stands already in line 4: choose another" },
        { ZI_TABLE_SOURCES, NULL, "test_b,x,x,x,2026-01-01\n",
            "tiny/sources.csv:6: key 'test_b' stands already in line 5: choose another" },
        { ZI_TABLE_SPEEDS, NULL, "rail,,*,,,400,km_day,0.2,rule_default,D\n",
            "tiny/speeds.csv:10: the same mode, class, at, line_class, year as in line "
            "3: "
            "only one of them can hold" },
        { ZI_TABLE_PROCEDURES, NULL,
            "economy:KAZ,*,border,any,in,any,,,,2023,any,13,0.8,100,USD,shipment,test_b,"
            "B\n",
            "tiny/procedures.csv:20: the same at, other, what, mode, direction, goods, "
            "class, gauge_from_mm, gauge_to_mm, year, regime as in line 2: only one of "
            "them "
            "can hold" },
        { ZI_TABLE_RATES, NULL, "rail_any_2,rail,,*,,both,feu,,100,0.8,,USD,test_b,B\n",
            "tiny/rates.csv:11: the same mode, class, at, line_class, direction, unit, "
            "year "
            "as in line 3: only one of them can hold" },
        { ZI_TABLE_CURRENCIES, NULL, "KZT,2023,460,test_b,B\n",
            "tiny/currencies.csv:7: the same code, year as in line 6: only one of them "
            "can "
            "hold" },
        { ZI_TABLE_ECONOMIES, "AZE,AZ,", "AZE,KZ,",
            "tiny/economies.csv:4: the same iso2 as in line 2: only one of them can "
            "hold" },
        { ZI_TABLE_STATUS, NULL,
            "link,aktau_alat_ferry,open,2020-01-01,2020-01-05,,test_b,B\n",
            "tiny/status.csv:3: the same what, id, from as in line 2: only one of them "
            "can "
            "hold" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
places_links_and_dates_must_fit(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_LINKS, "rail,2900,", "rail,1900,",
            "tiny/links.csv:3: 'aktau_almaty_rail': length_km 1900 is too short: its "
            "ends "
            "are 2079.0 km apart, so at least 2035.4 km, or a coordinate is wrong" },
        { ZI_TABLE_LINKS, "rail,2900,1520,", "rail,2900,,",
            "tiny/links.csv:3: 'aktau_almaty_rail' is rail without a gauge_mm: must be "
            "one "
            "of 1000 1067 1435 1520 1524 1600 1668 1676" },
        { ZI_TABLE_LINKS, "rail_ferry,470,1520", "rail_ferry,470,",
            "tiny/links.csv:2: 'aktau_alat_ferry' is rail_ferry without a gauge_mm: must "
            "be "
            "one of 1000 1067 1435 1520 1524 1600 1668 1676" },
        { ZI_TABLE_LINKS, "road,345,,", "road,345,1520,",
            "tiny/links.csv:6: 'almaty_nur_zholy' is road with gauge_mm 1520: leave it "
            "empty" },
        { ZI_TABLE_LINKS, "0.4,main", "0.4,motorway",
            "tiny/links.csv:3: 'aktau_almaty_rail': there is no line_class 'motorway' of "
            "mode rail" },
        { ZI_TABLE_LINKS, "almaty_nur_zholy,almaty,nur_zholy",
            "almaty_nur_zholy,almaty,almaty",
            "tiny/links.csv:6: 'almaty_nur_zholy' leads from 'almaty' to itself" },
        { ZI_TABLE_LINKS, "aktau_caspian_mid,aktau,caspian_mid,sea,215,,,,caspian",
            "aktau_caspian_mid,aktau,caspian_mid,road,215,,,,",
            "tiny/links.csv:4: 'aktau_caspian_mid' is road, but its end 'caspian_mid' "
            "lies "
            "in no economy" },
        { ZI_TABLE_LINKS, "both,,open,2012,,", "both,,open,2012,2012,",
            "tiny/links.csv:5: 'almaty_altynkol_rail': open_year 2012 must be before "
            "close_year 2012" },
        { ZI_TABLE_PLACES, "Shevchenko;Aqtau,KAZ", "Shevchenko;Aqtau,",
            "tiny/places.csv:2: 'aktau' has no iso3: only a sea_waypoint may leave it "
            "empty" },
        { ZI_TABLE_PLACES, ",,50.5,41.8", ",KAZ,50.5,41.8",
            "tiny/places.csv:6: 'caspian_mid' has an iso3, but a sea_waypoint lies in no "
            "economy" },
        { ZI_TABLE_PLACES, "76.95,43.24,,", "76.95,43.24,caspian,",
            "tiny/places.csv:4: 'almaty' is a city with an ocean: only a seaport or a "
            "sea_waypoint has one" },
        { ZI_TABLE_PASSES, "03-15,12-15", "03-15,",
            "tiny/passes.csv:2: 'baku_pass': season_from and season_to must both stand, "
            "or "
            "neither" },
        { ZI_TABLE_STATUS, "2020-02-01", "2020-01-01",
            "tiny/status.csv:2: the date to must be after from" },
        { ZI_TABLE_STATUS, NULL, "economy,KAZ,closed,2020-01-01,,all of it,test_b,B\n",
            "tiny/status.csv:3: an economy can only be 'restricted'; close its links or "
            "places" },
        { ZI_TABLE_STATUS, NULL, "economy,KAZ,restricted,2020-01-01,,,test_b,B\n",
            "tiny/status.csv:3: 'restricted' needs a note that says what to know" },
        { ZI_TABLE_LINKS, "motorway,,,both,,open", "motorway,,,both,,restricted",
            "tiny/links.csv:6: status 'restricted' must be one of: open planned closed" },
        { ZI_TABLE_GROUPS, "2000-10-10,2015-01-01", "2000-10-10,2000-10-09",
            "tiny/groups.csv:5: the date to must be after from" },
        { ZI_TABLE_GROUPS, NULL,
            "EAEU,Eurasian Economic Union,KAZ,2016-01-01,2017-01-01,test_a,A\n",
            "tiny/groups.csv:7: KAZ is in EAEU already by the row of line 6, which does "
            "not "
            "end before" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
money_classes_and_units_must_fit(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_PROCEDURES, "altynkol,*,container_lift",
            "economy:KAZ,*,container_lift",
            "tiny/procedures.csv:10: container_lift must be at one place: its row is the "
            "offer of that place" },
        { ZI_TABLE_PROCEDURES, "bogie_exchange,rail,any,any,,1435,1520",
            "bogie_exchange,rail,any,any,,1520,1520",
            "tiny/procedures.csv:11: bogie_exchange needs two different gauges in "
            "gauge_from_mm and gauge_to_mm" },
        { ZI_TABLE_PROCEDURES, "port_dwell,any,in,any,,,,",
            "port_dwell,any,in,any,,1520,,",
            "tiny/procedures.csv:15: port_dwell changes no gauge: leave gauge_from_mm "
            "and "
            "gauge_to_mm empty" },
        { ZI_TABLE_PROCEDURES, "0.8,50,USD", "0.8,50,",
            "tiny/procedures.csv:7: an amount without a currency: write USD, KZT, ..." },
        { ZI_TABLE_PROCEDURES, "wagon_wait,rail,in,any,express_block",
            "wagon_wait,rail,in,any,liner",
            "tiny/procedures.csv:9: there is no class 'liner' of mode rail" },
        { ZI_TABLE_SERVICES, "road,truck,*", "road,barge,*",
            "tiny/services.csv:6: there is no class 'barge' of mode road" },
        { ZI_TABLE_SERVICES, "48,12,2012,", "48,12,2012,2011",
            "tiny/services.csv:3: from_year 2012 is after to_year 2011" },
        { ZI_TABLE_RATES, "both,feu,,100,0.7,", "both,feu,,,,",
            "tiny/rates.csv:3: one of fixed, per_km and per_h must be filled in" },
        { ZI_TABLE_RATES, "economy:CHN,motorway", "economy:CHN,feeder",
            "tiny/rates.csv:8: there is no line_class 'feeder' of mode road" },
        { ZI_TABLE_SPEEDS, "sea,,*", "sea,truck,*",
            "tiny/speeds.csv:9: there is no class 'truck' of mode sea" },
        { ZI_TABLE_PASSES, "10,,USD", "10,,",
            "tiny/passes.csv:2: an amount without a currency: write USD, KZT, ..." },
        { ZI_TABLE_EMISSIONS, "0.03,kwh", "0.03,g",
            "tiny/emissions.csv:4: the unit of this carrier must be kwh" },
        { ZI_TABLE_ENERGY, "diesel,*,,g", "diesel,*,,kwh",
            "tiny/energy.csv:2: the unit of this carrier must be g" },
        { ZI_TABLE_CURRENCIES, NULL, "USD,2023,1.1,test_a,A\n",
            "tiny/currencies.csv:7: one US dollar is 1 USD: leave this row out" },
        { ZI_TABLE_DEFLATORS, "2023,101,test_a,A\n", "",
            "tiny/deflators.csv: no row for the base_year 2023 of parameters.csv" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
parameters_are_all_there_and_in_range(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_PARAMETERS, "team_factor,1.8,1.5,2,1,,rule_default,D\n", "",
            "tiny/parameters.csv: parameter 'team_factor' is missing" },
        { ZI_TABLE_PARAMETERS, NULL, "teem_factor,1.8,1.5,2,1,,rule_default,D\n",
            "tiny/parameters.csv:37: there is no parameter 'teem_factor' (did you mean "
            "'team_factor'?)" },
        { ZI_TABLE_PARAMETERS, NULL, "team_factor,1.8,1.5,2,1,,rule_default,D\n",
            "tiny/parameters.csv:37: name 'team_factor' stands already in line 25: "
            "choose "
            "another" },
        { ZI_TABLE_PARAMETERS, "team_factor,1.8,", "team_factor,18,",
            "tiny/parameters.csv:25: team_factor 18 is outside 1 to 3, where it makes "
            "sense" },
        { ZI_TABLE_PARAMETERS, "team_factor,1.8,", "team_factor,1.4,",
            "tiny/parameters.csv:25: team_factor 1.4 is outside its own lo 1.5 to hi 2" },
        { ZI_TABLE_PARAMETERS, "data_year,2023,2023,2023", "data_year,2023.5,2023,2024",
            "tiny/parameters.csv:13: data_year 2023.5 must be a whole year" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

static void
papers_must_fit_each_other(void **state)
{
    static const fault faults[] = {
        { ZI_TABLE_RULES, "4,meat_lab,", "4,meat_leb,",
            "tiny/rules.csv:9: depends_on 'meat_leb' is no id of rules.csv" },
        { ZI_TABLE_RULES, "5,10,,,A report.", "5,10,meat_vet,,A report.",
            "tiny/rules.csv:9: depends_on 'meat_lab' leads back to this rule: one must "
            "be "
            "had first" },
        { ZI_TABLE_RULES, "require,lab_report", "require,",
            "tiny/rules.csv:7: effect require needs a document" },
        { ZI_TABLE_RULES, "smgs_cim,,,,,,,,smgs_rail,", "smgs_cim,,,,,,,,,",
            "tiny/rules.csv:11: effect alternative_of needs in depends_on the rule it "
            "can "
            "stand in for" },
        { ZI_TABLE_RULES, "10,USD", "10,XXX",
            "tiny/rules.csv:5: currency 'XXX' has no row in currencies.csv: add its "
            "rate" },
        { ZI_TABLE_RULES, "10,USD", ",", "tiny/rules.csv:5: effect fee needs a fee" },
        { ZI_TABLE_RULES, "altynkol;khorgos_rail", "altynkol;economy:CHN",
            "tiny/rules.csv:3: borders are ids of places" },
        { ZI_TABLE_RULES, "wool_closed,5101,economy:KAZ", "wool_closed,5101,almaty",
            "tiny/rules.csv:12: from, to and via are *, economy:KAZ or group:EAEU; "
            "places "
            "stand in borders" },
        { ZI_TABLE_RULES, ",,2019-09-11,forbid", ",2019-09-11,2019-09-11,forbid",
            "tiny/rules.csv:12: valid_to must be later than valid_from" },
    };
    (void) state;
    ASSERT_FAULTS(faults);
}

/* Faults in several files, several in one, one in a row that could not be read whole. */
static void
all_problems_are_listed_in_the_order_of_files_and_lines(void **state)
{
    static const char *const expected[] = {
        "tiny/places.csv:4: lat '95' is outside -90 to 90",
        "tiny/places.csv:5: 3 fields, but the first row has 16",
        "tiny/places.csv:7: kind 'x' must be one of: city rail_station rail_border "
        "road_border terminal seaport river_port airport junction sea_waypoint",
        "tiny/links.csv:3: length_km 'abc' is not a number: write digits with a point, "
        "from "
        "0.01 to 50000",
        "tiny/links.csv:3: gauge_mm '7' is no known gauge: must be one of 1000 1067 1435 "
        "1520 1524 1600 1668 1676",
        "tiny/links.csv:11: 'khorgos_urumqi_road' is road with gauge_mm 1000: leave it "
        "empty",
        "tiny/rates.csv:4: currency 'KGS' has no row in currencies.csv: add its rate",
    };
    const size_t n_expected = sizeof expected / sizeof expected[0];
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    uint32_t n_faults = 0;
    (void) state;
    tables_read(&tables, "tiny");
    tables_change(&tables, ZI_TABLE_RATES, "KZT,test_a", "KGS,test_a");
    tables_change(&tables, ZI_TABLE_LINKS, "rail,2900,1520", "rail,abc,7");
    tables_change(&tables, ZI_TABLE_LINKS, "road,655,,", "road,655,1000,");
    tables_change(&tables, ZI_TABLE_PLACES, "76.95,43.24", "76.95,95");
    tables_change(&tables, ZI_TABLE_PLACES,
        "altynkol,rail_border,Altynkol,Алтынкөл,Алтынкөл,Алтынколь,,,KAZ,80.25,44.18,,,,"
        "rule_rounded_coordinates,C",
        "altynkol,rail_border,Altynkol");
    tables_change(&tables, ZI_TABLE_PLACES, "khorgos,road_border", "khorgos,x");
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_BAD_DATA);
    for (uint32_t i = 0; i < zhol_problems_count(problems); i++) {
        bool is_warning = false;
        const char *message = zhol_problems_message(problems, i, &is_warning);
        if (!is_warning) {
            assert_true(n_faults < n_expected);
            assert_string_equal(message, expected[n_faults]);
            n_faults++;
        }
    }
    assert_int_equal(n_faults, n_expected);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
}

static void
more_faults_than_the_list_holds_are_told_as_such(void **state)
{
    enum { N = 11000 };
    static char text[N * 8 + 64];
    size_t n = (size_t) snprintf(text, sizeof text, "year,index,source,grade\n");
    zi_folder tables = { 0 };
    zhol_problems *problems = NULL;
    zhol_world *w = NULL;
    bool is_warning = true;
    (void) state;
    for (int i = 0; i < N; i++) {
        memcpy(text + n, "1,1,,A\n", 8);
        n += 7;
    }
    tables_read(&tables, "tiny");
    tables_set(&tables, ZI_TABLE_DEFLATORS, text);
    assert_int_equal(zhol_problems_new(&problems, NULL), ZHOL_OK);
    assert_int_equal(tables_make(&tables, NULL, problems, &w, NULL), ZHOL_BAD_DATA);
    const uint32_t last = zhol_problems_count(problems) - 1;
    assert_int_equal(last, ZI_MAX_FAULTS);
    assert_string_equal(zhol_problems_message(problems, last, &is_warning),
        "and more, which are not listed: mend these first");
    assert_false(is_warning);
    zhol_problems_free(problems);
    zi_folder_free(&tables);
}

static void
a_folder_that_is_not_there_is_an_io_error(void **state)
{
    zhol_error err = { "" };
    zhol_world *w = NULL;
    (void) state;
    assert_int_equal(zhol_world_read("no/such", NULL, NULL, &w, &err), ZHOL_IO);
    assert_string_equal(err.message, "no/such: No such file or directory");
    assert_int_equal(zhol_world_read(TINY, "no/mine", NULL, &w, &err), ZHOL_IO);
    assert_string_equal(err.message, "no/mine: No such file or directory");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tiny_world_has_no_fault_and_no_doubt),
        cmocka_unit_test(columns_must_be_there_and_in_order),
        cmocka_unit_test(a_file_must_be_right_csv),
        cmocka_unit_test(an_empty_file_is_told_from_a_missing_one),
        cmocka_unit_test(fields_must_be_of_their_kind),
        cmocka_unit_test(what_is_referred_to_must_exist),
        cmocka_unit_test(rows_must_differ_in_their_keys),
        cmocka_unit_test(places_links_and_dates_must_fit),
        cmocka_unit_test(money_classes_and_units_must_fit),
        cmocka_unit_test(parameters_are_all_there_and_in_range),
        cmocka_unit_test(papers_must_fit_each_other),
        cmocka_unit_test(all_problems_are_listed_in_the_order_of_files_and_lines),
        cmocka_unit_test(more_faults_than_the_list_holds_are_told_as_such),
        cmocka_unit_test(a_folder_that_is_not_there_is_an_io_error),
    };
    return cmocka_run_group_tests_name("world faults", tests, NULL, NULL);
}
