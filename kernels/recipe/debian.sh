# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash disable=SC2154 # variables that build.sh and common.sh set
# Packages of one Debian suite by way of an apt of our own: own sources, own
# state, own cache. Mirror and keyring are the machine's. Sourced by build.sh.
#
# sources.lock holds what the images in images/ were made from, a line each:
#   package version architecture source source-version built-using sha256
# with "-" for an empty field. A version that the mirror no longer has is
# replaced by its current one, loudly.

suite=trixie
guest_architecture=riscv64
lock=$here/sources.lock

# The machine's own mirror of Debian, whatever suite it uses itself.
mirror() {
	# shellcheck disable=SC2016 # apt's own variables
	apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' \
		'Origin: Debian' 'Label: Debian' | head -n 1
}

# Once per run: an apt configuration in $build_dir/apt, and its package lists.
prepare_apt() {
	local apt=$build_dir/apt uri

	[ -z "${apt_config:-}" ] || return 0
	uri=$(mirror)
	[ -n "$uri" ] || die "apt knows no Debian mirror: run 'apt-get update' once"
	mkdir -p "$apt/lists/partial" "$apt/cache/archives/partial" "$build_dir/packages"
	: >"$apt/status"
	printf 'deb [arch=%s signed-by=%s] %s %s main\n' "$guest_architecture" \
		/usr/share/keyrings/debian-archive-keyring.gpg "$uri" "$suite" >"$apt/sources.list"
	cat >"$apt/apt.conf" <<-END
		Dir::State "$apt";
		Dir::State::status "$apt/status";
		Dir::Cache "$apt/cache";
		Dir::Etc::sourcelist "$apt/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		APT::Architecture "$guest_architecture";
		APT::Architectures { "$guest_architecture"; };
		APT::Sandbox::User "";
	END
	apt_config=$apt/apt.conf
	APT_CONFIG=$apt_config apt-get -qq update
}

locked_version() {
	[ ! -e "$lock" ] || awk -v package="$1" '$1 == package { print $2 }' "$lock"
}

# download FOLDER PACKAGE VERSION: leaves the .deb in FOLDER.
download() {
	(cd "$1" && APT_CONFIG=$apt_config apt-get -qq download "$2${3:+=$3}")
}

# Turns dpkg's Built-Using into the lock's; nothing into "-".
join_built_using() {
	sed 's/ (= /=/g; s/)//g; s/, /,/g; s/^$/-/' <<<"$(cat)"
}

# add_to_lock PACKAGE FIELDS BUILT-USING SHA256: in place of what the lock has of it.
add_to_lock() {
	{
		[ ! -e "$lock" ] || awk -v package="$1" '$1 != package' "$lock"
		printf '%s\t%s\t%s\n' "$2" "$3" "$4"
	} | sort >"$lock.new"
	mv "$lock.new" "$lock"
}

# write_lock PACKAGE DEB
write_lock() {
	local fields built_using

	# shellcheck disable=SC2016 # dpkg's own variables
	fields=$(dpkg-deb --show --showformat \
		'${Package}\t${Version}\t${Architecture}\t${source:Package}\t${source:Version}' "$2")
	built_using=$(dpkg-deb --field "$2" Built-Using | join_built_using)
	add_to_lock "$1" "$fields" "$built_using" "$(sha256sum "$2" | cut -d ' ' -f 1)"
}

# unpack PACKAGE: leaves its files in $build_dir/packages/PACKAGE.
unpack() {
	local package=$1 tree=${build_dir:?}/packages/$1 version

	prepare_apt
	version=$(locked_version "$package")
	rm -rf "$tree" "$tree.deb"
	mkdir -p "$tree.deb"
	if ! download "$tree.deb" "$package" "$version"; then
		say "WARNING: $suite no longer has $package $version; taking its current version"
		download "$tree.deb" "$package" ""
	fi
	write_lock "$package" "$tree.deb"/*.deb
	dpkg-deb --extract "$tree.deb"/*.deb "$tree"
	rm -rf "$tree.deb"
}
