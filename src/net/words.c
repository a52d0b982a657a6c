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
const char *const zi_flow_words[ZHOL_N_FLOWS] = { ZHOL_FLOW_LIST(X) };
const char *const zi_stage_words[ZHOL_N_STAGES] = { ZHOL_STAGE_LIST(X) };
const char *const zi_agreement_kind_words[ZHOL_N_AGREEMENT_KINDS] = {
    ZHOL_AGREEMENT_KIND_LIST(X)
};
const char *const zi_issued_words[ZHOL_N_ISSUEDS] = { ZHOL_ISSUED_LIST(X) };
const char *const zi_customs_words[ZHOL_N_CUSTOMS] = { ZHOL_CUSTOMS_LIST(X) };
const char *const zi_truth_words[ZHOL_N_TRUTHS] = { ZHOL_TRUTH_LIST(X) };
const char *const zi_temperature_words[ZHOL_N_TEMPERATURES] = { ZHOL_TEMPERATURE_LIST(
    X) };
const char *const zi_rule_effect_words[ZHOL_N_RULE_EFFECTS] = { ZHOL_EFFECT_LIST(X) };
const char *const zi_project_kind_words[ZHOL_N_PROJECT_KINDS] = { ZHOL_PROJECT_KIND_LIST(
    X) };
const char *const zi_project_state_words[ZHOL_N_PROJECT_STATES] = {
    ZHOL_PROJECT_STATE_LIST(X)
};
const char *const zi_change_words[ZHOL_N_CHANGES] = { ZHOL_CHANGE_LIST(X) };
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

const char *
zhol_flow_word(uint32_t flow)
{
    assert(flow < ZHOL_N_FLOWS);
    return zi_flow_words[flow];
}

const char *
zhol_stage_word(uint32_t stage)
{
    assert(stage < ZHOL_N_STAGES);
    return zi_stage_words[stage];
}

const char *
zhol_agreement_kind_word(uint32_t agreement_kind)
{
    assert(agreement_kind < ZHOL_N_AGREEMENT_KINDS);
    return zi_agreement_kind_words[agreement_kind];
}

const char *
zhol_issued_word(uint32_t issued)
{
    assert(issued < ZHOL_N_ISSUEDS);
    return zi_issued_words[issued];
}

const char *
zhol_customs_word(uint32_t customs)
{
    assert(customs < ZHOL_N_CUSTOMS);
    return zi_customs_words[customs];
}

const char *
zhol_temperature_word(uint32_t temperature)
{
    assert(temperature < ZHOL_N_TEMPERATURES);
    return zi_temperature_words[temperature];
}

const char *
zhol_rule_effect_word(uint32_t rule_effect)
{
    assert(rule_effect < ZHOL_N_RULE_EFFECTS);
    return zi_rule_effect_words[rule_effect];
}

const char *
zhol_project_kind_word(uint32_t project_kind)
{
    assert(project_kind < ZHOL_N_PROJECT_KINDS);
    return zi_project_kind_words[project_kind];
}

const char *
zhol_project_state_word(uint32_t project_state)
{
    assert(project_state < ZHOL_N_PROJECT_STATES);
    return zi_project_state_words[project_state];
}

const char *
zhol_change_word(uint32_t change)
{
    assert(change < ZHOL_N_CHANGES);
    return zi_change_words[change];
}

const char *
zhol_region_word(uint32_t region)
{
    assert(region < ZHOL_N_REGIONS);
    return zi_region_words[region];
}
