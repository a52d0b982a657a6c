/* SPDX-License-Identifier: Apache-2.0 */
/** @file words.h  The words of the tables as lists, for readers and checkers.
 *
 * Each list has one word for each value of its enum (<zhol/net.h>), at the value's place.
 */
#ifndef ZI_NET_WORDS_H
#define ZI_NET_WORDS_H

#include <zhol/facts.h>

extern const char *const zi_mode_words[ZHOL_N_MODES];
extern const char *const zi_place_kind_words[ZHOL_N_PLACE_KINDS];
extern const char *const zi_ocean_words[ZHOL_N_OCEANS];
extern const char *const zi_line_class_words[ZHOL_N_LINE_CLASSES];
extern const char *const zi_state_words[ZHOL_N_STATES];
extern const char *const zi_direction_words[ZHOL_N_DIRECTIONS];
extern const char *const zi_pass_kind_words[ZHOL_N_PASS_KINDS];
extern const char *const zi_status_what_words[ZHOL_N_STATUS_WHATS];
extern const char *const zi_what_words[ZHOL_N_WHATS];
extern const char *const zi_cargo_words[ZHOL_N_CARGOS];
extern const char *const zi_service_class_words[ZHOL_N_CLASSES];
extern const char *const zi_regime_words[ZHOL_N_REGIMES];
extern const char *const zi_unit_words[ZHOL_N_UNITS];
extern const char *const zi_scope_words[ZHOL_N_SCOPES]; /**< beginnings: "kind:" */
extern const char *const zi_grade_words[ZHOL_N_GRADES];
extern const char *const zi_region_words[ZHOL_N_REGIONS];
extern const char *const zi_flow_words[ZHOL_N_FLOWS];
extern const char *const zi_stage_words[ZHOL_N_STAGES];
extern const char *const zi_agreement_kind_words[ZHOL_N_AGREEMENT_KINDS];
extern const char *const zi_issued_words[ZHOL_N_ISSUEDS];
extern const char *const zi_customs_words[ZHOL_N_CUSTOMS];
extern const char *const zi_truth_words[ZHOL_N_TRUTHS];
extern const char *const zi_temperature_words[ZHOL_N_TEMPERATURES];
extern const char *const zi_rule_effect_words[ZHOL_N_RULE_EFFECTS];
extern const char *const zi_project_kind_words[ZHOL_N_PROJECT_KINDS];
extern const char *const zi_project_state_words[ZHOL_N_PROJECT_STATES];
extern const char *const zi_change_words[ZHOL_N_CHANGES];

/** The value of a word among @p n words, or @p n. */
uint32_t zi_word_value(const char *const *words, uint32_t n, const char *word);

#endif
