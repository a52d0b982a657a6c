/* SPDX-License-Identifier: Apache-2.0 */
#include "cost/pick.h"

/* Rank of a year; 0 never. A row without a year fits all, but loses to one within five
 * years of the year asked for and beats one farther away. The earlier wins a tie. */
static uint64_t
rank_of_year(uint32_t row_year, uint32_t year)
{
    const uint32_t apart = row_year > year ? row_year - year : year - row_year;
    const uint32_t later = row_year > year;

    if (!row_year) {
        return 1U << 13;
    }
    if (apart > 2000) {
        return 1;
    }
    return (apart <= 5 ? 1U << 14 : 0) + 4096U - 2 * apart - later;
}

/* Of several kinds of goods that fit, the one that is harder to handle. */
static uint64_t
rank_of_cargo(uint32_t cargo)
{
    static const uint8_t rank[ZHOL_N_CARGOS] = {
        [ZHOL_CARGO_ANY] = 0,
        [ZHOL_CARGO_CONTAINER] = 1,
        [ZHOL_CARGO_BULK] = 2,
        [ZHOL_CARGO_REEFER] = 3,
        [ZHOL_CARGO_OVERSIZE] = 4,
        [ZHOL_CARGO_DANGEROUS] = 5,
    };
    return rank[cargo];
}

static bool
fits_word(uint32_t row_word, uint32_t bits)
{
    return !row_word || (bits >> row_word & 1U);
}

static bool
fits_regime(const zi_scene *scene, uint32_t regime)
{
    return !regime || regime == scene->regime || regime == ZHOL_REGIME_NORMAL;
}

/* 0: the row speaks of another gauge; 1: the other way round; 2: as asked. */
static uint64_t
rank_of_gauge(const zi_key *key, const zi_asked *asked)
{
    if (key->gauge_from_mm == asked->gauge_from_mm
        && key->gauge_to_mm == asked->gauge_to_mm) {
        return 2;
    }
    return key->gauge_from_mm == asked->gauge_to_mm
           && key->gauge_to_mm == asked->gauge_from_mm;
}

static bool
fits(const zi_scene *scene, const zi_key *key, const zi_asked *asked)
{
    return (!key->mode || key->mode == asked->mode)
           && fits_word(key->service_class, asked->classes)
           && (!key->line_class || key->line_class == asked->line_class)
           && fits_word(key->cargo, asked->cargos)
           && (!key->direction || key->direction == asked->direction)
           && fits_regime(scene, key->regime)
           && (!asked->is_of_carrier || key->carrier == asked->carrier)
           && (!asked->unit_rank || asked->unit_rank[key->unit])
           && rank_of_gauge(key, asked) && zi_scene_is_in(scene, asked->at, key->at)
           && zi_scene_is_in(scene, asked->other, key->other);
}

uint64_t
zi_pick_rank(const zi_scene *scene, const zi_key *key, const zi_asked *asked)
{
    if (!fits(scene, key, asked)) {
        return 0;
    }
    uint64_t rank = key->is_mine;
    rank = rank << 3 | key->at.kind;
    rank = rank << 3 | key->other.kind;
    rank = rank << 2 | rank_of_gauge(key, asked);
    rank = rank << 1 | (key->mode != 0);
    rank = rank << 1 | (key->service_class != 0);
    rank = rank << 1 | (key->line_class != 0);
    rank = rank << 3 | rank_of_cargo(key->cargo);
    rank = rank << 1 | (key->direction != 0);
    rank = rank << 2 | (!key->regime ? 0U : key->regime == scene->regime ? 2U : 1U);
    rank = rank << 4 | (asked->unit_rank ? asked->unit_rank[key->unit] : 0U);
    rank = rank << 16 | rank_of_year(key->year, scene->year);
    return rank;
}

/* The first of keys[lo .. hi - 1] whose order is at least `order`. */
static uint32_t
first_from(const zi_key *keys, uint32_t lo, uint32_t hi, uint64_t order)
{
    while (lo < hi) {
        const uint32_t mid = lo + (hi - lo) / 2;
        if (keys[mid].order < order) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo;
}

/* The reference that a scope of that kind must have to hold the place; groups have many.
 */
static uint32_t
ref_of(const zi_scene *scene, zhol_ref place, uint32_t kind)
{
    const zhol_place *p = &scene->book->places[place];

    switch (kind) {
    case ZHOL_SCOPE_PLACE:
        return place;
    case ZHOL_SCOPE_ECONOMY:
        return p->economy;
    case ZHOL_SCOPE_KIND:
        return p->kind;
    default:
        return 0;
    }
}

zhol_ref
zi_pick(const zi_scene *scene, zi_rows table, uint32_t subject, const zi_asked *asked)
{
    const zi_key *keys = scene->book->keys;
    const uint32_t end = scene->book->first[table][subject + 1];
    uint32_t i = scene->book->first[table][subject];
    const bool has_mine = i < end && keys[i].is_mine;

    /* The highest parts of the rank are the own row and the scope `at`, and the keys are
     * sorted by them: the first scope with a row that fits holds the answer. */
    for (uint32_t step = has_mine ? 0 : ZHOL_N_SCOPES; step < 2 * ZHOL_N_SCOPES; step++) {
        const uint32_t kind = ZHOL_N_SCOPES - 1 - step % ZHOL_N_SCOPES;
        const uint32_t is_mine = step < ZHOL_N_SCOPES;
        const bool is_group = kind == ZHOL_SCOPE_GROUP;
        const uint32_t ref = ref_of(scene, asked->at, kind);
        const uint64_t last = zi_key_order(is_mine, kind, is_group ? UINT32_MAX : ref);
        zhol_ref best = ZHOL_NO_ROW;
        uint64_t best_rank = 0;
        i = first_from(keys, i, end, zi_key_order(is_mine, kind, ref));
        for (; i < end && keys[i].order <= last; i++) {
            const uint64_t rank = zi_pick_rank(scene, &keys[i], asked);
            if (rank > best_rank) {
                best_rank = rank;
                best = keys[i].row;
            }
        }
        if (best != ZHOL_NO_ROW) {
            return best;
        }
    }
    return ZHOL_NO_ROW;
}

double
zi_pick_regime_factor(const zi_scene *scene, const zhol_procedure *p)
{
    if (p->regime == scene->regime) {
        return 1;
    }
    if (scene->regime == ZHOL_REGIME_CONGESTED) {
        return zi_book_parameter(scene->book, ZI_PARAM_REGIME_CONGESTED_FACTOR);
    }
    return scene->regime == ZHOL_REGIME_CRISIS
               ? zi_book_parameter(scene->book, ZI_PARAM_REGIME_CRISIS_FACTOR)
               : 1;
}
