/* SPDX-License-Identifier: Apache-2.0 */
/* Subsets of projects valued by four threads and by one: the same numbers. */
#include <stdio.h>
#include <string.h>
#include <zhol/plan.h>

static zhol_plan *
value_with(const zhol_world *w, const zhol_ref *projects, zhol_ref economy, uint32_t n)
{
    zhol_plan_query q;
    zhol_plan *plan = NULL;
    zhol_error err = { "" };

    zhol_plan_defaults(&q);
    q.projects = projects;
    q.n_projects = 3;
    q.economies = &economy;
    q.n_economies = 1;
    q.n_cities = 1;
    q.n_threads = n;
    if (zhol_plan_new(w, &q, &plan, &err) != ZHOL_OK) {
        printf("%s\n", err.message);
    }
    return plan;
}

int
main(void)
{
    static const char *const ids[] = { "khorgos_rail_kz", "khorgos_rail_cn",
        "dostyk_rail_kz" };
    zhol_world *w = NULL;
    zhol_ref projects[3], economy;
    zhol_plan *one, *four;
    int n_wrong = zhol_world_open(ZHOL_WORLD_FILE, NULL, &w, NULL) != ZHOL_OK;

    for (int i = 0; i < 3 && !n_wrong; i++) {
        n_wrong += zhol_world_find_project(w, ids[i], &projects[i], NULL) != ZHOL_OK;
    }
    n_wrong += n_wrong || zhol_world_find_economy(w, "KAZ", &economy, NULL) != ZHOL_OK;
    if (n_wrong) {
        return 1;
    }
    one = value_with(w, projects, economy, 1);
    four = value_with(w, projects, economy, 4);
    n_wrong = !one || !four
              || memcmp(one->values, four->values,
                     one->n_accounts * sizeof(double) << one->n_projects)
                     != 0;
    printf("1 and 4 threads: %s\n", n_wrong ? "they differ" : "the same");
    zhol_plan_free(one);
    zhol_plan_free(four);
    zhol_world_free(w);
    return n_wrong;
}
