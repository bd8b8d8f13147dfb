"""What /metrics says after a known load, to the record and the byte; who may read it; health."""
import json
import pathlib
import re
import subprocess
import urllib.error
import urllib.request

import pytest

from waiting import wait_until

SHARD = "shardId-000000000000"
DOCS = pathlib.Path(__file__).parents[2] / "docs"


def get(server, path, **headers):
    """Status, content type and text."""
    request = urllib.request.Request(server.url + path, headers={
        name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read().decode()


def samples(server):
    """{(name, frozenset of labels): value}"""
    status, _, text = get(server, "/metrics")
    assert status == 200, text
    found = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        name, labels, value = re.fullmatch(r"(\w+)(?:\{(.*)\})? (\S+)", line).groups()
        pairs = frozenset(re.findall(r'(\w+)="((?:[^"\\]|\\.)*)"', labels or ""))
        assert (name, pairs) not in found, line
        found[name, pairs] = float(value)
    return found


def of(found, name, **labels):
    """Sum and count of a summary, or the value of a gauge; None if there is none."""
    def value(suffix):
        matching = [number for (sample, pairs), number in found.items()
                    if sample == name + suffix and set(labels.items()) <= pairs]
        assert len(matching) <= 1, (name, labels)
        return matching[0] if matching else None
    return value("") if value("_count") is None else (value("_sum"), value("_count"))


def test_puts_and_gets_count_to_the_record_and_the_byte(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="orders", ShardCount=2)
    sizes = [10, 10, 500, 70_000]
    for number, size in enumerate(sizes):
        client.put_record(StreamName="orders", PartitionKey=f"key{number}", Data=b"x" * size)
    batch = [{"PartitionKey": "k" * 7, "Data": b"y" * size} for size in (1, 2, 3)]
    client.put_records(StreamName="orders", Records=batch)
    client.put_records(StreamName="orders", Records=batch[:1])
    with pytest.raises(client.exceptions.InvalidArgumentException):
        client.put_record(StreamName="orders", PartitionKey="k", ExplicitHashKey=str(2**128),
                          Data=b"")
    read = 0
    for shard in ("shardId-000000000000", "shardId-000000000001"):
        iterator = client.get_shard_iterator(StreamName="orders", ShardId=shard,
                                             ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
        read += len(client.get_records(ShardIterator=iterator)["Records"])
    assert read == 8

    one = sum(sizes) + 4 * len(sizes)
    many = 1 + 2 + 3 + 1 + 4 * 7
    found = samples(server)
    stream = {"stream": "orders", "account": "000000000000", "region": server.region}
    expected = {
        "put_record_success": (4, 5), "put_record_bytes": (one, 4),
        "put_records_success": (2, 2), "put_records_bytes": (many, 2),
        "put_records_total_records": (4, 2), "put_records_successful_records": (4, 2),
        "put_records_failed_records": (0, 2), "put_records_throttled_records": (0, 2),
        "incoming_bytes": (one + many, 6), "incoming_records": (8, 6),
        "write_throughput_exceeded": (0, 7),
        "get_records_success": (2, 2), "get_records_records": (8, 2),
        "get_records_bytes": (one + many, 2), "read_throughput_exceeded": (0, 2),
        "get_records_iterator_age_seconds": 0}
    assert {name: of(found, f"weir_stream_{name}", **stream) for name in expected} == expected
    for operation, calls in (("put_record", 5), ("put_records", 2), ("get_records", 2)):
        total, count = of(found, f"weir_stream_{operation}_latency_seconds", **stream)
        assert count == calls and 0 < total < 20
    assert of(found, "weir_requests_total", operation="PutRecord", code="") == 4
    assert of(found, "weir_requests_total", operation="PutRecord",
              code="InvalidArgumentException") == 1
    assert not [key for key in found if key[0].startswith("weir_shard_")]
    assert of(found, "weir_journal_group_records")[1] > 0
    assert of(found, "process_resident_memory_bytes") > 1 << 20
    # What was counted is not counted again.
    assert of(samples(server), "weir_stream_incoming_records", **stream) == (8, 6)


def test_throttling_counts_calls_and_records(start_weir, client_of, held_clock):
    server = start_weir("--shard-write-records", "5", **held_clock.variables)
    client = client_of(server)
    client.create_stream(StreamName="small", ShardCount=1)
    client.enable_enhanced_monitoring(StreamName="small", ShardLevelMetrics=["ALL"])
    answer = client.put_records(StreamName="small", Records=[
        {"PartitionKey": "k", "Data": b"12345"} for _ in range(20)])
    failed = answer["FailedRecordCount"]
    assert failed == 15
    throttled = 0
    for number in range(10):
        if number == 5:
            held_clock.pass_by(1)
        try:
            client.put_record(StreamName="small", PartitionKey="k", Data=b"1")
        except client.exceptions.ProvisionedThroughputExceededException:
            throttled += 1
    assert throttled == 5
    found = samples(server)
    written = 20 - failed + 10 - throttled
    for level in ({"stream": "small"}, {"stream": "small", "shard": SHARD}):
        family = "weir_shard" if "shard" in level else "weir_stream"
        assert of(found, f"{family}_write_throughput_exceeded", **level) == (failed + throttled, 11)
        assert of(found, f"{family}_incoming_records", **level)[0] == written
        assert of(found, f"{family}_incoming_bytes", **level)[0] == \
            6 * (20 - failed) + 2 * (10 - throttled)
    assert of(found, "weir_stream_put_records_throttled_records", stream="small") == (failed, 1)
    assert of(found, "weir_stream_put_records_failed_records", stream="small") == (0, 1)
    assert of(found, "weir_stream_put_record_success", stream="small") == (10 - throttled, 10)


def test_shard_metrics_are_those_that_are_on(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.enable_enhanced_monitoring(
        StreamName="s", ShardLevelMetrics=["OutgoingRecords", "IteratorAgeMilliseconds"])
    for _ in range(3):
        client.put_record(StreamName="s", PartitionKey="k", Data=b"123")
    iterator = client.get_shard_iterator(StreamName="s", ShardId=SHARD,
                                         ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
    client.get_records(ShardIterator=iterator, Limit=2)
    found = samples(server)
    assert of(found, "weir_shard_outgoing_records", stream="s", shard=SHARD) == (2, 1)
    # A record is left, so the last one read has an age.
    assert of(found, "weir_shard_iterator_age_seconds", stream="s", shard=SHARD) > 0
    assert {name for name, _ in found if name.startswith("weir_shard_")} == {
        "weir_shard_outgoing_records_sum", "weir_shard_outgoing_records_count",
        "weir_shard_iterator_age_seconds"}


def test_pushed_events_are_their_consumers(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.enable_enhanced_monitoring(StreamName="s", ShardLevelMetrics=["OutgoingBytes"])
    arn = client.describe_stream_summary(StreamName="s")["StreamDescriptionSummary"]["StreamARN"]
    consumer = client.register_stream_consumer(
        StreamARN=arn, ConsumerName="reader")["Consumer"]["ConsumerARN"]
    client.put_record(StreamName="s", PartitionKey="key", Data=b"12345")

    def subscribe():
        return client.subscribe_to_shard(ConsumerARN=consumer, ShardId=SHARD,
                                         StartingPosition={"Type": "TRIM_HORIZON"})
    events = subscribe()["EventStream"]
    records = next(event["SubscribeToShardEvent"]["Records"] for event in events)
    assert len(records) == 1
    with pytest.raises(client.exceptions.ResourceInUseException):
        subscribe()
    found = samples(server)
    events.close()
    labels = {"stream": "s", "consumer": "reader"}
    assert of(found, "weir_consumer_subscribe_success", **labels) == (1, 2)
    assert of(found, "weir_consumer_subscribe_rate_exceeded", **labels) == (1, 2)
    assert of(found, "weir_consumer_event_records", **labels)[0] == 1
    assert of(found, "weir_consumer_event_bytes", **labels)[0] == 8
    assert of(found, "weir_consumer_event_success", **labels)[0] >= 1
    assert of(found, "weir_consumer_event_behind_latest_seconds", **labels) >= 0
    assert of(found, "weir_shard_outgoing_bytes", stream="s", shard=SHARD)[0] == 8


# What was counted is written when the server stops, and is there when it comes back.
def test_metrics_survive_a_restart(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k", Data=b"1")
    assert server.stop() == 0
    server.start()
    # They are read while the server answers already.
    wait_until(lambda: of(samples(server), "weir_metrics_series") >= 6, seconds=60)
    series = of(samples(server), "weir_metrics_series")
    client_of(server).put_record(StreamName="s", PartitionKey="k", Data=b"1")
    assert of(samples(server), "weir_metrics_series") == series


@pytest.mark.parametrize("path", ["/metrics", "/healthz", "/readyz"])
def test_nobody_gets_in_by_accident(start_weir, path):
    server = start_weir()
    assert get(server, path)[0] == 200
    for header in ("X_Forwarded_For", "Forwarded", "Via"):
        status, _, text = get(server, path, **{header: "127.0.0.1"})
        assert (status, "metrics" in text) == (403, True)
    server.stop()
    server.start("--metrics", "nobody")
    assert get(server, path)[0] == 403
    server.stop()
    server.start("--metrics", "anyone")
    assert get(server, path, X_Forwarded_For="10.1.2.3")[0] == 200


def test_health_says_so(start_weir):
    server = start_weir()
    assert get(server, "/healthz")[2] == "ok\n"
    for _ in range(70):
        assert get(server, "/readyz")[2] == "ready\n"


def test_both_formats_by_what_is_asked_for(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.put_record(StreamName="s", PartitionKey="k", Data=b"1")
    _, kind, text = get(server, "/metrics")
    assert kind.startswith("text/plain; version=0.0.4") and "# EOF" not in text
    _, kind, text = get(server, "/metrics", Accept="application/openmetrics-text; version=1.0.0")
    assert kind.startswith("application/openmetrics-text; version=1.0.0")
    assert text.endswith("# EOF\n")


# Debian's promtool finds nothing to complain about; and Prometheus itself reads the page.
def test_prometheus_reads_it(start_weir, client_of, tmp_path):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    client.enable_enhanced_monitoring(StreamName="s", ShardLevelMetrics=["ALL"])
    for _ in range(4):
        client.put_record(StreamName="s", PartitionKey="k", Data=b"1")
    checked = subprocess.run(["promtool", "check", "metrics"], input=get(server, "/metrics")[2],
                             capture_output=True, text=True, timeout=60, check=False)
    assert (checked.returncode, checked.stdout, checked.stderr) == (0, "", "")

    config = tmp_path / "prometheus.yml"
    config.write_text("global: {scrape_interval: 1s}\nscrape_configs:\n"
                      f"  - {{job_name: weir, static_configs: [{{targets: ['{server.address}']}}]}}\n")
    log = tmp_path / "prometheus.log"
    with log.open("w") as output:
        prometheus = subprocess.Popen(
            ["prometheus", f"--config.file={config}", f"--storage.tsdb.path={tmp_path}/data",
             "--web.listen-address=127.0.0.1:0"], stdout=output, stderr=output)

    def asked():
        """What Prometheus says of the stream, or why it says nothing yet."""
        address = re.search(r'msg="Listening on" address=(\S+)', log.read_text())
        if not address:
            return "it does not listen"
        query = (f"http://{address[1]}/api/v1/query?"
                 "query=weir_stream_incoming_records_sum%7Bstream%3D%22s%22%7D")
        try:
            with urllib.request.urlopen(query, timeout=60) as found:
                return found.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.read().decode()

    try:
        wait_until(lambda: '"4"' in asked())
    finally:
        print(log.read_text())
        prometheus.terminate()
        prometheus.wait(60)


# No Grafana is at hand: the dashboard has the structure that it reads, and asks for metrics that
# the page of metrics has.
def test_the_dashboard_asks_for_what_there_is():
    dashboard = json.loads((DOCS / "grafana.json").read_text())
    page = (DOCS / "metrics.md").read_text()
    assert dashboard["schemaVersion"] >= 36 and dashboard["title"] == "Weir"
    names = {variable["name"] for variable in dashboard["templating"]["list"]}
    assert names == {"datasource", "stream"}
    places = set()
    for number, panel in enumerate(dashboard["panels"], 1):
        assert panel["id"] == number and panel["title"] and panel["type"] == "timeseries"
        assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
        grid = panel["gridPos"]
        assert grid["x"] + grid["w"] <= 24 and grid["h"] > 0
        assert (grid["x"], grid["y"]) not in places
        places.add((grid["x"], grid["y"]))
        assert panel["fieldConfig"]["defaults"]["unit"]
        assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"]) > 0
        for target in panel["targets"]:
            assert target["expr"].count("(") == target["expr"].count(")")
            metrics = re.findall(r"(?:weir|process)_\w+", target["expr"])
            assert metrics, target
            for name in metrics:
                assert f"`{re.sub('_(sum|count|bucket)$', '', name)}" in page, name
