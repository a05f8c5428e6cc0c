# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2034,SC2154 # shared with build.sh and the parts
# What all parts of the recipe share. Sourced by build.sh.

# Every date that could get into an image: 2026-01-01 00:00:00 UTC.
export SOURCE_DATE_EPOCH=1767225600
export LC_ALL=C TZ=UTC PYTHONDONTWRITEBYTECODE=1
umask 022

cross=riscv64-linux-gnu-

# Command and the package that has it.
tools="
apt-get                 apt
bc                      bc
bison                   bison
cpio                    cpio
dpkg-deb                dpkg
flex                    flex
gcc                     gcc
make                    make
perl                    perl
python3                 python3
riscv64-linux-gnu-gcc   gcc-riscv64-linux-gnu
riscv64-linux-gnu-ld    binutils-riscv64-linux-gnu
xz                      xz-utils
"
# Files that no command stands for.
headers="
/usr/riscv64-linux-gnu/include/linux/mount.h            linux-libc-dev-riscv64-cross
/usr/share/keyrings/debian-archive-keyring.gpg          debian-archive-keyring
"

say() {
	printf '== %s\n' "$*" >&2
}

die() {
	printf 'build.sh: %s\n' "$*" >&2
	exit 1
}

check_tools() {
	local name package missing=

	while read -r name package; do
		[ -z "$name" ] || command -v "$name" >/dev/null || missing+=" $package"
	done <<<"$tools"
	while read -r name package; do
		[ -z "$name" ] || [ -e "$name" ] || missing+=" $package"
	done <<<"$headers"
	[ -z "$missing" ] || die "missing packages:$missing"
}

# install_image FILE NAME: puts FILE into images/ in one step.
install_image() {
	install -m 644 "$1" "$images_dir/.$2"
	mv "$images_dir/.$2" "$images_dir/$2"
}

# pack FOLDER NAME: makes an image in images/ of it, a cpio archive with no trace of who packed it when.
pack() {
	find "$1" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
	(cd "$1" && find . | sort |
		cpio --create --format=newc --reproducible --owner=0:0 --quiet) >"$build_dir/$2"
	install_image "$build_dir/$2" "$2"
}
