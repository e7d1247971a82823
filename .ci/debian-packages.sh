#!/usr/bin/env bash
# Installs what the tests need beyond Node and npm, on Debian or Ubuntu.
#   chromium  the page is looked at in a real browser
#   fontconfig, fonts-liberation2  pictures of the page are compared, and drawn in one font
#   socat     virtual serial lines that another program holds
#   spin      a model checker that explores the same charts (islet verify --independent)
#   rumur     another one
#   gcc       compiles what both write; libc6-dev goes with it
#   yosys, berkeley-abc   make a circuit of the same charts, and prove its properties without end
#   qt6-scxml-dev  an interpreter of SCXML that executes exported charts; g++ and pkg-config build it in
#   poppler-utils  pdftoppm, which draws what the page and its reports print
#   libxml2-utils  xmllint, which holds the JUnit file of a rig against its schema
#   redis-server  the queue of campaigns on several machines
# What is already there is left alone; without root it uses sudo.
set -euo pipefail

wanted=()
for package in chromium socat spin rumur gcc g++ pkg-config yosys berkeley-abc redis-server; do
  command -v "$package" >/dev/null 2>&1 || wanted+=("$package")
done
[ -e /usr/include/stdio.h ] || wanted+=(libc6-dev)
command -v fc-match >/dev/null 2>&1 || wanted+=(fontconfig)
[ -e /usr/share/fonts/truetype/liberation2 ] || wanted+=(fonts-liberation2)
command -v pdftoppm >/dev/null 2>&1 || wanted+=(poppler-utils)
command -v xmllint >/dev/null 2>&1 || wanted+=(libxml2-utils)
[ -e /usr/lib/qt6/libexec/qscxmlc ] || wanted+=(qt6-scxml-dev)
if [ "${#wanted[@]}" -eq 0 ]; then
  echo "everything is already here" >&2
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null 2>&1 || { echo "run this as root, or install sudo: ${wanted[*]}" >&2; exit 3; }
  as_root=(sudo)
fi
command -v apt-get >/dev/null 2>&1 || { echo "no apt-get here; install by hand: ${wanted[*]}" >&2; exit 3; }

# Mirrors fail for moments at a time.
retry() {
  local attempt
  for attempt in 1 2 3 4; do
    "$@" && return 0
    echo "attempt $attempt failed: $*" >&2
    sleep $((attempt * 5))
  done
  return 1
}

apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Acquire::Retries=3 -o DPkg::Lock::Timeout=120)
retry "${apt[@]}" update >&2
retry "${apt[@]}" install -y --no-install-recommends "${wanted[@]}" >&2
