"""Personal data is sealed, and a stolen database says nothing without the key folder."""

import pytest
from sqlalchemy import event, select

from server.storage.database import DatabaseJob
from server.storage.key_files import KeyFiles, KeysMissing
from server.storage.sealing import CannotOpen, Vault
from server.storage.tables import DataKeyRow

NIK = b"3171010000240001"
HERE = b"a place"


def sealed(works, purpose="people", value=NIK):
    return works.write(lambda work: work.vault.seal(work.session, purpose, HERE, value))


def opened(works, value, vault=None):
    return works.read(lambda work: (vault or work.vault).open(work.session, HERE, value))


def test_what_is_sealed_opens_and_is_not_readable_in_between(works):
    one, two = sealed(works), sealed(works)

    assert opened(works, one) == opened(works, two) == NIK
    assert NIK not in one
    assert one != two  # equal values do not look equal
    assert one[1:17] == two[1:17]  # each names its key


@pytest.mark.parametrize("at", [5, 20, 30, -1])
def test_a_changed_value_is_refused(works, at):
    value = bytearray(sealed(works))
    value[at] ^= 1

    with pytest.raises(CannotOpen):
        opened(works, bytes(value))


def test_a_new_master_key_wraps_the_data_keys_and_replaces_the_old(works, files: KeyFiles):
    """A new master key wraps the old data keys and the old one is not needed any more."""
    value, old = sealed(works), files.current_master()

    new = files.make_master()
    assert works.write(lambda work: work.vault.rewrap(work.session, new)) == 1
    (files.folder / f"{old}.key").unlink()

    assert opened(works, value, Vault(files)) == NIK
    assert works.database.read(lambda session: session.scalars(select(DataKeyRow.master)).all()) == [new]


def test_a_new_data_key_seals_what_comes_and_opens_what_was(works, files: KeyFiles):
    before = sealed(works)
    works.write(lambda work: work.vault.rotate_data_key(work.session, "people"))
    after = sealed(works)

    assert before[1:17] != after[1:17]
    assert [opened(works, value, Vault(files)) for value in (before, after)] == [NIK, NIK]


def test_shredding_ends_one_purpose_and_no_other(works, files: KeyFiles):
    slot, person = sealed(works, "slot:1"), sealed(works)

    works.write(lambda work: work.vault.shred(work.session, "slot:1"))

    with pytest.raises(CannotOpen):
        opened(works, slot)
    with pytest.raises(CannotOpen):
        opened(works, slot, Vault(files))
    assert opened(works, person) == NIK
    assert opened(works, sealed(works, "slot:1")) == NIK  # life goes on under a new key


def seals(works, values=1, fails=False) -> DatabaseJob:
    def act(session):
        told = [works.vault.seal(session, "people", HERE, NIK) for _ in range(values)]
        if fails:
            raise LookupError
        return told[-1]

    return DatabaseJob(act)


@pytest.mark.parametrize("values", [1, 2])  # a picture seals two: its JPEG and its embedding
def test_a_key_whose_transaction_failed_seals_nothing_later(works, files: KeyFiles, values):
    with pytest.raises(LookupError):
        works.database.write(seals(works, values, fails=True).action)

    assert opened(works, sealed(works), Vault(files)) == NIK


def test_a_failed_jobs_key_seals_nothing_for_the_rest_of_its_batch(works, files: KeyFiles):
    """A key of a job that failed seals nothing for the others of its batch."""
    jobs = [seals(works, 2, fails=True), seals(works, 2), seals(works)]

    works.database.writer.run_batch(jobs)

    assert [opened(works, job.result, Vault(files)) for job in jobs[1:]] == [NIK, NIK]
    assert jobs[1].result[1:17] == jobs[2].result[1:17] == sealed(works)[1:17]  # one key from here on


def test_a_key_whose_batch_was_not_committed_seals_nothing_later(works, files: KeyFiles):
    def disk_is_full(connection):
        connection.exec_driver_sql("ROLLBACK")  # as SQLite does by itself
        raise OSError("disk full")

    jobs = [seals(works, 2), seals(works, 2)]
    event.listen(works.database.writer.engine, "commit", disk_is_full)
    works.database.writer.run_batch(jobs)
    event.remove(works.database.writer.engine, "commit", disk_is_full)

    assert all(isinstance(job.error, OSError) for job in jobs)
    assert opened(works, sealed(works), Vault(files)) == NIK


def test_a_key_is_unwrapped_once_after_it_was_committed(works, files: KeyFiles, monkeypatch):
    value = sealed(works)
    opened(works, value)
    monkeypatch.setattr(files, "master", None)

    assert opened(works, sealed(works)) == NIK


def test_without_the_key_folder_nothing_opens_and_the_reason_is_told(works, tmp_path):
    value = sealed(works)

    with pytest.raises(KeysMissing, match="restore the key folder"):
        opened(works, value, Vault(KeyFiles(tmp_path / "elsewhere")))


def test_another_master_key_of_the_same_name_opens_nothing(works, files: KeyFiles, tmp_path):
    value = sealed(works)
    foreign = KeyFiles(tmp_path / "foreign")
    foreign.make_missing()
    (foreign.folder / f"{foreign.current_master()}.key").rename(foreign.folder / f"{files.current_master()}.key")

    with pytest.raises(CannotOpen, match="master key"):
        opened(works, value, Vault(foreign))


def test_key_files_are_made_once_and_for_their_owner_only(files: KeyFiles):
    kept = {path.name: path.read_bytes() for path in files.folder.iterdir()}

    files.make_missing()

    assert {path.name: path.read_bytes() for path in files.folder.iterdir()} == kept
    assert {path.stat().st_mode & 0o777 for path in files.folder.glob("*.key")} == {0o600}
    assert files.folder.stat().st_mode & 0o777 == 0o700


def test_a_nik_is_found_by_a_hash_only_this_house_can_make(works, files: KeyFiles, tmp_path):
    other = KeyFiles(tmp_path / "other")
    other.make_missing()

    assert files.keyed_hash("nik", "317") == files.keyed_hash("nik", "317")
    assert files.keyed_hash("nik", "317") != files.keyed_hash("pin", "317")
    assert files.keyed_hash("nik", "317") != other.keyed_hash("nik", "317")
