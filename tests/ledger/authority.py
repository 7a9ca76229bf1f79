"""A real time stamp authority on this machine: certificates of our own, `openssl ts`, HTTP."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

CONFIGURATION = """[tsa]
default_tsa = own
[own]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
accuracy = secs:1
ess_cert_id_chain = no
"""


@dataclass
class Authority:
    """An authority: a root certificate, and below it one that stamps."""

    folder: Path
    name: str
    #: What is answered instead of a stamp; it gets the query.
    instead: Callable[[bytes], bytes] | None = None
    asked: list[bytes] = field(default_factory=list)
    url: str = ""

    @property
    def root(self) -> Path:
        """The root certificate, as an operator has it."""
        return self.folder / "root.pem"

    def stamp(self, query: bytes) -> bytes:
        """Answer a query as `openssl` does."""
        (self.folder / "query").write_bytes(query)
        where = ["-config", str(self.folder / "tsa.conf"), "-queryfile", str(self.folder / "query")]
        out = self.folder / "answer"
        subprocess.run(  # noqa: S603
            [_openssl(), "ts", "-reply", *where, "-out", str(out)], check=True, capture_output=True
        )
        return out.read_bytes()

    def answer(self, query: bytes) -> bytes:
        """Answer over HTTP."""
        self.asked.append(query)
        return (self.instead or self.stamp)(query)


def an_authority(
    folder: Path, name: str = "Tijdstempeldienst", digests: str = "sha512"
) -> Authority:
    """Make an authority with fresh keys, which stamps hashes of these kinds."""
    folder.mkdir(parents=True, exist_ok=True)
    root_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    root_name = _name(f"{name} root")
    root = _certificate(root_name, root_name, root_key, root_key).add_extension(
        x509.BasicConstraints(ca=True, path_length=None), critical=True
    )
    usage = ExtendedKeyUsageOID.TIME_STAMPING
    signer = (
        _certificate(_name(name), root_name, key, root_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([usage]), critical=True)
    )
    sha256 = hashes.SHA256()
    (folder / "root.pem").write_bytes(root.sign(root_key, sha256).public_bytes(Encoding.PEM))
    (folder / "signer.pem").write_bytes(signer.sign(root_key, sha256).public_bytes(Encoding.PEM))
    (folder / "signer.key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "serial").write_text("01\n")
    (folder / "tsa.conf").write_text(CONFIGURATION.format(folder=folder, digests=digests))
    return Authority(folder, name)


@contextmanager
def serving(authority: Authority) -> Iterator[Authority]:
    """Serve an authority on a port of this machine."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802
            query = self.rfile.read(int(self.headers["Content-Length"]))
            answer = authority.answer(query)
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    authority.url = f"http://127.0.0.1:{server.server_port}/tsr"
    try:
        yield authority
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _openssl() -> str:
    found = shutil.which("openssl")
    if found is None:
        raise AssertionError("These tests ask a real authority: install the program openssl.")
    return found


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=3650))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False
        )
    )
