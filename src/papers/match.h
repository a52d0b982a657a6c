/* SPDX-License-Identifier: Apache-2.0 */
/** @file match.h  Does a rule apply? Conditions that are true, false or unknown. */
#ifndef ZI_PAPERS_MATCH_H
#define ZI_PAPERS_MATCH_H

#include <zhol/papers.h>

/** Three-valued truth; `open` has the bits ZHOL_FACT_ that made it unknown. */
typedef struct zi_answer {
    zhol_truth truth;
    uint32_t open;
} zi_answer;

/** Is the rule in force on that day? */
bool zi_rule_is_in_force(const zhol_rule *r, uint32_t date);

/** Is it about goods from this economy to that one? `*` beside a group means outside of
 * the group, so that a rule on imports of a union does not bind its members' trade. */
bool zi_rule_is_between(
    const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r);

/** Its conditions on the goods. Of a `restrict_to` region, register and wood are no
 * conditions but what is allowed: zi_rule_allows(). */
zi_answer zi_rule_covers(
    const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r);

/** Does a `restrict_to` let these goods in, by region, register and wood? */
zi_answer zi_rule_allows(
    const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r);

/** Does it look at this crossing: entry of the destination, exit of the origin, entry of
 * an economy in between? @p is_any_seen: a rule of regime `any` looks at every crossing
 * (documents), not only at the entry (bars). */
bool zi_rule_sees(const zhol_world *w, const zhol_papers_query *q, const zhol_rule *r,
    const zhol_crossing *c, bool is_any_seen);

/** Is the crossing of its mode and one of its borders? True without such columns. */
bool zi_rule_fits(const zhol_world *w, const zhol_rule *r, const zhol_crossing *c);

/** The rule with the id that begins a list ("a;b"), ZHOL_NO_ROW if there is none; moves
 * @p list behind it. */
zhol_ref zi_rule_next(const zhol_world *w, const char **list);

#endif
