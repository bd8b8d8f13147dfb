"""The records that a producer library has packed into one: a magic number, a message of Protocol
Buffers, an MD5 of it."""
import hashlib

MAGIC = bytes.fromhex("f3899ac2")
PARTITION_KEY_TABLE, RECORDS = 1, 3  # Fields of the message; of a record:
PARTITION_KEY_INDEX, DATA = 1, 3


def varint(message, at):
    value = shift = 0
    while True:
        byte = message[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def fields(message):
    """(number, value) of each field; a value is a number or the bytes of a text or a message."""
    at = 0
    while at < len(message):
        tag, at = varint(message, at)
        value, at = varint(message, at)
        if tag & 7 == 2:
            value, at = message[at:at + value], at + value
        yield tag >> 3, value


def packed(records):
    """The data of a Kinesis record with (partition key, data) of each of `records` in it; everything
    shorter than 128 bytes."""
    def field(number, data):
        return bytes([number << 3 | 2, len(data)]) + data

    keys = [key for key, _ in records]
    message = b"".join(field(PARTITION_KEY_TABLE, key.encode()) for key in keys)
    for index, (_, data) in enumerate(records):
        message += field(RECORDS, bytes([PARTITION_KEY_INDEX << 3, index]) + field(DATA, data))
    return MAGIC + message + hashlib.md5(message).digest()


def user_records(record):
    """(partition key, data) of everything in a Kinesis record, which may be a plain one."""
    data = record["Data"]
    message, proof = data[len(MAGIC):-16], data[-16:]
    if not data.startswith(MAGIC) or hashlib.md5(message).digest() != proof:
        return [(record["PartitionKey"], data)]
    keys = [value.decode() for number, value in fields(message) if number == PARTITION_KEY_TABLE]
    packed = [dict(fields(value)) for number, value in fields(message) if number == RECORDS]
    return [(keys[entry[PARTITION_KEY_INDEX]], entry[DATA]) for entry in packed]
