/* SPDX-License-Identifier: Apache-2.0 */
#include "report/restrictions.h"

#include "net/words.h"
#include "report/at.h"
#include "report/report.h"

/* The status rows of one answer, and the day they are looked at. */
typedef struct restrictions {
    const zhol_routes *r;
    const zhol_status_row *rows;
    uint32_t n, day;
} restrictions;

static restrictions
restrictions_of(const zhol_routes *r)
{
    restrictions s = { .r = r };
    const uint32_t as_of = r->options.scenario.as_of;

    s.rows = zhol_world_statuses(r->world, &s.n);
    s.day = as_of ? as_of : r->year * 10000 + 701;
    return s;
}

static bool
is_told(const restrictions *s, const zhol_status_row *row)
{
    return row->state == ZHOL_STATE_RESTRICTED && row->from_date <= s->day
           && (!row->to_date || s->day < row->to_date);
}

static bool
is_at(const zhol_world *w, const zhol_status_row *row, zhol_ref place)
{
    uint32_t n;
    const zhol_place *places = zhol_world_places(w, &n);

    if (place >= n) {
        return false;
    }
    return row->what == ZHOL_STATUS_OF_PLACE     ? place == row->ref
           : row->what == ZHOL_STATUS_OF_ECONOMY ? places[place].economy == row->ref
                                                 : false;
}

static bool
is_on_way(const zhol_world *w, const zhol_status_row *row, const zhol_alternative *way)
{
    for (uint32_t k = 0; k < way->n_legs; k++) {
        const zhol_leg *leg = &way->legs[k];
        if ((row->what == ZHOL_STATUS_OF_LINK && leg->link == row->ref)
            || (row->what == ZHOL_STATUS_OF_PASS && leg->pass == row->ref)
            || is_at(w, row, leg->from) || is_at(w, row, leg->to)) {
            return true;
        }
    }
    return false;
}

static bool
is_on_some_way(const restrictions *s, const zhol_status_row *row)
{
    for (uint32_t i = 0; i < s->r->n_alternatives; i++) {
        if (is_on_way(s->r->world, row, &s->r->alternatives[i])) {
            return true;
        }
    }
    return false;
}

/* The row's own name: "Suez Canal", "Russia", "Dostyk", a link's id */
static const char *
name_of(const zhol_world *w, const zhol_status_row *row)
{
    uint32_t n;

    switch (row->what) {
    case ZHOL_STATUS_OF_PASS:
        return zhol_world_text(w, zhol_world_passes(w, &n)[row->ref].name_en);
    case ZHOL_STATUS_OF_ECONOMY:
        return zhol_world_text(w, zhol_world_economies(w, &n)[row->ref].name_en);
    case ZHOL_STATUS_OF_PLACE:
        return zi_report_place_name(w, row->ref);
    default:
        return zhol_world_text(w, zhol_world_links(w, &n)[row->ref].id);
    }
}

/* " (way 2)", " (ways 1, 3)" */
static void
write_ways(const restrictions *s, const zhol_status_row *row, zi_buffer *out)
{
    uint32_t ways[100], n = 0;

    for (uint32_t i = 0; i < s->r->n_alternatives && n < 100; i++) {
        if (is_on_way(s->r->world, row, &s->r->alternatives[i])) {
            ways[n++] = i + 1;
        }
    }
    zi_buffer_text(out, n > 1 ? " (ways " : " (way ");
    for (uint32_t i = 0; i < n; i++) {
        zi_buffer_format(out, "%s%u", i > 0 ? ", " : "", ways[i]);
    }
    zi_buffer_text(out, ")");
}

static void
write_line(const restrictions *s, const zhol_status_row *row, zi_buffer *out)
{
    const zhol_world *w = s->r->world;
    char date[11];

    zi_buffer_format(out, "restricted: %s", name_of(w, row));
    if (row->from_date) {
        zi_date_write(row->from_date, date);
        zi_buffer_format(out, " since %s", date);
    }
    if (row->to_date) {
        zi_date_write(row->to_date, date);
        zi_buffer_format(out, " until before %s", date);
    }
    write_ways(s, row, out);
    zi_buffer_format(out, ": %s [%s, %s]\n", zhol_world_text(w, row->note),
        zhol_world_text(w, row->origin.source), zhol_grade_word(row->origin.grade));
}

void
zi_restrictions_table(const zhol_routes *routes, zi_buffer *out)
{
    const restrictions s = restrictions_of(routes);

    for (uint32_t i = 0; i < s.n; i++) {
        if (is_told(&s, &s.rows[i]) && is_on_some_way(&s, &s.rows[i])) {
            write_line(&s, &s.rows[i], out);
        }
    }
}

static void
write_object(const restrictions *s, const zhol_status_row *row, zi_json *j)
{
    const zhol_world *w = s->r->world;

    zi_json_begin_object(j);
    text_at(j, "what", zi_status_what_words[row->what]);
    text_at(j, "name", name_of(w, row));
    date_at(j, "from_date", row->from_date);
    date_at(j, "to_date", row->to_date);
    text_at(j, "note", zhol_world_text(w, row->note));
    zi_json_key(j, "alternatives");
    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i < s->r->n_alternatives; i++) {
        if (is_on_way(w, row, &s->r->alternatives[i])) {
            zi_json_integer(j, (int64_t) i + 1);
        }
    }
    zi_json_end_array(j);
    text_at(j, "source", zhol_world_text(w, row->origin.source));
    text_at(j, "grade", zhol_grade_word(row->origin.grade));
    zi_json_end_object(j);
}

void
zi_restrictions_json(const zhol_routes *routes, zi_json *j)
{
    const restrictions s = restrictions_of(routes);

    zi_json_key(j, "restrictions");
    zi_json_begin_array(j);
    for (uint32_t i = 0; i < s.n; i++) {
        if (is_told(&s, &s.rows[i]) && is_on_some_way(&s, &s.rows[i])) {
            write_object(&s, &s.rows[i], j);
        }
    }
    zi_json_end_array(j);
}
