# shellcheck shell=bash
# Functions of the benches' scripts: . run.sh NAME FAILED
# Messages begin with NAME; FAILED is the exit code without a result.
name=$1 failed=$2
trap 'echo "${BASH_SOURCE[0]}:$LINENO: exit code $?: $BASH_COMMAND" >&2' ERR
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

fail() { echo "$name: $1" >&2; exit "$failed"; }

# Runs a command and shows its output only when it fails.
quietly() { local output; output=$("$@" 2>&1) || { echo "$output" >&2; fail "'$*' failed"; }; }

# Parses the options before minutes are spent on builds: check PROGRAM [COMMAND] [OPTION...]
check() {
  local status=0
  "$1" check "${@:2}" || status=$?
  [ "$status" -ne 3 ] || exit 0 # the help was printed
  [ "$status" -eq 0 ] || exit "$status"
}

# Sets each VARIABLE that isn't set, such as ENVOY, to the program of ../shared/reference: reference VARIABLE...
reference() {
  local unpack=$root/../shared/reference/unpack.sh variable settings
  for variable in "$@"; do
    if [ -z "${!variable:-}" ]; then
      [ -x "$unpack" ] || fail "$variable: missing; required: the path of a file, or ../shared/reference beside the checkout"
      settings=$("$unpack") || fail "$unpack failed"
      export "$variable=$(eval "$settings" && echo "${!variable}")"
    fi
    [ -r "${!variable}" ] || fail "$variable: '${!variable}' is not allowed; allowed: the path of a file"
  done
}

# Prints the path of a PROGRAM of an apt package: program PROGRAM PACKAGE
program() { PATH=$PATH:/usr/sbin command -v "$1" || fail "$1 is missing: apt-get install -y $2"; }

# Sets VARIABLE to the PROGRAM that is published from PROJECT to FOLDER, unless it is set: publish VARIABLE PROGRAM PROJECT FOLDER
publish() {
  if [ -z "${!1:-}" ]; then
    echo "publishing $2" >&2
    quietly dotnet publish "$root/$3" -c Release -v quiet
    export "$1=$root/artifacts/publish/$4/release/$2"
  fi
}
