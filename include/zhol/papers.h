/* SPDX-License-Identifier: Apache-2.0 */
/** @file papers.h  What states ask of a shipment: barred crossings, documents, questions.
 *
 * Rules are rows (docs/tables.md); a condition of a rule is true, false or unknown, and
 * what is unknown becomes a question, never a guess (three-valued logic of Kleene).
 * Nothing here says "cleared": an answer tells which rules the tables know.
 *
 * zhol_papers and zhol_papers_way are *results*: owned by the caller, immutable, shared
 * by any number of threads; they borrow the world, which must outlive them.
 */
#ifndef ZHOL_PAPERS_H
#define ZHOL_PAPERS_H

#include <zhol/facts.h>
#include <zhol/goods.h>
#include <zhol/world.h>

/** What is known of a consignment beside goods.h; the zeroed struct knows nothing. */
typedef struct zhol_known {
    const char
        *origin_region; /**< as rules name it, "other": none of them; NULL: unknown */
    uint32_t establishment_registered, wood_packaging; /**< zhol_truth */
    uint32_t temperature;                              /**< zhol_temperature */
} zhol_known;

/** Facts that rules ask for; bits of zhol_paper_question.unknown. */
enum {
    ZHOL_FACT_HS = 1, /**< a longer HS code would tell */
    ZHOL_FACT_REGION = 2,
    ZHOL_FACT_REGISTERED = 4,
    ZHOL_FACT_WOOD = 8,
    ZHOL_FACT_TEMPERATURE = 16,
    ZHOL_FACT_VALUE = 32
};

typedef struct zhol_papers_query {
    zhol_ref from, to; /**< economies of origin and destination */
    zhol_consignment consignment;
    zhol_known known; /**< the text in it is borrowed by the result */
    uint32_t date;    /**< yyyymmdd: the rules in force on that day */
} zhol_papers_query;

typedef struct zhol_paper_question {
    zhol_ref rule;
    uint32_t unknown; /**< bits ZHOL_FACT_ that are open */
    uint32_t may_bar; /**< 1: an answer may bar crossings; 0: it may ask for a document */
} zhol_paper_question;

/** What the rules say of these goods between two economies, whatever the way. */
typedef struct zhol_papers {
    const zhol_world *world; /**< borrowed */
    zhol_papers_query query;
    zhol_bar *bars; /**< for zhol_scenario.bars; by rule, link, direction */
    uint32_t n_bars;
    zhol_ref *refusals; /**< rules that bar every entry (or exit) they look at */
    uint32_t n_refusals;
    zhol_paper_question *questions; /**< of rules that may bar; in the order of rules */
    uint32_t n_questions;
    uint32_t n_in_force;        /**< rules in force on that day, of all goods */
    uint32_t first_known_date;  /**< of the rules about these goods; 0: none is dated */
    uint32_t oldest_checked_on; /**< of the rules about these goods; 0: there are none */
} zhol_papers;

/** Evaluates the rules for goods between two economies.
 *
 * `forbid` with all conditions true bars the crossings that fit its mode, borders and
 * via; `restrict_to` bars those that do not fit; other effects never bar. An unknown
 * condition bars nothing and is a question. Without an HS code, rules about named goods
 * are not looked at.
 * @return ZHOL_OK; ZHOL_USAGE (an economy, date or region that does not exist: the
 *         message offers the nearest); ZHOL_LIMIT.  O(rules x links).
 */
ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_papers_new(const zhol_world *w,
    const zhol_papers_query *query, zhol_papers **out, zhol_error *err);
ZHOL_API void zhol_papers_free(zhol_papers *papers); /**< NULL is allowed */

/** A link taken from one economy (or the sea) to another. */
typedef struct zhol_crossing {
    zhol_ref from, to; /**< places */
    zhol_ref link;
    uint32_t is_backward; /**< 1: from the link's `to` to its `from` */
    uint32_t mode;        /**< zhol_mode */
} zhol_crossing;

typedef struct zhol_paper_line {
    zhol_ref rule;
    zhol_ref instead_of; /**< of alternative_of: the rule it can stand in for */
    zhol_ref crossing;   /**< number of the crossing where it is due; ZHOL_NO_ROW: none */
} zhol_paper_line;

/** What the rules ask on one way. */
typedef struct zhol_papers_way {
    const zhol_papers *papers; /**< borrowed */
    zhol_crossing *crossings;
    uint32_t n_crossings;
    zhol_paper_line *documents; /**< effect require */
    uint32_t n_documents;
    zhol_paper_line *alternatives;
    uint32_t n_alternatives;
    zhol_paper_line *inspections;
    uint32_t n_inspections;
    zhol_paper_line *fees;
    uint32_t n_fees;
    zhol_paper_line *barred; /**< crossings of this way that a rule bars */
    uint32_t n_barred;
    zhol_paper_question *questions; /**< all that may change this way's papers */
    uint32_t n_questions;
    double lead_p50_days; /**< longest chain of documents over depends_on */
    double lead_p90_days; /**< longest chain of P90s: an upper estimate of the P90 */
    zhol_ref *chain;      /**< rules of the P50 chain, the first to be asked for first */
    uint32_t n_chain;
    uint32_t n_without_lead; /**< documents whose lead time the tables do not know */
    zhol_ref *sanctions;     /**< rules of sanctions in force that look at this way */
    uint32_t n_sanctions;
} zhol_papers_way;

ZHOL_API ZHOL_MUST_CHECK zhol_status zhol_papers_way_new(const zhol_papers *papers,
    const zhol_crossing *crossings, uint32_t n_crossings, zhol_papers_way **out,
    zhol_error *err);
ZHOL_API void zhol_papers_way_free(zhol_papers_way *way); /**< NULL is allowed */

/** Is this rule one of sanctions? Its id begins with "sanction_", or its agreement's
 * title or note speaks of sanctions. */
ZHOL_API bool zhol_rule_is_sanction(const zhol_world *w, zhol_ref rule);

#endif
