# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Firmware: Debian's own build, unmodified. Sourced by build.sh.

build_opensbi() {
	unpack opensbi
	install_image \
		"$build_dir/packages/opensbi/usr/lib/riscv64-linux-gnu/opensbi/generic/fw_dynamic.bin" \
		opensbi-rv64-fw_dynamic.bin
}
