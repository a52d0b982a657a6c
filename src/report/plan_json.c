/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol plan evaluate|synergy|synchronise` for programs. */
#include "report/plan.h"
#include "report/report.h"

static void
write_head(zi_json *j, const zhol_plan *p, const char *what)
{
    zi_json_key(j, "schema");
    zi_json_text(j, "zhol.plan/1");
    zi_json_key(j, "what");
    zi_json_text(j, what);
    zi_json_key(j, "baseline_year");
    zi_json_integer(j, p->query.baseline_year);
    zi_json_key(j, "unit");
    zi_json_text(j, zi_plan_unit(p));
    zi_json_key(j, "projects");
    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i < p->query.n_projects; i++) {
        zi_json_text(j, zi_plan_project(p, i));
    }
    zi_json_end_array(j);
}

static void
write_numbers(zi_json *j, const char *key, const double *x, uint32_t n)
{
    zi_json_key(j, key);
    zi_json_begin_array_line(j);
    for (uint32_t i = 0; i < n; i++) {
        zi_json_number(j, x[i]);
    }
    zi_json_end_array(j);
}

static void
begin_game(zi_json *j, const zhol_plan *p, uint32_t k)
{
    char name[128];

    zi_plan_game_name(p, k, name);
    zi_json_begin_object(j);
    zi_json_key(j, "of");
    zi_json_text(j, name);
    zi_json_key(j, "is_valued");
    zi_json_bool(j, p->is_valued[k]);
    zi_json_key(j, "without_any");
    p->is_valued[k] ? zi_json_number(j, p->empty[k]) : zi_json_null(j);
    zi_json_key(j, "all_together");
    zi_json_number(j, zhol_plan_game(p, k)[(1U << p->query.n_projects) - 1]);
}

static void
write_players(zi_json *j, const zhol_plan *p, uint32_t k)
{
    const double *value = zhol_plan_game(p, k);
    const uint32_t n = p->query.n_projects, whole = (1U << n) - 1;
    double alone[ZHOL_PLAN_MAX_PROJECTS], last[ZHOL_PLAN_MAX_PROJECTS];
    double shapley[ZHOL_PLAN_MAX_PROJECTS];

    zhol_game_shapley(value, n, shapley);
    for (uint32_t i = 0; i < n; i++) {
        alone[i] = value[1U << i];
        last[i] = value[whole] - value[whole & ~(1U << i)];
    }
    write_numbers(j, "alone", alone, n);
    write_numbers(j, "last_in", last, n);
    write_numbers(j, "shapley", shapley, n);
}

void
zi_plan_evaluation_json(const zhol_plan *p, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    write_head(&j, p, "evaluate");
    zi_json_key(&j, "games");
    zi_json_begin_array(&j);
    for (uint32_t k = 0; k < p->n_games; k++) {
        begin_game(&j, p, k);
        write_players(&j, p, k);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_bloc(zi_json *j, const char *key, const double *value, uint32_t a, uint32_t b)
{
    const double synergy = zhol_game_synergy(value, a, b);

    zi_json_key(j, key);
    zi_json_begin_object_line(j);
    zi_json_key(j, "first_alone");
    zi_json_number(j, value[a]);
    zi_json_key(j, "second_alone");
    zi_json_number(j, value[b]);
    zi_json_key(j, "together");
    zi_json_number(j, value[a | b]);
    zi_json_key(j, "synergy");
    zi_json_number(j, synergy);
    zi_json_key(j, "word");
    zi_json_text(j, zi_plan_word(synergy, value[a | b]));
    zi_json_end_object(j);
}

static void
write_pairs(zi_json *j, const zhol_plan *p, uint32_t k)
{
    const uint32_t n = p->query.n_projects;

    zi_json_key(j, "pairs");
    zi_json_begin_array(j);
    for (uint32_t a = 0; a < n; a++) {
        for (uint32_t b = a + 1; b < n; b++) {
            zi_json_begin_object_line(j);
            zi_json_key(j, "first");
            zi_json_text(j, zi_plan_project(p, a));
            zi_json_key(j, "second");
            zi_json_text(j, zi_plan_project(p, b));
            zi_json_key(j, "interaction");
            zi_json_number(j, zhol_game_interaction(zhol_plan_game(p, k), n, a, b));
            zi_json_key(j, "is_one_line");
            zi_json_bool(j, zhol_plan_is_one_line(p, a, b));
            zi_json_end_object(j);
        }
    }
    zi_json_end_array(j);
}

void
zi_plan_synergy_json(const zhol_plan *p, const zhol_ref sides[2], zi_buffer *out)
{
    const zhol_economy *economies = zhol_world_economies(p->world, NULL);
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    write_head(&j, p, "synergy");
    zi_json_key(&j, "sides");
    zi_json_begin_array_line(&j);
    for (int s = 0; s < 2; s++) {
        zi_json_text(&j, zhol_world_text(p->world, economies[sides[s]].iso3));
    }
    zi_json_end_array(&j);
    zi_json_key(&j, "games");
    zi_json_begin_array(&j);
    for (uint32_t k = 0; k < p->n_games; k++) {
        const double *value = zhol_plan_game(p, k);
        zhol_labelling l;
        begin_game(&j, p, k);
        write_bloc(&j, "by_side", value, zhol_plan_built_by(p, sides[0]),
            zhol_plan_built_by(p, sides[1]));
        zhol_plan_labellings(p, k, sides, &l);
        zi_json_key(&j, "over_labels");
        zi_json_begin_object_line(&j);
        zi_json_key(&j, "lo");
        zi_json_number(&j, l.lo);
        zi_json_key(&j, "hi");
        zi_json_number(&j, l.hi);
        zi_json_key(&j, "n");
        zi_json_integer(&j, l.n);
        zi_json_end_object(&j);
        write_bloc(&j, "hard_and_soft", value, zhol_plan_of_kind(p, ZHOL_PROJECT_HARD),
            zhol_plan_of_kind(p, ZHOL_PROJECT_SOFT));
        write_players(&j, p, k);
        write_pairs(&j, p, k);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

void
zi_plan_synchronising_json(const zhol_plan *p, uint32_t delay, zi_buffer *out)
{
    double lost[ZHOL_PLAN_MAX_PROJECTS];
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    write_head(&j, p, "synchronise");
    zi_json_key(&j, "delay_years");
    zi_json_integer(&j, delay);
    zi_json_key(&j, "games");
    zi_json_begin_array(&j);
    for (uint32_t k = 0; k < p->n_games; k++) {
        begin_game(&j, p, k);
        for (uint32_t i = 0; i < p->query.n_projects; i++) {
            lost[i] = zi_plan_lost(p, k, i);
        }
        write_numbers(&j, "lost_a_year_of_delay", lost, p->query.n_projects);
        zi_json_end_object(&j);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}
