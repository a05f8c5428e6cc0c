#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a command as root of a private user, process and mount namespace, with users 0 to 65535.

usage: private_namespace.py COMMAND [ARGUMENT...]

The machine around it stays as it is: whatever the command mounts or registers (binfmt_misc) ends with it.
Root maps its users one to one; others need the ranges of /etc/subuid and the package uidmap.
"""

import ctypes
import os
import sys

CLONE_NEWNS = 0x0002_0000
CLONE_NEWUSER = 0x1000_0000
CLONE_NEWPID = 0x2000_0000
USERS = 65536


def unshare():
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID) != 0:
        sys.exit(f"private_namespace.py: no private namespace here: {os.strerror(ctypes.get_errno())}")


def run_as_first_process(command):
    """The next child is the first process of the new process namespace."""
    child = os.fork()
    if child == 0:
        os.execvp(command[0], command)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run_as_root(command):
    """A child leaves for new namespaces, and waits there until this process has written its maps."""
    unshared_read, unshared_write = os.pipe()
    mapped_read, mapped_write = os.pipe()
    child = os.fork()
    if child == 0:
        unshare()
        os.write(unshared_write, b".")
        os.read(mapped_read, 1)
        sys.exit(run_as_first_process(command))
    os.close(unshared_write)
    if os.read(unshared_read, 1):
        for name in ("uid_map", "gid_map"):
            with open(f"/proc/{child}/{name}", "w", encoding="ascii") as file:
                file.write(f"0 0 {USERS}\n")
        os.write(mapped_write, b".")
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def main(command):
    if not command:
        sys.exit(__doc__)
    if os.geteuid() == 0:
        sys.exit(run_as_root(command))
    os.execvp("unshare", ["unshare", "--user", "--map-root-user", "--map-auto", "--mount", "--pid",
                          "--fork", *command])


main(sys.argv[1:])
