/* SPDX-License-Identifier: Apache-2.0 */
#include "net/words.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#define X(name, word) word,
const char *const zi_mode_words[ZHOL_N_MODES] = { ZHOL_MODE_LIST(X) };
const char *const zi_place_kind_words[ZHOL_N_PLACE_KINDS] = { ZHOL_PLACE_KIND_LIST(X) };
const char *const zi_ocean_words[ZHOL_N_OCEANS] = { ZHOL_OCEAN_LIST(X) };
const char *const zi_line_class_words[ZHOL_N_LINE_CLASSES] = { ZHOL_LINE_CLASS_LIST(X) };
const char *const zi_state_words[ZHOL_N_STATES] = { ZHOL_STATE_LIST(X) };
const char *const zi_direction_words[ZHOL_N_DIRECTIONS] = { ZHOL_DIRECTION_LIST(X) };
const char *const zi_pass_kind_words[ZHOL_N_PASS_KINDS] = { ZHOL_PASS_KIND_LIST(X) };
const char *const zi_status_what_words[ZHOL_N_STATUS_WHATS] = { ZHOL_STATUS_WHAT_LIST(
    X) };
const char *const zi_what_words[ZHOL_N_WHATS] = { ZHOL_WHAT_LIST(X) };
const char *const zi_cargo_words[ZHOL_N_CARGOS] = { ZHOL_CARGO_LIST(X) };
const char *const zi_service_class_words[ZHOL_N_CLASSES] = { ZHOL_SERVICE_CLASS_LIST(X) };
const char *const zi_regime_words[ZHOL_N_REGIMES] = { ZHOL_REGIME_LIST(X) };
const char *const zi_unit_words[ZHOL_N_UNITS] = { ZHOL_UNIT_LIST(X) };
const char *const zi_scope_words[ZHOL_N_SCOPES] = { ZHOL_SCOPE_LIST(X) };
const char *const zi_grade_words[ZHOL_N_GRADES] = { ZHOL_GRADE_LIST(X) };
const char *const zi_region_words[ZHOL_N_REGIONS] = { ZHOL_REGION_LIST(X) };
#undef X

uint32_t
zi_word_value(const char *const *words, uint32_t n, const char *word)
{
    uint32_t i = 0;

    while (i < n && (!words[i] || strcmp(words[i], word) != 0)) {
        i++;
    }
    return i;
}

const char *
zhol_mode_word(uint32_t mode)
{
    assert(mode < ZHOL_N_MODES);
    return zi_mode_words[mode];
}

const char *
zhol_place_kind_word(uint32_t kind)
{
    assert(kind < ZHOL_N_PLACE_KINDS);
    return zi_place_kind_words[kind];
}

const char *
zhol_ocean_word(uint32_t ocean)
{
    assert(ocean < ZHOL_N_OCEANS);
    return zi_ocean_words[ocean];
}

const char *
zhol_what_word(uint32_t what)
{
    assert(what < ZHOL_N_WHATS);
    return zi_what_words[what];
}

const char *
zhol_service_class_word(uint32_t service_class)
{
    assert(service_class < ZHOL_N_CLASSES);
    return zi_service_class_words[service_class];
}

const char *
zhol_regime_word(uint32_t regime)
{
    assert(regime < ZHOL_N_REGIMES);
    return zi_regime_words[regime];
}

const char *
zhol_unit_word(uint32_t unit)
{
    assert(unit < ZHOL_N_UNITS);
    return zi_unit_words[unit];
}

const char *
zhol_grade_word(uint32_t grade)
{
    assert(grade < ZHOL_N_GRADES);
    return zi_grade_words[grade];
}
