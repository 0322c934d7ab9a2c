# What deploy/install.sh and deploy/upgrade.sh share. To be sourced.
# shellcheck shell=bash

# Where the program is: a link to one of the releases. A release is never changed once it runs.
program=${PERENNIAL_PROGRAM:-/opt/perennial}
releases=${PERENNIAL_RELEASES:-/opt/perennial-releases}

# manage FOLDER WORDS...: manage.py of the program in the folder, as the user that runs it.
manage() {
    local folder=$1
    shift
    setpriv --reuid=perennial --regid=perennial --init-groups "$folder/deploy/manage" "$@"
}

# put_program SOURCE FOLDER: the program with all it needs, made where nothing runs yet.
put_program() {
    # Joined, since bash does not stop at an error where the caller asks whether all of it went well.
    mkdir -p "$2" \
        && rsync -a --delete --exclude .git --exclude var --exclude dist --exclude .venv "$1"/ "$2"/ \
        && make -C "$2" --no-print-directory install assets messages \
        && "$2"/.venv/bin/python -m compileall -q "$2"/cms # the server may not write here
}

# switch_to FOLDER: from now on this release is the program. A rename, so that there always is one.
switch_to() {
    ln -sfn "$1" "$program.next"
    mv -T "$program.next" "$program"
}

# adopt_folder: a program that was installed before there were releases becomes the first of them.
adopt_folder() {
    if [[ -d $program && ! -L $program ]]; then
        mkdir -p "$releases"
        mv "$program" "$releases/first"
        ln -s "$releases/first" "$program"
    fi
}

# put_units FOLDER: the units of a release, for systemd to read.
put_units() {
    install -m 0644 "$1"/deploy/systemd/* "${PERENNIAL_UNITS:-/etc/systemd/system}"/
    systemctl daemon-reload
}

# hold: the servers stop, and requests wait at their sockets. systemd starts a server again as soon as a request comes;
# so each is given a first step that waits for as long as the file below is there. What stands in /run ends with it.
run=${PERENNIAL_RUN:-/run}
servers=(perennial-web.service perennial-endpoint.service)
hold() {
    local unit
    touch "$run/perennial-hold"
    for unit in "${servers[@]}"; do
        mkdir -p "$run/systemd/system/$unit.d"
        printf '%s\n' '[Service]' 'TimeoutStartSec=infinity' \
            "ExecStartPre=+/bin/sh -c 'while [ -e $run/perennial-hold ]; do sleep 0.2; done'" \
            >"$run/systemd/system/$unit.d/hold.conf"
    done
    systemctl daemon-reload
    systemctl stop "${servers[@]}" perennial-worker.service
}

# let_go: servers that a request has begun to start go on with it, as the program that is there now.
let_go() {
    local unit
    [[ -e $run/perennial-hold ]] || return 0
    for unit in "${servers[@]}"; do
        rm -rf "$run/systemd/system/$unit.d"
    done
    systemctl daemon-reload
    rm -f "$run/perennial-hold"
}

new_release() {
    echo "$releases/$(date -u +%Y%m%dT%H%M%SZ)"
}
