"""What is good for a while, and then says so: iterators, tokens of pages, sessions.

The server's clock is moved; nobody waits.
"""
import datetime
import re

import pytest

from weir_process import weir

LIFE = 300  # Seconds of an iterator and of a token.
QUARTER = 900  # The shortest session.
DAY = 86400


class Later:
    """A client whose clock goes with the server's, and calls that leave the streams as they are."""

    def __init__(self, server, clock):
        self.server = server
        self.clock = clock
        self.begin = clock.now()

    def move_to(self, seconds):
        self.clock.pass_by(self.begin + seconds - self.clock.now())

    def call(self, operation, arguments, **signing):
        return self.clock.call(self.server, operation, arguments, **signing)


@pytest.fixture
def later(start_weir, held_clock):
    client = Later(start_weir("--no-limits", **held_clock.variables), held_clock)
    for name in ("one", "two"):
        assert client.call("CreateStream", {"StreamName": name, "ShardCount": 2}).status == 200
    return client


def java_time(text):
    return datetime.datetime.strptime(text, "%a %b %d %H:%M:%S UTC %Y")


# KCL reads the type and people read the times, which are in Java's form.
def test_an_iterator_is_good_for_five_minutes(later):
    iterator = later.call("GetShardIterator", {
        "StreamName": "one", "ShardId": "shardId-0", "ShardIteratorType": "LATEST"}).json
    later.move_to(LIFE)
    assert later.call("GetRecords", iterator).status == 200
    later.move_to(LIFE + 0.002)
    answer = later.call("GetRecords", iterator)
    assert (answer.status, answer.error_type) == (400, "ExpiredIteratorException")
    told = re.fullmatch(
        r"Iterator expired\. The iterator was created at time (.{28}) while right now it is (.{28}) "
        r"which is further in the future than the tolerated delay of 300000 milliseconds\.",
        answer.message)
    assert told, answer.message
    assert (java_time(told[2]) - java_time(told[1])).total_seconds() in (LIFE, LIFE + 1)


# The token of a page goes with its operation; Amazon's text is not published, the type is.
@pytest.mark.parametrize("operation, first", [
    ("ListShards", {"StreamName": "one", "MaxResults": 1}), ("ListStreams", {"Limit": 1})])
def test_a_token_is_good_for_five_minutes(later, operation, first):
    token = {"NextToken": later.call(operation, first).json["NextToken"]}
    later.move_to(LIFE)
    assert later.call(operation, token).status == 200
    later.move_to(LIFE + 0.002)
    answer = later.call(operation, token)
    assert (answer.status, answer.error_type) == (400, "ExpiredNextTokenException")


# SDKs fetch new credentials when they see this type, however long they slept.
def test_a_session_ends(later, weir_data):
    weir("user", "add", "guest", "--data", weir_data)
    printed = weir("user", "session", "guest", "--duration", "15m", "--data", weir_data).stdout
    keys = dict(line.split(" = ") for line in printed.splitlines() if " = " in line)
    signing = {"access_key": keys["aws_access_key_id"], "secret": keys["aws_secret_access_key"],
               "token": keys["aws_session_token"]}
    later.move_to(QUARTER - 1)
    assert later.call("ListStreams", {}, **signing).status == 200
    for seconds in (QUARTER + 1, QUARTER + 2000, DAY):
        later.move_to(seconds)
        answer = later.call("ListStreams", {}, **signing)
        assert (answer.status, answer.json) == (400, {
            "__type": "ExpiredTokenException",
            "message": "The security token included in the request is expired"})
