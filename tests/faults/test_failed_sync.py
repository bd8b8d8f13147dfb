"""A disk that cannot keep what it was given: the process stops, and nothing acknowledged is lost."""
import threading

import pytest

from ledger import Ledger

STOP_SECONDS = 60


# After a failed sync the page cache no longer tells the truth, so no answer can be trusted: only a
# new start, which reads what the disk really holds, knows.
@pytest.mark.parametrize("io_uring", ["true", "false"])
def test_a_failed_sync_stops_the_process(start_weir, failing_disk_library, tmp_path, io_uring):
    is_failing = tmp_path / "failing"
    server = start_weir("--no-limits", "--io-uring", io_uring,
                        LD_PRELOAD=str(failing_disk_library),
                        WEIR_TEST_FAILING_DISK=str(is_failing))
    ledgers = [Ledger(server, f"kept-{number}").create() for number in range(3)]
    for ledger in ledgers:
        ledger.put_many(10)

    def put_until_it_breaks(ledger):
        while ledger.put() is not None:
            pass

    producers = [threading.Thread(target=put_until_it_breaks, args=[ledger])
                 for ledger in ledgers]
    for producer in producers:
        producer.start()
    is_failing.touch()
    for producer in producers:
        producer.join(STOP_SECONDS)
    assert server.wait() == 1
    # The last line says what happened, and where.
    last = server.log().splitlines()[-1]
    assert "event=stopped_by_disk_failure" in last and "Input/output error" in last
    assert str(server.data) in last
    # Those whose writes failed heard nothing: neither success nor that they may try again.
    assert all(ledger.unknown and not ledger.refused for ledger in ledgers)

    is_failing.unlink()
    server.start()
    for ledger in ledgers:
        ledger.verify()
        ledger.put_many(10)
        ledger.verify()


# A disk that is broken from the start: nothing was acknowledged, and the server says why it ends.
def test_a_disk_that_fails_at_the_start(start_weir, failing_disk_library, tmp_path):
    is_failing = tmp_path / "failing"
    is_failing.touch()
    with pytest.raises(RuntimeError) as refused:
        start_weir(LD_PRELOAD=str(failing_disk_library), WEIR_TEST_FAILING_DISK=str(is_failing))
    assert "Input/output error" in str(refused.value).splitlines()[-1]
