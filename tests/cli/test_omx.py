#!/usr/bin/env python3
"""What an OMX file says it was asked: test_omx.py ZHOL. The text lies in the file as it is."""
import os, pathlib, subprocess, sys, tempfile

zhol = os.path.abspath(sys.argv[1])
folder = tempfile.TemporaryDirectory(prefix="zhol-omx-")
path = pathlib.Path(folder.name) / "a.omx"


def ask(*words):
    done = subprocess.run([zhol, "matrix", *words, "-o", str(path)], text=True, capture_output=True)
    assert done.returncode == 0, done
    data = path.read_bytes()
    return data[data.index(b"--metric" if "--metric" in words else b"--close"):]


# The whole question, letters of all scripts among it.
names = ",".join(["Алматы"] + ["Almaty"] * 1200)
said = ask("--from", names, "--to", "Hamburg", "--close", "suez", "--metric", "cost")
assert said.startswith(f"--metric cost --close suez --from {names} --to Hamburg".encode()), said[:9000]
# One that is too long is cut in its lists, between letters: what the numbers depend on most stays.
for first in ("Almaty", "Astana", "Aktau"):
    said = ask("--from", first + ",Алматы" * 2000, "--to", "Hamburg", "--close", "suez")
    cut = said[:said.index(b"...")].decode()
    assert cut.startswith(f"--close suez --from {first},Алматы,Алматы"), cut[:60]
    assert 16379 <= len(cut.encode()) <= 16380, len(cut.encode())
