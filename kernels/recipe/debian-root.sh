# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Debian roots as squashfs images: debian (small), debian-systemd and workbench. Sourced by build.sh.
#
# debian/NAME.lock holds what an image was made from, a line each: package version architecture source
# source-version. apt takes those versions as long as the mirror has them; what has changed is told.

root_tools="
mksquashfs              squashfs-tools
mmdebstrap              mmdebstrap
qemu-riscv64-static     qemu-user-static
"

# Lines of the files without comments.
plain_lines() {
	sed '/^#/d; /^$/d' "$@"
}

# dpkg's path-exclude options from lists of patterns; "!" before one includes it again.
write_dpkg_options() {
	plain_lines "$@" | sed 's/^!/path-include=/; t; s/^/path-exclude=/'
}

# Has apt prefer what the lock names.
write_preferences() {
	[ ! -e "$1" ] || awk '{ printf "Package: %s\nPin: version %s\nPin-Priority: 1001\n\n", $1, $2 }' "$1"
}

# write_root_lock INSTALLED LOCK
write_root_lock() {
	if [ -e "$2" ] && ! diff -q "$1" "$2" >/dev/null; then
		say "WARNING: $suite no longer has all that $2 names; this image has, and the lock names now:"
		diff "$2" "$1" >&2 || true
	fi
	sort "$1" >"$2.new"
	mv "$2.new" "$2"
}

# add_root_files NAME FOLDER: what is ours.
add_root_files() {
	local name=$1 folder=$2

	rm -rf "$folder"
	mkdir -p "$folder/usr/sbin"
	cp -RP "$here/debian/files/." "$folder"
	if grep -qx systemd "$here/debian/$name.packages"; then
		cp -RP "$here/debian/systemd-files/." "$folder"
	fi
	chmod -R u=rwX,go=rX "$folder"
	compile_guest "$folder/usr/sbin/mini-init" \
		"$here"/rootfs/{console,init,mounts,power,wake,winsize}.c "$here"/debian/init/*.c
}

# build_root NAME EXCLUDES...: an image folder in built/NAME, for --images.
build_root() {
	local name=$1 work=$build_dir/root-$1 exclude excludes=()
	local lock=$here/debian/$1.lock

	for exclude in "${@:2}"; do
		excludes+=("$here/debian/$exclude.excludes")
	done
	tools=$root_tools headers='' check_tools
	mkdir -p "$work"
	prepare_apt
	write_dpkg_options "${excludes[@]}" >"$work/dpkg.cfg"
	write_preferences "$lock" >"$work/preferences"
	python3 "$here/recipe/private_namespace.py" "$here/recipe/bootstrap.sh" install "$work" "$(mirror)" \
		"$suite" "$(plain_lines "$here/debian/$name.packages" | paste -sd ,)"
	write_root_lock "$work/installed.tsv" "$lock"
	squash_root "$name"
}

squash_root() {
	local name=$1 work=$build_dir/root-$1 folder=$built_dir/$1

	add_root_files "$name" "$work/files"
	python3 "$here/recipe/private_namespace.py" "$here/recipe/bootstrap.sh" squash "$work"
	mkdir -p "$folder"
	mv "$work/root.squashfs" "$folder/$name.squashfs"
	python3 "$here/recipe/root_manifest.py" "$name" "$folder" "$here/debian/$name.lock"
	say "try it with --images $built_dir"
}

# pack_root NAME: the form that is shipped, with what debian/NAME.trace says a boot reads in front. It needs the
# built server.
pack_root() {
	local jar=$here/../server/target/bootlink.jar

	[ -e "$jar" ] || die "build the server first: mvn package -DskipTests"
	java -jar "$jar" pack "$built_dir/$1/$1.squashfs" "$build_dir/$1.packed" \
		--trace "$here/debian/$1.trace" >&2
	install_image "$build_dir/$1.packed" "$1.packed"
}

build_debian() {
	build_root debian debian
	pack_root debian
}

build_debian-systemd() {
	build_root debian-systemd debian
}

build_workbench() {
	build_root workbench debian workbench
}
