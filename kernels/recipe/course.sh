# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# The course kernel, an ELF for -bios none, and its raw disk. Sourced by build.sh.

course_cflags="-std=gnu11 -O2 -march=rv64imac_zicsr_zifencei -mabi=lp64 -mcmodel=medany -Wall -Wextra
	-ffreestanding -fno-pic -fno-builtin -nostdlib -static -s
	-Wl,--build-id=none -Wl,--no-warn-rwx-segments"

build_course() {
	# shellcheck disable=SC2086 # a list of options
	"${cross}gcc" $course_cflags -T "$here/course/kernel.ld" -o "$build_dir/course" \
		"$here"/course/*.S "$here"/course/*.c
	install_image "$build_dir/course" course-rv64.elf
	# 64 sectors, of which the first two hold a text.
	{
		printf '%-512s' 'the first sector of the course disk'
		printf '%-512s' 'the second sector, by interrupt'
		head -c $((62 * 512)) /dev/zero
	} >"$build_dir/course.disk"
	install_image "$build_dir/course.disk" course.disk
}
