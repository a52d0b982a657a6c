/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol trade simulate` as JSON (zhol.simulate/1) and CSV. */
#include "report/equilibrium.h"

#include <math.h>

#include "base/fail.h"
#include "report/trade.h"

static const char *const quantile_words[3] = { "p2_5", "p50", "p97_5" };

const char *
zi_solver_name(const zhol_simulation *s)
{
    return s->asked.solver == ZHOL_SOLVER_FIXED_POINT ? "fixed-point"
           : s->is_fallback                           ? "newton, then fixed-point"
                                                      : "newton";
}

uint32_t
zi_near_autarky(const zhol_simulation *s)
{
    uint32_t n = 0;

    for (uint32_t i = 0; i < s->n; i++) {
        n += fabs(log(s->economy[i].hat[ZHOL_HAT_PRODUCER])) > log(1e6);
    }
    return n;
}

static void
number(zi_json *j, const char *key, double x)
{
    zi_json_key(j, key);
    zi_json_number(j, x);
}

static void
write_data(zi_json *j, const zhol_simulation_view *v)
{
    static const char *const words[] = { "rows of the file", "gross output less exports",
        "a share of spending that is assumed" };

    if (v->flows->year > 0) {
        zi_json_count(j, "year", v->flows->year);
    }
    zi_json_count(j, "n_rows", v->flows->n_rows);
    zi_json_key(j, "domestic_trade");
    zi_json_begin_object_line(j);
    zi_json_word(j, "from", words[v->flows->n_domestic_made > 0 ? v->read->domestic : 0]);
    zi_json_count(j, "n_made", v->flows->n_domestic_made);
    if (v->flows->n_domestic_made > 0 && v->read->domestic == ZHOL_DOMESTIC_SHARE) {
        number(j, "share", v->read->domestic_share);
        zi_json_word(j, "grade", "D");
    }
    zi_json_end_object(j);
}

static void
write_coefficients(zi_json *j, const zhol_shock *shock)
{
    const uint32_t n = shock->n_coefficients;

    if (n == 0) {
        return;
    }
    zi_json_key(j, "coefficients");
    zi_json_begin_array(j);
    for (uint32_t k = 0; k < n; k++) {
        zi_json_begin_object_line(j);
        zi_json_word(j, "name", shock->names[k]);
        number(j, "estimate", shock->estimate[k]);
        if (shock->covariance) {
            number(j, "std_error", sqrt(shock->covariance[k * n + k]));
        }
        zi_json_end_object(j);
    }
    zi_json_end_array(j);
}

static void
write_three(zi_json *j, const char *key, const double *x)
{
    zi_json_key(j, key);
    zi_json_begin_array_line(j);
    for (int q = 0; q < 3; q++) {
        zi_json_number(j, x[q]);
    }
    zi_json_end_array(j);
}

static void
write_method(zi_json *j, const zhol_simulation *s)
{
    const zhol_simulate_options *o = &s->asked;

    number(j, "theta", o->theta);
    if (o->theta_std_error > 0) {
        number(j, "theta_std_error", o->theta_std_error);
    }
    number(j, "psi", o->psi);
    zi_json_word(j, "closure", zhol_closure_word(o->closure));
    zi_json_word(j, "numeraire", "world output");
    zi_json_word(j, "solver", zi_solver_name(s));
    number(j, "tol", o->tol);
    zi_json_count(j, "iterations", s->iterations);
    zi_json_count(j, "factorizations", s->factorizations);
    zi_json_count(j, "n_stops", s->n_stops);
    if (o->closure == ZHOL_CLOSURE_ZERO) {
        zi_json_count(j, "baseline_iterations", s->baseline_iterations);
    }
    number(j, "max_excess_demand", s->max_excess_demand);
    number(j, "max_own_excess_demand", s->max_own_excess_demand);
    number(j, "imbalance_scale", s->imbalance_scale);
    number(j, "largest_imbalance", s->largest_imbalance);
    zi_json_count(j, "n", s->n);
    zi_json_count(j, "n_changed_pairs", s->n_changed_pairs);
    zi_json_count(j, "n_near_autarky", zi_near_autarky(s));
}

static void
write_economy(zi_json *j, const zhol_simulation *s, uint32_t i)
{
    const zhol_economy_change *e = &s->economy[i];

    zi_json_begin_object_line(j);
    zi_json_word(j, "id", s->id[i]);
    for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
        number(j, zhol_hat_word((zhol_hat) h), e->hat[h]);
    }
    number(j, "output_share", e->output_share);
    if (s->n_draws > 0) {
        zi_json_key(j, "intervals");
        zi_json_begin_object_line(j);
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            write_three(j, zhol_hat_word((zhol_hat) h), e->interval[h]);
        }
        zi_json_end_object(j);
    }
    zi_json_end_object(j);
}

static void
write_json(const zhol_simulation *s, const zhol_simulation_view *v, zi_buffer *out)
{
    zi_json j = zi_json_to(out);

    zi_json_begin_object(&j);
    zi_json_word(&j, "schema", "zhol.simulate/1");
    write_method(&j, s);
    write_data(&j, v);
    if (v->network) {
        zi_simulation_network_json(v, &j);
    }
    write_coefficients(&j, v->shock);
    if (s->n_draws > 0) {
        zi_json_key(&j, "draws");
        zi_json_begin_object_line(&j);
        zi_json_count(&j, "n", s->n_draws);
        number(&j, "seed", (double) s->asked.seed);
        zi_json_count(&j, "n_fallbacks", s->n_fallback_draws);
        zi_json_count(&j, "n_without_equilibrium", s->n_failed_draws);
        zi_json_word(&j, "intervals", "P2.5, P50, P97.5");
        zi_json_end_object(&j);
    }
    number(&j, "world_real_income_hat", s->world_real_income_hat);
    if (s->n_draws > 0) {
        write_three(&j, "world_real_income_interval", s->world_interval);
    }
    zi_json_key(&j, "economies");
    zi_json_begin_array(&j);
    for (uint32_t i = 0; i < s->n; i++) {
        write_economy(&j, s, i);
    }
    zi_json_end_array(&j);
    zi_json_end_object(&j);
    zi_json_finish(&j);
}

static void
write_csv(const zhol_simulation *s, zi_buffer *out)
{
    zi_buffer_text(out, "id");
    for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
        zi_buffer_format(out, ",%s", zhol_hat_word((zhol_hat) h));
    }
    zi_buffer_text(out, ",output_share");
    for (uint32_t h = 0; h < ZHOL_N_HATS && s->n_draws > 0; h++) {
        for (int q = 0; q < 3; q++) {
            zi_buffer_format(
                out, ",%s_%s", zhol_hat_word((zhol_hat) h), quantile_words[q]);
        }
    }
    zi_buffer_text(out, "\n");
    for (uint32_t i = 0; i < s->n; i++) {
        const zhol_economy_change *e = &s->economy[i];
        zi_report_csv_text(out, s->id[i]);
        for (uint32_t h = 0; h < ZHOL_N_HATS; h++) {
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, e->hat[h]);
        }
        zi_buffer_text(out, ",");
        zi_report_csv_number(out, e->output_share);
        for (uint32_t k = 0; k < 3 * ZHOL_N_HATS && s->n_draws > 0; k++) {
            zi_buffer_text(out, ",");
            zi_report_csv_number(out, e->interval[k / 3][k % 3]);
        }
        zi_buffer_text(out, "\n");
    }
}

zhol_status
zhol_report_simulation(const zhol_simulation *simulation,
    const zhol_simulation_view *view, zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);

    if (view->format == ZHOL_FORMAT_JSON) {
        write_json(simulation, view, &text);
    } else if (view->format == ZHOL_FORMAT_CSV) {
        write_csv(simulation, &text);
    } else {
        zi_simulation_table(simulation, view, &text);
    }
    return zi_report_hand_over(&text, out, err);
}

zhol_status
zhol_report_simulated_trade(
    const zhol_simulation *simulation, zhol_buffer *out, zhol_error *err)
{
    zi_buffer text = zi_report_take_over(out);
    const size_t n = simulation->n;

    zi_buffer_text(&text, "exporter,importer,trade,trade_hat\n");
    for (size_t pair = 0; pair < n * n; pair++) {
        if (simulation->base[pair] > 0) {
            zi_report_csv_text(&text, simulation->id[pair / n]);
            zi_buffer_text(&text, ",");
            zi_report_csv_text(&text, simulation->id[pair % n]);
            zi_buffer_text(&text, ",");
            zi_report_csv_number(&text, simulation->trade[pair]);
            zi_buffer_text(&text, ",");
            zi_report_csv_number(&text, simulation->trade[pair] / simulation->base[pair]);
            zi_buffer_text(&text, "\n");
        }
    }
    return zi_report_hand_over(&text, out, err);
}
