/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/measure.h"

#include "base/fail.h"
#include "base/mem.h"
#include "cost/item_parts.h"

bool
zi_project_is_open(const zhol_project *p, uint32_t year)
{
    return p->open_year ? p->open_year <= year : p->state == ZHOL_PROJECT_IS_OPEN;
}

static zhol_status
turn_all(zi_scene *scene, const zhol_ref *rows, uint32_t n, zi_turn turn, zhol_error *err)
{
    uint32_t n_projects;
    const zhol_project *projects = zhol_world_projects(scene->book->world, &n_projects);

    for (uint32_t i = 0; i < n; i++) {
        if (rows[i] >= n_projects) {
            return zi_fail(err, ZHOL_USAGE,
                "the scenario names a project that the world does not have");
        }
        if (scene->turn[rows[i]] != ZI_TURN_NONE && scene->turn[rows[i]] != turn) {
            return zi_fail(err, ZHOL_USAGE,
                "project %s cannot be both with and without: choose one",
                zhol_world_text(scene->book->world, projects[rows[i]].id));
        }
        scene->turn[rows[i]] = (uint8_t) turn;
    }
    return ZHOL_OK;
}

/* Effects of projects that change something against the tables of the year. */
static void
collect_active(zi_scene *scene)
{
    const zhol_world *w = scene->book->world;
    const zhol_project *projects = zhol_world_projects(w, NULL);
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        const uint32_t turn = scene->turn[effects[i].project];
        const bool is_open =
            zi_project_is_open(&projects[effects[i].project], scene->year);
        if (effects[i].change != ZHOL_CHANGE_LINK && turn != ZI_TURN_NONE
            && (turn == ZI_TURN_ADDED) != is_open) {
            scene->active[scene->n_active++] = i;
        }
    }
}

zhol_status
zi_measure_projects(zi_scene *scene, const zhol_scenario *s, zhol_error *err)
{
    uint32_t n_projects, n_effects;
    zhol_status status;

    (void) zhol_world_projects(scene->book->world, &n_projects);
    (void) zhol_world_effects(scene->book->world, &n_effects);
    scene->turn = ZI_NEW(uint8_t, (size_t) n_projects + 1);
    scene->active = ZI_NEW(zhol_ref, (size_t) n_effects + 1);
    if (!scene->turn || !scene->active) {
        return zi_fail(err, ZHOL_LIMIT, "no memory to look at the projects");
    }
    status = turn_all(scene, s->with, s->n_with, ZI_TURN_ADDED, err);
    if (status == ZHOL_OK) {
        status = turn_all(scene, s->without, s->n_without, ZI_TURN_TAKEN, err);
    }
    if (status == ZHOL_OK && s->n_with + s->n_without > 0) {
        scene->has_projects = true;
        collect_active(scene);
    }
    return status;
}

zi_bar
zi_measure_link(const zi_scene *scene, zhol_ref link, zi_bar bar)
{
    const zhol_world *w = scene->book->world;
    const zhol_project *projects = zhol_world_projects(w, NULL);
    bool is_touched = false, is_whole = true;
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n && scene->has_projects; i++) {
        const zhol_effect *e = &effects[i];
        if (e->change == ZHOL_CHANGE_LINK && e->link == link) {
            const uint32_t turn = scene->turn[e->project];
            is_touched = is_touched || turn != ZI_TURN_NONE;
            is_whole = is_whole
                       && (turn == ZI_TURN_NONE
                               ? zi_project_is_open(&projects[e->project], scene->year)
                               : turn == ZI_TURN_ADDED);
        }
    }
    if (!is_touched) {
        return bar;
    }
    if (!is_whole) {
        return bar == ZI_OPEN ? ZI_BAR_PROJECT : bar;
    }
    return bar == ZI_BAR_PLANNED || bar == ZI_BAR_NOT_YET ? ZI_OPEN : bar;
}

static bool
is_about(const zi_scene *scene, const zhol_effect *e, zhol_ref other, const zhol_leg *leg)
{
    switch (e->change) {
    case ZHOL_CHANGE_LINK_TIME:
    case ZHOL_CHANGE_LINK_COST:
        return leg->kind == ZHOL_LEG_LINK && leg->link == e->link;
    case ZHOL_CHANGE_PROCEDURE_TIME:
    case ZHOL_CHANGE_PROCEDURE_COST:
        return leg->kind == ZHOL_LEG_PROCEDURE && (!e->what || e->what == leg->what + 1)
               && (!e->mode || e->mode == leg->mode)
               && (!e->direction || e->direction == leg->direction)
               && zi_scene_is_in(scene, leg->from, e->at)
               && zi_scene_is_in(scene, other, e->other);
    default:
        return false;
    }
}

void
zi_measure_item(const zi_scene *scene, zhol_ref other, zi_item *item)
{
    const zhol_effect *effects = zhol_world_effects(scene->book->world, NULL);
    zhol_leg *leg = &item->leg;

    for (uint32_t i = 0; i < scene->n_active; i++) {
        const zhol_effect *e = &effects[scene->active[i]];
        if (!is_about(scene, e, other, leg)) {
            continue;
        }
        const bool is_time =
            e->change == ZHOL_CHANGE_LINK_TIME || e->change == ZHOL_CHANGE_PROCEDURE_TIME;
        const double factor =
            scene->turn[e->project] == ZI_TURN_ADDED ? e->factor : 1 / e->factor;
        if (is_time) {
            leg->time_h *= factor;
            leg->variance_h2 *= factor * factor;
            leg->share_time_cd = zi_is_weak(&e->origin) ? 1 : leg->share_time_cd;
        } else {
            leg->cost_usd *= factor;
            leg->share_cost_cd = zi_is_weak(&e->origin) ? 1 : leg->share_cost_cd;
        }
        zi_item_reason(item, is_time ? "project, hours" : "project, dollars", factor, "",
            (zi_used){ ZI_ROWS_EFFECT, scene->active[i], 0, &e->origin });
    }
}
