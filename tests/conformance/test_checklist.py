"""What stand-ins for Kinesis commonly get wrong, and which test shows that it is right here.

Each line of the table has at least one test; that these exist is a test, too. A line without one of
its own elsewhere has it at the end of this file.
"""
import ast
import pathlib

import pytest

from reading import iterator, read_on, shard_id

TESTS = pathlib.Path(__file__).resolve().parent.parent

CHECKLIST = {
    "HTTP/2 with prior knowledge on the same port": [
        "conformance/test_http2.py::test_the_first_frame_is_the_servers_settings",
        "clients/test_sdks.py::test_the_table"],
    "no output is an empty body, not {}": [
        "conformance/test_streams.py::test_operations_without_output_answer_nothing"],
    "an iterator that ends is absent, neither empty nor null": [
        "conformance/test_resharding.py::test_the_end_of_a_split_shard_hands_over_its_children",
        "conformance/test_iterators.py::test_an_open_shard_goes_on"],
    "CBOR: times, indefinite lengths, blobs": [
        "conformance/test_cbor.py::test_what_java_reads",
        "conformance/test_cbor.py::test_what_java_sends",
        "conformance/test_cbor.py::test_forms_that_are_taken"],
    "no EncryptionType where nothing is encrypted": [
        "conformance/test_put.py::test_answers_and_records_have_exactly_these_members"],
    "the end of a shard comes with its children, and these with all parents": [
        "conformance/test_resharding.py::test_the_end_of_a_split_shard_hands_over_its_children",
        "conformance/test_resharding.py::test_both_ends_of_a_merge_hand_over_the_same_child",
        "conformance/test_resharding.py::test_latest_on_a_closed_shard_ends_at_once"],
    "UpdateShardCount keeps lineage": [
        "conformance/test_resharding.py::"
        "test_update_shard_count_ends_with_equal_ranges_and_whole_lineage"],
    "closed shards do not count for doubling and halving": [
        "conformance/test_checklist.py::test_closed_shards_do_not_count"],
    "MillisBehindLatest is true": [
        "conformance/test_iterators.py::test_how_far_behind_a_reader_is"],
    "events come after an initial response, in the encoding of the request": [
        "conformance/test_event_stream.py::test_boto3_needs_the_initial_response",
        "conformance/test_event_stream.py::test_boto3_reads_a_subscription",
        "clients/test_sdks.py::test_the_other_operations"],
    "a ContinuationSequenceNumber is a position, and subscriptions are taken over by the rules": [
        "conformance/test_subscribe.py::"
        "test_every_starting_position_begins_where_an_iterator_would",
        "conformance/test_subscribe.py::"
        "test_another_call_is_refused_for_five_seconds_and_then_takes_over"],
    "what cannot be subscribed to is an ordinary answer": [
        "conformance/test_subscribe.py::test_what_cannot_begin_is_refused_by_an_ordinary_answer"],
    "a consumer's ARN carries its creation, and it is CREATING at first": [
        "conformance/test_consumers.py::test_a_registered_consumer_is_answered_as_creating"],
    "the filters of ListShards": [
        "conformance/test_resharding.py::test_the_filters_show_the_shards_of_their_time",
        "conformance/test_streams.py::test_list_shards_after_a_shard"],
    "AT_TIMESTAMP after the last record is no error": [
        "conformance/test_iterators.py::test_at_a_time_after_the_last_record"],
    "LATEST keeps what is put before the first GetRecords": [
        "conformance/test_checklist.py::test_latest_begins_when_it_was_asked_for"],
    "AFTER_SEQUENCE_NUMBER is exact within a second": [
        "conformance/test_iterators.py::test_at_and_after_a_sequence_number"],
    "a page of DescribeStream has at most 100 shards": [
        "conformance/test_streams.py::test_a_page_of_describe_stream_has_at_most_100_shards"],
    "a page of ListStreams has 100 names, not 10": [
        "conformance/test_checklist.py::test_a_page_of_streams_has_a_hundred_names"],
    "validation texts are production's, at most ten; message and Message": [
        "conformance/test_validation.py::test_texts",
        "conformance/test_validation.py::test_at_most_ten_errors_are_listed",
        "conformance/test_serialization.py::test_texts",
        "conformance/test_every_member.py::test_a_broken_constraint_is_named"],
    "a merge has a direction, a split leaves at least two keys": [
        "conformance/test_resharding.py::test_refused_merges_say_why_in_amazons_words",
        "conformance/test_resharding.py::test_refused_splits_say_why_in_amazons_words"],
    "GetResourcePolicy without a policy answers {}": [
        "conformance/test_access.py::test_resource_policies_are_kept_as_they_were_put"],
    "writes are throttled, record by record within PutRecords": [
        "conformance/test_throttling.py::test_a_batch_over_the_limit_fails_in_part",
        "conformance/test_throttling.py::test_the_limits_of_production"],
    "reads are throttled": [
        "conformance/test_limits.py::test_five_reads_a_second",
        "conformance/test_limits.py::test_a_large_answer_closes_the_shard"],
    "signatures are verified, over :authority too": [
        "conformance/test_authentication.py::test_a_changed_request",
        "conformance/test_http2.py::test_both_names_of_the_host_may_be_signed"],
    "DryRun": ["conformance/test_dry_run.py::test_what_would_succeed_is_not_done"],
    "automatic distribution, and records without a key": [
        "conformance/test_attributes.py::test_records_are_distributed",
        "conformance/test_attributes.py::test_missing_partition_keys"],
    "10 MiB a PutRecords, not 5": [
        "conformance/test_put.py::test_a_request_carries_ten_mebibytes"],
    "an operation that is not there is unknown, never a success": [
        "conformance/test_every_member.py::test_what_is_not_built_is_unknown"],
    "a record's size counts its key, and the stream's own limit": [
        "conformance/test_put.py::test_the_size_limit_counts_the_partition_key",
        "conformance/test_attributes.py::test_records_of_ten_mebibytes"],
    "GetShardIterator on an unknown stream speaks of the shard": [
        "conformance/test_every_state.py::test_of_a_stream_that_is_not_there",
        "conformance/test_refusals.py::test_texts"],
}


@pytest.mark.parametrize("tests", CHECKLIST.values(), ids=CHECKLIST)
def test_each_line_has_its_tests(tests):
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        functions = {node.name for node in ast.parse((TESTS / file).read_text()).body
                     if isinstance(node, ast.FunctionDef)}
        assert name in functions, test


def test_latest_begins_when_it_was_asked_for(kinesis, new_stream):
    name = new_stream()
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"before")
    start = iterator(kinesis, name, kind="LATEST")
    kinesis.put_record(StreamName=name, PartitionKey="k", Data=b"between")
    assert [record["Data"] for record in read_on(kinesis, start)] == [b"between"]


# Six shards are listed, four of them closed: two are open, and four is the double.
def test_closed_shards_do_not_count(kinesis, new_stream):
    name = new_stream(shards=4)
    for index in range(0, 4, 2):
        kinesis.merge_shards(StreamName=name, ShardToMerge=shard_id(index),
                             AdjacentShardToMerge=shard_id(index + 1))
    with pytest.raises(kinesis.exceptions.InvalidArgumentException):
        kinesis.update_shard_count(StreamName=name, TargetShardCount=5,
                                   ScalingType="UNIFORM_SCALING")
    answer = kinesis.update_shard_count(StreamName=name, TargetShardCount=4,
                                        ScalingType="UNIFORM_SCALING")
    assert (answer["CurrentShardCount"], answer["TargetShardCount"]) == (2, 4)


def test_a_page_of_streams_has_a_hundred_names(start_weir, client_of):
    kinesis = client_of(start_weir("--no-limits"))
    names = [f"stream-{number:03}" for number in range(105)]
    for name in names:
        kinesis.create_stream(StreamName=name, ShardCount=1)
    page = kinesis.list_streams(Limit=10_000)
    assert (page["StreamNames"], page["HasMoreStreams"]) == (names[:100], True)
    assert kinesis.list_streams()["StreamNames"] == names[:100]
    rest = kinesis.list_streams(NextToken=page["NextToken"])
    assert (rest["StreamNames"], rest["HasMoreStreams"]) == (names[100:], False)
    assert "NextToken" not in rest
