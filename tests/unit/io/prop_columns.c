/* SPDX-License-Identifier: Apache-2.0 */
/* Random tables, whole and damaged, are read as zi_csv and strtod() read them. */
#include <stdbool.h>

#include "base/mem.h"
#include "base/text.h"
#include "columns_oracle.h"
#include "prop.h"

enum { MAX_ROWS = 40, MAX_FIELDS = 6 };

typedef enum habit { NUMBERS, WORDS, NUMBERS_THEN_WORDS, ANYTHING, N_HABITS } habit;

static void
add_number(prop *p, zi_buffer *out)
{
    static const char *const odd[] = { "0", "-0", "1", "-7", "007.50", "1e22", "-1.5E-7",
        "25.093540000000001", "9007199254740993", "0.1000000000000000055511151231257827",
        "1e-320", "12345678", "123456789012345678", "99999999.99999999", "1e308" };
    double x;

    switch (prop_below(p, 5)) {
    case 0:
        zi_buffer_text(out, odd[prop_below(p, sizeof odd / sizeof *odd)]);
        return;
    case 1:
        zi_buffer_format(out, "%u", prop_below(p, 10));
        return;
    case 2:
        zi_buffer_format(out, "%d", (int) prop_below(p, 2000000) - 1000000);
        return;
    default:
        x = (double) (int64_t) prop_u64(p) * 1e-16;
        zi_buffer_format(out, "%.*g", 1 + (int) prop_below(p, 17), x);
    }
}

static void
add_word(prop *p, zi_buffer *out)
{
    static const char *const words[] = { "ARG", "KAZ", "Côte d'Ivoire", "西", "a word",
        "+1", ".5", "-.25e1", "-.", "..5", ".e1", "5.", "1e", "1e999", "inf", "nan",
        "--1", "1 ", "-", "N", "NAN", "\"Korea, Rep.\"", "\"say \"\"hi\"\"\"",
        "\"two\nlines\"", "\"\r\n\"", "\"KAZ\"", "\"\"\"\"", "ABCDEFGH", "ABCDEFGHI",
        "a rather long word that two loads of 16 bytes do not hold" };
    const uint32_t n_words = sizeof words / sizeof *words;

    if (prop_below(p, 4) == 0) {
        zi_buffer_format(out, "w%u", prop_below(p, 1000));
    } else {
        zi_buffer_text(out, words[prop_below(p, n_words)]);
    }
}

static void
add_field(prop *p, habit h, bool is_late, zi_buffer *out)
{
    static const char *const missing[] = { "", "NA", "NaN", ".", "\"\"", "\"NA\"" };

    if (prop_below(p, 8) == 0) {
        zi_buffer_text(out, missing[prop_below(p, 6)]);
    } else if (h == WORDS || (h == NUMBERS_THEN_WORDS && is_late)
               || (h == ANYTHING && prop_below(p, 2))) {
        add_word(p, out);
    } else if (prop_below(p, 10) == 0) {
        zi_buffer_text(out, "\"");
        add_number(p, out);
        zi_buffer_text(out, "\"");
    } else {
        add_number(p, out);
    }
}

static void
make_table(prop *p, zi_buffer *out)
{
    static const char *const line_ends[] = { "\n", "\r\n" };
    const uint32_t n_rows = prop_below(p, MAX_ROWS), n_fields = 1 + prop_below(p, 6);
    const uint32_t late = prop_below(p, MAX_ROWS), line_end = prop_below(p, 2);
    habit habits[MAX_FIELDS];

    for (uint32_t k = 0; k < n_fields; k++) {
        habits[k] = (habit) prop_below(p, N_HABITS);
        zi_buffer_format(
            out, "%s%s%u%s", k ? "," : "", k == 3 ? "\"a\n" : "c", k, k == 3 ? "\"" : "");
    }
    zi_buffer_text(out, line_ends[line_end]);
    for (uint32_t i = 0; i < n_rows; i++) {
        for (uint32_t k = 0; k < n_fields; k++) {
            zi_buffer_text(out, k ? "," : "");
            add_field(p, habits[k], i >= late, out);
        }
        if (i + 1 < n_rows || prop_below(p, 2)) {
            zi_buffer_text(out, line_ends[line_end]);
        }
    }
}

static int
whole_tables_are_read_as_csv_and_libc_read_them(prop *p)
{
    const uint64_t wanted = prop_below(p, 2) ? UINT64_MAX : prop_u64(p);
    zi_buffer text = { 0 };
    bool ok;

    make_table(p, &text);
    ok = oracle_agrees(text.data, text.length, wanted);
    zi_buffer_free(&text);
    return ok && zi_mem_live() == 0;
}

static int
damaged_tables_are_refused_or_read_alike(prop *p)
{
    static const char bytes[] = "\",,\n\r\t\x7F\x80\xC2\x9B\xE8\xA5 .-e0NA";
    zi_buffer text = { 0 };
    bool ok = true;

    make_table(p, &text);
    for (uint32_t n = 1 + prop_below(p, 3); n > 0; n--) {
        const uint32_t at = prop_below(p, (uint32_t) text.length);
        text.data[at] = bytes[prop_below(p, sizeof bytes)]; /* also the NUL */
    }
    if (prop_below(p, 4) == 0) {
        text.length = prop_below(p, (uint32_t) text.length + 1);
    }
    ok = oracle_agrees(text.data, text.length, UINT64_MAX);
    zi_buffer_free(&text);
    return ok && zi_mem_live() == 0;
}

int
main(void)
{
    return !prop_holds(
               "whole_tables", 4000, whole_tables_are_read_as_csv_and_libc_read_them)
           + !prop_holds(
               "damaged_tables", 12000, damaged_tables_are_refused_or_read_alike);
}
