/* SPDX-License-Identifier: Apache-2.0 */
/* Published indices of Kazakhstan, exports of 226 economies in 785 products (SITC, mean
 * of 1998 to 2000). Without the file, which is not ours to give, the test is skipped. */
#include <math.h>
#include <stdio.h>
#include <unistd.h>
#include <zhol/indices.h>

#define FILE_OF_ALL "../shared/inputs/trade/world_trade_avg_1998_2000.csv.gz"

enum { SKIPPED = 77 };

static int
is_published(const char *what, double x, double published, double within)
{
    if (fabs(x - published) <= within) {
        return 1;
    }
    fprintf(stderr, "%s is %.17g, published is %.17g\n", what, x, published);
    return 0;
}

/* To every digit that is printed: half a unit of the last one. */
static int
are_published(const zhol_cube *cube, const zhol_complexity *c, uint32_t kaz, uint32_t chn)
{
    zhol_indices *x = NULL;
    int is_right = 0;

    if (zhol_indices_of(cube, c, kaz, &x, NULL) == ZHOL_OK) {
        is_right = is_published("HHI", x->exports.hhi, 0.059122826172072, 5e-16)
                   && is_published("Theil", x->theil_all, 2.95532391466537, 6e-15)
                   && is_published("ECI", x->eci, -1.189213, 5e-7)
                   && is_published("Finger-Kreinin", zhol_similarity(cube, kaz, chn),
                       0.204113082915839, 5e-16);
    }
    zhol_indices_free(x);
    return is_right;
}

int
main(void)
{
    const zhol_cube_options o = { FILE_OF_ALL, NULL, 0, NULL };
    zhol_index_options options;
    zhol_cube *cube = NULL;
    zhol_complexity *c = NULL;
    uint32_t kaz = 0, chn = 0;
    int is_right = 0;

    if (access(FILE_OF_ALL, R_OK) != 0) {
        fprintf(stderr, "%s is not here: skipped\n", FILE_OF_ALL);
        return SKIPPED;
    }
    zhol_index_options_defaults(&options);
    if (zhol_cube_read(&o, &cube, NULL) == ZHOL_OK
        && zhol_complexity_of(cube, &options, &c, NULL) == ZHOL_OK
        && zhol_cube_find(cube, "KAZ", &kaz, NULL) == ZHOL_OK
        && zhol_cube_find(cube, "CHN", &chn, NULL) == ZHOL_OK) {
        is_right = cube->n_economies == 226 && cube->n_products == 785
                   && are_published(cube, c, kaz, chn);
    }
    zhol_complexity_free(c);
    zhol_cube_free(cube);
    return !is_right;
}
