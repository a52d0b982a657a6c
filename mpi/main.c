/* SPDX-License-Identifier: Apache-2.0 */
/* `zhol-mpi matrix`: the bands of a matrix shared by the processes of MPI. Each opens the
 * world for itself and makes bands in turn; the first one adds all of them in their
 * order, so that the file is the same, byte by byte, as that of `zhol matrix`. */
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../cli/matrix.h"

enum { TAG = 1, MAX_MESSAGE = 1 << 30 };

typedef struct crew {
    int rank, n;
    char *piece;            /* room for one of another process; of the first one only */
    uint32_t n_bands, room; /* bands that each process makes in a round */
} crew;

/* The same end for all: that of the first process that failed, which says why. */
static zhol_status
agree(const crew *c, zhol_status status, zhol_error *err)
{
    int first = status == ZHOL_OK ? c->n : c->rank, word = (int) status;

    MPI_Allreduce(MPI_IN_PLACE, &first, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    if (first == c->n) {
        return ZHOL_OK;
    }
    MPI_Bcast(&word, 1, MPI_INT, first, MPI_COMM_WORLD);
    if (c->rank != first) {
        err->message[0] = '\0';
    }
    return (zhol_status) word;
}

static void
send_piece(const void *piece, size_t n)
{
    unsigned long long size = n;
    const char *at = piece;

    MPI_Send(&size, 1, MPI_UNSIGNED_LONG_LONG, 0, TAG, MPI_COMM_WORLD);
    while (n > 0) {
        const size_t part = n < MAX_MESSAGE ? n : MAX_MESSAGE;
        MPI_Send(at, (int) part, MPI_BYTE, 0, TAG, MPI_COMM_WORLD);
        at += part;
        n -= part;
    }
}

/* Takes a piece in, also if it cannot be used any more: the sender waits for it. */
static size_t
receive_piece(crew *c, int from)
{
    unsigned long long size = 0;

    MPI_Recv(
        &size, 1, MPI_UNSIGNED_LONG_LONG, from, TAG, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    for (size_t at = 0; at < size;) {
        const size_t part = size - at < MAX_MESSAGE ? size - at : MAX_MESSAGE;
        MPI_Recv(c->piece + at, (int) part, MPI_BYTE, from, TAG, MPI_COMM_WORLD,
            MPI_STATUS_IGNORE);
        at += part;
    }
    return size;
}

/* The bands first .. first + n - 1 of a round that fall to one process. */
typedef struct share {
    uint32_t first, n;
} share;

static share
share_of(const crew *c, uint32_t round_first, int rank)
{
    const uint64_t first = round_first + (uint64_t) rank * c->room;
    const uint64_t left = first < c->n_bands ? c->n_bands - first : 0;

    return (share){ (uint32_t) first, (uint32_t) (left < c->room ? left : c->room) };
}

/* The first process: its own pieces, then those of the others, all in their order. */
static zhol_status
gather(crew *c, zhol_matrix_writer *w, uint32_t round_first, zhol_error *err)
{
    zhol_status status = ZHOL_OK;

    for (int from = 0; from < c->n; from++) {
        const share s = share_of(c, round_first, from);
        for (uint32_t i = 0; i < s.n; i++) {
            size_t n = from == 0 ? 0 : receive_piece(c, from);
            const void *piece = from == 0 ? zhol_matrix_writer_piece(w, i, &n) : c->piece;
            if (status == ZHOL_OK) {
                status = zhol_matrix_writer_add(w, piece, n, err);
            }
        }
    }
    return status;
}

static zhol_status
work_round(crew *c, zhol_matrix_writer *w, uint32_t round_first, zhol_error *err)
{
    const share s = share_of(c, round_first, c->rank);
    zhol_status status = zhol_matrix_writer_make(w, s.first, s.n, err);

    status = agree(c, status, err);
    if (status != ZHOL_OK) {
        return status;
    }
    if (c->rank == 0) {
        status = gather(c, w, round_first, err);
    } else {
        for (uint32_t i = 0; i < s.n; i++) {
            size_t n;
            const void *piece = zhol_matrix_writer_piece(w, i, &n);
            send_piece(piece, n);
        }
    }
    return agree(c, status, err);
}

static zhol_status
work(crew *c, cli_matrix *m, zhol_matrix_writer *w, zhol_error *err)
{
    const uint32_t n_rows = zhol_matrix_asked(m->matrix)->from->n_places;
    zhol_status status = ZHOL_OK;

    c->n_bands = zhol_matrix_n_bands(m->matrix);
    c->room = zhol_matrix_writer_room(w);
    MPI_Allreduce(MPI_IN_PLACE, &c->room, 1, MPI_UINT32_T, MPI_MIN, MPI_COMM_WORLD);
    c->piece = c->rank == 0 ? malloc(zhol_matrix_writer_piece_max(w)) : NULL;
    if (c->rank == 0 && !c->piece) {
        status = cli_fail(err, ZHOL_LIMIT, "no memory for rows of other processes");
    }
    status = agree(c, status, err);
    for (uint64_t next = 0; status == ZHOL_OK && next < c->n_bands;) {
        status = work_round(c, w, (uint32_t) next, err);
        next += (uint64_t) c->n * c->room;
        if (status == ZHOL_OK && m->output.progress) {
            const uint64_t done = next * ZHOL_MATRIX_BAND;
            (void) m->output.progress(
                m, done < n_rows ? (uint32_t) done : n_rows, n_rows);
        }
    }
    return status;
}

static zhol_status
run(crew *c, const cli_value *values, zhol_error *err)
{
    static const cli_value to_stdout = { .n = 0 };
    zhol_matrix_writer *w = NULL;
    zhol_buffer summary = { 0 };
    cli_matrix m;
    zhol_status status = agree(c, cli_matrix_open(values, 1, &m, err), err);

    if (status == ZHOL_OK) {
        m.output.is_shared = true;
        m.output.path = c->rank == 0 ? m.output.path : NULL;
        m.output.progress =
            c->rank == 0 && isatty(STDERR_FILENO) ? cli_matrix_progress : NULL;
        status = agree(c, zhol_matrix_writer_new(m.matrix, &m.output, &w, err), err);
    }
    if (status == ZHOL_OK) {
        status = work(c, &m, w, err);
    }
    if (status == ZHOL_OK) {
        if (c->rank == 0) {
            status = zhol_matrix_writer_keep(w, &summary, err);
        }
        status = agree(c, status, err);
    }
    if (status == ZHOL_OK) {
        status = cli_write(&summary, &to_stdout, err);
    }
    zhol_buffer_free(&summary);
    zhol_matrix_writer_free(w);
    cli_matrix_close(&m);
    free(c->piece);
    return status;
}

static void
print_help(void)
{
    printf("zhol-mpi: `zhol matrix` shared by the processes of MPI\n\n"
           "usage: mpirun -n N zhol-mpi matrix --from SET [--to SET] -o FILE [options]\n"
           "\n"
           "The options are those of `zhol matrix` (`zhol help matrix` lists them);\n"
           "--memory and --threads count for each process (default: 1 thread). The file "
           "is\n"
           "the same, byte by byte. It is written by the first process; each opens the\n"
           "world for itself.\n");
}

static zhol_status
run_line(crew *c, int argc, char **argv, zhol_error *err)
{
    const char *command = argc > 1 ? argv[1] : "help";
    cli_value values[CLI_MAX_ARGS] = { { .n = 0 } };
    zhol_status status;

    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0) {
            command = "help";
        }
    }
    if (strcmp(command, "help") == 0 || strcmp(command, "--version") == 0) {
        if (c->rank == 0 && strcmp(command, "help") == 0) {
            print_help();
        } else if (c->rank == 0) {
            printf("zhol-mpi %s\n", zhol_version());
        }
        return ZHOL_OK;
    }
    status =
        strcmp(command, "matrix") == 0
            ? cli_parse(cli_matrix_args, argc - 2, argv + 2, values, err)
            : cli_fail(err, ZHOL_USAGE, "there is no command '%s' but matrix", command);
    status = agree(c, status, err);
    return status == ZHOL_OK ? run(c, values, err) : status;
}

int
main(int argc, char **argv)
{
    zhol_error err = { "" };
    crew c = { .n = 1 };
    zhol_status status;

    MPI_Init(&argc, &argv);
    MPI_Comm_rank(MPI_COMM_WORLD, &c.rank);
    MPI_Comm_size(MPI_COMM_WORLD, &c.n);
    status = run_line(&c, argc, argv, &err);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        status = cli_fail(&err, ZHOL_IO, "standard output cannot be written");
    }
    if (status != ZHOL_OK && err.message[0] != '\0') {
        fprintf(stderr, "zhol-mpi: %s: %s\n", zhol_status_text(status), err.message);
    }
    MPI_Finalize();
    return (int) status;
}
