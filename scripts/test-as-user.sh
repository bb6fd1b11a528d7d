#!/bin/sh
# Sets tswalk up and runs tests as an ordinary user, from root:  test-as-user.sh [WORDS FOR vitest run]
#
# In: this checkout with its node_modules. A copy of what git knows of it (and of what is new in it), owned by the user
# `nobody`, is made in a temporary directory, with node_modules, but without dist/ and the addon: README's first command
# builds them there, with an empty HOME, and must answer. Then vitest runs the tests named, or all.
# Tests that need root skip themselves there; those that need an ordinary user do not.
set -eu
cd -- "$(dirname -- "$0")/.."
[ "$(id -u)" -eq 0 ] || exec npx vitest run "$@"

uid=65534
copy=$(mktemp -d "${TMPDIR:-/tmp}/tswalk-user.XXXXXX")
trap 'rm -rf -- "$copy"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
mkdir "$copy/home" "$copy/tmp" "$copy/tswalk"
# A file that git knows may have been deleted since.
git ls-files -z --cached --others --exclude-standard | tar --null --no-recursion --ignore-failed-read -T - -c 2>/dev/null \
  | tar -x -C "$copy/tswalk"
cp -a node_modules "$copy/tswalk/"
chown -R "$uid:$uid" "$copy"

as_user() {
  setpriv --reuid="$uid" --regid="$uid" --clear-groups --no-new-privs env -i \
    HOME="$copy/home" TMPDIR="$copy/tmp" USER=nobody LANG="${LANG:-C.UTF-8}" ${CI:+CI="$CI"} \
    PATH="$(dirname -- "$(command -v node)"):/usr/local/bin:/usr/bin:/bin" "$@"
}
cd "$copy/tswalk"
as_user sh -c 'bin/setup && bin/tswalk.js . -name "tswalk.js"' | grep -qx './bin/tswalk.js' \
  || { echo 'test-as-user: bin/setup && bin/tswalk.js did not answer' >&2; exit 1; }
as_user npx vitest run "$@"
