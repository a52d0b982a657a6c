#!/usr/bin/env python3
"""zhol-mpi on 2 and 4 processes of this machine writes the bytes of `zhol`: test_mpi.py ZHOL ZHOL_MPI MPIRUN [--omx]"""
import os, pathlib, subprocess, sys, tempfile

zhol, zhol_mpi, mpirun = map(os.path.abspath, sys.argv[1:4])
folder = tempfile.TemporaryDirectory(prefix="zhol-mpi-")
# Open MPI leaks what it unloads, so leaks are looked for in `zhol` only; root may run it here.
ENVIRONMENT = os.environ | {"ASAN_OPTIONS": "detect_leaks=0", "OMPI_ALLOW_RUN_AS_ROOT": "1",
    "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1", "OMPI_MCA_rmaps_base_oversubscribe": "1",
    "OMPI_MCA_mpi_yield_when_idle": "1"}


def run(*command):
    return subprocess.run(command, cwd=folder.name, text=True, env=ENVIRONMENT,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def run_mpi(n, *words):
    return run(mpirun, "-n", str(n), zhol_mpi, *words)


def read(name):
    return (pathlib.Path(folder.name) / name).read_bytes()


for form in ("csv", "omx") if "--omx" in sys.argv else ("csv",):
    question = ["matrix", "--from", "cities:1500000", "--to", "economies", "--metric", "cost,time"]
    one = run(zhol, *question, "--threads", "2", "-o", f"one.{form}")
    assert one.returncode == 0, one
    for n, how in ((2, []), (4, []), (2, ["--threads", "3", "--memory", "70MB"])):
        many = run_mpi(n, *question, *how, "-o", f"many.{form}")
        assert many.returncode == 0 and many.stdout == one.stdout, (n, how, many)
        assert read(f"one.{form}") == read(f"many.{form}"), (form, n, how)
    few = ["matrix", "--from", "Almaty", "--to", "Hamburg,Astana"]  # fewer bands than processes
    assert run(zhol, *few, "-o", f"one.{form}").returncode == 0 and run_mpi(4, *few, "-o", f"many.{form}").returncode == 0
    assert read(f"one.{form}") == read(f"many.{form}"), form

for status, message, words in (
        (2, "there is no place 'Almatyy'", ["matrix", "--from", "Almatyy", "-o", "a.csv"]),
        (2, "there is no command 'route'", ["route", "Almaty", "Hamburg"]),
        (4, "MB of memory, not 1", ["matrix", "--from", "all", "--memory", "1", "-o", "a.csv"]),
        (5, "/dev/full: cannot write it: No space left", ["matrix", "--from", "economies", "-o", "/dev/full", "--format", "csv"])):
    wrong = run_mpi(2, *words)
    assert wrong.returncode == status and wrong.stderr.count(message) == 1, (message, wrong)
help_text = run_mpi(2, "--help")
assert help_text.returncode == 0 and help_text.stdout.count("usage: mpirun -n N zhol-mpi matrix") == 1, help_text
