#!/usr/bin/env python3
"""Checks what the Functions host will be given, and prints its figures."""

import json
import pathlib
import re
import sys
import zipfile

LIMIT_MB = 11

BINDINGS = {
    "OnSnapshotWrite": [
        ("eventGridTrigger", "in", None),
        ("blob", "in", "%SNAPWARDEN_POLICY%"),
        ("queue", "out", "snapwarden-incidents"),
        ("blob", "out", "snapwarden-evidence/unreadable/{rand-guid}.txt"),
        ("blob", "out", "%SNAPWARDEN_POLICY%.last-good"),
    ],
    "AdvanceIncident": [("queueTrigger", "in", "snapwarden-incidents")],
    "SweepActivityLog": [("timerTrigger", "in", None), ("blob", "in", "%SNAPWARDEN_POLICY%")],
    "OnPoisonIncident": [("queueTrigger", "in", "snapwarden-incidents-poison")],
}


def main(app: pathlib.Path) -> int:
    faults = []
    jars = sorted(app.rglob("*.jar"))
    megabytes = sum(jar.stat().st_size for jar in jars) / 1e6
    print(f"{len(jars)} jars, {megabytes:.2f} MB")
    if not jars or megabytes > LIMIT_MB:
        faults.append(f"more than {LIMIT_MB} MB, or nothing at all")

    names = [re.sub(r"-\d[\w.]*\.jar$", "", jar.name) for jar in jars]
    faults += [f"{name} is there twice" for name in set(names) if names.count(name) > 1]
    faults += [name + " must not be there" for name in names if re.search("netty|jna|picocli", name)]

    homes = {}
    for jar in jars:
        for entry in zipfile.ZipFile(jar).namelist():
            if re.fullmatch(r"META-INF/[^/]*\.(SF|RSA|DSA|EC)", entry):
                faults.append(f"{jar.name} is signed, which every start would check")
            if entry.endswith(".class") and "module-info" not in entry and "META-INF" not in entry:
                homes.setdefault(entry, []).append(jar.name)
    faults += [entry + " is of the command line" for entry in homes if re.search("/snapwarden/(backtest|cli)/", entry)]
    faults += [f"{entry} is in {where}" for entry, where in homes.items() if len(where) > 1]

    staged = {file.parent.name: json.loads(file.read_text()) for file in app.glob("*/function.json")}
    if set(staged) != set(BINDINGS):
        faults.append(f"the functions are {sorted(staged)}")
    for function, wanted in BINDINGS.items():
        found = [
            (b["type"], b["direction"], b.get("path", b.get("queueName")))
            for b in staged.get(function, {}).get("bindings", [])
        ]
        if found != wanted:
            faults.append(f"{function} is bound to {found}")

    for fault in faults:
        print("NOT AS IT SHOULD BE:", fault)
    return 1 if faults else 0


sys.exit(main(pathlib.Path(sys.argv[1])))
