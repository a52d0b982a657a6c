#!/usr/bin/env python3
"""Runs every ```console block of the documentation and compares what it prints.

check_docs.py [--accept] BIN_DIR PAGE...: with --accept the pages are rewritten with what was
printed, for `./dev docs --accept` after a reviewed change of data.
"""
import os, pathlib, re, subprocess, sys

args = sys.argv[1:]
accept = args[:1] == ["--accept"]
bin_dir, *pages = args[accept:]
failed = ran = 0


def run_block(page, block):
    global failed, ran
    made = ""
    for command, want in re.findall(r"^\$ (.*)\n((?:(?!\$ ).*\n)*)", block, re.M):
        run = subprocess.run(["sh", "-c", command], text=True, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, cwd=page.parent,
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
    new = re.sub(r"^```console\n(.*?)^```", lambda m: run_block(page, m[1]), text, flags=re.M | re.S)
    if accept and new != text:
        page.write_text(new)
print(f"{ran} examples, {failed} differ" + (", accepted" if accept and failed else ""))
sys.exit((failed > 0 and not accept) or ran == 0)
