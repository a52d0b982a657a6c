/* SPDX-License-Identifier: Apache-2.0 */
/* The smallest whole program: cc route.c $(pkg-config --cflags --libs zhol) && ./a.out
 * world.zhol Almaty Lianyungang */
#include <stdio.h>
#include <zhol/route.h>

int
main(int argc, char **argv)
{
    zhol_world *world = NULL;
    zhol_router *router = NULL;
    zhol_routes *routes = NULL;
    zhol_end from, to;
    zhol_consignment goods;
    zhol_route_options options;
    zhol_error err = { "usage: route WORLD FROM TO" };
    zhol_status status = ZHOL_USAGE;

    zhol_consignment_defaults(&goods);
    zhol_route_defaults(&options);
    if (argc != 4 || (status = zhol_world_open(argv[1], NULL, &world, &err)) != ZHOL_OK
        || (status = zhol_end_read(world, argv[2], &from, &err)) != ZHOL_OK
        || (status = zhol_end_read(world, argv[3], &to, &err)) != ZHOL_OK
        || (status = zhol_router_new(world, &router, &err)) != ZHOL_OK
        || (status =
                   zhol_router_find(router, &from, &to, &goods, &options, &routes, &err))
               != ZHOL_OK) {
        fprintf(stderr, "%s\n", err.message);
    } else {
        for (uint32_t i = 0; i < routes->n_alternatives; i++) {
            const zhol_alternative *way = &routes->alternatives[i];
            printf("%.0f km, %.1f days (P50), %.0f USD, %.0f kg CO2e\n", way->length_km,
                way->time_p50_h / 24, way->cost_usd, way->co2e_wtw_kg);
        }
    }
    zhol_routes_free(routes);
    zhol_router_free(router);
    zhol_world_free(world);
    return (int) status;
}
