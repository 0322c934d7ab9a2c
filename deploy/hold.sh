#!/usr/bin/env bash
# Lets requests wait at this machine's sockets, unanswered and not refused, until upgrade.sh has run here:
#
#   sudo deploy/hold.sh        before another machine changes the tables that the version here cannot live beside
#   sudo deploy/hold.sh off    where nothing comes of it
set -euo pipefail

source=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=deploy/steps.sh
. "$source/deploy/steps.sh"

case ${1:-on} in
    on) hold ;;
    off)
        let_go
        systemctl start perennial-worker.service
        ;;
    *)
        echo "Usage: deploy/hold.sh [off]" >&2
        exit 2
        ;;
esac
