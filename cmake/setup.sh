# Sourced by quickstart and run-tests: installs Debian packages and builds.
# shellcheck shell=bash

# What the build and its results need.
# shellcheck disable=SC2034 # used by those who source this file
build_packages=(
  cmake ninja-build g++
  clang-22 libclang-22-dev llvm-22-dev libyaml-cpp-dev lld-22
)
# What the tests need besides: the other LLVM, the tools, and the libraries
# that the labelled cases use.
# shellcheck disable=SC2034 # used by those who source this file
test_packages=(
  ccache git python3 python3-jsonschema python3-yaml libgtest-dev valgrind pre-commit
  make bazel-bootstrap
  libc++-16-dev libc++abi-16-dev
  clang-tidy-22 llvm-22-tools libclang-rt-22-dev
  clang-19 clang-tidy-19 libclang-19-dev llvm-19-dev
  libre2-dev libabsl-dev libfmt-dev libpcre2-dev
  'libboost-dev|libboost1.81-dev' 'libboost-regex-dev|libboost-regex1.81-dev'
)

die() {
  echo "${0##*/}: error: $1" >&2
  exit "${2:-2}"
}

# run_logged LOG COMMAND...: its output goes to LOG and is shown if it fails.
run_logged() {
  local log=$1
  shift
  "$@" >"$log" 2>&1 && return
  tail -n 30 "$log" >&2
  return 1
}

# is_installed NAME|ALTERNATIVE...: whether one of them is.
is_installed() {
  local names
  IFS='|' read -ra names <<<"$1"
  # Not as a pipe: dpkg-query fails where it does not know one of them.
  grep -qx installed < <(dpkg-query -W -f='${db:Status-Status}\n' "${names[@]}" 2>/dev/null)
}

# install_packages NAME[|ALTERNATIVE...]...: quick when all are there. Installs
# NAME where none is: an alternative may be in conflict with it.
install_packages() {
  local missing=() name as_root=() log
  type dpkg-query apt-get >/dev/null 2>&1 ||
    die "this is no Debian system: install what corresponds to '${*%%|*}' by hand and build with 'cmake --preset default'"
  for name in "$@"; do
    is_installed "$name" || missing+=("${name%%|*}")
  done
  ((${#missing[@]})) || return 0

  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      die "packages are missing and there is no sudo: as root, run 'apt-get install ${missing[*]}'"
    as_root=(sudo)
  fi
  echo "installing ${missing[*]}"
  log=$(mktemp)
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -q -o Dpkg::Use-Pty=0)
  run_logged "$log" "${as_root[@]}" update ||
    die "'apt-get update' failed: check the network and /etc/apt/sources.list.d"
  for name in "${missing[@]}"; do
    apt-cache show "$name" >/dev/null 2>&1 ||
      die "there is no package $name: LLVM 22 is in Debian 12's security updates, so enable bookworm-security in /etc/apt/sources.list.d"
  done
  run_logged "$log" "${as_root[@]}" install -y --no-install-recommends "${missing[@]}" ||
    die "'apt-get install ${missing[*]}' failed: see above"
  rm -f "$log"
}

# build PRESET: configures and builds it below the current folder.
build() {
  mkdir -p build
  run_logged "build/$1.configure.log" cmake --preset "$1" || return
  cmake --build --preset "$1"
}
