"""Computes from packages.jsonl.gz what out/ should hold, and compares. Needs nothing but Python 3."""

import gzip
import hashlib
import json
import sqlite3


def digest(rows):
    lines = sorted(json.dumps(row, ensure_ascii=False) for row in rows)
    return len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()


with gzip.open("packages.jsonl.gz", "rt", encoding="utf-8") as file:
    packages = [json.loads(line) for line in file]

# By key, as a merge does it: some packages are listed twice, and the later one counts.
merged = {
    p["package"]: (p["package"], p["version"], p["section"], p["installed_kb"] // 1024, p["download_bytes"])
    for p in packages
    if (p["installed_kb"] or 0) >= 10240
}
large = list(merged.values())
essential = [(p["package"], p["version"], p["summary"]) for p in packages if p["essential"]]

table = sqlite3.connect("file:out/packages.db?mode=ro", uri=True).execute(
    "SELECT package, version, section, installed_mb, download_bytes FROM large_packages"
)
with open("out/essential.jsonl", encoding="utf-8") as file:
    lines = [tuple(json.loads(line).values()) for line in file]

agree = True
for name, expected, found in (("large_packages", large, table), ("essential.jsonl", essential, lines)):
    expected, found = digest(expected), digest(found)
    agree = agree and expected == found
    print(f"{name}: expected {expected[0]} rows, {expected[1]}")
    print(f"{name}: found    {found[0]} rows, {found[1]}")
print("equal" if agree else "DIFFERENT")
raise SystemExit(0 if agree else 1)
