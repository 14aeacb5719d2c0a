"""The phone's certificate: made once, renewed in time, bound to home networks."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from cryptography.x509.verification import PolicyBuilder, Store

from speciosa.values.errors import EntryError
from speciosa.web.certificate import der, fingerprint, phone_certificate

NOW = datetime(2026, 5, 28, tzinfo=UTC)
HOME = "192.168.1.20"


def leaf_of(place: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(place.read_bytes())


def test_it_holds_for_its_address_and_its_name_and_for_no_other(tmp_path: Path) -> None:
    import ipaddress

    made = phone_certificate(tmp_path / "phone", HOME, ("kitchen.local",), now=NOW)
    builder = PolicyBuilder().store(Store([leaf_of(made.authority)])).time(NOW)
    for subject in (x509.IPAddress(ipaddress.ip_address(HOME)), x509.DNSName("kitchen.local")):
        assert builder.build_server_verifier(subject).verify(leaf_of(made.certificate), [])
    with pytest.raises(x509.verification.VerificationError):
        builder.build_server_verifier(x509.DNSName("bank.example")).verify(leaf_of(made.certificate), [])
    assert load_pem_private_key(made.key.read_bytes(), None).public_key() == leaf_of(made.certificate).public_key()


def test_the_authority_may_sign_for_home_networks_alone(tmp_path: Path) -> None:
    made = phone_certificate(tmp_path, HOME, (), now=NOW)
    said = leaf_of(made.authority).extensions.get_extension_for_class(x509.NameConstraints)
    assert said.critical
    permitted = said.value.permitted_subtrees or []
    assert all(
        each.value.is_private or str(each.value) == "100.64.0.0/10"
        for each in permitted
        if isinstance(each, x509.IPAddress)
    )
    assert {each.value for each in permitted if isinstance(each, x509.DNSName)} == {"local", "localhost"}


def test_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    phone_certificate(tmp_path / "phone", HOME, (), now=NOW)
    assert {stat.S_IMODE(each.stat().st_mode) for each in (tmp_path / "phone").iterdir()} == {0o600}
    assert stat.S_IMODE((tmp_path / "phone").stat().st_mode) == 0o700


@pytest.mark.parametrize(("days", "address", "is_new"), [
    (0, HOME, False), (300, HOME, False), (340, HOME, True), (0, "192.168.1.21", True), (-30, HOME, True),
])  # fmt: skip
def test_it_is_made_anew_near_its_end_or_for_another_address(
    tmp_path: Path, days: int, address: str, is_new: bool
) -> None:
    first = phone_certificate(tmp_path, HOME, (), now=NOW)
    before, authority = first.certificate.read_bytes(), first.authority.read_bytes()
    again = phone_certificate(tmp_path, address, (), now=NOW + timedelta(days=days))
    assert (again.certificate.read_bytes() != before) is is_new
    assert again.authority.read_bytes() == authority  # nothing to install again on the phone


def test_an_authority_near_its_end_or_for_another_network_gives_way(tmp_path: Path) -> None:
    authority = phone_certificate(tmp_path, HOME, (), now=NOW).authority.read_bytes()
    later = phone_certificate(tmp_path, HOME, (), now=NOW + timedelta(days=3400))
    assert later.authority.read_bytes() != authority
    authority = later.authority.read_bytes()
    elsewhere = phone_certificate(tmp_path, "203.0.113.9", (), now=NOW + timedelta(days=3400))
    assert elsewhere.authority.read_bytes() != authority


def test_a_certificate_of_another_authority_is_not_kept(tmp_path: Path) -> None:
    mine = phone_certificate(tmp_path / "a", HOME, (), now=NOW)
    other = phone_certificate(tmp_path / "b", HOME, (), now=NOW)
    mine.certificate.write_bytes(other.certificate.read_bytes())
    mine.key.write_bytes(other.key.read_bytes())
    phone_certificate(tmp_path / "a", HOME, (), now=NOW)
    leaf_of(mine.certificate).verify_directly_issued_by(leaf_of(mine.authority))


def test_a_damaged_file_is_said_plainly(tmp_path: Path) -> None:
    made = phone_certificate(tmp_path, HOME, (), now=NOW)
    made.authority.write_bytes(b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    with pytest.raises(EntryError, match="can't be read"):
        phone_certificate(tmp_path, HOME, (), now=NOW)


def test_a_folder_that_is_a_file_is_said_plainly(tmp_path: Path) -> None:
    (tmp_path / "phone").write_text("")
    with pytest.raises(EntryError, match="can't be written to"):
        phone_certificate(tmp_path / "phone", HOME, (), now=NOW)


def test_the_fingerprint_is_of_what_the_phone_installs(tmp_path: Path) -> None:
    import hashlib

    made = phone_certificate(tmp_path, HOME, (), now=NOW)
    assert fingerprint(made.authority).replace(":", "") == hashlib.sha256(der(made.authority)).hexdigest().upper()
