#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# The two steps of a Debian root that need users and a chroot of their own; debian-root.sh runs them in a
# private namespace (private_namespace.py).
#
#   bootstrap.sh install WORK MIRROR SUITE PACKAGES
#   bootstrap.sh squash WORK
#
# WORK holds `dpkg.cfg` and `preferences` for dpkg and apt, and `files/` to be added; the first step leaves
# `root/` and `installed.tsv` there, the second `root.squashfs`. PACKAGES is a list with commas.

set -euo pipefail

step=$1 work=$2
root=${work:?}/root

# The kernel runs riscv64 programs in here by qemu-user, opened now (F) so that no root needs a copy of it.
register_interpreter() {
	local magic='\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00\x00\x00\x02\x00\xf3\x00'
	local mask='\xff\xff\xff\xff\xff\xff\xff\x00\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xff\xff\xff'

	mount -t binfmt_misc none /proc/sys/fs/binfmt_misc
	printf '%s' ":riscv64:M::$magic:$mask:/usr/bin/qemu-riscv64-static:F" \
		>/proc/sys/fs/binfmt_misc/register
}

# What installation leaves behind and what the next start makes anew.
# shellcheck disable=SC2115 # root is never empty
clean() {
	rm -rf "$root"/var/log/* "$root"/var/cache/{apt,ldconfig}/* "$root"/var/lib/apt/lists/* \
		"$root"/var/{cache/debconf,lib/dpkg}/*-old "$root"/var/backups/* "$root"/etc/*- "$root"/dev/* \
		"$root"/tmp/* "$root"/run/* "$root"/etc/resolv.conf
	mkdir -p "$root/var/log/apt" "$root/var/cache/apt/archives/partial" \
		"$root/var/lib/apt/lists/partial"
	: >"$root/etc/machine-id"
}

# Byte code as Debian's packages would make it, which depends on their files' dates and not on the build's.
compile_python() {
	local python

	python=$(basename "$(echo "$root"/usr/bin/python3.[0-9]*[0-9])")
	[ -x "$root/usr/bin/$python" ] || return 0
	env -u SOURCE_DATE_EPOCH chroot "$root" "$python" -m compileall -q -f --invalidation-mode timestamp \
		"/usr/lib/$python" /usr/lib/python3/dist-packages >/dev/null || true
}

install() {
	local mirror=$1 suite=$2 packages=$3 option options=()
	local keyring=/usr/share/keyrings/debian-archive-keyring.gpg

	rm -rf "$root"
	while read -r option; do
		options+=("--dpkgopt=$option")
	done <"$work/dpkg.cfg"
	mmdebstrap --mode=root --variant=essential --architectures=riscv64 --format=directory --quiet \
		--skip=check/qemu --include="$packages" "${options[@]}" \
		--aptopt="Dir::Etc::preferences \"$work/preferences\"" \
		--aptopt='APT::Install-Recommends "false"' \
		"$suite" "$root" "deb [signed-by=$keyring] $mirror $suite main"
	sed -i '/Dir::Etc::preferences/d' "$root"/etc/apt/apt.conf.d/*mmdebstrap
	sed -i 's/ \[signed-by=[^]]*\]//' "$root/etc/apt/sources.list"
	compile_python
	dpkg-query --admindir="$root/var/lib/dpkg" --show --showformat \
		'${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}\n' \
		>"$work/installed.tsv"
}

squash() {
	clean
	cp -RP "$work/files/." "$root"
	# A login of root's asks for no password.
	sed -i 's/^root:[^:]*:/root::/' "$root/etc/passwd"
	chmod 755 "$root"
	find "$root" -newermt "@$SOURCE_DATE_EPOCH" \
		-exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
	mksquashfs "$root" "$work/root.squashfs" -comp zstd -Xcompression-level 22 -b 131072 -noappend \
		-quiet -no-progress
}

register_interpreter
"$step" "${@:3}"
