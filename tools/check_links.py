#!/usr/bin/env python3
"""Every link of the documentation to a file or a heading must lead somewhere.

check_links.py ROOT
"""
import pathlib, re, sys

root = pathlib.Path(sys.argv[1])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^```.*?^```|``.*?``|`[^`\n]*`", re.M | re.S)
failed = n = 0


def anchors(page):  # of its headings, as forges make them
    heads = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", page.read_text(), flags=re.M | re.S), re.M)
    return {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in heads}


for page in sorted(p for f in (".", "docs", "docs/why", "docs/decisions", "tests/cli", "data") for p in (root / f).glob("*.md")):
    for link in LINK.findall(CODE.sub("", page.read_text())):
        if re.match(r"[a-z]+:", link):
            continue
        n += 1
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        if not target.exists() or anchor and anchor not in anchors(target):
            failed += 1
            print(f"{page}: the link {link} leads nowhere")
print(f"{n} links, {failed} lead nowhere")
sys.exit(failed > 0)
