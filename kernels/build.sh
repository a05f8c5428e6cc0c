#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Rebuilds the guest images in images/ from Debian's packages.
#
#   kernels/build.sh                         all of them
#   kernels/build.sh course|linux|linux-debian|opensbi|rootfs|stress|transfers... only these
#   kernels/build.sh debian|debian-systemd|workbench   a Debian root, as an image folder in built/
#
# Needs a Debian-like machine with the packages that it names when they are
# missing; changes nothing of that machine's configuration. BUILD_DIR (default
# kernels/build) takes about 2 GB. JOBS (default: all cores) compile at once.
# IMAGES_DIR and BUILT_DIR (default kernels/images, kernels/built) take what is made.

# shellcheck source-path=SCRIPTDIR
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
export here
build_dir=$(realpath --canonicalize-missing "${BUILD_DIR:-$here/build}")
export build_dir
images_dir=$(realpath --canonicalize-missing "${IMAGES_DIR:-$here/images}")
export images_dir
built_dir=$(realpath --canonicalize-missing "${BUILT_DIR:-$here/built}")
export built_dir

# shellcheck source=recipe/common.sh
. "$here/recipe/common.sh"
# shellcheck source=recipe/debian.sh
. "$here/recipe/debian.sh"
# shellcheck source=recipe/course.sh
. "$here/recipe/course.sh"
# shellcheck source=recipe/debian-root.sh
. "$here/recipe/debian-root.sh"
# shellcheck source=recipe/linux.sh
. "$here/recipe/linux.sh"
# shellcheck source=recipe/opensbi.sh
. "$here/recipe/opensbi.sh"
# shellcheck source=recipe/rootfs.sh
. "$here/recipe/rootfs.sh"
# shellcheck source=recipe/stress.sh
. "$here/recipe/stress.sh"
# shellcheck source=recipe/transfers.sh
. "$here/recipe/transfers.sh"

[ $# -gt 0 ] || set -- course opensbi rootfs stress transfers linux linux-debian
for part; do
	case $part in
	course | debian | debian-systemd | linux | linux-debian | opensbi | rootfs | stress | transfers | workbench) ;;
	*) die "no such part: $part (course, debian, debian-systemd, linux, linux-debian, opensbi, rootfs, stress, transfers or workbench)" ;;
	esac
done

check_tools
mkdir -p "$build_dir" "$images_dir"
for part; do
	say "building $part"
	"build_$part"
done
python3 "$here/recipe/manifest.py" "$here" "$images_dir"
say "done; see $images_dir/manifest.json"
