"""The phone's way of knowing this computer: a certificate of our own, and an authority that signs it.

No company gives certificates for a computer at home, so the app makes its own authority and the phone is told once to
trust it. Both keys lie in STORE/phone as files that only their owner can read, **not** encrypted with the store's key:
the door has to answer, and to renew its certificate after the address changed, before anybody typed the passphrase.
So that little is lost with them, the authority is bound (a critical name constraint) to addresses of home networks:
whoever copies its key could stand in for this computer within such a network, and for no website. The record itself
stays encrypted with another key.
"""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from speciosa.knowledge import load_knowledge
from speciosa.store.own_files import own_folder
from speciosa.values.errors import EntryError

_HOME = ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "100.64.0.0/10", "127.0.0.0/8")
_HOME_NAMES = ("local", "localhost")
_NAME, _LEAF = "A computer at home", "The app at home"


@dataclass(frozen=True, slots=True)
class PhoneCertificate:
    """Where they lie. `authority`: what a phone installs (PEM); `certificate`, `key`: what the door answers with."""

    authority: Path
    certificate: Path
    key: Path


def phone_certificate(folder: Path, address: str, names: tuple[str, ...], *, now: datetime) -> PhoneCertificate:
    """The certificate for this address; made anew where there is none, it ends soon, or the address changed.

    The authority stays as long as it can: a new one has to be installed on the phone again.

    Parameters
    ----------
    folder : STORE/phone; made if it is not there.
    address : IPv4 address in the home's network.
    names : further names, e.g. ``kitchen.local``.
    now : aware.

    Raises
    ------
    EntryError : the folder can't be written to, or a file in it is damaged.
    """
    made = PhoneCertificate(folder / "authority.crt", folder / "server.crt", folder / "server.key")
    try:
        own_folder(folder)
        authority = _authority(made.authority, folder / "authority.key", address, now)
        if not _holds(made, authority[0], address, names, now):
            _make_leaf(made, authority, address, names, now)
    except OSError:
        raise EntryError(
            "the folder for the phone can't be written to", where=str(folder), todo="look at its rights"
        ) from None
    except ValueError:
        todo = "move this folder away and start again; each phone then has to join anew"
        raise EntryError("the certificate for the phone can't be read", where=str(folder), todo=todo) from None
    return made


def fingerprint(certificate: Path) -> str:
    """SHA-256 of a certificate, as phones print it: ``AB:CD:...``."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).fingerprint(hashes.SHA256()).hex(":").upper()


def der(certificate: Path) -> bytes:
    """A certificate in the form that phones install."""
    return x509.load_pem_x509_certificate(certificate.read_bytes()).public_bytes(serialization.Encoding.DER)


def _authority(
    place: Path, key_place: Path, address: str, now: datetime
) -> tuple[x509.Certificate, ec.EllipticCurvePrivateKey]:
    """The authority that is there and may sign for this address, or a new one."""
    if place.exists() and key_place.exists():
        there = x509.load_pem_x509_certificate(place.read_bytes())
        key = serialization.load_pem_private_key(key_place.read_bytes(), None)
        if not isinstance(key, ec.EllipticCurvePrivateKey):
            raise ValueError
        if _permits(there, address) and now + _days("phone_certificate_days") < there.not_valid_after_utc:
            return there, key
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _NAME)])
    may = x509.KeyUsage(
        digital_signature=False, content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, key_cert_sign=True, crl_sign=True, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        _builder(name, name, key.public_key(), now, "phone_authority_days")
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(_permitted(address), None), critical=True)
        .add_extension(may, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    _write(key_place, _pem(key))
    _write(place, made.public_bytes(serialization.Encoding.PEM))
    return made, key


def _make_leaf(
    made: PhoneCertificate,
    authority: tuple[x509.Certificate, ec.EllipticCurvePrivateKey],
    address: str,
    names: tuple[str, ...],
    now: datetime,
) -> None:
    signer, signing_key = authority
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, _LEAF)])  # no address: it would count as a host's name
    usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH])
    leaf = (
        _builder(name, signer.subject, key.public_key(), now, "phone_certificate_days")
        .add_extension(x509.SubjectAlternativeName(_alternatives(address, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), critical=False)
        .sign(signing_key, hashes.SHA256())
    )
    _write(made.key, _pem(key))
    _write(made.certificate, leaf.public_bytes(serialization.Encoding.PEM))


def _holds(
    made: PhoneCertificate, authority: x509.Certificate, address: str, names: tuple[str, ...], now: datetime
) -> bool:
    """Whether the certificate that is there still serves."""
    if not (made.certificate.exists() and made.key.exists()):
        return False
    there = x509.load_pem_x509_certificate(made.certificate.read_bytes())
    said = there.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    key = serialization.load_pem_private_key(made.key.read_bytes(), None)
    return (
        list(said) == _alternatives(address, names)
        and there.issuer == authority.subject
        and _is_signed_by(there, authority)
        and key.public_key() == there.public_key()
        and there.not_valid_before_utc <= now
        and now + _days("phone_renew_days") < there.not_valid_after_utc
    )


def _is_signed_by(leaf: x509.Certificate, authority: x509.Certificate) -> bool:
    from cryptography.exceptions import InvalidSignature  # noqa: PLC0415

    try:
        leaf.verify_directly_issued_by(authority)
    except (InvalidSignature, TypeError):
        return False
    return True


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, days: str
) -> x509.CertificateBuilder:
    """From a day ago on: a phone's clock may be a little behind."""
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key)
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + _days(days))


def _alternatives(address: str, names: tuple[str, ...]) -> list[x509.GeneralName]:
    return [x509.IPAddress(ipaddress.ip_address(address)), *(x509.DNSName(each) for each in names)]


def _permitted(address: str) -> list[x509.GeneralName]:
    """The networks of homes, and this one address where it lies elsewhere."""
    networks = [ipaddress.ip_network(each) for each in _HOME]
    own = ipaddress.ip_network(address)
    if not any(own.subnet_of(each) for each in networks if each.version == own.version):  # type: ignore[arg-type]
        networks.append(own)
    return [*(x509.IPAddress(each) for each in networks), *(x509.DNSName(each) for each in _HOME_NAMES)]


def _permits(authority: x509.Certificate, address: str) -> bool:
    said = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    own = ipaddress.ip_address(address)
    networks = [each.value for each in said if isinstance(each, x509.IPAddress)]
    return any(own in each for each in networks if isinstance(each, ipaddress.IPv4Network | ipaddress.IPv6Network))


def _days(key: str) -> timedelta:
    return timedelta(days=load_knowledge().choice(key))


def _pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    plain = serialization.NoEncryption()
    return key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)


def _write(place: Path, body: bytes) -> None:
    """Whole or not at all, and for its owner alone."""
    beside = place.with_suffix(place.suffix + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(place)
