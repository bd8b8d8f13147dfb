"""JMeter opens the samples of a run and comes to the same figures."""
import csv
import json
import pathlib
import subprocess

import pytest

HERE = pathlib.Path(__file__).resolve().parent
HOME = HERE.parent.parent / "build/jmeter/home"


@pytest.fixture(scope="module")
def dashboard(reports, tmp_path_factory):
    """What `jmeter -g` makes of the CSV file."""
    folder = tmp_path_factory.mktemp("jmeter")
    subprocess.run(["java", "-Xmx512m", "-Djava.awt.headless=true", "-jar",
                    HOME / "bin/ApacheJMeter.jar", "-g", reports / "run.jtl", "-o",
                    folder / "dashboard", "-j", folder / "jmeter.log"],
                   check=True, timeout=300, cwd=folder, stdout=subprocess.PIPE,
                   stderr=subprocess.STDOUT)
    return folder / "dashboard"


def test_the_csv_file_has_jmeters_default_columns(reports):
    # What every plug-in and build server that reads JTL files goes by.
    with (reports / "run.jtl").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ("timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,"
                             "success,failureMessage,bytes,sentBytes,grpThreads,allThreads,URL,Latency,"
                             "IdleTime,Connect").split(",")
    assert len(rows) == 15_000
    assert {row["success"] for row in rows} == {"true", "false"}


def test_the_dashboard_is_built(dashboard):
    assert (dashboard / "index.html").exists()
    assert "ProvisionedThroughputExceededException" in (
        dashboard / "content/js/dashboard.js").read_text()


def close(theirs, ours, rounding=0.51):
    """JMeter counts whole milliseconds; a histogram knows three digits."""
    return abs(theirs - ours) <= rounding + ours * 0.002


def test_jmeters_statistics_are_ours(dashboard, result):
    # Counts to the sample, times but for its rounding: that is what people compare. (Its percentiles
    # are of a label's last 20,000 samples, so the run has fewer.)
    statistics = json.loads((dashboard / "statistics.json").read_text())
    for label in [*result["labels"], {**result["total"], "label": "Total"}]:
        theirs = statistics[label["label"]]
        counts, latency = label["counts"], label["latency"]
        assert theirs["sampleCount"] == counts["samples"]
        assert theirs["errorCount"] == counts["samples_failed"]
        assert theirs["errorPct"] == pytest.approx(
            100 * counts["samples_failed"] / counts["samples"], abs=1e-4)
        assert close(theirs["meanResTime"], latency["mean_ms"], 0.1)
        assert close(theirs["minResTime"], latency["min_ms"])
        assert close(theirs["maxResTime"], latency["max_ms"])
        for name, key in (("medianResTime", "p50_ms"), ("pct1ResTime", "p90_ms"),
                          ("pct2ResTime", "p95_ms"), ("pct3ResTime", "p99_ms")):
            assert close(theirs[name], latency[key], 1), (name, label["label"])
        seconds = result["duration_ns"] / 1e9
        assert theirs["throughput"] == pytest.approx(counts["samples"] / seconds, rel=0.01)
        assert theirs["receivedKBytesPerSec"] == pytest.approx(
            counts["bytes_received"] / seconds / 1024, rel=0.01)
        assert theirs["sentKBytesPerSec"] == pytest.approx(
            counts["bytes_sent"] / seconds / 1024, rel=0.01)


def test_jmeters_listeners_open_the_xml_file(reports, result):
    # Its results tree shows request and response, as it does of awsmeter's own samples.
    shown = subprocess.run(
        ["java", "-Xmx512m", "-Djava.awt.headless=true", "-cp", f"{HOME}/lib/*:{HOME}/lib/ext/*",
         HERE / "OpenResults.java", HOME, reports / "run.xml"],
        check=True, timeout=300, capture_output=True, text=True).stdout
    found = dict(line.split(" ", 1) for line in shown.splitlines() if " " in line)
    counts = result["total"]["counts"]
    assert int(found["samples"]) == counts["samples"]
    assert int(found["failed"]) == counts["samples_failed"]
    # Where there is an answer's text JMeter takes that for what was received, so: what was sent.
    assert int(found["sent"]) == counts["bytes_sent"]
    assert int(found["milliseconds"]) / counts["samples"] == pytest.approx(
        result["total"]["latency"]["mean_ms"], abs=0.1)
    assert found["label"] == "Kinesis Producer"
    assert found["thread"] == "Writers 1-1"
    assert found["request"] == ('Stream Name: client-stream|Partition Key: 0|Data Record: '
                                '{"name": "<b>", "n": 1}|')
    assert found["response"] == ("Shard id: shardId-000000000000|Sequence Number: 49570|"
                                 "Encryption Type: NONE|")
