"""What a deployer gets: units, proxies and settings that their own programs accept."""

import datetime
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"


def run(*command: str, **variables: str) -> str:
    # Debian keeps nginx where only root looks.
    path = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    environment = {**os.environ, "PATH": path, **variables}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    """With programs that are there: those of the units are installed by deploy/install.sh."""
    units = shutil.copytree(DEPLOY / "systemd", tmp_path / "units")
    for unit in units.glob("*.service"):
        text = re.sub(r"/opt/perennial/\.venv/bin/\w+", shutil.which("true") or "", unit.read_text())
        unit.write_text(text)
    assert run("systemd-analyze", "verify", *map(str, sorted(units.iterdir()))) == ""


def test_caddy_accepts_its_file(tmp_path: Path) -> None:
    said = run(
        *("caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")),
        **{"PERENNIAL_HOST": "site.example", "HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path)},
    )
    assert "Valid configuration" in said


def test_nginx_accepts_its_file(tmp_path: Path) -> None:
    certificate(tmp_path)
    site = (DEPLOY / "nginx.conf").read_text().replace("/etc/letsencrypt/live/site.example", str(tmp_path))
    site = re.sub(r"listen (\[::\]:)?(80|443)", r"listen \g<1>\g<2>80", site).replace("44380", "24380")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {site} }}")
    assert "test is successful" in run("nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf"))


def test_haproxy_accepts_its_file(tmp_path: Path) -> None:
    certificate(tmp_path)
    pem = tmp_path / "site.pem"
    pem.write_bytes((tmp_path / "fullchain.pem").read_bytes() + (tmp_path / "privkey.pem").read_bytes())
    config = (DEPLOY / "haproxy.cfg").read_text().replace("/etc/haproxy/site.pem", str(pem))
    (tmp_path / "haproxy.cfg").write_text(config)
    assert "Warnings were found" not in run("haproxy", "-c", "-f", str(tmp_path / "haproxy.cfg"))


def test_the_proxies_offer_current_tls_only() -> None:
    """Caddy's defaults are of this kind."""
    nginx, haproxy = ((DEPLOY / name).read_text() for name in ("nginx.conf", "haproxy.cfg"))
    assert "ssl_protocols TLSv1.2 TLSv1.3;" in nginx
    assert "ssl-min-ver TLSv1.2" in haproxy
    for text in (nginx, haproxy):
        [offered] = re.findall(r"ciphers ([A-Z0-9:-]+)", text)
        assert all(re.fullmatch(r"ECDHE-\w+-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", one) for one in offered.split(":"))


def test_no_unit_has_rights_on_the_machine() -> None:
    units = list((DEPLOY / "systemd").glob("*.service"))
    assert units
    for unit in units:
        lines = unit.read_text().splitlines()
        for line in ("User=perennial", "NoNewPrivileges=yes", "ProtectSystem=strict", "ProtectHome=yes"):
            assert line in lines, (unit.name, line)
        assert "CapabilityBoundingSet=" in lines, unit.name
        [writes] = [line for line in lines if line.startswith("ReadWritePaths=")]
        allowed = {"/var/lib/perennial", "/var/backups/perennial", "/dev/shm"}
        assert set(writes.partition("=")[2].split()) <= allowed, unit.name


def test_a_shell_and_systemd_read_the_same_settings(tmp_path: Path) -> None:
    """Every line, also those that a deployer is to uncomment."""
    lines = [line.removeprefix("#") for line in (DEPLOY / "perennial.env").read_text().splitlines()]
    settings = [line for line in lines if re.match(r"[A-Z_]+=", line)]
    (tmp_path / "env").write_text("\n".join(settings).replace("@", "x"))
    printed = run("bash", "-ec", f"set -a; . {tmp_path}/env; env")
    for line in settings:
        assert line.replace("@", "x").replace("'", "") in printed.splitlines()


@pytest.mark.parametrize("script", ["install.sh", "upgrade.sh", "manage"])
def test_the_scripts_can_be_read(script: str) -> None:
    run("bash", "-n", str(DEPLOY / script))
    assert os.access(DEPLOY / script, os.X_OK)


def test_the_settings_are_ones_that_the_readme_knows() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "perennial.env").read_text(), re.MULTILINE))
    assert named - {"DJANGO_SETTINGS_MODULE"} <= set(re.findall(r"`([A-Z_]+)`", (ROOT / "README.md").read_text()))


def certificate(folder: Path) -> None:
    """Write a certificate of our own for site.example."""
    key = Ed25519PrivateKey.generate()
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "site.example")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, None)
    )
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    (folder / "privkey.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))
