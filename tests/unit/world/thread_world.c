/* SPDX-License-Identifier: Apache-2.0 */
/* Threads look things up in one world: the preset tsan watches them. */
#include <pthread.h>
#include <stddef.h>

#include "tables.h"

enum { N_THREADS = 4, N_ROUNDS = 50 };

/* Returns NULL, or the world if anything went wrong. */
static void *
look(void *shared)
{
    const zhol_world *w = shared;
    int n_wrong = 0;

    for (int i = 0; i < N_ROUNDS && n_wrong == 0; i++) {
        zhol_ref place = ZHOL_NO_ROW;
        zhol_scope scope;
        zhol_match match[3];
        n_wrong += zhol_world_find_place(w, "Алматы", &place, NULL) != ZHOL_OK;
        n_wrong += zhol_world_find_scope(w, "EAEU", &scope, NULL) != ZHOL_OK;
        n_wrong += zhol_world_find_places(w, "khorgos", match, 3) != 2;
        n_wrong += n_wrong > 0 || !zhol_world_is_in(w, place, scope, 20230101);
    }
    return n_wrong > 0 ? shared : NULL;
}

int
main(void)
{
    pthread_t thread[N_THREADS];
    zhol_world *w = tiny_world();
    int n_wrong = 0;

    for (int i = 0; i < N_THREADS; i++) {
        if (pthread_create(&thread[i], NULL, look, w) != 0) {
            return 1;
        }
    }
    for (int i = 0; i < N_THREADS; i++) {
        void *wrong = NULL;
        pthread_join(thread[i], &wrong);
        n_wrong += wrong != NULL;
    }
    zhol_world_free(w);
    return n_wrong > 0;
}
