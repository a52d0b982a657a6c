/* SPDX-License-Identifier: Apache-2.0 */
#include <zhol/goods.h>

#include <math.h>
#include <string.h>

#include "base/fail.h"

enum { MAX_UNITS = 10000 };

static const double max_mass_t = 1e6, max_value_usd = 1e12;

typedef struct unit_word {
    const char *word; /* lower case */
    zhol_packing packing;
} unit_word;

static const unit_word unit_words[] = {
    { "feu", ZHOL_PACK_FEU },
    { "teu", ZHOL_PACK_TEU },
    { "wagon", ZHOL_PACK_WAGON },
    { "truck", ZHOL_PACK_TRUCK },
};

void
zhol_consignment_defaults(zhol_consignment *c)
{
    memset(c, 0, sizeof *c);
    c->mass_t = 20;
    c->value_usd = ZHOL_NOT_GIVEN;
    c->packing = ZHOL_PACK_FEU;
    c->n_units = 1;
    c->n_drivers = 1;
}

/* 2, 4 or 6 digits, or nothing; the array need not end with a NUL to be looked at. */
static bool
is_hs(const char hs[8])
{
    size_t n = 0;

    while (n < 8 && hs[n] >= '0' && hs[n] <= '9') {
        n++;
    }
    return n <= 6 && n % 2 == 0 && hs[n] == '\0';
}

/* Not given is exactly the mark -1.0: no arithmetic made it, so == is right. */
static bool
is_value(double value_usd)
{
    return value_usd == ZHOL_NOT_GIVEN || (value_usd >= 0 && value_usd <= max_value_usd);
}

zhol_status
zhol_consignment_check(const zhol_consignment *c, zhol_error *err)
{
    if (!is_hs(c->hs)) {
        return zi_fail(err, ZHOL_USAGE,
            "goods '%.7s': write 2, 4 or 6 digits of the HS code", c->hs);
    }
    if (!(c->mass_t > 0 && c->mass_t <= max_mass_t)) {
        return zi_fail(err, ZHOL_USAGE, "mass %g t: must be more than 0 and at most %g t",
            c->mass_t, max_mass_t);
    }
    if (!is_value(c->value_usd)) {
        return zi_fail(err, ZHOL_USAGE, "value %g USD: must be between 0 and %g USD",
            c->value_usd, max_value_usd);
    }
    if ((uint32_t) c->packing > ZHOL_PACK_TRUCK) {
        return zi_fail(
            err, ZHOL_USAGE, "packing %d: there is no such unit", (int) c->packing);
    }
    if (c->n_units > MAX_UNITS) {
        return zi_fail(
            err, ZHOL_USAGE, "units %u: at most %d", (unsigned) c->n_units, MAX_UNITS);
    }
    if (c->n_drivers != 1 && c->n_drivers != 2) {
        return zi_fail(
            err, ZHOL_USAGE, "drivers %u: must be 1 or 2", (unsigned) c->n_drivers);
    }
    return ZHOL_OK;
}

static char
lower(char c)
{
    return (char) (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

static bool
is_same_word(const char *typed, const char *word)
{
    while (*typed != '\0' && lower(*typed) == *word) {
        typed++;
        word++;
    }
    return *typed == '\0' && *word == '\0';
}

zhol_status
zhol_consignment_read_units(zhol_consignment *c, const char *text, zhol_error *err)
{
    const char *word = text;
    uint32_t n = 0;

    while (*word >= '0' && *word <= '9' && n <= MAX_UNITS) {
        n = n * 10 + (uint32_t) (*word++ - '0');
    }
    if (word == text) {
        n = 1;
    }
    for (size_t i = 0; i < sizeof unit_words / sizeof unit_words[0]; i++) {
        if (is_same_word(word, unit_words[i].word) && n >= 1 && n <= MAX_UNITS) {
            c->packing = unit_words[i].packing;
            c->n_units = n;
            return ZHOL_OK;
        }
    }
    return zi_fail(err, ZHOL_USAGE,
        "units '%.40s': write a number from 1 to %d and FEU, TEU, wagon or truck, as "
        "1FEU",
        text, MAX_UNITS);
}
