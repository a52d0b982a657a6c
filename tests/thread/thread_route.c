/* SPDX-License-Identifier: Apache-2.0 */
/* Threads share one world, each with a router of its own: the preset tsan watches them,
 * and all of them must find the same. */
#include <pthread.h>
#include <stddef.h>
#include <zhol/route.h>

enum { N_THREADS = 4, N_ROUNDS = 2 };

typedef struct job {
    const zhol_world *world;
    double cost_usd, time_p90_h;
    int n_wrong;
} job;

static void
find_once(job *j)
{
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_consignment c;
    zhol_route_options o;
    zhol_end from, to;

    zhol_consignment_defaults(&c);
    zhol_route_defaults(&o);
    if (zhol_end_read(j->world, "Almaty", &from, NULL) != ZHOL_OK
        || zhol_end_read(j->world, "Tashkent", &to, NULL) != ZHOL_OK
        || zhol_router_new(j->world, &router, NULL) != ZHOL_OK
        || zhol_router_find(router, &from, &to, &c, &o, &routes, NULL) != ZHOL_OK) {
        j->n_wrong++;
    } else {
        j->cost_usd = routes->alternatives[0].cost_usd;
        j->time_p90_h = routes->alternatives[0].time_p90_h;
    }
    zhol_routes_free(routes);
    zhol_router_free(router);
}

static void *
find_many(void *argument)
{
    for (int i = 0; i < N_ROUNDS; i++) {
        find_once(argument);
    }
    return NULL;
}

int
main(void)
{
    pthread_t threads[N_THREADS];
    job jobs[N_THREADS];
    zhol_world *world = NULL;
    int n_wrong = zhol_world_open(ZHOL_WORLD_FILE, NULL, &world, NULL) != ZHOL_OK;

    for (int i = 0; i < N_THREADS && !n_wrong; i++) {
        jobs[i] = (job){ .world = world };
        if (pthread_create(&threads[i], NULL, find_many, &jobs[i]) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < N_THREADS && world; i++) {
        pthread_join(threads[i], NULL);
        n_wrong += jobs[i].n_wrong || jobs[i].cost_usd < jobs[0].cost_usd
                   || jobs[i].cost_usd > jobs[0].cost_usd
                   || jobs[i].time_p90_h < jobs[0].time_p90_h
                   || jobs[i].time_p90_h > jobs[0].time_p90_h;
    }
    zhol_world_free(world);
    return n_wrong > 0;
}
