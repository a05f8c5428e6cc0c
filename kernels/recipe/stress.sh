# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Test programs for a guest under load: one static program, in a cpio to be
# appended to the busybox root's. It has the C library of the machine's cross
# compiler, since linkers cannot use libraries newer than themselves. What its
# floating point has to print comes from the same source compiled for this
# machine. Sourced by build.sh.

# -frounding-math: results depend on the rounding mode at run time.
stress_cflags="-std=gnu11 -O2 -Wall -Wextra -ffp-contract=off -frounding-math"
stress_library=libc6-dev-riscv64-cross

# The package as this machine has it, not as the guest's suite does.
lock_installed() {
	local fields built_using sha256

	# shellcheck disable=SC2016 # dpkg's own variables
	fields=$(dpkg-query --show --showformat \
		'${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}' "$1")
	# shellcheck disable=SC2016
	built_using=$(dpkg-query --show --showformat '${Built-Using}' "$1" | join_built_using)
	sha256=$(apt-cache show "$1=$(cut -f 2 <<<"$fields")" | sed -n 's/^SHA256: //p' | head -n 1)
	add_to_lock "$1" "$fields" "$built_using" "${sha256:--}"
}

build_stress() {
	local root=$build_dir/stress

	rm -rf "$root"
	mkdir -p "$root/usr/bin"
	lock_installed "$stress_library"
	# shellcheck disable=SC2086 # a list of options
	"${cross}gcc" $stress_cflags -march=rv64gc -pthread -static -s -Wl,--build-id=none \
		-ffile-prefix-map="$here/stress/=" -o "$root/usr/bin/stress" "$here"/stress/*.c -lm
	pack "$root" stress-rv64.cpio
	# shellcheck disable=SC2086
	gcc $stress_cflags -o "$build_dir/float" "$here"/stress/{float,random,host/main}.c -lm
	"$build_dir/float" >"$here/stress/float.expected"
}
