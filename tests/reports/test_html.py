"""The HTML report, opened in Chromium."""
import json
import os
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build"
PICTURES = BUILD / "reports-pictures"  # For people to look at.


@pytest.fixture(scope="module")
def looks(reports):
    shown = subprocess.run(["node", HERE / "look.mjs", reports / "run.html", PICTURES],
                           check=True, timeout=300, capture_output=True, text=True,
                           env={**os.environ, "WEIR_BROWSER_TOOLS": str(BUILD / "browser")})
    return json.loads(shown.stdout)


def test_it_needs_no_network_and_says_nothing_on_the_console(looks):
    for look in looks:
        assert look["messages"] == []
        assert [url for url in look["requests"] if not url.startswith(("file:", "data:"))] == []
        assert len([url for url in look["requests"] if url.startswith("file:")]) == 1


def test_every_chart_is_there(looks):
    wanted = {"Thresholds", "Statistics", "Records and bytes", "Rate", "Latency over time",
              "Latency by percentile", "Distribution of latency", "Errors over time", "Errors by code",
              "Shards over time", "Shards", "Threads and calls under way", "Bytes on the wire", "All times",
              "APDEX", "Plan"}
    for look in looks:
        assert wanted == set(look["headings"])
        assert look["charts"] == 8 and look["canvases"] == 1
        assert look["lines"] >= 14 and look["columns"] >= 30
        assert "Records/s: 50" in look["tip"]
        assert look["overflow"] == 0


def test_what_comes_from_outside_is_only_text(looks):
    # Streams, samplers and plans may be called anything.
    for look in looks:
        assert look["title"].startswith("Checkout events </script><b>&amp;")
        assert "Reader </script><script>alert(1)</script>" in look["text"]
        assert look["scripts"] == 2 and look["bold"] == 0


def test_it_says_what_the_run_came_to(looks, result):
    for look in looks:
        for text in ("2 of 3 thresholds missed", "The meter fell behind: 450 of 15,000 sends (3.00 %)",
                     "15,000", "ProvisionedThroughputExceededException", "shardId-000000000003",
                     '{"time": ${__time()}}</script>'):
            assert text in look["text"]
        assert result["total"]["counts"]["samples"] == 15_000


def test_it_is_accessible_in_light_and_dark(looks):
    for look in looks:
        assert look["violations"] == [], (look["colorScheme"], look["width"])
