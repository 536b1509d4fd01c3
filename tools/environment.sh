#!/bin/sh
# Make .venv hold what a lock file names, and this checkout itself. Does nothing when nothing changed.
# Usage: sh tools/environment.sh requirements/run.lock
set -eu

lock=$1
stamp=.venv/$(basename "$lock").stamp
# The directory is part of it: the programs in .venv begin with their full path, so a moved checkout starts afresh.
wanted="$(pwd) $(cat "$lock" pyproject.toml | cksum)"

if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ]; then
  exit 0
fi

find_python() {
  for name in python3 python3.11 python3.12 python3.13 python3.14; do
    if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      found=$name
      if "$name" -c 'import ensurepip, venv' 2>/dev/null; then
        return 0
      fi
    fi
  done
  if [ -n "${found:-}" ]; then
    echo "$found is here, but not the part that makes environments (venv, ensurepip)." >&2
    echo "On Debian or Ubuntu: apt-get install python3-venv" >&2
  else
    echo "Python 3.11 or newer is needed." >&2
    echo "On Debian 12 or newer: apt-get install python3 python3-venv" >&2
  fi
  exit 3
}

in_this_directory() {
  for known in .venv/*.stamp; do
    [ -f "$known" ] && ! grep -qF "$(pwd) " "$known" && return 1
  done
  .venv/bin/python -c 'import pip' 2>/dev/null
}

if ! in_this_directory; then
  find_python
  echo "Making the environment .venv with $("$found" --version)"
  rm -rf .venv
  if ! "$found" -m venv .venv; then
    rm -rf .venv
    exit 3
  fi
fi

echo "Installing $(grep -c '==' "$lock") packages from $lock (downloads them the first time)"
.venv/bin/python -m pip install --quiet --require-hashes --no-deps --requirement "$lock"
.venv/bin/python -m pip install --quiet --no-deps --no-build-isolation --no-index --editable .
printf '%s\n' "$wanted" >"$stamp"
