# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# The disk bench's program, in a cpio to be appended to the busybox root's. Sourced by build.sh.

build_transfers() {
	local root=$build_dir/transfers

	rm -rf "$root"
	mkdir -p "$root/usr/bin"
	compile_guest "$root/usr/bin/transfers" "$here"/transfers/*.c
	pack "$root" transfers-rv64.cpio
}
