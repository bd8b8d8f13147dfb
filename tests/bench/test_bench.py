"""That the bench still works and its page is complete. No time is ever asserted here."""
import re

import pytest
from measuring import ROOT, Bench
from rows import ROWS


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_row_works(row, tmp_path):
    """A bench that nobody can run any more proves nothing. Every row runs once, for a second, and
    finds something; any failed request ends it."""
    bench = Bench(tmp_path, seconds=1, rounds=1, gigabytes=0.1, shards=100)
    row.measure(bench)
    assert {line.row for line in bench.lines} == {row.name}
    assert all(line.weir and line.ratio and line.reach for line in bench.lines)


def test_page_has_every_row():
    """A row that is measured but not published could hide a bad figure."""
    page = (ROOT / "docs/performance.md").read_text()
    assert set(re.findall(r"^\| `(\w+)` \|", page, re.MULTILINE)) == set(ROWS)
