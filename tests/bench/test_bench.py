"""That the bench still works and its page is complete. No time is ever asserted here."""
import page
import pytest
from measuring import Bench
from rows import ROWS


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_row_works(row, tmp_path):
    """A bench that nobody can run any more proves nothing. Every row runs once, for a second, and
    finds something; any failed request ends it."""
    bench = Bench(tmp_path, seconds=1, rounds=1, gigabytes=0.1, shards=100, connections=100,
                  alarms=100)
    row.measure(bench)
    assert {line.row for line in bench.lines} == {row.name}
    assert all(line.weir and line.ratio and line.reach for line in bench.lines)


def test_page_has_every_row():
    """A row that is measured but not published could hide a bad figure."""
    assert set(page.ROW.findall(page.PATH.read_text())) == set(ROWS)


def test_page_takes_new_figures():
    """Figures are written into the page by a program, so that none is copied wrongly; what people
    wrote around them stays."""
    head = "\n".join(page.TABLE_HEAD)
    text = f"# Title\n\n## Measured\n\nLast week.\n\n{head}\n| `a` | 1 |\n| `a` | 2 |\n| `b` | 3 |\n\nEnd.\n"
    partly = page.updated(text, ["| `a` | 4 |", "| `c` | 5 |"])
    assert partly == (f"# Title\n\n## Measured\n\nLast week.\n\n{head}\n| `a` | 4 |\n| `b` | 3 |\n"
                      "| `c` | 5 |\n\nEnd.\n")
    assert "\n\nToday.\n\n" in page.updated(text, [], "Today.")
    assert "Last week." not in page.updated(text, [], "Today.")
    assert page.updated(page.PATH.read_text(), []) == page.PATH.read_text()
