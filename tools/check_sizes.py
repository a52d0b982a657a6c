#!/usr/bin/env python3
"""Fails when a source file has more than 800 lines: check_sizes.py ROOT (functions: clang-tidy)"""
import pathlib, sys

LIMIT = 800
root, bad = pathlib.Path(sys.argv[1]), 0
for top in ("include", "src", "cli", "serve", "tests", "bench", "tools"):
    for path in sorted((root / top).rglob("*")):
        if path.suffix in (".c", ".h", ".py", ".sh", ".mjs"):
            lines = len(path.read_text().splitlines())
            if lines > LIMIT:
                print(f"{path}: {lines} lines, at most {LIMIT}: divide it by subject")
                bad += 1
sys.exit(bad > 0)
