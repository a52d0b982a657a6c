/* SPDX-License-Identifier: Apache-2.0 */
/* A field is first taken for what nearly all fields of its column are: a number that ends
 * at a separator (so that no separator is searched, and no byte read twice), or bytes of
 * plain ASCII. Whatever else there is - quotes, other letters, missing numbers, mistakes
 * - takes the careful way, any_field(). */
#include "io/columns_scan.h"

#include <math.h>
#include <string.h>
#if defined __SSE2__
#include <emmintrin.h>
#endif

#include "base/mem.h"
#include "base/number.h"
#include "io/csv.h"

static bool
is_plain(unsigned char c)
{
    return c >= 0x20 && c < 0x7F && c != ',' && c != '"';
}

/* The bytes before the first comma, quote, control character or byte that is no ASCII. */
static inline size_t
plain_length(const char *text, const char *end)
{
    const char *p = text;

#if defined __SSE2__
    const __m128i space = _mm_set1_epi8(0x20), del = _mm_set1_epi8(0x7F),
                  comma = _mm_set1_epi8(','), quote = _mm_set1_epi8('"');
    for (; end - p >= 16; p += 16) {
        const __m128i x = _mm_loadu_si128((const __m128i *) (const void *) p);
        /* Signed: bytes from 0x80 on are below the space, too. */
        const __m128i stop =
            _mm_or_si128(_mm_or_si128(_mm_cmplt_epi8(x, space), _mm_cmpeq_epi8(x, del)),
                _mm_or_si128(_mm_cmpeq_epi8(x, comma), _mm_cmpeq_epi8(x, quote)));
        const int mask = _mm_movemask_epi8(stop);
        if (mask != 0) {
            return (size_t) (p - text) + (size_t) __builtin_ctz((unsigned) mask);
        }
    }
#endif
    while (p < end && is_plain((unsigned char) *p)) {
        p++;
    }
    return (size_t) (p - text);
}

size_t
zi_scan_count_lines(const char *text, size_t n)
{
    size_t i = 0, n_lines = 0;

#if defined __SSE2__
    const __m128i line_feed = _mm_set1_epi8('\n'), zero = _mm_setzero_si128();
    while (n - i >= 16) {
        const size_t most = (n - i) / 16, n_steps = most < 255 ? most : 255;
        __m128i count = zero; /* in each of 16 bytes: at most 255 */
        uint64_t half[2];
        for (size_t k = 0; k < n_steps; k++, i += 16) {
            const __m128i x =
                _mm_loadu_si128((const __m128i *) (const void *) (text + i));
            count = _mm_sub_epi8(count, _mm_cmpeq_epi8(x, line_feed));
        }
        _mm_storeu_si128((__m128i *) (void *) half, _mm_sad_epu8(count, zero));
        n_lines += half[0] + half[1];
    }
#endif
    for (; i < n; i++) {
        n_lines += text[i] == '\n';
    }
    return n_lines;
}

/* Steps over what must end the field at p; NULL if something else stands there. */
static inline const char *
step_over(const char *p, const char *end, bool is_last)
{
    if (p == end) {
        return is_last ? end : NULL;
    }
    if (!is_last) {
        return *p == ',' ? p + 1 : NULL;
    }
    if (*p == '\n') {
        return p + 1;
    }
    return *p == '\r' && end - p >= 2 && p[1] == '\n' ? p + 2 : NULL;
}

static inline bool
is_missing(const char *text, size_t n)
{
    switch (n) {
    case 0:
        return true;
    case 1:
        return text[0] == '.';
    case 2:
        return text[0] == 'N' && text[1] == 'A';
    case 3:
        return memcmp(text, "NaN", 3) == 0;
    default:
        return false;
    }
}

static bool
note_lines(zi_scan *s, size_t n_lines)
{
    zi_line_shift *shift;
    uint32_t before = 0;

    if (n_lines == 0 || s->is_second) {
        return true;
    }
    if (s->n_shifts > 0) {
        before = s->shift[s->n_shifts - 1].n_lines;
        if (s->shift[s->n_shifts - 1].row == s->n_rows) {
            s->shift[s->n_shifts - 1].n_lines += (uint32_t) n_lines;
            return true;
        }
    }
    shift = zi_grow(s->shift, &s->shift_capacity, s->n_shifts + 1, sizeof *shift);
    if (!shift) {
        s->has_no_memory = true;
        return false;
    }
    s->shift = shift;
    shift[s->n_shifts++] = (zi_line_shift){ s->n_rows, before + (uint32_t) n_lines };
    return true;
}

static bool
is_good(const char *text, size_t n, bool is_quoted)
{
    return n <= ZI_CSV_MAX_FIELD_BYTES && zi_csv_control_at(text, n, is_quoted) == n
           && zi_utf8_is_valid(text, n);
}

/* The text of a field as it is stored; next: behind the field, at its separator. */
typedef struct field_text {
    const char *text, *next;
    size_t n;
} field_text;

static bool
take_unquoted(const zi_scan *s, const char *p, field_text *t)
{
    const char *stop = p + plain_length(p, s->end);
    bool is_ascii = true;

    while (stop < s->end && *stop != ',' && *stop != '\n' && *stop != '\r') {
        if (*stop == '"') {
            return false;
        }
        is_ascii = false; /* or a control character */
        stop++;
        stop += plain_length(stop, s->end);
    }
    *t = (field_text){ p, stop, (size_t) (stop - p) };
    return is_ascii ? t->n <= ZI_CSV_MAX_FIELD_BYTES : is_good(p, t->n, false);
}

static bool
take_quoted(zi_scan *s, const char *p, field_text *t)
{
    const char *begin = p + 1, *q = begin, *piece = begin;
    bool is_ascii = true;

    s->unquoted.length = 0;
    for (;; q++) {
        q += plain_length(q, s->end);
        if (q == s->end) {
            return false; /* never closed */
        }
        if (*q == '"') {
            if (s->end - q < 2 || q[1] != '"') {
                break;
            }
            q++; /* a doubled quote means one */
            zi_buffer_add(&s->unquoted, piece, (size_t) (q - piece));
            piece = q + 1;
        } else if (*q != ',') {
            is_ascii = false;
        }
    }
    *t = (field_text){ begin, q + 1, (size_t) (q - begin) };
    if (t->n > ZI_CSV_MAX_FIELD_BYTES
        || (!is_ascii
            && (!is_good(begin, t->n, true)
                || !note_lines(s, zi_scan_count_lines(begin, t->n))))) {
        return false;
    }
    if (piece > begin) {
        zi_buffer_add(&s->unquoted, piece, (size_t) (q - piece));
        t->text = s->unquoted.data;
        t->n = s->unquoted.length;
        s->has_no_memory = s->unquoted.failed;
    }
    return !s->has_no_memory;
}

bool
zi_scan_begin_text(zi_scan *s, zi_field *f)
{
    f->code = ZI_NEW(uint32_t, s->max_rows);
    f->codes = zi_codes_new();
    if (!f->code || !f->codes) {
        s->has_no_memory = true;
        return false;
    }
    memset(f->code, 0xFF, s->n_rows * sizeof *f->code); /* ZI_COLUMN_MISSING */
    f->kind = ZI_FIELD_TEXT;
    return true;
}

static inline bool
put_text(zi_scan *s, zi_field *f, const char *text, size_t n)
{
    uint32_t *code = &f->code[s->n_rows];

    if (is_missing(text, n)) {
        *code = UINT32_MAX; /* ZI_COLUMN_MISSING */
        f->n_missing++;
        return true;
    }
    if (!zi_codes_add(f->codes, text, n, code)) {
        s->has_no_memory = true;
        return false;
    }
    return true;
}

/* Stores what is no plain number in a column of numbers, so far. */
static bool
put_number(zi_scan *s, zi_field *f, const char *text, size_t n)
{
    double *value = &f->value[s->n_rows];

    if (is_missing(text, n)) {
        *value = NAN;
        f->n_missing++;
        return true;
    }
    if (zi_number_read(text, n, value)) {
        return true;
    }
    f->text_row = s->n_rows;
    if (f->n_missing == s->n_rows) {
        return zi_scan_begin_text(s, f) && put_text(s, f, text, n);
    }
    f->kind = ZI_FIELD_SKIPPED;
    f->is_late = true;
    return true;
}

/* The careful way. @return where the next field begins; NULL on failure. */
static const char *
any_field(zi_scan *s, zi_field *f, const char *p, bool is_last)
{
    field_text t = { NULL, NULL, 0 };
    const char *next;
    bool is_done = true;

    if (!(p < s->end && *p == '"' ? take_quoted(s, p, &t) : take_unquoted(s, p, &t))) {
        return NULL;
    }
    next = step_over(t.next, s->end, is_last);
    if (next && f->kind == ZI_FIELD_NUMBER) {
        is_done = put_number(s, f, t.text, t.n);
    } else if (next && f->kind == ZI_FIELD_TEXT) {
        is_done = put_text(s, f, t.text, t.n);
    }
    return is_done ? next : NULL;
}

static inline const char *
number_field(zi_scan *s, zi_field *f, const char *p, bool is_last)
{
    double *value = &f->value[s->n_rows];
    size_t n;

    /* One digit: every dummy variable. */
    if (s->end - p >= 2 && p[1] == (is_last ? '\n' : ',') && p[0] >= '0' && p[0] <= '9') {
        *value = p[0] - '0';
        return p + 2;
    }
    n = zi_number_begin(p, (size_t) (s->end - p), value);
    return n > 0 ? step_over(p + n, s->end, is_last) : NULL;
}

static inline const char *
text_field(zi_scan *s, zi_field *f, const char *p, bool is_last)
{
    const size_t n = plain_length(p, s->end);
    const char *next = step_over(p + n, s->end, is_last);

    if (!next || n > ZI_CSV_MAX_FIELD_BYTES) {
        return NULL;
    }
    return f->kind == ZI_FIELD_SKIPPED || put_text(s, f, p, n) ? next : NULL;
}

static bool
scan_row(zi_scan *s)
{
    const char *p = s->at;

    for (uint32_t i = 0; i < s->n_fields; i++) {
        zi_field *f = &s->field[i];
        const bool is_last = i + 1 == s->n_fields;
        const char *next = f->kind == ZI_FIELD_NUMBER ? number_field(s, f, p, is_last)
                                                      : text_field(s, f, p, is_last);
        if (!next && !s->has_no_memory) {
            next = any_field(s, f, p, is_last);
        }
        if (!next) {
            return false;
        }
        p = next;
    }
    s->at = p;
    return true;
}

bool
zi_scan_names(zi_scan *s)
{
    const bool is_second = s->is_second;
    bool is_done;

    s->is_second = true; /* these lines are no row's */
    is_done = scan_row(s);
    s->is_second = is_second;
    return is_done;
}

bool
zi_scan_rows(zi_scan *s)
{
    while (s->at < s->end) {
        if (s->n_rows == s->max_rows || !scan_row(s)) {
            return false;
        }
        s->n_rows++;
    }
    return true;
}
