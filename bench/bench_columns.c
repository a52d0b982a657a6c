/* SPDX-License-Identifier: Apache-2.0 */
/* Columns of a panel: megabytes of plain CSV a second (CPU time of one thread, from
 * memory), with the ratio to zi_csv and strtod() in the same run. bench_columns
 * [PANEL.csv[.gz]]: without a file, of a panel that is made here (three kinds of panels).
 * One JSON object a line; medians. */
#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "bench.h"
#include "io/columns.h"
#include "io/csv.h"
#include "prop.h"

enum { N_RUNS = 9, N_SLOW_RUNS = 3, N_PLACES = 150, N_YEARS = 20 };

static void
must(zhol_status status, const zhol_error *err)
{
    bench_must("bench_columns", status, err);
}

/* What a caller without columns.h would do: each field of each row, as a number where
 * strtod() takes all of it. */
static double
read_slowly(const zi_columns_file *file, uint64_t *n_numbers)
{
    const double start = bench_cpu_ms();
    zhol_error err = { "" };
    zi_csv *csv = NULL;
    bool has_row = true;
    double *values = NULL;
    size_t n = 0, capacity = 0;

    must(zi_csv_from_memory(file->path, file->data, file->n, &csv, &err), &err);
    must(zi_csv_next(csv, &has_row, &err), &err);
    while (has_row) {
        must(zi_csv_next(csv, &has_row, &err), &err);
        for (uint32_t i = 0; i < zi_csv_n_fields(csv); i++) {
            const char *text = zi_csv_field(csv, i);
            char *end = NULL;
            if (n == capacity) {
                double *more =
                    realloc(values, (capacity = 2 * capacity + 1024) * sizeof *values);
                if (!more) {
                    exit(ZHOL_LIMIT);
                }
                values = more;
            }
            values[n] = strtod(text, &end);
            n += end > text && *end == '\0';
        }
    }
    zi_csv_close(csv);
    free(values);
    *n_numbers = n;
    return bench_cpu_ms() - start;
}

static double
read_fast(const zi_columns_file *file, zi_columns **c)
{
    const char *const *names = (const char *const *) file->names;
    zhol_error err = { "" };
    double start;

    zi_columns_free(*c);
    start = bench_cpu_ms();
    must(zi_columns_read_file(file, names, file->n_names, c, &err), &err);
    return bench_cpu_ms() - start;
}

static void
tell(const char *what, const zi_columns_file *file)
{
    double fast[N_RUNS], slow[N_SLOW_RUNS], fast_ms, slow_ms;
    zi_columns *c = NULL;
    uint64_t n_numbers = 0;
    uint32_t n_texts = 0;

    for (int i = 0; i < N_RUNS; i++) {
        fast[i] = read_fast(file, &c);
    }
    for (int i = 0; i < N_SLOW_RUNS; i++) {
        slow[i] = read_slowly(file, &n_numbers);
    }
    for (uint32_t i = 0; i < c->n_columns; i++) {
        n_texts += c->column[i].is_text;
    }
    fast_ms = bench_median(fast, N_RUNS);
    slow_ms = bench_median(slow, N_SLOW_RUNS);
    printf("{\"bench\": \"columns_%s\", \"rows\": %u, \"columns\": %u, \"text_columns\": "
           "%u, \"numbers\": %llu, \"mb\": %.1f, \"cpu_ms\": %.1f, \"mb_per_s\": %.0f, "
           "\"csv_strtod_ms\": %.1f, \"times_faster_than_csv_strtod\": %.1f}\n",
        what, c->n_rows, c->n_columns, n_texts, (unsigned long long) n_numbers,
        (double) file->n / 1e6, fast_ms, (double) file->n / 1e3 / fast_ms, slow_ms,
        slow_ms / fast_ms);
    zi_columns_free(c);
}

typedef struct style {
    const char *name, *format, *header;
} style;

/* Exporter, importer, year, trade, distance, three dummies; 450,000 rows. */
static void
add_row(zi_buffer *b, const char *format, prop *p, const uint32_t at[3])
{
    const double trade = (double) (prop_u64(p) >> 40) * 1e-3;
    const double log_dist = 4 + (double) (prop_u64(p) >> 11) * 0x1p-52;

    zi_buffer_format(b, format, at[0], at[1], 1990 + at[2], trade, log_dist,
        prop_below(p, 2), prop_below(p, 9) == 0, prop_below(p, 50) == 0);
}

static void
tell_made(const style *s)
{
    char path[] = "made.csv";
    zi_buffer b = { 0 };
    prop p = { 1, 1 };
    char *names[8], *header;
    uint32_t n_names = 0;

    zi_buffer_format(&b, "%s\n", s->header);
    for (uint32_t i = 0; i < N_PLACES * N_PLACES * N_YEARS; i++) {
        const uint32_t at[] = { i / N_YEARS / N_PLACES, i / N_YEARS % N_PLACES,
            i % N_YEARS };
        add_row(&b, s->format, &p, at);
    }
    header = strdup(s->header);
    for (char *name = strtok(header, ","); name && n_names < 8;
         name = strtok(NULL, ",")) {
        names[n_names++] = name;
    }
    const zi_columns_file file = { path, b.data, b.length, names, n_names };
    tell(s->name, &file);
    free(header);
    zi_buffer_free(&b);
}

int
main(int argc, char **argv)
{
    static const char header[] = "i,j,year,trade,log_dist,cntg,lang,rta";
    static const style styles[] = {
        { "numbers", "%u,%u,%u,%.3f,%.15g,%u,%u,%u\n", header },
        { "digits17", "%u,%u,%u,%.17g,%.17g,%u,%u,%u\n", header },
        { "texts", "E%03u,E%03u,%u,%.3f,%.15g,%u,%u,%u\n", header },
        { "quoted", "\"E%03u\",\"Rep. of %u\",%u,%.3f,%.15g,%u,%u,%u\r\n", header },
    };
    zi_columns_file *file = NULL;
    zhol_error err = { "" };

    if (argc > 1) {
        must(zi_columns_open(argv[1], &file, &err), &err);
        tell("file", file);
        zi_columns_close(file);
        return 0;
    }
    for (size_t i = 0; i < sizeof styles / sizeof *styles; i++) {
        tell_made(&styles[i]);
    }
    return 0;
}
