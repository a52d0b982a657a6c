/* SPDX-License-Identifier: Apache-2.0 */
/* What a simulation tells of the network that its costs come from. */
#include "report/equilibrium.h"

#include <stdio.h>
#include <string.h>

#include "report/trade.h"

/* Names in a line of the table; JSON has all. */
enum { MOST_NAMES = 12, MOST_ABOUT_BYTES = 300 };

/* ------------------------------------------------------------------------ assumptions */

static zi_assumption
value_of_time(const zhol_simulation_view *v)
{
    const double pct = v->found->time_pct_per_day;
    zi_assumption a = { "D", "" };

    if (v->network->measure == ZHOL_MEASURE_GENERALISED && pct > 0) {
        snprintf(a.text, sizeof a.text,
            "value of time: %g %% of the goods' value a day, that of the matrices", pct);
    } else if (v->network->measure == ZHOL_MEASURE_GENERALISED) {
        snprintf(a.text, sizeof a.text,
            "value of time: that of the matrices, which do not tell it");
    } else if (!v->goods) {
        snprintf(a.text, sizeof a.text,
            "value of time: %g %% of the goods' value a day, as you give it", pct);
    } else {
        const bool is_range = strcmp(v->goods, "manufactures") == 0;
        a.grade = is_range ? "C" : "D";
        snprintf(a.text, sizeof a.text,
            "value of time: %g %% of the value of %s a day, %s", pct, v->goods,
            is_range ? "within what U.S. imports showed" : "a rule of thumb");
    }
    return a;
}

uint32_t
zi_simulation_assumptions(
    const zhol_simulation_view *v, zi_assumption out[ZI_MAX_ASSUMPTIONS])
{
    uint32_t n = 0;

    if (!v->network) {
        return 0;
    }
    if (v->network->measure == ZHOL_MEASURE_TWO_WAYS) {
        out[n++] = (zi_assumption){ "D",
            "two ways: hours of the fastest beside dollars of the cheapest; where they "
            "differ no consignment has both" };
    } else if (v->network->measure == ZHOL_MEASURE_HOURS) {
        out[n++] = (zi_assumption){ "D", "hours of the fastest way only: dollars do not "
                                         "count" };
    }
    out[n++] = value_of_time(v);
    out[n++] = v->network->between == ZHOL_BETWEEN_MEAN
                   ? (zi_assumption){ "D", "between economies: the mean of their pairs "
                                           "of places, each counts the same" }
                   : (zi_assumption){ "D", "between economies: their best pair of "
                                           "places" };
    out[n++] = (zi_assumption){ "D",
        "costs that neither network has, as tariffs, are in neither 1 + t: changes are "
        "somewhat too large" };
    return n;
}

/* -------------------------------------------------------------------------- the table */

static void
write_list(const char *const *names, uint32_t n, zi_buffer *out)
{
    for (uint32_t k = 0; k < n && k < MOST_NAMES; k++) {
        zi_buffer_format(out, "%s%s", k == 0 ? "" : ", ", names[k]);
    }
    if (n > MOST_NAMES) {
        zi_buffer_format(out, " and %u more", n - MOST_NAMES);
    }
}

/* Without the hash of the tables; lists of places may be long: they come last, and are
 * cut between letters. */
static void
write_about(const char *when, const char *about, zi_buffer *out)
{
    static const char world[] = "; world ";
    const char *hash = about ? strstr(about, world) : NULL;
    const char *rest =
        hash ? hash + strlen(world) + strcspn(hash + strlen(world), ";") : "";
    const size_t n_head = hash ? (size_t) (hash - about) : about ? strlen(about) : 0;
    size_t n = strlen(rest);

    if (n_head == 0) {
        zi_buffer_format(out, "  %s: the file does not say\n", when);
        return;
    }
    const bool is_cut = n > MOST_ABOUT_BYTES;
    for (n = is_cut ? MOST_ABOUT_BYTES : n; ((unsigned char) rest[n] & 0xc0) == 0x80;
         n--) {
    }
    zi_buffer_format(out, "  %s: %.*s%.*s%s\n", when, (int) n_head, about, (int) n, rest,
        is_cut ? "..." : "");
}

static void
write_left_out(const zhol_simulation_view *v, zi_buffer *out)
{
    const zhol_network_found *f = v->found;
    const uint32_t n_only = f->n_place_pairs_lost + f->n_place_pairs_new;

    if (n_only > 0) {
        zi_buffer_format(out,
            "WARNING: %u of %u pairs of places have a way only before, %u only after%s\n",
            f->n_place_pairs_lost, f->n_place_pairs + n_only, f->n_place_pairs_new,
            v->network->between == ZHOL_BETWEEN_MEAN
                ? ": the mean leaves them out (--between least does not)"
                : "");
    }
    if (f->n_pairs_without_way > 0) {
        zi_buffer_format(out, "%u pairs have no way in either: their costs stay\n",
            f->n_pairs_without_way);
    }
    if (f->n_economies_without > 0) {
        zi_buffer_format(out,
            "%u economies without a place keep their costs: ", f->n_economies_without);
        write_list(f->economy_without, f->n_economies_without, out);
        zi_buffer_text(out, "\n");
    }
    if (f->n_places_outside > 0) {
        zi_buffer_format(out,
            "%u places of economies that the flows do not have: ", f->n_places_outside);
        write_list(f->place_outside, f->n_places_outside, out);
        zi_buffer_text(out, "\n");
    }
}

void
zi_simulation_network(const zhol_simulation_view *v, zi_buffer *out)
{
    static const char *const words[] = { "dollars and valued hours of the best way",
        "hours of the fastest way",
        "hours of the fastest and dollars of the cheapest way" };
    const zhol_network_found *f = v->found;
    const uint32_t n = f->n_economies;

    zi_buffer_format(out, "costs from the network: %s", words[v->network->measure]);
    if (f->has_dollars) {
        zi_buffer_format(out, ", of goods worth %.10g USD", f->value_usd);
    }
    zi_buffer_format(out, "; %u pairs of %u economies, %u of them change\n", f->n_pairs,
        n, f->n_pairs_changed);
    write_about("before", f->about[0], out);
    write_about("after", f->about[1], out);
    if (f->n_pairs_changed == 0) {
        zi_buffer_text(out, "WARNING: no cost changes between the two networks");
        zi_buffer_text(out, v->network->measure == ZHOL_MEASURE_HOURS
                                ? ": the fastest ways do not pass what differs, others "
                                  "may (--measure generalised)\n"
                                : "\n");
    }
    if (f->is_other_world) {
        zi_buffer_text(out, "WARNING: the two networks are of tables of two states, not "
                            "only of two questions\n");
    }
    if (!f->is_consignment_told) {
        zi_buffer_text(out, "WARNING: the files do not say what they carry: whether it "
                            "is the same is not known\n");
    }
    write_left_out(v, out);
}

/* ------------------------------------------------------------------------------- JSON */

static void
write_names(zi_json *j, const char *key, const char *const *names, uint32_t n)
{
    zi_json_key(j, key);
    zi_json_begin_array_line(j);
    for (uint32_t k = 0; k < n; k++) {
        zi_json_text(j, names[k]);
    }
    zi_json_end_array(j);
}

static void
write_number(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    zi_json_number(j, x);
}

static void
write_question(zi_json *j, const zhol_simulation_view *v)
{
    const zhol_network_found *f = v->found;

    zi_json_word(j, "cost_from", v->network->from_path);
    zi_json_word(j, "cost_to", v->network->to_path);
    zi_json_word(j, "about_from", f->about[0] ? f->about[0] : "");
    zi_json_word(j, "about_to", f->about[1] ? f->about[1] : "");
    zi_json_key(j, "is_same_consignment_told");
    zi_json_bool(j, f->is_consignment_told);
    zi_json_key(j, "is_same_world");
    zi_json_bool(j, !f->is_other_world);
    zi_json_word(j, "measure", zhol_measure_word(v->network->measure));
    if (v->goods) {
        zi_json_word(j, "goods", v->goods);
    }
    if (f->time_pct_per_day > 0) {
        write_number(j, "value_of_time_pct_per_day", f->time_pct_per_day);
    }
    if (f->has_dollars) {
        write_number(j, "value_usd", f->value_usd);
    }
    zi_json_word(j, "between_economies",
        v->network->between == ZHOL_BETWEEN_MEAN ? "mean" : "least");
}

void
zi_simulation_network_json(const zhol_simulation_view *v, zi_json *j)
{
    const zhol_network_found *f = v->found;
    zi_assumption assumption[ZI_MAX_ASSUMPTIONS];
    const uint32_t n = zi_simulation_assumptions(v, assumption);

    zi_json_key(j, "network");
    zi_json_begin_object(j);
    write_question(j, v);
    zi_json_count(j, "n_places", f->n_places);
    zi_json_count(j, "n_economies", f->n_economies);
    zi_json_count(j, "n_pairs", f->n_pairs);
    zi_json_count(j, "n_pairs_changed", f->n_pairs_changed);
    zi_json_count(j, "n_pairs_without_place", f->n_pairs_without_place);
    zi_json_count(j, "n_pairs_without_way", f->n_pairs_without_way);
    zi_json_count(j, "n_place_pairs", f->n_place_pairs);
    zi_json_count(j, "n_place_pairs_only_before", f->n_place_pairs_lost);
    zi_json_count(j, "n_place_pairs_only_after", f->n_place_pairs_new);
    write_names(j, "economies_without_place", f->economy_without, f->n_economies_without);
    write_names(j, "places_outside", f->place_outside, f->n_places_outside);
    zi_json_key(j, "assumptions");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < n; k++) {
        zi_json_begin_object_line(j);
        zi_json_word(j, "grade", assumption[k].grade);
        zi_json_word(j, "text", assumption[k].text);
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
    zi_json_end_object(j);
}
