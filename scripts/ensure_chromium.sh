#!/bin/sh
# The browser tests drive Debian's Chromium; Chinese fonts make its pages measurable.
set -eu

if command -v chromium >/dev/null 2>&1; then
    exit 0
fi
packages="chromium chromium-driver fonts-noto-cjk"
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is missing. Install it, on Debian with: apt-get install --no-install-recommends $packages" >&2
    exit 1
fi
export DEBIAN_FRONTEND=noninteractive
install() { apt-get install -y -qq --no-install-recommends $packages >/dev/null; }
install || { apt-get update -qq && install; }
