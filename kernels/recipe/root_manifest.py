#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the manifest of a Debian root, and the list of what is in it, into its image folder.

usage: root_manifest.py NAME FOLDER LOCK
"""

import hashlib
import json
import pathlib
import sys

COMMAND_LINE = "console=ttyS0 quiet no4lvl root=/dev/vda ro init=/sbin/mini-init changes=/dev/vdb"
ROOTS = {
    "debian": {
        "name": "Debian 13",
        "description": "Debian trixie with apt and bash",
        "memoryMiB": 512,
    },
    "debian-systemd": {
        "name": "Debian 13 with systemd",
        "description": "Debian trixie with apt and bash, started by systemd: services, timers and the journal",
        "memoryMiB": 512,
        "kernel": "linux-debian-rv64.Image",
        "commandLine": COMMAND_LINE + " systemd systemd.show_status=true",
    },
    "workbench": {
        "name": "Debian workbench",
        "description": "Debian trixie with gcc, gdb, make, python3, git, vim, strace, tmux, lua and systemd",
        "kernel": "linux-debian-rv64.Image",
        "memoryMiB": 768,
    },
}
LICENCE = "Free licences of Debian main, package by package; the list has the sources"
# Room for what is changed in a machine that is kept, formatted by mini-init when it is used first.
CHANGES_MIB = 4096


def read_packages(lock):
    """Binary packages with the source packages that they are built from."""
    fields = ["package", "version", "architecture", "source", "sourceVersion"]
    return {
        "licences": "/usr/share/doc/PACKAGE/copyright in the image",
        "packages": [dict(zip(fields, line.split("\t"))) for line in lock.read_text().splitlines()],
    }


def root_machine(name, disk):
    return {
        "id": name,
        "kernel": "linux-rv64.Image",
        "commandLine": COMMAND_LINE,
        **ROOTS[name],
        "firmware": "opensbi-rv64-fw_dynamic.bin",
        "disks": [{"image": disk, "readOnly": True}, {"blankMiB": CHANGES_MIB, "onlyKept": True}],
        "harts": 1,
    }


def sha256(path):
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def write_json(path, value):
    path.write_text(json.dumps(value, indent=2) + "\n")


def main(name, folder, lock):
    root = ROOTS[name]
    disk = f"{name}.squashfs"
    packages = f"{name}.packages.json"
    write_json(folder / packages, read_packages(lock))
    write_json(folder / "manifest.json", {
        "images": [{
            "file": disk,
            "kind": "disk",
            "name": root["name"],
            "description": root["description"],
            "licence": LICENCE,
            "packageList": packages,
            "sizeBytes": (folder / disk).stat().st_size,
            "sha256": sha256(folder / disk),
        }],
        "machines": [root_machine(name, disk)],
    })


if __name__ == "__main__":
    main(sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path(sys.argv[3]))
