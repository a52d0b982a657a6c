#!/usr/bin/env python3
"""Runs every ```console block of the documentation and compares what it prints.

check_docs.py [--accept] BIN_DIR PAGE...: with --accept the pages are rewritten with what was
printed, for `./dev docs --accept` after a reviewed change of data.

A page's commands run in its folder. A line of it may say otherwise, with what they need, seen
from there:

    <!-- examples run in .. and need ../shared/inputs/trade -->

Without that the page is left out; if nothing else ran, the exit status is 77: skipped.
"""
import os, pathlib, re, subprocess, sys

args = sys.argv[1:]
accept = args[:1] == ["--accept"]
bin_dir, *pages = args[accept:]
failed = ran = left_out = 0
ELSEWHERE = re.compile(r"^<!-- examples run in (\S+) and need (\S+) -->$", re.M)


def run_block(page, folder, block):
    global failed, ran
    made = ""
    for command, want in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
        run = subprocess.run(["sh", "-c", command], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, cwd=folder,
            env={"PATH": f"{os.path.abspath(bin_dir)}:/usr/bin:/bin", "LC_ALL": "C.UTF-8", "ASAN_OPTIONS": os.environ.get("ASAN_OPTIONS", "")})
        got = run.stdout + (f"[exit {run.returncode}]\n" if run.returncode else "")
        ran += 1
        made += f"$ {command}\n{got}"
        if got != want:
            failed += 1
            print(f"{page}: $ {command}\n--- the page says\n{want}--- zhol says\n{got}")
    return f"```console\n{made}```"


for page in map(pathlib.Path, pages):
    text = page.read_text()
    folder, elsewhere = page.parent, ELSEWHERE.search(text)
    if elsewhere:
        folder = page.parent / elsewhere[1]
        if not (folder / elsewhere[2]).exists():
            left_out += 1
            print(f"{page}: left out, {elsewhere[2]} is not there")
            continue
    new = re.sub(r"^```console\n(.*?)^```", lambda m: run_block(page, folder, m[1]), text, flags=re.M | re.S)
    if accept and new != text:
        page.write_text(new)
print(f"{ran} examples, {failed} differ" + (", accepted" if accept and failed else ""))
sys.exit(77 if left_out and ran == 0 else (failed > 0 and not accept) or ran == 0)
