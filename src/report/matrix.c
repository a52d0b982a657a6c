/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol matrix`: bands are made on all threads, as many at once as fit into the memory,
 * and added to the file in their order. */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/fail.h"
#include "base/mem.h"
#include "base/threads.h"
#include "io/omx.h"
#include "io/part.h"
#include "report/matrix_piece.h"
#include "report/report.h"

enum { BANDS_A_THREAD = 4 }; /* at once: enough that no thread waits long for another */

/* What a process takes besides, measured and rounded up: the program, its libraries and
 * the mapped world (5.4 MB); HDF5 and the 36 libraries that it brings (10 MB). */
enum { PROGRAM_BYTES = 8000000, MODULE_BYTES = 12000000 };

struct zhol_matrix_writer {
    zhol_matrix *m;
    zhol_matrix_output output;
    zi_part *part;
    zi_omx *omx;
    uint32_t next_band; /* that will be added */
    uint32_t n_threads; /* fewer than the matrix has if memory is short */
    uint32_t n_slots;
    char **piece; /* of each slot */
    size_t *size;
    zi_piece_scratch *scratch; /* of each thread */
    zi_piece_sums sums[ZHOL_N_MATRIX_METRICS];
    uint32_t first_band; /* of the slots, while they are made */
};

static zhol_status
no_memory(zhol_error *err)
{
    return zi_fail(err, ZHOL_LIMIT, "no memory to write the matrix");
}

/* Memory */

static uint64_t
in_mb(uint64_t bytes)
{
    return (bytes + 999999) / 1000000;
}

/* What cannot be divided. The file of OMX has an index of its bands. */
static uint64_t
fixed_bytes(const zhol_matrix_writer *w)
{
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    const uint64_t index = 256 * (uint64_t) zhol_matrix_n_bands(w->m) * q->n_metrics;
    const bool is_omx = w->output.format == ZHOL_MATRIX_OMX;

    return PROGRAM_BYTES + zhol_matrix_bytes(w->m) + (is_omx ? MODULE_BYTES + index : 0)
           + (w->output.is_shared ? zi_piece_max(w->m, w->output.format) : 0);
}

/* How many threads and slots fit. */
static zhol_status
divide_memory(zhol_matrix_writer *w, zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    const uint32_t n_bands = zhol_matrix_n_bands(w->m);
    const uint64_t room = w->output.memory_bytes ? w->output.memory_bytes : UINT64_MAX;
    const uint64_t slot = zi_piece_max(w->m, w->output.format);
    const uint64_t fixed = fixed_bytes(w);
    const uint64_t thread = zi_piece_scratch_bytes(w->m, w->output.format);
    const uint64_t least = fixed + thread + slot;
    const uint64_t rows_mb = in_mb(thread + slot);
    const uint64_t most = (uint64_t) q->n_threads * BANDS_A_THREAD;

    if (room < least) {
        return zi_fail(err, ZHOL_LIMIT,
            "the matrix needs at least %" PRIu64 " MB of memory, not %" PRIu64
            ": %" PRIu64 " for the program and the network, %" PRIu64
            " for %d rows of %u places",
            in_mb(least), in_mb(room), in_mb(least) - rows_mb, rows_mb, ZHOL_MATRIX_BAND,
            q->to->n_places);
    }
    w->n_threads = 1;
    while (w->n_threads < q->n_threads && w->n_threads < n_bands
           && (w->n_threads + 1) * (thread + slot) <= room - fixed) {
        w->n_threads++;
    }
    const uint64_t fitting = (room - fixed - w->n_threads * thread) / slot;
    w->n_slots = (uint32_t) (fitting < most ? fitting : most);
    w->n_slots = w->n_slots < n_bands ? w->n_slots : n_bands;
    return ZHOL_OK;
}

static zhol_status
make_slots(zhol_matrix_writer *w, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    w->piece = ZI_NEW(char *, w->n_slots);
    w->size = ZI_NEW(size_t, w->n_slots);
    w->scratch = ZI_NEW(zi_piece_scratch, w->n_threads);
    if (!w->piece || !w->size || !w->scratch) {
        return no_memory(err);
    }
    for (uint32_t i = 0; i < w->n_slots && status == ZHOL_OK; i++) {
        w->piece[i] = ZI_NEW(char, zi_piece_max(w->m, w->output.format));
        status = w->piece[i] ? ZHOL_OK : no_memory(err);
    }
    for (uint32_t i = 0; i < w->n_threads && status == ZHOL_OK; i++) {
        status = zi_piece_scratch_new(w->m, w->output.format, &w->scratch[i], err);
    }
    return status;
}

/* What was computed, in one line */

static void
write_head(const zhol_matrix *m, zi_buffer *out)
{
    const zhol_matrix_query *q = zhol_matrix_asked(m);
    const zhol_consignment *c = &q->consignment;
    const uint32_t data_year = zhol_world_data_year(zhol_matrix_world(m));
    char text[48];

    zi_buffer_format(out, "%s t%s%s, network and rows of %u (data year %u), %s regime",
        zi_grid_number(c->mass_t, c->mass_t < 10 ? 2 : 0, text),
        c->hs[0] ? " of HS " : " of general cargo", c->hs,
        q->scenario.year ? q->scenario.year : data_year, data_year,
        zhol_regime_word(q->scenario.regime ? q->scenario.regime : ZHOL_REGIME_NORMAL));
}

/* The file */

static zhol_status
list_ids(
    const zhol_matrix *m, const zhol_place_set *set, const char ***out, zhol_error *err)
{
    const char **id = ZI_NEW(const char *, set->n_places);

    for (uint32_t i = 0; i < set->n_places && id; i++) {
        id[i] = zi_report_place_id(zhol_matrix_world(m), set->places[i]);
    }
    *out = id;
    return id ? ZHOL_OK : no_memory(err);
}

/* Everything that makes two consignments differ, but their value. */
static void
write_consignment(const zhol_matrix *m, zi_buffer *out)
{
    static const char *const packings[] = { "as many units as it needs", "FEU", "TEU",
        "wagon", "truck" };
    const zhol_consignment *c = &zhol_matrix_asked(m)->consignment;

    zi_buffer_format(out, "%.17g t of ", c->mass_t);
    zi_buffer_format(out, "%s%s, ", c->hs[0] ? "HS " : "general cargo", c->hs);
    if (c->packing != ZHOL_PACK_AUTO && c->n_units > 0) {
        zi_buffer_format(out, "%u ", c->n_units);
    }
    zi_buffer_format(out, "%s%s%s%s, %u driver%s", packings[c->packing],
        c->is_reefer ? ", cooled" : "", c->is_dangerous ? ", dangerous" : "",
        c->is_oversize ? ", oversize" : "", c->n_drivers, c->n_drivers == 1 ? "" : "s");
}

static zhol_status
begin_omx(zhol_matrix_writer *w, zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    const char **from = NULL, **to = NULL;
    zi_buffer about = { 0 }, consignment = { 0 };
    char world[20];
    zi_omx_fact facts[] = { { "consignment", NULL, 0 }, { "world", world, 0 },
        { "value_usd", NULL, zhol_matrix_value_usd(w->m) },
        { "value_of_time_pct_per_day", NULL,
            zhol_matrix_value_of_time_pct_per_day(w->m) } };
    zi_omx_spec spec = { .n_rows = q->from->n_places,
        .n_columns = q->to->n_places,
        .band_rows = zi_piece_rows(w->m),
        .n_matrices = q->n_metrics,
        .none = ZI_PIECE_NONE };
    zhol_status status = list_ids(w->m, q->from, &from, err);

    if (status == ZHOL_OK) {
        status = list_ids(w->m, q->to, &to, err);
    }
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        spec.name[k] = zhol_matrix_word(q->metrics[k]);
        spec.unit[k] = zhol_matrix_unit(q->metrics[k]);
    }
    snprintf(
        world, sizeof world, "%016" PRIx64, zhol_world_hash(zhol_matrix_world(w->m)));
    write_head(w->m, &about);
    zi_buffer_format(&about, "; world %s%s%s", world, w->output.question ? "; " : "",
        w->output.question ? w->output.question : "");
    write_consignment(w->m, &consignment);
    if (status == ZHOL_OK) {
        status = zi_buffer_status(&about, err);
    }
    if (status == ZHOL_OK) {
        status = zi_buffer_status(&consignment, err);
    }
    if (status == ZHOL_OK) {
        facts[0].text = consignment.data;
        spec.facts = facts;
        spec.n_facts = sizeof facts / sizeof facts[0];
        spec.from = from;
        spec.to = to;
        spec.about = about.data;
        status = zi_omx_new(
            w->output.modules ? w->output.modules : ".", &spec, w->part, &w->omx, err);
    }
    zi_buffer_free(&about);
    zi_buffer_free(&consignment);
    zi_free(from);
    zi_free(to);
    return status;
}

static zhol_status
begin_csv(zhol_matrix_writer *w, zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    zi_buffer head = { 0 };
    zhol_status status;

    zi_buffer_text(&head, "from_id,to_id");
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        zi_buffer_format(&head, ",%s", zhol_matrix_column(q->metrics[k]));
    }
    zi_buffer_text(&head, "\n");
    status = zi_buffer_status(&head, err);
    if (status == ZHOL_OK) {
        status = zi_part_add(w->part, head.data, head.length, err);
    }
    zi_buffer_free(&head);
    return status;
}

static zhol_status
begin(zhol_matrix_writer *w, zhol_error *err)
{
    zhol_status status;

    if (!w->output.path) {
        return ZHOL_OK;
    }
    status = zi_part_open(w->output.path, &w->part, err);
    if (status == ZHOL_OK) {
        status =
            w->output.format == ZHOL_MATRIX_OMX ? begin_omx(w, err) : begin_csv(w, err);
    }
    return status;
}

zhol_status
zhol_matrix_writer_new(zhol_matrix *m, const zhol_matrix_output *output,
    zhol_matrix_writer **out, zhol_error *err)
{
    zhol_matrix_writer *w = ZI_NEW(zhol_matrix_writer, 1);
    zhol_status status;

    *out = NULL;
    if (!w) {
        (void) no_memory(err);
        return ZHOL_LIMIT;
    }
    w->m = m;
    w->output = *output;
    for (uint32_t k = 0; k < ZHOL_N_MATRIX_METRICS; k++) {
        w->sums[k].least = ZHOL_INFINITE;
    }
    status = divide_memory(w, err);
    if (status == ZHOL_OK) {
        status = make_slots(w, err);
    }
    if (status == ZHOL_OK) {
        status = begin(w, err);
    }
    if (status != ZHOL_OK) {
        zhol_matrix_writer_free(w);
        return status;
    }
    *out = w;
    return ZHOL_OK;
}

void
zhol_matrix_writer_free(zhol_matrix_writer *w)
{
    if (w) {
        zi_omx_free(w->omx);
        zi_part_free(w->part);
        for (uint32_t i = 0; i < w->n_slots && w->piece; i++) {
            zi_free(w->piece[i]);
        }
        for (uint32_t i = 0; i < w->n_threads && w->scratch; i++) {
            zi_piece_scratch_free(&w->scratch[i]);
        }
        zi_free(w->piece);
        zi_free(w->size);
        zi_free(w->scratch);
        zi_free(w);
    }
}

uint32_t
zhol_matrix_writer_room(const zhol_matrix_writer *w)
{
    return w->n_slots;
}

static zhol_status
make_one(void *shared, uint32_t task, uint32_t thread, zhol_error *err)
{
    zhol_matrix_writer *w = shared;
    const zi_piece_order order = {
        .format = w->output.format, .band = w->first_band + task, .thread = thread
    };

    return zi_piece_make(
        w->m, &order, &w->scratch[thread], w->piece[task], &w->size[task], err);
}

zhol_status
zhol_matrix_writer_make(
    zhol_matrix_writer *w, uint32_t first_band, uint32_t n, zhol_error *err)
{
    if (n > w->n_slots) {
        return zi_fail(err, ZHOL_USAGE, "there is room for %u bands", w->n_slots);
    }
    w->first_band = first_band;
    return zi_threads_run(w->n_threads, n, make_one, w, err);
}

const void *
zhol_matrix_writer_piece(const zhol_matrix_writer *w, uint32_t i, size_t *n_bytes)
{
    *n_bytes = w->size[i];
    return w->piece[i];
}

uint64_t
zhol_matrix_writer_piece_max(const zhol_matrix_writer *w)
{
    return zi_piece_max(w->m, w->output.format);
}

static void
add_sums(zi_piece_sums *sums, const zi_piece_sums *more)
{
    sums->n_pairs += more->n_pairs;
    sums->n_none += more->n_none;
    sums->sum += more->sum;
    sums->least = more->least < sums->least ? more->least : sums->least;
    sums->most = more->most > sums->most ? more->most : sums->most;
}

zhol_status
zhol_matrix_writer_add(
    zhol_matrix_writer *w, const void *piece, size_t n_bytes, zhol_error *err)
{
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    const char *body = (const char *) piece + sizeof(zi_piece_head);
    zhol_status status = ZHOL_OK;
    zi_piece_head head;

    if (!w->part || n_bytes < sizeof head || w->next_band == zhol_matrix_n_bands(w->m)) {
        return zi_fail(err, ZHOL_USAGE, "there is no band to be added");
    }
    memcpy(&head, piece, sizeof head);
    if (!w->omx) {
        status = zi_part_add(w->part, body, head.size[0], err);
    }
    for (uint32_t k = 0; k < q->n_metrics && status == ZHOL_OK; k++) {
        add_sums(&w->sums[k], &head.sums[k]);
        if (w->omx) {
            status = zi_omx_add(
                w->omx, k, w->next_band * ZHOL_MATRIX_BAND, body, head.size[k], err);
            body += head.size[k];
        }
    }
    w->next_band++;
    return status;
}

/* The summary */

static void
write_sums(const zhol_matrix_writer *w, uint32_t k, zi_grid *g)
{
    const zhol_matrix_metric metric = zhol_matrix_asked(w->m)->metrics[k];
    const zi_piece_sums *s = &w->sums[k];
    const double parts = zhol_matrix_parts(metric);
    const uint64_t n = s->n_pairs - s->n_none;
    char text[48];

    zi_grid_cell(g, "%s, %s", zhol_matrix_word(metric), zhol_matrix_unit(metric));
    zi_grid_cell(g, "%s", zi_grid_number((double) n, 0, text));
    zi_grid_cell(g, "%s", zi_grid_number((double) s->n_none, 0, text));
    if (n > 0) {
        zi_grid_cell(g, "%s", zi_grid_number(s->least / parts, 1, text));
        zi_grid_cell(
            g, "%s", zi_grid_number((double) s->sum / (double) n / parts, 1, text));
        zi_grid_cell(g, "%s", zi_grid_number(s->most / parts, 1, text));
    } else {
        for (int i = 0; i < 3; i++) {
            zi_grid_cell(g, "-");
        }
    }
}

/* "Economies stand as: AFG kabul, ..." in lines of 100 columns. */
static void
write_economies(const zhol_world *w, const zhol_place_set *set, zi_buffer *out)
{
    const zhol_economy *economies = zhol_world_economies(w, NULL);
    size_t width = 0;
    bool is_first = true;

    for (uint32_t i = 0; i < set->n_places; i++) {
        if (set->stands_for[i] == ZHOL_NO_ROW) {
            continue;
        }
        const char *iso3 = zhol_world_text(w, economies[set->stands_for[i]].iso3);
        const char *id = zi_report_place_id(w, set->places[i]);
        const size_t n = strlen(iso3) + strlen(id) + 3;
        if (is_first) {
            zi_buffer_text(out, "economies by their largest city:\n");
        } else {
            zi_buffer_text(out, width + n > 100 ? ",\n" : ", ");
        }
        width = is_first || width + n > 100 ? n : width + n;
        is_first = false;
        zi_buffer_format(out, "%s %s", iso3, id);
    }
    if (!is_first) {
        zi_buffer_text(out, "\n");
    }
    if (set->n_placeless > 0) {
        zi_buffer_format(
            out, "left out: %u economies without a place\n", set->n_placeless);
    }
}

static void
write_set(const char *word, const zhol_place_set *set, zi_buffer *out)
{
    zi_buffer_format(
        out, "%s %u place%s", word, set->n_places, set->n_places == 1 ? "" : "s");
    if (set->n_again > 0) {
        zi_buffer_format(out, " (%u named again)", set->n_again);
    }
}

static zhol_status
summarise(const zhol_matrix_writer *w, zhol_buffer *summary, zhol_error *err)
{
    static const char *const titles[] = { "metric", "pairs", "no way", "least", "mean",
        "most" };
    const zhol_matrix_query *q = zhol_matrix_asked(w->m);
    zi_buffer out = zi_report_take_over(summary);
    zi_grid g;

    write_set("from", q->from, &out);
    write_set(" to", q->to, &out);
    zi_buffer_text(&out, ": ");
    write_head(w->m, &out);
    zi_buffer_text(&out,
        "\neach metric of its own best ways, in the mean; without duties and insurance; "
        "rules about goods not looked at\n");
    zi_grid_begin(&g, "lrrrrr");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        zi_grid_cell(&g, "%s", titles[i]);
    }
    for (uint32_t k = 0; k < q->n_metrics; k++) {
        write_sums(w, k, &g);
    }
    zi_grid_end(&g, &out);
    write_economies(zhol_matrix_world(w->m), q->from, &out);
    if (q->to != q->from) {
        write_economies(zhol_matrix_world(w->m), q->to, &out);
    }
    return zi_report_hand_over(&out, summary, err);
}

zhol_status
zhol_matrix_writer_keep(zhol_matrix_writer *w, zhol_buffer *summary, zhol_error *err)
{
    zhol_status status;

    if (!w->part || w->next_band != zhol_matrix_n_bands(w->m)) {
        return zi_fail(err, ZHOL_USAGE, "bands of the matrix are missing");
    }
    status = summarise(w, summary, err); /* before the file: it may fail, too */
    if (status == ZHOL_OK && w->omx) {
        status = zi_omx_finish(w->omx, err);
    }
    if (status == ZHOL_OK) {
        status = zi_part_keep(w->part, err);
    }
    if (status != ZHOL_OK) {
        zhol_buffer_free(summary);
    }
    return status;
}

static zhol_status
tell_progress(const zhol_matrix_writer *w, zhol_error *err)
{
    const uint32_t n_rows = zhol_matrix_asked(w->m)->from->n_places;
    const uint32_t done = w->next_band * ZHOL_MATRIX_BAND;

    if (w->output.progress
        && !w->output.progress(w->output.user, done < n_rows ? done : n_rows, n_rows)) {
        return zi_fail(err, ZHOL_LIMIT, "the matrix was stopped");
    }
    return ZHOL_OK;
}

zhol_status
zhol_report_matrix(zhol_matrix *m, const zhol_matrix_output *output, zhol_buffer *summary,
    zhol_error *err)
{
    zhol_matrix_writer *w = NULL;
    zhol_status status = zhol_matrix_writer_new(m, output, &w, err);
    const uint32_t n_bands = zhol_matrix_n_bands(m);

    for (uint32_t band = 0; status == ZHOL_OK && band < n_bands;) {
        const uint32_t left = n_bands - band;
        const uint32_t n = left < w->n_slots ? left : w->n_slots;
        status = zhol_matrix_writer_make(w, band, n, err);
        for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
            status = zhol_matrix_writer_add(w, w->piece[i], w->size[i], err);
        }
        if (status == ZHOL_OK) {
            status = tell_progress(w, err);
        }
        band += n;
    }
    if (status == ZHOL_OK) {
        status = zhol_matrix_writer_keep(w, summary, err);
    }
    zhol_matrix_writer_free(w);
    return status;
}
