/* SPDX-License-Identifier: Apache-2.0 */
/* Any city to any city: 1,000 random pairs with the options that `zhol route` has by
 * default, in one process. How many are answered, CPU time of an answer (median, p99,
 * worst), the ten slowest pairs, and the ratio to one plain Dijkstra over the same
 * network. The same pairs in every run.
 *
 * bench_cities [WORLD [FILE [PAIRS]]]: FILE has one id of a place a line. Without it
 * tests/data/cities400.txt is read; without that, the cities with most people are taken.
 * PAIRS is their number. One JSON object a line. */
#include <string.h>
#include <zhol/route.h>

#include "base/number.h"
#include "network.h"
#include "prop.h"

enum { N_CITIES = 400, MAX_CITIES = 4096, MAX_ID = 256, N_PAIRS = 1000, N_TOLD = 10 };

static const char *const NAME = "bench_cities";

typedef struct cities {
    zhol_ref place[MAX_CITIES];
    uint32_t n;
} cities;

typedef struct pair {
    zhol_ref from, to;
    double cpu_ms;
    uint64_t n_labels;
    uint32_t n_front;
    zhol_status status;
} pair;

static const char *
id_of(const zhol_world *w, zhol_ref place)
{
    return zhol_world_text(w, zhol_world_places(w, NULL)[place].id);
}

static void
fail(const char *file, uint32_t line, const char *what)
{
    fprintf(stderr, "%s: %s:%u: %s\n", NAME, file, line, what);
    exit(ZHOL_BAD_DATA);
}

static zhol_ref
place_of(const zhol_world *w, const char *id)
{
    uint32_t n;

    (void) zhol_world_places(w, &n);
    for (zhol_ref i = 0; i < n; i++) {
        if (strcmp(id_of(w, i), id) == 0) {
            return i;
        }
    }
    return ZHOL_NO_ROW;
}

static void
read_cities(const zhol_world *w, FILE *f, const char *name, cities *out)
{
    char id[MAX_ID];

    for (uint32_t line = 1; fgets(id, sizeof id, f); line++) {
        if (!strchr(id, '\n') && !feof(f)) {
            fail(name, line, "the line is too long for the id of a place");
        }
        id[strcspn(id, "\r\n")] = '\0';
        const zhol_ref place = place_of(w, id);
        if (place == ZHOL_NO_ROW) {
            fail(name, line, "not an id in the world's table of places");
        }
        if (out->n == MAX_CITIES) {
            fail(name, line, "too many places");
        }
        out->place[out->n++] = place;
    }
    if (ferror(f)) {
        fail(name, 0, "cannot be read");
    }
}

/* The N_CITIES cities with most people; rows in the order of the world break ties. */
static void
choose_cities(const zhol_world *w, cities *out)
{
    uint32_t n;
    const zhol_place *p = zhol_world_places(w, &n);

    for (zhol_ref i = 0; i < n; i++) {
        if (p[i].kind != ZHOL_PLACE_CITY) {
            continue;
        }
        uint32_t k = out->n;
        while (k > 0 && p[out->place[k - 1]].population < p[i].population) {
            if (k < N_CITIES) {
                out->place[k] = out->place[k - 1];
            }
            k--;
        }
        if (k < N_CITIES) {
            out->place[k] = i;
            out->n += out->n < N_CITIES;
        }
    }
}

static void
find_cities(const zhol_world *w, const char *name, cities *out)
{
    const char *from = name ? name : ZHOL_TEST_DATA "/cities400.txt";
    FILE *f = fopen(from, "r");

    if (!f && name) {
        fail(name, 0, "cannot be opened");
    }
    if (f) {
        read_cities(w, f, from, out);
        fclose(f);
    } else {
        choose_cities(w, out);
    }
    printf("{\"bench\": \"cities\", \"cities\": %u, \"from\": \"%s\"}\n", out->n,
        f ? "file" : "most people");
    if (out->n < 2) {
        fail(from, 0, "a pair needs two places");
    }
}

static void
answer(const zhol_world *w, zhol_router *router, pair *x)
{
    const zhol_end from = { .place = x->from }, to = { .place = x->to };
    zhol_error err = { "" };
    zhol_route_options options;
    zhol_consignment c;
    zhol_routes *routes = NULL;

    zhol_route_defaults(&options);
    zhol_consignment_defaults(&c);
    const double start = bench_cpu_ms();
    x->status = zhol_router_find(router, &from, &to, &c, &options, &routes, &err);
    x->cpu_ms = bench_cpu_ms() - start;
    if (routes) {
        x->n_labels = routes->n_labels;
        x->n_front = routes->n_front;
    } else {
        printf("{\"bench\": \"cities_unanswered\", \"from\": \"%s\", \"to\": \"%s\", "
               "\"status\": %d, \"cpu_ms\": %.2f}\n",
            id_of(w, x->from), id_of(w, x->to), (int) x->status, x->cpu_ms);
    }
    zhol_routes_free(routes);
}

static int
slowest_first(const void *a, const void *b)
{
    return bench_ascending(&((const pair *) b)->cpu_ms, &((const pair *) a)->cpu_ms);
}

/* Sorts the pairs. p99: 99 of 100 take no longer. */
static void
tell(const zhol_world *w, pair *pairs, uint32_t n, double base_ms)
{
    uint32_t n_answered = 0;

    for (uint32_t i = 0; i < n; i++) {
        n_answered += pairs[i].status == ZHOL_OK;
    }
    qsort(pairs, n, sizeof *pairs, slowest_first);
    const double p50 = pairs[n / 2].cpu_ms, p99 = pairs[n / 100].cpu_ms,
                 worst = pairs[0].cpu_ms;
    for (uint32_t i = 0; i < n && i < N_TOLD; i++) {
        const pair *x = &pairs[i];
        printf("{\"bench\": \"cities_slowest\", \"from\": \"%s\", \"to\": \"%s\", "
               "\"cpu_ms\": %.2f, \"ratio_to_dijkstra\": %.1f, \"labels\": %llu, "
               "\"front\": %u}\n",
            id_of(w, x->from), id_of(w, x->to), x->cpu_ms, x->cpu_ms / base_ms,
            (unsigned long long) x->n_labels, x->n_front);
    }
    printf("{\"bench\": \"cities_pairs\", \"pairs\": %u, \"answered_share\": %.4f, "
           "\"median_cpu_ms\": %.2f, \"p99_cpu_ms\": %.2f, \"worst_cpu_ms\": %.2f, "
           "\"median_ratio_to_dijkstra\": %.1f, \"p99_ratio_to_dijkstra\": %.1f, "
           "\"worst_ratio_to_dijkstra\": %.1f}\n",
        n, (double) n_answered / n, p50, p99, worst, p50 / base_ms, p99 / base_ms,
        worst / base_ms);
}

static uint32_t
read_n_pairs(const char *text)
{
    uint32_t n = 0;

    if (!zi_number_read_u32(text, strlen(text), &n) || n < 1 || n > 1000000) {
        fprintf(stderr, "%s: PAIRS '%s': must be a whole number from 1 to 1000000\n",
            NAME, text);
        exit(ZHOL_USAGE);
    }
    return n;
}

int
main(int argc, char **argv)
{
    static cities c;
    const uint32_t n = argc > 3 ? read_n_pairs(argv[3]) : N_PAIRS;
    pair *pairs = calloc(n, sizeof *pairs);
    prop random = { 1, 1 };
    zhol_error err = { "" };
    zhol_world *w = NULL;
    zhol_router *router = NULL;

    if (!pairs) {
        fprintf(stderr, "%s: no memory for %u pairs\n", NAME, n);
        return ZHOL_LIMIT;
    }
    bench_must(NAME,
        zhol_world_open(argc > 1 ? argv[1] : ZHOL_WORLD_FILE, NULL, &w, &err), &err);
    bench_must(NAME, zhol_router_new(w, &router, &err), &err);
    find_cities(w, argc > 2 ? argv[2] : NULL, &c);
    const double base_ms = bench_dijkstra(NAME, w, c.place[0], c.place[1]);
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t from = prop_below(&random, c.n);
        const uint32_t step = 1 + prop_below(&random, c.n - 1);
        pairs[i] = (pair){ .from = c.place[from], .to = c.place[(from + step) % c.n] };
        answer(w, router, &pairs[i]);
    }
    tell(w, pairs, n, base_ms);
    zhol_router_free(router);
    zhol_world_free(w);
    free(pairs);
    return 0;
}
