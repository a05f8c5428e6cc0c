# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Initial root: Debian's static busybox, our init and our benchmarks, as an
# uncompressed cpio: unpacking anything else costs more instructions than the
# rest of the boot, and the web compresses it on the way. Sourced by build.sh.

guest_cflags="-std=gnu11 -O2 -march=rv64gc -Wall -Wextra
	-ffreestanding -ffp-contract=off -fno-tree-loop-distribute-patterns
	-nostdlib -static -s -Wl,--build-id=none"

# compile_guest OUTPUT SOURCE...
compile_guest() {
	local output=$1

	shift
	# shellcheck disable=SC2086 # a list of options
	"${cross}gcc" $guest_cflags -o "$output" \
		"$here/guest/start.S" "$here/guest/mem.c" "$@"
}

build_rootfs() {
	local root=$build_dir/rootfs

	unpack busybox-static
	rm -rf "$root"
	mkdir -p "$root"/{bin,dev,mnt,proc,root,run,sbin,sys,tmp,usr/bin,usr/sbin,var}
	install -m 755 "$build_dir/packages/busybox-static/usr/bin/busybox" "$root/bin/busybox"
	ln -s busybox "$root/bin/sh"
	compile_guest "$root/init" "$here"/rootfs/*.c
	compile_guest "$root/usr/bin/bench" "$here"/bench/*.c
	cp -R "$here/rootfs/etc" "$root"
	chmod -R u=rwX,go=rX "$root/etc"
	chmod 755 "$root/etc/udhcpc/default.script"
	pack "$root" busybox-rv64.cpio
}
