/* SPDX-License-Identifier: Apache-2.0 */
#include "report/claims.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/fail.h"
#include "base/mem.h"
#include "base/number.h"

const char *
zi_verdict_text(zi_verdict verdict)
{
    static const char *const texts[ZI_N_VERDICTS] = { "holds", "holds on this basis",
        "not found in open data", "not testable here" };
    return texts[verdict];
}

zhol_status
zi_check_complain(const zi_check_run *run, zhol_error *err, const char *format, ...)
{
    zhol_error words;
    va_list list;

    va_start(list, format);
    vsnprintf(words.message, sizeof words.message, format, list);
    va_end(list);
    return zi_fail(err, ZHOL_BAD_DATA, "checks, claim %s, step %u: %s",
        zhol_world_text(run->w, zhol_world_claims(run->w, NULL)[run->check->claim].id),
        run->check->step, words.message);
}

void
zi_finding_rests_on(
    zi_finding *f, const char *table, uint32_t row, const zhol_origin *origin)
{
    f->table = table;
    f->row = row;
    f->grade = origin->grade;
    f->source = origin->source;
}

zhol_status
zi_check_economies(const zi_check_run *run, uint32_t argument, uint32_t date,
    uint8_t *members, zhol_error *err)
{
    char list[ZI_CHECK_MAX_ARGUMENT];
    char *rest = NULL;
    uint32_t n;

    (void) zhol_world_economies(run->w, &n);
    memset(members, 0, n);
    snprintf(list, sizeof list, "%s", run->argument[argument]);
    for (char *item = strtok_r(list, "+", &rest); item;
         item = strtok_r(NULL, "+", &rest)) {
        zhol_scope scope;
        zhol_error why = { "" };
        const zhol_status status = zhol_world_find_scope(run->w, item, &scope, &why);
        if (status == ZHOL_LIMIT) {
            return zi_fail(err, status, "%s", why.message);
        }
        if (status != ZHOL_OK
            || (scope.kind != ZHOL_SCOPE_ECONOMY && scope.kind != ZHOL_SCOPE_GROUP)) {
            return zi_check_complain(run, err, "'%s' is no economy or group", item);
        }
        for (uint32_t e = 0; e < n; e++) {
            if (scope.kind == ZHOL_SCOPE_ECONOMY
                    ? e == scope.ref
                    : zhol_world_is_member(run->w, scope.ref, e, date)) {
                members[e] = 1;
            }
        }
    }
    return ZHOL_OK;
}

zhol_status
zi_check_year(const zi_check_run *run, uint32_t argument, uint32_t *year, zhol_error *err)
{
    const char *text = run->argument[argument];

    if (strcmp(text, "present") == 0) {
        *year = zhol_world_data_year(run->w);
        return ZHOL_OK;
    }
    if (!zi_number_read_u32(text, strlen(text), year) || *year < 1900 || *year > 2100) {
        return zi_check_complain(run, err, "'%s' is no year: 1990 or present", text);
    }
    return ZHOL_OK;
}

zhol_status
zi_check_date(const zi_check_run *run, uint32_t argument, uint32_t *date, zhol_error *err)
{
    const char *text = run->argument[argument];

    return zi_date_read(text, strlen(text), date)
               ? ZHOL_OK
               : zi_check_complain(run, err, "'%s' is no day: YYYY-MM-DD", text);
}

zhol_status
zi_check_number(
    const zi_check_run *run, uint32_t argument, double *number, zhol_error *err)
{
    const char *text = run->argument[argument];

    return zi_number_read(text, strlen(text), number)
               ? ZHOL_OK
               : zi_check_complain(run, err, "'%s' is no number", text);
}

static const zi_computation *
find_computation(const char *name)
{
    const struct {
        const zi_computation *list;
        uint32_t n;
    } lists[] = { { zi_claims_on_figures, zi_claims_n_on_figures },
        { zi_claims_on_trade, zi_claims_n_on_trade },
        { zi_claims_on_network, zi_claims_n_on_network },
        { zi_claims_on_reach, zi_claims_n_on_reach },
        { zi_claims_on_papers, zi_claims_n_on_papers } };

    for (size_t k = 0; k < sizeof lists / sizeof lists[0]; k++) {
        for (uint32_t i = 0; i < lists[k].n; i++) {
            if (strcmp(lists[k].list[i].name, name) == 0) {
                return &lists[k].list[i];
            }
        }
    }
    return NULL;
}

static zhol_status
split_arguments(zi_check_run *run, zhol_error *err)
{
    const char *item = zhol_world_text(run->w, run->check->arguments);

    while (*item) {
        const size_t n = strcspn(item, ";");
        if (run->n_arguments == ZI_CHECK_MAX_ARGUMENTS || n >= ZI_CHECK_MAX_ARGUMENT) {
            return zi_check_complain(run, err, "too many or too long arguments");
        }
        memcpy(run->argument[run->n_arguments], item, n);
        run->argument[run->n_arguments++][n] = '\0';
        item += n + (item[n] == ';');
    }
    return ZHOL_OK;
}

static zhol_status
run_check(const zhol_world *w, zi_claims_cache *cache, const zhol_check *check,
    zi_checked *out, zhol_error *err)
{
    zi_check_run run = { .w = w, .cache = cache, .check = check };
    const char *name = zhol_world_text(w, check->compute);
    const zi_computation *computation = find_computation(name);
    zi_finding *f = &out->finding;
    zhol_error why = { "" };
    zhol_status status;

    out->check = check;
    if (!computation) {
        return zi_check_complain(&run, err, "there is no computation '%s'", name);
    }
    status = split_arguments(&run, err);
    if (status == ZHOL_OK
        && (run.n_arguments < computation->n_least
            || run.n_arguments > computation->n_most)) {
        status = zi_check_complain(
            &run, err, "%s needs the arguments %s", name, computation->arguments);
    }
    if (status == ZHOL_OK) {
        status = computation->run(&run, f, &why);
        if (status == ZHOL_USAGE) { /* a name in the arguments: the table is wrong */
            status = zi_check_complain(&run, err, "%s", why.message);
        } else if (status != ZHOL_OK && err) {
            *err = why;
        }
    }
    if (status == ZHOL_OK && f->is_known && !(f->value - f->value == 0)) {
        status = zi_fail(err, ZHOL_INTERNAL, "%s gave no finite number", name);
    }
    if (status == ZHOL_OK) {
        status = zi_buffer_status(&f->text, err);
    }
    if (status == ZHOL_OK) {
        status = zi_buffer_status(&f->command, err);
    }
    out->is_bounded = check->lo >= 0 || check->hi >= 0;
    out->is_within = out->is_bounded && f->is_known
                     && (check->lo < 0 || f->value >= check->lo)
                     && (check->hi < 0 || f->value <= check->hi);
    return status;
}

/* All bounded figures within their bounds: holds; some of them: on this basis. */
static zi_verdict
verdict_of(const zi_claimed *c)
{
    uint32_t n_bounded = 0, n_within = 0;

    for (uint32_t i = 0; i < c->n_checks; i++) {
        n_bounded += c->checks[i].is_bounded;
        n_within += c->checks[i].is_within;
    }
    if (n_bounded == 0) {
        return ZI_VERDICT_NOT_TESTABLE;
    }
    return n_within == 0           ? ZI_VERDICT_NOT_FOUND
           : n_within == n_bounded ? ZI_VERDICT_HOLDS
                                   : ZI_VERDICT_HOLDS_ON_THIS_BASIS;
}

static int
compare_checks(const void *a, const void *b)
{
    const zi_checked *x = a, *y = b;
    return (x->check->step > y->check->step) - (x->check->step < y->check->step);
}

static int
compare_claims(const void *a, const void *b)
{
    const zi_claimed *x = a, *y = b;
    return (x->claim->number > y->claim->number) - (x->claim->number < y->claim->number);
}

static zhol_status
run_claim(const zhol_world *w, zi_claims_cache *cache, zhol_ref row, zi_claimed *out,
    zhol_error *err)
{
    uint32_t n;
    const zhol_check *checks = zhol_world_checks(w, &n);
    zhol_status status = ZHOL_OK;

    out->claim = &zhol_world_claims(w, NULL)[row];
    out->checks = ZI_NEW(zi_checked, (size_t) n + 1);
    if (!out->checks) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the checks");
    }
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        if (checks[i].claim == row) {
            status = run_check(w, cache, &checks[i], &out->checks[out->n_checks++], err);
        }
    }
    qsort(out->checks, out->n_checks, sizeof *out->checks, compare_checks);
    out->verdict = verdict_of(out);
    return status;
}

static uint32_t
last_number(const zhol_claim *claims, uint32_t n)
{
    uint32_t last = 0;

    for (uint32_t i = 0; i < n; i++) {
        last = claims[i].number > last ? claims[i].number : last;
    }
    return last;
}

zhol_status
zi_claims_run(const zhol_world *w, uint32_t number, zi_claimed **out, uint32_t *n_out,
    zhol_error *err)
{
    uint32_t n, n_done = 0;
    const zhol_claim *claims = zhol_world_claims(w, &n);
    zi_claimed *list = ZI_NEW(zi_claimed, (size_t) n + 1);
    zi_claims_cache *cache = NULL;
    zhol_status status;

    *out = NULL;
    *n_out = 0;
    if (!list) {
        return zi_fail(err, ZHOL_LIMIT, "no memory for the claims");
    }
    status = zi_claims_cache_new(w, &cache, err);
    for (uint32_t i = 0; i < n && status == ZHOL_OK; i++) {
        if (number == 0 || claims[i].number == number) {
            status = run_claim(w, cache, i, &list[n_done++], err);
        }
    }
    zi_claims_cache_free(cache);
    if (status == ZHOL_OK && n == 0) {
        status = zi_fail(err, ZHOL_NONE, "the table of claims is empty");
    } else if (status == ZHOL_OK && n_done == 0) {
        status = zi_fail(err, ZHOL_USAGE,
            "there is no claim %u: the numbers are 1 to %u (`zhol claims` lists them)",
            number, last_number(claims, n));
    }
    if (status != ZHOL_OK) {
        zi_claims_free(list, n_done);
        return status;
    }
    qsort(list, n_done, sizeof *list, compare_claims);
    *out = list;
    *n_out = n_done;
    return ZHOL_OK;
}

void
zi_claims_free(zi_claimed *claims, uint32_t n)
{
    for (uint32_t i = 0; claims && i < n; i++) {
        for (uint32_t k = 0; k < claims[i].n_checks; k++) {
            zi_buffer_free(&claims[i].checks[k].finding.text);
            zi_buffer_free(&claims[i].checks[k].finding.command);
        }
        zi_free(claims[i].checks);
    }
    zi_free(claims);
}
