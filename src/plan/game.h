/* SPDX-License-Identifier: Apache-2.0 */
/** @file game.h  Cooperative games of few players: v[mask], v[0] = 0. Knows no freight.
 *
 * Sources: Shapley, A value for n-person games (1953); Grabisch and Roubens, An axiomatic
 * approach to the concept of interaction among players (1999); Harsanyi, A simplified
 * bargaining model for the n-person cooperative game (1963).
 */
#ifndef ZI_PLAN_GAME_H
#define ZI_PLAN_GAME_H

#include <stdint.h>

enum { ZI_GAME_MAX_PLAYERS = 16 };

/** The average of what player i adds over all orders of the n players. O(2^n). */
double zi_game_shapley(const double *v, uint32_t n, uint32_t i);

/** The Shapley interaction index of two players: the average over subsets T of the
 * others, with weights t! (n-t-2)! / (n-1)!, of v(Tij) - v(Ti) - v(Tj) + v(T). O(2^n). */
double zi_game_interaction(const double *v, uint32_t n, uint32_t i, uint32_t j);

/** Harsanyi's dividends: d[S] = sum over T in S of (-1)^(|S|-|T|) v[T]; sums of d over
 * the subsets of S give v[S] back. @p d has 2^n elements. O(n 2^n). */
void zi_game_dividends(const double *v, uint32_t n, double *d);

/** v(a and b) - v(a) - v(b) + v(none). */
double zi_game_synergy(const double *v, uint32_t a, uint32_t b);

#endif
