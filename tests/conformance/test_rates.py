"""How often an account may call each operation of the control plane in a second: all published rates.

The calls name a stream or a consumer that is not there, so that nothing is changed; they count all
the same. What is not listed has no published rate, or one that a test cannot reach (ListShards: 1,000).
"""
import pytest

from server_clock import ServerClock
from signed_requests import RawClient
from test_every_member import OPERATIONS
from test_every_state import call_on
from weir_process import WeirProcess

RATES = {
    "AddTagsToStream": 5, "CreateStream": 5, "DecreaseStreamRetentionPeriod": 5,
    "DeleteStream": 5, "DeregisterStreamConsumer": 5, "DescribeAccountSettings": 5,
    "DescribeLimits": 1, "DescribeStream": 10, "DescribeStreamConsumer": 20,
    "DescribeStreamSummary": 20, "DisableEnhancedMonitoring": 5, "EnableEnhancedMonitoring": 5,
    "IncreaseStreamRetentionPeriod": 5, "ListStreamConsumers": 5, "ListStreams": 5,
    "ListTagsForStream": 5, "MergeShards": 5, "RegisterStreamConsumer": 5,
    "RemoveTagsFromStream": 5, "SplitShard": 5, "TagResource": 5, "UntagResource": 5,
    "UpdateAccountSettings": 5, "UpdateShardCount": 10, "UpdateStreamWarmThroughput": 5,
}
GENERAL = {
    "CreateStream": {"StreamName": "there", "ShardCount": 1},
    "DescribeAccountSettings": {}, "DescribeLimits": {}, "ListStreams": {},
    "UpdateAccountSettings": {"MinimumThroughputBillingCommitment": {"Status": "DISABLED"}},
}


@pytest.fixture(scope="module")
def faithful(tmp_path_factory, clock_library):
    """A client of a server for which no time passes."""
    folder = tmp_path_factory.mktemp("rates")
    clock = ServerClock(clock_library, folder / "clock", runs=False)
    process = WeirProcess(folder / "data", faithful=True, **clock.variables).start()
    client = RawClient(process.address)
    yield client
    client.close()
    assert process.stop() == 0
    clock.close()


@pytest.mark.parametrize("operation", [name for name in RATES if name in OPERATIONS])
def test_a_published_rate(faithful, operation):
    rate = RATES[operation]
    through = []
    refused = 0
    for _ in range(rate + 3):
        if operation in GENERAL:
            answer = faithful.call(operation, GENERAL[operation])
        else:
            answer = call_on(faithful, operation, "not-there")
        if answer.status == 400 and answer.error_type == "LimitExceededException":
            assert answer.message.startswith("Rate exceeded"), answer.message
            refused += 1
        else:
            through.append(answer.status)
    assert (refused, len(through)) == (3, rate), through
