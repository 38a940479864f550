#!/bin/sh
# Makes sure that the programs and libraries outside Python and npm are there.
#
#   scripts/install_system_packages.sh run    what the program needs
#   scripts/install_system_packages.sh test   that, and what the tests need
#
# On Debian and its kin it asks dpkg, and installs what is missing when it runs
# as root. Otherwise it says exactly what to install, and stops.
set -eu

purpose=${1:-run}
python=${PYTHON:-python3}

# fonts-dejavu-core: the status symbols (●, ◐, ○) that the text font lacks.
packages="gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
commands="msgfmt xgettext"
if [ "$purpose" = test ]; then
    # libatomic1: the node that drives the browser is linked with it.
    packages="$packages chromium postgresql poppler-utils libatomic1"
    commands="$commands chromium pdftoppm"
fi

has() { command -v "$1" >/dev/null 2>&1; }

new_enough_python() { "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }

is_installed() {
    dpkg -s "$1" 2>/dev/null | grep -q '^Status: install ok installed$'
}

# Debian's own Python comes without venv; one from elsewhere has it.
if ! has "$python"; then
    packages="$packages python3 python3-venv"
elif ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    packages="$packages python3-venv"
fi
has node || packages="$packages nodejs"
has npm || packages="$packages npm"

if has dpkg && has apt-get; then
    missing=""
    for package in $packages; do
        is_installed "$package" || missing="$missing $package"
    done
    if [ -n "$missing" ]; then
        if [ "$(id -u)" != 0 ]; then
            echo "Rödtråd needs packages that are not installed. Install them with:" >&2
            echo "  sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
            exit 1
        fi
        echo "Installing$missing"
        export DEBIAN_FRONTEND=noninteractive
        apt-get -qq update
        # shellcheck disable=SC2086  # a list of names
        apt-get -qq install --yes --no-install-recommends $missing </dev/null
    fi
else
    missing=""
    for command in $commands node npm "$python"; do
        has "$command" || missing="$missing $command"
    done
    if [ -n "$missing" ]; then
        echo "Rödtråd needs commands that are not here:$missing" >&2
        echo "On Debian they, and the libraries beside them, come with: $packages" >&2
        exit 1
    fi
fi

if ! new_enough_python; then
    echo "Rödtråd needs Python 3.11 or newer; $python is $("$python" --version 2>&1)." >&2
    echo "Install one and name it: make PYTHON=python3.13 run" >&2
    exit 1
fi
if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    echo "$python lacks the module venv: install it (on Debian: python3-venv)." >&2
    exit 1
fi
