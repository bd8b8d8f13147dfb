"""AddTagsToStream, RemoveTagsFromStream, ListTagsForStream, TagResource, UntagResource,
ListTagsForResource, and tags in CreateStream."""
import pytest

from test_streams import refused

INVALID = ("Some tags contain invalid characters. Valid characters: Unicode letters, digits, white "
           "space, _ . / = + - % @.")


def tags_of(kinesis, name):
    listed = kinesis.list_tags_for_stream(StreamName=name)
    assert not listed["HasMoreTags"]
    return {tag["Key"]: tag["Value"] for tag in listed["Tags"]}


def arn_of(server, name):
    return f"arn:aws:kinesis:{server.region}:{server.account}:stream/{name}"


@pytest.fixture(scope="module")
def tagged(new_stream):
    """A stream whose tags each test replaces."""
    return new_stream()


# Terraform compares the tags it finds with those it wants; one that is lost is a plan that never ends.
def test_tags_are_added_replaced_and_removed(kinesis, tagged):
    kinesis.add_tags_to_stream(StreamName=tagged, Tags={"team": "a", "empty": "", "ü ÿ": "é_./=+-@"})
    kinesis.add_tags_to_stream(StreamName=tagged, Tags={"team": "b", "more": "1"})
    assert tags_of(kinesis, tagged) == {"team": "b", "empty": "", "ü ÿ": "é_./=+-@", "more": "1"}
    kinesis.remove_tags_from_stream(StreamName=tagged, TagKeys=["team", "nobody has this", "ü ÿ"])
    assert tags_of(kinesis, tagged) == {"empty": "", "more": "1"}
    kinesis.remove_tags_from_stream(StreamName=tagged, TagKeys=["empty", "more"])
    assert kinesis.list_tags_for_stream(StreamName=tagged)["Tags"] == []


# The same by ARN, which is what newer tools use: both doors lead to the same tags.
def test_tags_by_arn(kinesis, server, tagged):
    arn = arn_of(server, tagged)
    kinesis.add_tags_to_stream(StreamARN=arn, Tags={"a": "1"})
    kinesis.tag_resource(ResourceARN=arn, Tags={"b": "2", "a": "3"})
    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == [
        {"Key": "a", "Value": "3"}, {"Key": "b", "Value": "2"}]
    assert tags_of(kinesis, tagged) == {"a": "3", "b": "2"}
    kinesis.untag_resource(ResourceARN=arn, TagKeys=["a", "c"])
    kinesis.remove_tags_from_stream(StreamARN=arn, TagKeys=["b"])
    assert kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"] == []


# A page begins behind a key, whether that key is there or not; the order is that of code points.
def test_pages_of_tags_in_the_order_of_code_points(kinesis, tagged):
    keys = [" x", "+x", "/x", "0x", "=x", "@x", "Zb", "_x", "a", "ÿ"]
    kinesis.add_tags_to_stream(StreamName=tagged, Tags={key: key for key in reversed(keys)})
    page = kinesis.list_tags_for_stream(StreamName=tagged, Limit=4)
    assert page["HasMoreTags"] and [tag["Key"] for tag in page["Tags"]] == keys[:4]
    page = kinesis.list_tags_for_stream(StreamName=tagged, Limit=4, ExclusiveStartTagKey="=")
    assert page["HasMoreTags"] and [tag["Key"] for tag in page["Tags"]] == keys[4:8]
    page = kinesis.list_tags_for_stream(StreamName=tagged, Limit=2, ExclusiveStartTagKey="_x")
    assert not page["HasMoreTags"] and [tag["Key"] for tag in page["Tags"]] == keys[8:]
    kinesis.remove_tags_from_stream(StreamName=tagged, TagKeys=keys)


# Fifty tags and no more; production's text still says ten.
def test_fifty_tags_and_no_more(kinesis, server, tagged):
    kinesis.add_tags_to_stream(StreamName=tagged, Tags={f"k{n}": "v" for n in range(50)})
    assert refused(kinesis, kinesis.add_tags_to_stream, StreamName=tagged, Tags={"one": "more"}) == (
        "InvalidArgumentException",
        f"Failed to add tags to stream {tagged} under account {server.account} because a given "
        "stream cannot have more than 10 tags associated with it.")
    kinesis.add_tags_to_stream(StreamName=tagged, Tags={"k1": "another value"})
    assert len(tags_of(kinesis, tagged)) == 50
    kinesis.remove_tags_from_stream(StreamName=tagged, TagKeys=[f"k{n}" for n in range(50)])


# A stream is born with its tags: there is no moment in which policies that look at tags miss them.
def test_a_stream_is_created_with_tags(kinesis, new_stream):
    name = new_stream(Tags={"team": "a", "empty": ""})
    assert tags_of(kinesis, name) == {"team": "a", "empty": ""}


@pytest.mark.parametrize("tags", [{"a;b": "v"}, {"a": "b,c"}, {"a\tb": "v"}, {"a": "line\nbreak"},
                                  {"a:b": "v"}, {"😀": "v"}])
def test_characters_that_tags_may_not_have(kinesis, tagged, server, unique, tags):
    expected = ("InvalidArgumentException", INVALID)
    assert refused(kinesis, kinesis.add_tags_to_stream, StreamName=tagged, Tags=tags) == expected
    assert refused(kinesis, kinesis.tag_resource, ResourceARN=arn_of(server, tagged),
                   Tags=tags) == expected
    assert refused(kinesis, kinesis.create_stream, StreamName=unique(), ShardCount=1,
                   Tags=tags) == expected
    if list(tags.values()) == ["v"]:
        assert refused(kinesis, kinesis.remove_tags_from_stream, StreamName=tagged,
                       TagKeys=list(tags)) == expected


# One check takes a percent sign for valid, the next does not: both texts are production's.
def test_percent_signs(kinesis, tagged, server):
    for call, arguments, what in (
            (kinesis.add_tags_to_stream, {"Tags": {"100%": "v"}}, "add tags to"),
            (kinesis.add_tags_to_stream, {"Tags": {"k": "100%"}}, "add tags to"),
            (kinesis.remove_tags_from_stream, {"TagKeys": ["100%"]}, "remove tags from")):
        assert refused(kinesis, call, StreamName=tagged, **arguments) == (
            "InvalidArgumentException",
            f"Failed to {what} stream {tagged} under account {server.account} because some tags "
            "contained illegal characters. The allowed characters are Unicode letters, "
            "white-spaces, '_',',','/','=','+','-','@'.")


# Keys of Amazon's own cannot be given by a user.
def test_reserved_keys(kinesis, tagged):
    kind, _ = refused(kinesis, kinesis.add_tags_to_stream, StreamName=tagged,
                      Tags={"aws:name": "x"})
    assert kind == "InvalidArgumentException"


# The stream is looked for before the characters are.
def test_unknown_streams(kinesis, server):
    not_found = ("ResourceNotFoundException",
                 f"Stream nobody under account {server.account} not found.")
    arn = arn_of(server, "nobody")
    for call, arguments in (
            (kinesis.add_tags_to_stream, {"StreamName": "nobody", "Tags": {";": "x"}}),
            (kinesis.remove_tags_from_stream, {"StreamName": "nobody", "TagKeys": [";"]}),
            (kinesis.list_tags_for_stream, {"StreamName": "nobody"}),
            (kinesis.tag_resource, {"ResourceARN": arn, "Tags": {"a": "b"}}),
            (kinesis.untag_resource, {"ResourceARN": arn, "TagKeys": ["a"]}),
            (kinesis.list_tags_for_resource, {"ResourceARN": arn})):
        assert refused(kinesis, call, **arguments) == not_found


# A consumer that is not there, under a stream that is.
def test_tags_of_an_unknown_consumer(kinesis, server, tagged):
    arn = f"{arn_of(server, tagged)}/consumer/nobody:1700000000"
    kind, message = refused(kinesis, kinesis.tag_resource, ResourceARN=arn, Tags={"a": "b"})
    assert kind == "ResourceNotFoundException"
    assert "nobody" in message


# A stream that is on its way in has the tags it was created with, and keeps them until it is there.
def test_tags_while_a_stream_is_created(start_weir, client_of):
    client = client_of(start_weir("--transition-time", "60s"))
    client.create_stream(StreamName="s", ShardCount=1, Tags={"a": "1"})
    assert client.list_tags_for_stream(StreamName="s")["Tags"] == [{"Key": "a", "Value": "1"}]
    assert refused(client, client.add_tags_to_stream, StreamName="s", Tags={"b": "1"}) == (
        "ResourceInUseException",
        "Stream s under account 000000000000 not ACTIVE, instead in state CREATING")


# Tags are as durable as the stream is.
def test_tags_outlive_a_restart(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1, Tags={"a": "1"})
    client.add_tags_to_stream(StreamName="s", Tags={"b": "2"})
    server.kill()
    server.start()
    assert tags_of(client, "s") == {"a": "1", "b": "2"}


@pytest.fixture
def consumer(kinesis, server, new_stream):
    """The ARN of a consumer with the tag team=red."""
    return kinesis.register_stream_consumer(
        StreamARN=arn_of(server, new_stream()), ConsumerName="billing",
        Tags={"team": "red"})["Consumer"]["ConsumerARN"]


def tags_of_resource(kinesis, arn):
    return {tag["Key"]: tag["Value"]
            for tag in kinesis.list_tags_for_resource(ResourceARN=arn)["Tags"]}


# A consumer's tags are its own: those of its stream are others.
def test_tags_of_a_consumer(kinesis, consumer):
    assert tags_of_resource(kinesis, consumer) == {"team": "red"}
    kinesis.tag_resource(ResourceARN=consumer, Tags={"team": "blue", "a": ""})
    assert kinesis.list_tags_for_resource(ResourceARN=consumer)["Tags"] == [
        {"Key": "a", "Value": ""}, {"Key": "team", "Value": "blue"}]
    assert tags_of_resource(kinesis, consumer.partition("/consumer/")[0]) == {}
    kinesis.untag_resource(ResourceARN=consumer, TagKeys=["a", "none"])
    assert tags_of_resource(kinesis, consumer) == {"team": "blue"}


def test_what_tags_of_a_consumer_may_not_be(kinesis, server, consumer):
    stream = consumer.partition("/consumer/")[0]
    register = {"StreamARN": stream, "ConsumerName": "other"}
    for tags, text in (
            ({"a;b": "v"}, INVALID),
            ({"100%": "v"}, "Failed to add tags to consumer {} under account "
             f"{server.account} because some tags contained illegal characters. The allowed "
             "characters are Unicode letters, white-spaces, '_',',','/','=','+','-','@'."),
            ({f"k{number}": "v" for number in range(51)},
             f"Failed to add tags to consumer {{}} under account {server.account} because a given "
             "consumer cannot have more than 50 tags associated with it."),
            ({"aws:x": "v"}, "Tag keys that start with aws: are reserved; aws:x does.")):
        assert refused(kinesis, kinesis.tag_resource, ResourceARN=consumer, Tags=tags) == (
            "InvalidArgumentException", text.format("billing"))
        assert refused(kinesis, kinesis.register_stream_consumer, **register, Tags=tags) == (
            "InvalidArgumentException", text.format("other"))
    assert refused(kinesis, kinesis.untag_resource, ResourceARN=consumer, TagKeys=["a;b"]) == (
        "InvalidArgumentException", INVALID)
    assert tags_of_resource(kinesis, consumer) == {"team": "red"}


# One that was registered anew has the tags that it was given, not those of its forerunner.
def test_the_tags_of_a_consumer_end_with_it(kinesis, consumer):
    kinesis.deregister_stream_consumer(ConsumerARN=consumer)
    for call, arguments in ((kinesis.tag_resource, {"Tags": {"a": "b"}}),
                            (kinesis.untag_resource, {"TagKeys": ["a"]}),
                            (kinesis.list_tags_for_resource, {})):
        assert refused(kinesis, call, ResourceARN=consumer,
                       **arguments)[0] == "ResourceNotFoundException"
    again = kinesis.register_stream_consumer(
        StreamARN=consumer.partition("/consumer/")[0],
        ConsumerName="billing")["Consumer"]["ConsumerARN"]
    assert tags_of_resource(kinesis, again) == {}


def test_tags_of_a_consumer_outlive_a_restart(start_weir, client_of):
    server = start_weir()
    client = client_of(server)
    client.create_stream(StreamName="s", ShardCount=1)
    arn = client.register_stream_consumer(StreamARN=arn_of(server, "s"), ConsumerName="c",
                                          Tags={"a": "1"})["Consumer"]["ConsumerARN"]
    client.tag_resource(ResourceARN=arn, Tags={"b": "2"})
    server.kill()
    server.start()
    assert tags_of_resource(client, arn) == {"a": "1", "b": "2"}
