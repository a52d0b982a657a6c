/* SPDX-License-Identifier: Apache-2.0 */
/* Projects by what they are. */
#include <zhol/plan.h>

#include <string.h>

/* Is `id`, of n letters, that name, or one that goes on with an underscore behind it? */
static bool
is_called(const char *id, size_t n, const char *name)
{
    const size_t length = strlen(name);

    return length > 0 && length <= n && strncmp(id, name, length) == 0
           && (length == n || id[length] == '_');
}

bool
zhol_programme_is(const zhol_world *w, zhol_ref programme, const char *name)
{
    const char *id = zhol_world_text(w, zhol_world_programmes(w, NULL)[programme].id);

    return is_called(id, strlen(id), name);
}

bool
zhol_project_is_in(const zhol_world *w, zhol_ref project, const char *programme)
{
    const char *at = zhol_world_text(w, zhol_world_projects(w, NULL)[project].programmes);

    while (*at) {
        const size_t n = strcspn(at, ";");
        if (is_called(at, n, programme)) {
            return true;
        }
        at += n + (at[n] == ';');
    }
    return false;
}

bool
zhol_project_has_effects(const zhol_world *w, zhol_ref project)
{
    uint32_t n;
    const zhol_effect *effects = zhol_world_effects(w, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (effects[i].project == project) {
            return true;
        }
    }
    return false;
}

uint32_t
zhol_plan_of_builder(const zhol_plan *plan, zhol_ref economy)
{
    const zhol_project *projects = zhol_world_projects(plan->world, NULL);
    uint32_t mask = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        mask |= (uint32_t) (projects[plan->projects[i]].builder == economy) << i;
    }
    return mask;
}

uint32_t
zhol_plan_of_kind(const zhol_plan *plan, uint32_t kind)
{
    const zhol_project *projects = zhol_world_projects(plan->world, NULL);
    uint32_t mask = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        mask |= (uint32_t) (projects[plan->projects[i]].kind == kind) << i;
    }
    return mask;
}

uint32_t
zhol_plan_of_programme(const zhol_plan *plan, const char *programme)
{
    uint32_t mask = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        mask |= (uint32_t) zhol_project_is_in(plan->world, plan->projects[i], programme)
                << i;
    }
    return mask;
}

uint32_t
zhol_plan_of_line(const zhol_plan *plan, const char *line)
{
    const zhol_project *projects = zhol_world_projects(plan->world, NULL);
    uint32_t mask = 0;

    for (uint32_t i = 0; i < plan->n_projects; i++) {
        mask |= (uint32_t) (strcmp(zhol_world_text(
                                       plan->world, projects[plan->projects[i]].line),
                                line)
                            == 0)
                << i;
    }
    return mask;
}

uint32_t
zhol_plan_of_owner(const zhol_plan *plan, zhol_ref economy)
{
    uint32_t n, mask = 0;
    const zhol_programme *programmes = zhol_world_programmes(plan->world, &n);

    for (uint32_t i = 0; i < n; i++) {
        if (programmes[i].owner == economy) {
            mask |= zhol_plan_of_programme(
                plan, zhol_world_text(plan->world, programmes[i].id));
        }
    }
    return mask;
}

/* Choosing when nobody names projects */

static bool
is_between(const zhol_project *p, zhol_ref a, zhol_ref b)
{
    return p->state == ZHOL_PROJECT_IS_OPEN && (p->builder == a || p->builder == b)
           && (p->partner == a || p->partner == b || p->partner == ZHOL_NO_ROW);
}

/* Are there two sides or more, all of them open? */
static bool
is_whole_line(const zhol_world *w, const zhol_project *p)
{
    uint32_t n, n_sides = 0;
    const zhol_project *projects = zhol_world_projects(w, &n);

    if (zhol_world_text(w, p->line)[0] == '\0') {
        return false;
    }
    for (uint32_t i = 0; i < n; i++) {
        if (projects[i].line == p->line) {
            n_sides++;
            if (projects[i].state != ZHOL_PROJECT_IS_OPEN) {
                return false;
            }
        }
    }
    return n_sides > 1;
}

uint32_t
zhol_plan_choose(const zhol_world *w, zhol_ref economy, zhol_ref other, zhol_ref *out)
{
    uint32_t n, n_chosen = 0;
    const zhol_project *projects = zhol_world_projects(w, &n);

    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < n && n_chosen < ZHOL_PLAN_MAX_CHOSEN; i++) {
            const zhol_project *p = &projects[i];
            const bool fits = pass == 0
                                  ? is_whole_line(w, p)
                                  : p->kind == ZHOL_PROJECT_SOFT && !is_whole_line(w, p);
            if (fits && is_between(p, economy, other) && zhol_project_has_effects(w, i)) {
                out[n_chosen++] = i;
            }
        }
    }
    return n_chosen;
}
