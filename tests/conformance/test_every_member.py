"""Every member of every operation, missing and wrong in each way, taken from the SDK's own model.

What is due follows from the model's constraints, so an operation or a member that is added is tested
without a line here. The texts are those of test_validation.py and test_serialization.py.
"""
import botocore.session
import pytest

MODEL = botocore.session.get_session().get_service_model("kinesis")

# What Weir does not offer yet: docs/differences.md lists what it does.
MISSING_WORDS = ("Channel", "Queue")
MISSING = [name for name in MODEL.operation_names if any(w in name for w in MISSING_WORDS)]
OPERATIONS = [name for name in MODEL.operation_names if name not in MISSING]

ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/every-member"
VALID = {
    "StreamName": "every-member", "StreamARN": ARN, "ResourceARN": ARN,
    "ConsumerARN": f"{ARN}/consumer/c:1", "StreamId": "a" * 20 + "-abc",
    "ShardId": "shardId-0", "ShardToSplit": "shardId-0", "ShardToMerge": "shardId-0",
    "AdjacentShardToMerge": "shardId-1", "NewStartingHashKey": "7", "ExplicitHashKey": "7",
    "Data": "eA==", "SequenceNumberForOrdering": "1", "StartingSequenceNumber": "1", "SequenceNumber": "1",
    "Policy": "{}", "EncryptionType": "KMS",
}
LONG_TEXT = 100_000  # Longer ones are another matter: the size of a request.

NUMBER_CLASS = "class com.amazon.coral.value.json.numbers.TruncatingBigNumber"


def valid(name, shape):
    """A value that every constraint takes."""
    if name in VALID:
        return VALID[name]
    match shape.type_name:
        case "structure":
            return structure(shape)
        case "list":
            return [valid("", shape.member)] * max(1, shape.metadata.get("min", 1))
        case "map":
            return {"k": "v"}
        case "boolean":
            return True
        case "integer" | "long":
            return max(1, shape.metadata.get("min", 1))
        case "timestamp":
            return 1.0
        case "blob":
            return "eA=="
    return shape.enum[0] if shape.enum else "x" * max(1, shape.metadata.get("min", 1))


def structure(shape, **changed):
    """The required members, with some changed. A value of None leaves its member out."""
    members = {name: valid(name, shape.members[name]) for name in shape.required_members}
    return {name: value for name, value in {**members, **changed}.items() if value is not None}


def lower(name):
    return name[:1].lower() + name[1:]


def bad_text(shape):
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if least:
        yield "", f"Member must have length greater than or equal to {least}"
    if most and most < LONG_TEXT:
        yield "x" * (most + 1), f"Member must have length less than or equal to {most}"
    if shape.enum:
        yield "no-such-thing", "Member must satisfy enum value set: ["
    elif "pattern" in shape.metadata:
        yield " ; ", "Member must satisfy regular expression pattern: "


def bad_number(shape):
    if "min" in shape.metadata:
        least = shape.metadata["min"]
        yield least - 1, f"Member must have value greater than or equal to {least}"
    if "max" in shape.metadata:
        most = shape.metadata["max"]
        yield most + 1, f"Member must have value less than or equal to {most}"


def bad_size(shape, sized):
    """`sized` makes a value of so many elements."""
    least, most = shape.metadata.get("min", 0), shape.metadata.get("max")
    if least:
        yield sized(0), f"Member must have length greater than or equal to {least}"
    if most and most < 1000:
        yield sized(most + 1), f"Member must have length less than or equal to {most}"


def bad_values(name, shape, path):
    """(value, path of what is wrong with it, constraint)."""
    match shape.type_name:
        case "string":
            found = bad_text(shape)
        case "integer" | "long":
            found = bad_number(shape)
        case "list":
            found = bad_size(shape, lambda count: [valid("", shape.member)] * count)
            for value, place, constraint in bad_values("", shape.member, f"{path}.1.member"):
                if shape.member.type_name == "structure":
                    yield [value], place, constraint
        case "map":
            found = bad_size(shape, lambda count: {f"k{n}": "v" for n in range(count)})
        case "structure":
            yield from bad_members(shape, path)
            return
        case _:
            return
    for value, constraint in found:
        yield value, path, constraint


def bad_members(shape, path=""):
    """Structures of which one member is wrong."""
    dot = f"{path}." if path else ""
    for name, member in shape.members.items():
        place = f"{dot}{lower(name)}"
        if name in shape.required_members:
            yield structure(shape, **{name: None}), place, "Member must not be null"
        for value, place_within, constraint in bad_values(name, member, place):
            yield structure(shape, **{name: value}), place_within, constraint


def wrong_types(shape):
    """(value, text): what cannot be such a member at all."""
    list_text = "Start of list found where not expected"
    map_text = "Start of structure or map found where not expected."
    match shape.type_name:
        case "string":
            yield True, "class java.lang.Boolean can not be converted to an String"
            yield 23, f"{NUMBER_CLASS} can not be converted to an String"
            yield [], list_text
            yield {}, map_text
        case "integer" | "long":
            kind = "Integer" if shape.type_name == "integer" else "Long"
            yield "23", f"class java.lang.String can not be converted to an {kind}"
            yield True, f"class java.lang.Boolean can not be converted to an {kind}"
            yield [], list_text
            yield {}, map_text
        case "boolean":
            yield 1, f"{NUMBER_CLASS} can not be converted to an Boolean"
            yield [], list_text
            yield {}, map_text
        case "timestamp":
            yield "x", "class java.lang.String can not be converted to milliseconds since epoch"
            yield [], list_text
            yield {}, map_text
        case "blob":
            yield 23, f"{NUMBER_CLASS} can not be converted to a Blob"
            yield [], list_text
            yield {}, map_text
        case "list":
            yield "x", "Expected list or null"
            yield 1, "Expected list or null"
            yield {}, map_text
        case "map":
            yield "x", "Expected map or null"
            yield 1, "Expected map or null"
            yield [], list_text
        case "structure":
            yield "x", "Expected null"
            yield 1, "Expected null"
            yield [], list_text


def input_of(operation):
    return MODEL.operation_model(operation).input_shape


BROKEN = [pytest.param(operation, *row, id=f"{operation}-{row[1]}-{row[2][12:40]}")
          for operation in OPERATIONS if input_of(operation)
          for row in bad_members(input_of(operation))]
UNFIT = [pytest.param(operation, name, value, text, id=f"{operation}-{name}-{value!r}")
         for operation in OPERATIONS if input_of(operation)
         for name, shape in input_of(operation).members.items()
         for value, text in wrong_types(shape)]


@pytest.mark.parametrize("operation, arguments, path, constraint", BROKEN)
def test_a_broken_constraint_is_named(raw, operation, arguments, path, constraint):
    answer = raw.call(operation, arguments)
    assert (answer.status, answer.error_type) == (400, "ValidationException"), answer.body
    assert f" at '{path}' failed to satisfy constraint: {constraint}" in answer.message


@pytest.mark.parametrize("operation, member, value, text", UNFIT)
def test_a_value_of_the_wrong_type_is_told_apart(raw, operation, member, value, text):
    answer = raw.call(operation, {member: value})
    assert (answer.status, answer.json) == (
        400, {"__type": "SerializationException", "Message": text})


# Never a success that does nothing: the client is told that there is no such operation.
@pytest.mark.parametrize("operation", MISSING)
def test_what_is_not_built_is_unknown(raw, operation):
    answer = raw.call(operation, {})
    assert (answer.status, answer.error_type) == (400, "UnknownOperationException")
