# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Kernel: Debian's source, our configuration. Sourced by build.sh.

linux_series=6.12

# A requested option that Kconfig dropped would otherwise go unnoticed.
check_linux_config() {
	local line name missing=0

	while read -r line; do
		case $line in
		CONFIG_*)
			name=${line%%=*}
			if ! grep -qxF -- "$line" "$1"; then
				say "did not stick: $line ($(grep -E "^(# )?${name}[ =]" "$1" || echo absent))"
				missing=1
			fi
			;;
		esac
	done <"$2"
	[ $missing = 0 ] || die "the kernel configuration is not the one asked for"
}

linux_make() {
	make -C "$build_dir/linux-source-$linux_series" O="$build_dir/linux" -j"${JOBS:-$(nproc)}" \
		ARCH=riscv CROSS_COMPILE="$cross" \
		KBUILD_BUILD_TIMESTAMP="$(date --date="@$SOURCE_DATE_EPOCH")" KBUILD_BUILD_VERSION=1 \
		KBUILD_BUILD_USER=bootlink KBUILD_BUILD_HOST=bootlink "$@"
}

build_linux() {
	local config=$here/linux/bootlink.config package=linux-source-$linux_series

	unpack "$package"
	rm -rf "${build_dir:?}/linux" "${build_dir:?}/$package"
	mkdir -p "$build_dir/linux"
	tar -C "$build_dir" -xf "$build_dir/packages/$package/usr/src/$package.tar.xz"
	linux_make -s KCONFIG_ALLCONFIG="$config" allnoconfig
	check_linux_config "$build_dir/linux/.config" "$config"
	linux_make -s Image
	install_image "$build_dir/linux/arch/riscv/boot/Image" linux-rv64.Image
}
