#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes manifest.json beside the images, from them, sources.lock and the texts below.

usage: manifest.py KERNELS_FOLDER IMAGES_FOLDER
"""

import hashlib
import json
import pathlib
import sys

from root_manifest import LICENCE, ROOTS, read_packages, root_machine, write_json

# Licences are SPDX expressions; `packages` are binary packages of sources.lock.
IMAGES = [
    {
        "file": "opensbi-rv64-fw_dynamic.bin",
        "kind": "firmware",
        "name": "OpenSBI",
        "description": "SBI firmware with dynamic next stage, as Debian builds it",
        "packages": ["opensbi"],
        "licence": "BSD-2-Clause AND BSD-3-Clause AND GPL-2.0-only",
    },
    {
        "file": "linux-rv64.Image",
        "kind": "kernel",
        "name": "Linux",
        "description": "Small RV64GC kernel for QEMU's virt board, without modules",
        "packages": ["linux-source-6.12"],
        "licence": "GPL-2.0-only WITH Linux-syscall-note",
    },
    {
        "file": "linux-debian-rv64.Image",
        "kind": "kernel",
        "name": "Linux for Debian",
        "description": "The same kernel with what systemd needs and a distribution's programs expect",
        "packages": ["linux-source-6.12"],
        "licence": "GPL-2.0-only WITH Linux-syscall-note",
    },
    {
        "file": "busybox-rv64.cpio",
        "kind": "initrd",
        "name": "BusyBox root",
        "description": "Initial root with BusyBox, Bootlink's init and its benchmarks",
        "packages": ["busybox-static"],
        "licence": "GPL-2.0-only AND LGPL-2.1-or-later AND Apache-2.0",
    },
    {
        "file": "stress-rv64.cpio",
        "kind": "initrd",
        "name": "Test programs",
        "description": "Programs that test a guest under load, to be appended to the BusyBox root",
        "packages": ["libc6-dev-riscv64-cross"],
        "licence": "Apache-2.0 AND LGPL-2.1-or-later",
    },
    {
        "file": "transfers-rv64.cpio",
        "kind": "initrd",
        "name": "Disk bench",
        "description": "A program that reads and writes a disk at random places, to be appended to the BusyBox root",
        "packages": [],
        "licence": "Apache-2.0",
    },
    {
        "file": "course-rv64.elf",
        "kind": "kernel",
        "name": "Course kernel",
        "description": "A small kernel of our own, as courses build them, to be started without firmware",
        "packages": [],
        "licence": "Apache-2.0",
    },
    {
        "file": "course.disk",
        "kind": "disk",
        "name": "Disk of the course kernel",
        "description": "64 sectors, two of which hold a text",
        "packages": [],
        "licence": "Apache-2.0",
    },
    {
        "file": "debian.packed",
        "kind": "disk",
        "name": ROOTS["debian"]["name"],
        "description": ROOTS["debian"]["description"],
        "packages": [],
        "packageList": "LICENSES/debian.packages.json",
        "licence": LICENCE,
    },
]

MACHINES = [
    {
        "id": "busybox",
        "name": "BusyBox",
        "description": "Linux with a shell, all in memory",
        "default": True,
        "firmware": "opensbi-rv64-fw_dynamic.bin",
        "kernel": "linux-rv64.Image",
        "initrd": "busybox-rv64.cpio",
        # no4lvl: Sv39. Three levels make fork, exec and every TLB miss cheaper than five.
        "commandLine": "console=ttyS0 quiet no4lvl",
        "memoryMiB": 256,
        "harts": 1,
    },
    {
        "id": "course",
        "name": "Course kernel",
        "description": "A kernel of the kind that operating-system courses build, on three harts",
        "kernel": "course-rv64.elf",
        "disks": [{"image": "course.disk"}],
        "commandLine": "",
        "memoryMiB": 128,
        "harts": 3,
    },
    root_machine("debian", "debian.packed"),
]

PACKED_HEADER_BYTES = 96
LOCK_FIELDS = ["package", "version", "architecture", "source", "sourceVersion",
               "builtUsing", "sha256"]


def read_lock(path):
    rows = (dict(zip(LOCK_FIELDS, line.split("\t")))
            for line in path.read_text().splitlines())
    return {row["package"]: row for row in rows}


def sources_of(row):
    """The source packages in one binary package: its own, then those built in."""
    sources = [{
        "package": row["source"],
        "version": row["sourceVersion"],
        "binaryPackage": row["package"],
        "binaryVersion": row["version"],
        "binarySha256": row["sha256"],
    }]
    if row["builtUsing"] != "-":
        for built_in in row["builtUsing"].split(","):
            package, version = built_in.split("=", 1)
            sources.append({"package": package, "version": version})
    return sources


def describe(image, folder, lock):
    content = (folder / image["file"]).read_bytes()
    entry = {key: value for key, value in image.items() if key != "packages"}
    entry["sources"] = [source for package in image["packages"]
                        for source in sources_of(lock[package])]
    entry["sizeBytes"] = len(content)
    entry["sha256"] = hashlib.sha256(content).hexdigest()
    if image["file"].endswith(".packed"):
        # docs/disk-format.md, "Layout"
        entry["identity"] = hashlib.sha256(content[:PACKED_HEADER_BYTES]).hexdigest()
    return entry


def main(kernels, images):
    lock = read_lock(kernels / "sources.lock")
    write_json(kernels / "LICENSES/debian.packages.json", read_packages(kernels / "debian/debian.lock"))
    present = [image for image in IMAGES if (images / image["file"]).exists()]
    manifest = {
        "images": [describe(image, images, lock) for image in present],
        "machines": MACHINES,
    }
    (images / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n")


main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
