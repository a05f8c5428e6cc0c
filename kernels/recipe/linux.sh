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
	local out=$1

	make -C "$build_dir/linux-source-$linux_series" O="$out" -j"${JOBS:-$(nproc)}" \
		ARCH=riscv CROSS_COMPILE="$cross" \
		KBUILD_BUILD_TIMESTAMP="$(date --date="@$SOURCE_DATE_EPOCH")" KBUILD_BUILD_VERSION=1 \
		KBUILD_BUILD_USER=bootlink KBUILD_BUILD_HOST=bootlink "${@:2}"
}

# compile_linux NAME FRAGMENTS...: leaves the Image of linux/FRAGMENTS in $build_dir/NAME.
compile_linux() {
	local out=${build_dir:?}/$1 fragment package=linux-source-$linux_series

	unpack "$package"
	rm -rf "$out" "${build_dir:?}/$package"
	mkdir -p "$out"
	tar -C "$build_dir" -xf "$build_dir/packages/$package/usr/src/$package.tar.xz"
	for fragment in "${@:2}"; do
		cat "$here/linux/$fragment.config"
	done >"$out/fragments.config"
	linux_make "$out" -s KCONFIG_ALLCONFIG="$out/fragments.config" allnoconfig
	check_linux_config "$out/.config" "$out/fragments.config"
	linux_make "$out" -s Image
}

build_linux() {
	compile_linux linux bootlink
	install_image "$build_dir/linux/arch/riscv/boot/Image" linux-rv64.Image
}

build_linux-debian() {
	compile_linux linux-debian bootlink debian
	install_image "$build_dir/linux-debian/arch/riscv/boot/Image" linux-debian-rv64.Image
}
