#!/usr/bin/env bash
# Brings a Debian machine (12 or newer) from nothing to a running installation.
#
#   sudo deploy/install.sh site.example
#
# It may be run again at any time: what is there stays, settings and data above all. Where a version is installed
# already, deploy/upgrade.sh replaces it.
set -euo pipefail

host=${1:-}
if [[ ! $host =~ ^[a-z0-9.-]+\.[a-z]+$ ]]; then
    echo "Usage: deploy/install.sh HOST, for example: deploy/install.sh site.example" >&2
    exit 2
fi
if [[ $(id -u) -ne 0 ]]; then
    echo "Run it as root: sudo deploy/install.sh $host" >&2
    exit 2
fi
source=$(cd "$(dirname "$0")/.." && pwd)
settings=/etc/perennial/perennial.env
# shellcheck source=deploy/steps.sh
. "$source/deploy/steps.sh"
secret() {
    python3 -c 'import secrets; print(secrets.token_urlsafe(48))'
}

if [[ -d /run/systemd/system && -e /etc/systemd/system/perennial-web.service && -e $program/deploy/manage ]]; then
    exec "$source/deploy/upgrade.sh"
fi

echo "1. Packages"
apt-get update -q
apt-get install -qy --no-install-recommends python3 python3-venv make rsync caddy gettext-base >/dev/null

echo "2. A user without rights, and its folders"
id perennial >/dev/null 2>&1 || useradd --system --home-dir /var/lib/perennial --shell /usr/sbin/nologin perennial
install -d -o perennial -g perennial -m 0750 /var/lib/perennial /var/backups/perennial
install -d -o root -g perennial -m 0750 /etc/perennial

echo "3. The program in $program"
adopt_folder
if [[ $source != "$(readlink -f $program)" ]]; then
    release=$(new_release)
    put_program "$source" "$release"
    switch_to "$release"
fi

echo "4. Settings in $settings"
if [[ ! -e $settings ]]; then
    install -o root -g perennial -m 0640 /dev/null $settings
    sed -e "s|@HOST@|$host|g" -e "s|@SECRET_KEY@|$(secret)|" -e "s|@PASSPHRASE@|$(secret)|" \
        $program/deploy/perennial.env >$settings
fi

echo "5. Database, content, key"
manage "$program" migrate --verbosity 0
manage "$program" collectstatic --noinput --verbosity 0
manage "$program" load_content --on-conflict keep
manage "$program" make_groups
[[ -e /var/lib/perennial/keys/signing-key.pem ]] || manage "$program" make_signing_key
manage "$program" check --deploy --fail-level WARNING

echo "6. The site"
manage "$program" export_site

echo "7. Services"
install -m 0644 $program/deploy/systemd/* /etc/systemd/system/
install -m 0644 $program/deploy/Caddyfile /etc/caddy/Caddyfile
install -d /etc/systemd/system/caddy.service.d
printf '[Service]\nEnvironment=PERENNIAL_HOST=%s\n' "$host" >/etc/systemd/system/caddy.service.d/perennial.conf
if [[ -d /run/systemd/system ]]; then
    systemctl daemon-reload
    systemctl enable --now perennial-web.socket perennial-worker.service perennial-backup.timer
    # The socket keeps what comes in meanwhile, so nobody notices.
    systemctl restart perennial-web.service perennial-worker.service
    systemctl reload-or-restart caddy
else
    echo "   systemd does not run here: the units are in /etc/systemd/system, nothing was started."
fi

echo "8. Is it ready?"
manage "$program" check_ready

echo
echo "https://$host/ is served. Still to do: an account (see docs/deploying.md), mail (EMAIL_HOST in $settings),"
echo "and a copy of PERENNIAL_SIGNING_PASSPHRASE in a safe place."
