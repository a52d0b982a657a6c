/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/scene.h"

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "cost/measure.h"

enum { FIRST_YEAR = 1900, LAST_YEAR = 2200 };

void
zhol_scenario_defaults(zhol_scenario *s)
{
    *s = (zhol_scenario){ .regime = ZHOL_REGIME_NORMAL };
}

bool
zi_scene_is_in(const zi_scene *scene, zhol_ref place, zhol_scope scope)
{
    const zi_book *b = scene->book;

    if (scope.kind == ZHOL_SCOPE_EVERYWHERE) {
        return true;
    }
    if (place == ZHOL_NO_ROW) {
        return false;
    }
    const zhol_place *p = &b->places[place];
    if (scope.kind == ZHOL_SCOPE_KIND) {
        return p->kind == scope.ref;
    }
    if (scope.kind == ZHOL_SCOPE_PLACE) {
        return place == scope.ref;
    }
    if (p->economy == ZHOL_NO_ROW) {
        return false;
    }
    if (scope.kind == ZHOL_SCOPE_ECONOMY) {
        return p->economy == scope.ref;
    }
    const uint32_t group = zi_book_group(b, scope.ref);
    return group < b->n_groups
           && scene->is_member[(size_t) group * b->n_economies + p->economy];
}

/* The state that the table of statuses gives a row on that day: the user's own rows
 * first, then the one that began last; a closure wins a tie. What is restricted is open
 * and only told. -1: none is in force. */
static int
dated_state(const zi_scene *scene, zhol_status_what what, zhol_ref ref)
{
    uint32_t n;
    const zhol_status_row *rows = zhol_world_statuses(scene->book->world, &n);
    const zhol_status_row *best = NULL;

    for (uint32_t i = 0; i < n; i++) {
        const zhol_status_row *r = &rows[i];
        if (r->what != what || r->ref != ref || r->state == ZHOL_STATE_RESTRICTED
            || r->from_date > scene->as_of
            || (r->to_date && r->to_date <= scene->as_of)) {
            continue;
        }
        const uint64_t rank = ((uint64_t) r->origin.is_mine << 40)
                              + 2 * (uint64_t) r->from_date
                              + (r->state == ZHOL_STATE_CLOSED);
        const uint64_t best_rank = best ? ((uint64_t) best->origin.is_mine << 40)
                                              + 2 * (uint64_t) best->from_date
                                              + (best->state == ZHOL_STATE_CLOSED)
                                        : 0;
        if (!best || rank > best_rank) {
            best = r;
        }
    }
    return best ? (int) best->state : -1;
}

static bool
has_row(const zhol_ref *rows, uint32_t n, zhol_ref row)
{
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] == row) {
            return true;
        }
    }
    return false;
}

static bool
is_in_season(const zhol_pass *p, uint32_t depart)
{
    const uint32_t day = depart % 10000;

    if (!depart || !p->season_from || !p->season_to) {
        return true;
    }
    return p->season_from <= p->season_to ? p->season_from <= day && day <= p->season_to
                                          : p->season_from <= day || day <= p->season_to;
}

static zi_bar
bar_of_pass(const zi_scene *scene, const zhol_scenario *s, uint32_t depart, zhol_ref pass)
{
    if (has_row(s->close_passes, s->n_close_passes, pass)) {
        return ZI_BAR_ASKED;
    }
    if (has_row(s->open_passes, s->n_open_passes, pass)) {
        return ZI_OPEN;
    }
    const int dated = dated_state(scene, ZHOL_STATUS_OF_PASS, pass);
    const uint32_t state = dated < 0 ? scene->book->passes[pass].state : (uint32_t) dated;
    if (state != ZHOL_STATE_OPEN) {
        return ZI_BAR_PASS;
    }
    return is_in_season(&scene->book->passes[pass], depart) ? ZI_OPEN : ZI_BAR_SEASON;
}

/* Is there a link today, whatever its pass and mode? */
static zi_bar
bar_of_line(const zi_scene *scene, const zhol_scenario *s, zhol_ref link)
{
    const zhol_link *l = &scene->book->links[link];

    if (has_row(s->close_links, s->n_close_links, link)) {
        return ZI_BAR_ASKED;
    }
    if (has_row(s->open_links, s->n_open_links, link)) {
        return ZI_OPEN;
    }
    const int dated = dated_state(scene, ZHOL_STATUS_OF_LINK, link);
    if (dated == ZHOL_STATE_OPEN) {
        return ZI_OPEN;
    }
    if (dated >= 0) {
        return ZI_BAR_STATUS;
    }
    if (l->state == ZHOL_STATE_CLOSED) {
        return ZI_BAR_CLOSED;
    }
    if (l->state == ZHOL_STATE_PLANNED && (!l->open_year || l->open_year > scene->year)) {
        return ZI_BAR_PLANNED;
    }
    if (l->open_year > scene->year) {
        return ZI_BAR_NOT_YET;
    }
    return l->close_year && l->close_year <= scene->year ? ZI_BAR_NO_MORE : ZI_OPEN;
}

static zi_bar
bar_of_link(const zi_scene *scene, const zhol_scenario *s, uint32_t depart, zhol_ref link)
{
    const zhol_link *l = &scene->book->links[link];
    zi_bar bar = bar_of_line(scene, s, link);

    bar = zi_measure_link(scene, link, bar);
    if (bar == ZI_OPEN && l->pass != ZHOL_NO_ROW) {
        bar = bar_of_pass(scene, s, depart, l->pass);
    }
    if (bar == ZI_OPEN && s->modes && !(s->modes >> l->mode & 1U)) {
        bar = ZI_BAR_MODE;
    }
    return bar;
}

static zi_bar
bar_of_place(const zi_scene *scene, const zhol_scenario *s, zhol_ref place)
{
    for (uint32_t i = 0; i < s->n_close; i++) {
        if (zi_scene_is_in(scene, place, s->close[i])) {
            return ZI_BAR_ASKED;
        }
    }
    if (dated_state(scene, ZHOL_STATUS_OF_PLACE, place) == ZHOL_STATE_CLOSED) {
        return ZI_BAR_STATUS;
    }
    for (uint32_t i = 0; i < s->n_avoid; i++) {
        if (zi_scene_is_in(scene, place, s->avoid[i])) {
            return ZI_BAR_AVOIDED;
        }
    }
    return ZI_OPEN;
}

static bool
are_rows(const zhol_ref *rows, uint32_t n, uint32_t n_rows)
{
    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] >= n_rows) {
            return false;
        }
    }
    return true;
}

static zhol_status
check(const zi_book *b, const zhol_scenario *s, uint32_t depart, zhol_error *err)
{
    if (s->year && (s->year < FIRST_YEAR || s->year > LAST_YEAR)) {
        return zi_fail(err, ZHOL_USAGE, "the year must be from %d to %d, not %u",
            FIRST_YEAR, LAST_YEAR, s->year);
    }
    if ((s->as_of && !zi_date_is_valid(s->as_of))
        || (depart && !zi_date_is_valid(depart))) {
        return zi_fail(err, ZHOL_USAGE, "there is no such day: %u",
            depart && !zi_date_is_valid(depart) ? depart : s->as_of);
    }
    if (s->regime >= ZHOL_N_REGIMES) {
        return zi_fail(err, ZHOL_USAGE, "there is no regime %u", s->regime);
    }
    if (!are_rows(s->close_links, s->n_close_links, b->n_links)
        || !are_rows(s->open_links, s->n_open_links, b->n_links)
        || !are_rows(s->close_passes, s->n_close_passes, b->n_passes)
        || !are_rows(s->open_passes, s->n_open_passes, b->n_passes)) {
        return zi_fail(err, ZHOL_USAGE,
            "the scenario closes or opens a link or pass that the world does not have");
    }
    return ZHOL_OK;
}

static void
fill(zi_scene *scene, const zhol_scenario *s, uint32_t depart)
{
    const zi_book *b = scene->book;
    uint32_t n;
    const zhol_membership *members = zhol_world_memberships(b->world, &n);

    for (uint32_t i = 0; i < n; i++) {
        const zhol_membership *m = &members[i];
        if (m->from_date <= scene->as_of && (!m->to_date || scene->as_of < m->to_date)) {
            const size_t group = zi_book_group(b, m->group);
            scene->is_member[group * b->n_economies + m->economy] = 1;
        }
    }
    for (uint32_t p = 0; p < b->n_places; p++) {
        scene->place_bar[p] = (uint8_t) bar_of_place(scene, s, p);
    }
    for (uint32_t l = 0; l < b->n_links; l++) {
        const zi_bar bar = bar_of_link(scene, s, depart, l);
        scene->link_bar[2 * (size_t) l] = scene->link_bar[2 * (size_t) l + 1] =
            (uint8_t) bar;
    }
}

/* What the rules about these goods forbid, by direction; a bar that stands already is
 * told instead. */
static zhol_status
bar_by_rules(zi_scene *scene, const zhol_scenario *s, zhol_error *err)
{
    const size_t n = 2 * (size_t) scene->book->n_links;
    uint32_t n_rules;

    (void) zhol_world_rules(scene->book->world, &n_rules);
    scene->link_rule = s->n_bars ? ZI_NEW(zhol_ref, n + 1) : NULL;
    if (s->n_bars && !scene->link_rule) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look at the network");
    }
    for (uint32_t i = 0; i < s->n_bars; i++) {
        const zhol_bar *bar = &s->bars[i];
        if (bar->link >= scene->book->n_links || bar->rule >= n_rules) {
            return zi_fail(err, ZHOL_USAGE,
                "the scenario bars a link, or names a rule, that the world does not "
                "have");
        }
        const size_t at = 2 * (size_t) bar->link + bar->is_backward;
        if (scene->link_bar[at] == ZI_OPEN) {
            scene->link_bar[at] = ZI_BAR_RULE;
            scene->link_rule[at] = bar->rule;
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_scene_new(const zi_book *b, const zhol_scenario *s, uint32_t depart, zi_scene **out,
    zhol_error *err)
{
    zhol_status status = check(b, s, depart, err);
    zi_scene *scene = NULL;

    *out = NULL;
    if (status != ZHOL_OK) {
        return status;
    }
    scene = ZI_NEW(zi_scene, 1);
    if (!scene) {
        goto out;
    }
    scene->book = b;
    scene->year = s->year ? s->year : zhol_world_data_year(b->world);
    scene->as_of = s->as_of ? s->as_of : scene->year * 10000 + 701;
    scene->regime = s->regime == ZHOL_REGIME_ANY ? ZHOL_REGIME_NORMAL : s->regime;
    scene->link_bar = ZI_NEW(uint8_t, 2 * (size_t) b->n_links + 1);
    scene->place_bar = ZI_NEW(uint8_t, (size_t) b->n_places + 1);
    scene->is_member = ZI_NEW(uint8_t, (size_t) b->n_groups * b->n_economies + 1);
    if (!scene->link_bar || !scene->place_bar || !scene->is_member) {
        goto out;
    }
    status = zi_measure_projects(scene, s, err);
    if (status == ZHOL_OK) {
        fill(scene, s, depart);
        status = bar_by_rules(scene, s, err);
    }
    if (status == ZHOL_OK) {
        *out = scene;
        return ZHOL_OK;
    }
    zi_scene_free(scene);
    return status;
out:
    zi_scene_free(scene);
    return zi_fail(err, ZHOL_LIMIT, "no memory to look at the network");
}

void
zi_scene_free(zi_scene *scene)
{
    if (scene) {
        zi_free(scene->link_bar);
        zi_free(scene->place_bar);
        zi_free(scene->is_member);
        zi_free(scene->link_rule);
        zi_free(scene->turn);
        zi_free(scene->active);
        zi_free(scene);
    }
}

static void
tell_bar(const zi_scene *scene, zi_bar bar, zi_buffer *text)
{
    char day[11];

    zi_date_write(scene->as_of, day);
    switch (bar) {
    case ZI_BAR_PLANNED:
        zi_buffer_text(text, "planned");
        break;
    case ZI_BAR_CLOSED:
        zi_buffer_text(text, "closed");
        break;
    case ZI_BAR_STATUS:
        zi_buffer_format(text, "closed on %s", day);
        break;
    case ZI_BAR_ASKED:
        zi_buffer_text(text, "closed as asked");
        break;
    case ZI_BAR_AVOIDED:
        zi_buffer_text(text, "avoided as asked");
        break;
    case ZI_BAR_PROJECT:
        zi_buffer_text(text, "needs a project that is left out");
        break;
    case ZI_BAR_MODE:
        zi_buffer_text(text, "a mode that was not asked for");
        break;
    default:
        zi_buffer_text(text, "open");
        break;
    }
}

void
zi_scene_tell_link(
    const zi_scene *scene, zhol_ref link, bool is_backward, zi_buffer *text)
{
    const zi_book *b = scene->book;
    const zhol_link *l = &b->links[link];
    const zi_bar bar = zi_scene_link_bar(scene, link, is_backward);
    const char *pass =
        l->pass == ZHOL_NO_ROW ? "" : zhol_world_text(b->world, b->passes[l->pass].id);

    zi_buffer_format(text, "%s (", zhol_world_text(b->world, l->id));
    if (bar == ZI_BAR_NOT_YET || (bar == ZI_BAR_PLANNED && l->open_year)) {
        zi_buffer_format(
            text, "%s from %u", bar == ZI_BAR_PLANNED ? "planned" : "open", l->open_year);
    } else if (bar == ZI_BAR_NO_MORE) {
        zi_buffer_format(text, "closed since %u", l->close_year);
    } else if (bar == ZI_BAR_PASS) {
        zi_buffer_format(text, "%s is closed", pass);
    } else if (bar == ZI_BAR_SEASON) {
        zi_buffer_format(text, "%s is out of season", pass);
    } else if (bar == ZI_BAR_RULE) {
        const zhol_ref rule = scene->link_rule[2 * (size_t) link + is_backward];
        const zhol_rule *r = &zhol_world_rules(b->world, NULL)[rule];
        char day[11];
        zi_date_write(scene->as_of, day);
        zi_buffer_format(text, "barred on %s by rule %s: %s", day,
            zhol_world_text(b->world, r->id), zhol_world_text(b->world, r->text));
    } else {
        tell_bar(scene, bar, text);
    }
    zi_buffer_text(text, ")");
}

void
zi_scene_tell_place(const zi_scene *scene, zhol_ref place, zi_buffer *text)
{
    const zi_book *b = scene->book;

    zi_buffer_format(text, "%s (", zhol_world_text(b->world, b->places[place].id));
    tell_bar(scene, (zi_bar) scene->place_bar[place], text);
    zi_buffer_text(text, ")");
}
