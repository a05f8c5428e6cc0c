#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# Builds guest images again, from nothing and elsewhere, and compares them with those in images/ byte by byte.
#
#   kernels/verify.sh                        all that build.sh builds by default
#   kernels/verify.sh course|debian|linux... only these
#
# Needs what build.sh needs. Fails if an image differs, and names it.

set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

BUILD_DIR=$work/build IMAGES_DIR=$work/images BUILT_DIR=$work/built "$here/build.sh" "$@"

different=0
for image in "$work"/images/*; do
	name=${image##*/}
	if [ "$name" = manifest.json ]; then
		continue
	elif cmp -s "$image" "$here/images/$name"; then
		echo "equal    $name"
	else
		echo "DIFFERS  $name"
		different=1
	fi
done
exit $different
