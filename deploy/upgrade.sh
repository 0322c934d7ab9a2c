#!/usr/bin/env bash
# Replaces a running version by the one in this folder, without losing a request:
#
#   sudo deploy/upgrade.sh
#
# The new program is made beside the old one, which goes on working. Where the new one fails, the old one stays or is
# put back. What it does and why: docs/deploying.md, "A new version".
set -euo pipefail

source=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=deploy/steps.sh
. "$source/deploy/steps.sh"
backups=${PERENNIAL_BACKUPS:-/var/backups/perennial}
must_stop=3

if [[ ! -e $program/deploy/manage ]]; then
    echo "There is no installation at $program. Make one: deploy/install.sh HOST" >&2
    exit 2
fi
adopt_folder
old=$(readlink -f "$program")
new=$(new_release)

restart() {
    # The socket keeps what comes in meanwhile; gunicorn ends what it has begun.
    systemctl restart perennial-web.service
    systemctl restart perennial-worker.service
}
give_up() {
    echo "The version before goes on. $1" >&2
    rm -rf "$new"
    exit 1
}

echo "1. The new program in $new"
put_program "$source" "$new" || give_up "The new one could not be made; see above."

echo "2. A backup, made by the version that runs"
# What is amiss already is not to look like a fault of the new version, after its tables are made.
manage "$old" check_ready || give_up "It is not well itself; see above. Mend that first, and run this again."
manage "$old" backup "$backups" --keep 14 || give_up "Without a backup nothing is changed."

echo "3. Settings and migrations"
manage "$new" check --deploy --fail-level WARNING || give_up "Mend the settings, and run this again."
held=
manage "$new" check_upgrade || case $? in
    "$must_stop")
        # Nobody is refused: what comes in waits at the socket until the new version answers.
        echo "   The old version stops; requests wait at the socket."
        held=1
        # Whatever ends this script, nobody is to wait for ever.
        trap let_go EXIT
        hold
        ;;
    *) give_up "The database could not be looked at." ;;
esac

echo "4. The tables"
if ! manage "$new" migrate --verbosity 0 || ! manage "$new" collectstatic --noinput --verbosity 0 \
    || ! manage "$new" check_ready; then
    if [[ -n $held ]]; then
        let_go
        systemctl start perennial-web.service perennial-worker.service
    fi
    give_up "The new one is not ready; see above. If its tables are in the way, restore the backup of step 2."
fi

echo "5. The new version takes over"
switch_to "$new"
put_units "$new"
# Held by this script, or by hold.sh.
let_go
restart

echo "6. Does it answer?"
if ! manage "$new" smoke --wait 60; then
    if [[ -n $held ]]; then
        echo "It does not, and the version before cannot read the new tables. Restore the backup of step 2 with it:" >&2
        echo "docs/deploying.md, \"Backup and restore\". The version before is $old." >&2
        exit 1
    fi
    switch_to "$old"
    put_units "$old"
    restart
    give_up "The new one did not answer as it should; see above."
fi

echo "7. Content and site"
manage "$new" load_content --on-conflict keep
manage "$new" make_groups
manage "$new" export_site

# This one and the one before; what is older is gone.
find "$releases" -mindepth 1 -maxdepth 1 -type d ! -path "$new" ! -path "$old" -exec rm -rf {} +
echo "Done: $new. The version before is still in $old."
