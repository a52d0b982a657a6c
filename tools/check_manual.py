#!/usr/bin/env python3
"""Manual pages and completion must be what the program prints of its options.

check_manual.py [--accept] PROGRAM MAN_DIR
"""
import pathlib, subprocess, sys

args = sys.argv[1:]
accept = args[:1] == ["--accept"]
program, folder = args[accept:]
folder = pathlib.Path(folder)


def help_as(*words):
    return subprocess.run([program, "help", *words], check=True, text=True, stdout=subprocess.PIPE).stdout


BY_HAND = {"zhol-mpi.1.scd"}  # a program of its own, which is not built everywhere
pages = {"zhol.1.scd": help_as("--as", "scdoc"), "zhol.bash": help_as("--as", "bash")}
for path in sorted(folder.glob("zhol-*.1.scd")) if not accept else []:
    if path.name not in BY_HAND:
        pages[path.name] = None  # a page without a command is found below
for line in help_as().splitlines():
    words = line[2:23].split() if line.startswith("  ") else []  # a name of one word or two
    if words and all(word.isalpha() for word in words) and words != ["help"]:
        pages[f"zhol-{'-'.join(words)}.1.scd"] = help_as(*words, "--as", "scdoc")
bad = 0
for name, text in sorted(pages.items()):
    path = folder / name
    if accept and text is not None:
        path.write_text(text)
    elif text is None or not path.exists() or path.read_text() != text:
        print(f"{path}: differs from `zhol help`; ./dev docs --accept writes it anew")
        bad += 1
print(f"{len(pages)} pages compared, {bad} differ")
sys.exit(bad > 0)
