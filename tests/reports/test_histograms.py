"""Histograms, read by HdrHistogram's own implementation."""
import pytest
from hdrh.histogram import HdrHistogram

# In nanoseconds, with the name that the result has for them.
PERCENTILES = {50: "p50_ms", 90: "p90_ms", 95: "p95_ms", 99: "p99_ms", 99.9: "p99_9_ms",
               99.99: "p99_99_ms"}


def of_every_label(result):
    for label in [*result["labels"], result["total"]]:
        for name in ("latency", "service_time"):
            yield label[name]


def test_what_we_encode_is_read_with_the_same_figures(result):
    for times in of_every_label(result):
        theirs = HdrHistogram.decode(times["hdr"])
        assert theirs.get_total_count() == times["count"]
        assert theirs.get_mean_value() / 1e6 == pytest.approx(times["mean_ms"], rel=1e-5)
        assert theirs.get_stddev() / 1e6 == pytest.approx(times["stddev_ms"], rel=1e-5)
        assert theirs.get_max_value() / 1e6 == pytest.approx(times["max_ms"], rel=1e-5)
        for percentile, name in PERCENTILES.items():
            # Their ranks are rounded to the nearest, ours up, as HdrHistogram's Java original does.
            nearby = [theirs.get_value_at_percentile(percentile + more) / 1e6
                      for more in (0, 100 / times["count"])]
            assert any(value == pytest.approx(times[name], rel=1e-5) for value in nearby)


def test_merged_they_are_the_total(result):
    merged = HdrHistogram(64, 3_600_000_000_000, 3)
    for label in result["labels"]:
        merged.decode_and_add(label["latency"]["hdr"])
    assert merged.get_total_count() == result["total"]["latency"]["count"]
    assert merged.get_value_at_percentile(99) / 1e6 == pytest.approx(result["total"]["latency"]["p99_ms"], rel=1e-5)


def test_each_line_of_the_table_of_percentiles_is_true(reports, result):
    # A .hgrm file is what plotters of HdrHistogram read. The lines are those of its Java original:
    # five from 0 to 50 %, five from there to 75 %, and so on.
    theirs = HdrHistogram.decode(result["total"]["latency"]["hdr"])
    lines = [line.split() for line in (reports / "run.hgrm").read_text().splitlines()]
    rows = [[float(cell) for cell in row] for row in lines if row and row[0][0].isdigit()]
    assert [row[1] for row in rows[:6]] == [0, 0.1, 0.2, 0.3, 0.4, 0.5]
    assert len(rows) > 50 and rows[-1][1] == 1
    for value, share, count, *_ in rows:
        at = theirs.get_value_at_percentile(share * 100)
        # Their ranks are rounded to the nearest, not up.
        nearby = theirs.get_value_at_percentile(share * 100 + 100 / theirs.get_total_count())
        assert at / 1e6 - 0.001 <= value <= nearby / 1e6 + 0.001
        assert count >= share * theirs.get_total_count() - 1e-6
