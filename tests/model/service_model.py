"""What Kinesis is, in a page: a model that predicts each answer of a server.

It holds streams with their shards and records in plain lists and knows no time: nothing expires in a
test, and changes of a stream are over before the next operation begins. `Refused` is an answer too.
"""
import hashlib
import typing

HASH_KEYS = 1 << 128
RETENTION_HOURS = (24, 8760)
COUNT_UPDATES_A_DAY = 10
ENCRYPTION_CHANGES_A_DAY = 25

# Ranges that differ by less are even: it is what rounding makes.
ROUNDING = 1 << 40


class Refused(typing.NamedTuple):
    """An error. No message: Amazon has not published its text, so any will do."""
    kind: str
    message: str | None = None


def shard_id(index):
    return f"shardId-{index:012d}"


def hash_key(partition_key, explicit=None):
    if explicit is not None:
        return explicit
    return int.from_bytes(hashlib.md5(partition_key.encode()).digest(), "big")


def even_ranges(count):
    starts = [index * (HASH_KEYS // count) for index in range(count)]
    return [(first, after - 1) for first, after in zip(starts, [*starts[1:], HASH_KEYS])]


class Record(typing.NamedTuple):
    sequence_number: int
    partition_key: str
    data: bytes
    encryption_type: str | None = None


class Shard:
    def __init__(self, index, first, last, parents=()):
        self.index = index
        self.first = first
        self.last = last
        self.parents = tuple(parents)  # Indexes, in the order of the request that made it.
        self.is_open = True
        self.records = []

    def shape(self):
        """What ListShards shows of it, besides its sequence numbers."""
        return (shard_id(self.index), self.first, self.last,
                tuple(map(shard_id, self.parents)), self.is_open)


class Stream:
    def __init__(self, name, shard_count):
        self.name = name
        self.retention_hours = RETENTION_HOURS[0]
        self.count_updates = 0
        self.tags = {}
        self.is_encrypted = False
        self.encryption_changes = {True: 0, False: 0}  # Starts and stops.
        self.consumers = set()  # Names of the registered ones.
        self.shards = [Shard(index, *ends) for index, ends in enumerate(even_ranges(shard_count))]

    def open_shards(self):
        return sorted((shard for shard in self.shards if shard.is_open),
                      key=lambda shard: shard.first)

    def owner(self, key):
        return next(shard for shard in self.open_shards() if shard.first <= key <= shard.last)

    def children(self, index):
        return [shard for shard in self.shards if index in shard.parents]

    @property
    def encryption_type(self):
        """As answers and records have it."""
        return "KMS" if self.is_encrypted else None

    def is_even(self, count):
        shards = self.open_shards()
        return len(shards) == count and all(
            abs(shard.first - first) < ROUNDING
            for shard, (first, _) in zip(shards, even_ranges(count)))

    def replace(self, closing, ranges):
        """Closes shards and opens their children."""
        for shard in closing:
            shard.is_open = False
        parents = [shard.index for shard in closing]
        for first, last in ranges:
            self.shards.append(Shard(len(self.shards), first, last, parents))


class Model:
    """The streams of one account in one region. Each method: the answer that is due, or None for one
    without content; what it changes has changed when it returns."""

    def __init__(self, account):
        self.account = account
        self.streams = {}

    def _where(self, name):
        return f"stream {name} under account {self.account}"

    def _missing_stream(self, name):
        return Refused("ResourceNotFoundException", f"S{self._where(name)[1:]} not found.")

    def _missing_shard(self, name, index):
        return Refused("ResourceNotFoundException",
                       f"Shard {shard_id(index)} in {self._where(name)} does not exist")

    def _open_shard(self, stream, index):
        if index >= len(stream.shards):
            return Refused("ResourceNotFoundException",
                           f"Could not find shard {shard_id(index)} in "
                           f"{self._where(stream.name)}.")
        shard = stream.shards[index]
        return shard if shard.is_open else Refused("InvalidArgumentException")

    def create_stream(self, name, shard_count):
        if name in self.streams:
            return Refused("ResourceInUseException", f"S{self._where(name)[1:]} already exists.")
        self.streams[name] = Stream(name, shard_count)
        return None

    def delete_stream(self, name, with_consumers=False):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        if stream.consumers and not with_consumers:
            return Refused("ResourceInUseException")
        del self.streams[name]
        return None

    def register_consumer(self, name, consumer):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        if consumer in stream.consumers:
            return Refused("ResourceInUseException",
                           f"Consumer {consumer} under stream {name}, account {self.account} "
                           "already exists.")
        stream.consumers.add(consumer)
        return None

    def find_consumer(self, name, consumer):
        """Its name, for whoever describes it."""
        stream = self.streams.get(name)
        if stream is None:
            return Refused("ResourceNotFoundException")
        if consumer not in stream.consumers:
            return Refused("ResourceNotFoundException",
                           f"Consumer {consumer}, account {self.account} not found.")
        return consumer

    def deregister_consumer(self, name, consumer):
        found = self.find_consumer(name, consumer)
        if isinstance(found, Refused):
            return found
        self.streams[name].consumers.remove(consumer)
        return None

    def list_consumers(self, name):
        stream = self.streams.get(name)
        return self._missing_stream(name) if stream is None else sorted(stream.consumers)

    def describe(self, name):
        """(status, open shards, retention hours, encryption, consumers)."""
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        return ("ACTIVE", len(stream.open_shards()), stream.retention_hours,
                stream.encryption_type or "NONE", len(stream.consumers))

    def list_shards(self, name):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        return [shard.shape() for shard in stream.shards]

    def list_streams(self):
        return sorted(self.streams)

    def change_retention(self, name, hours, longer):
        least, most = RETENTION_HOURS
        if hours < least:
            return Refused("InvalidArgumentException",
                           f"Minimum allowed retention period is {least} hours. Requested retention "
                           f"period ({hours} hours) is too short.")
        if hours > most:
            return Refused("InvalidArgumentException")
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        present = stream.retention_hours
        if hours != present and (hours > present) != longer:
            word, other = ("shorter", "Decrease") if longer else ("longer", "Increase")
            return Refused(
                "InvalidArgumentException",
                f"Requested retention period ({hours} hours) for stream {name} can not be {word} "
                f"than existing retention period ({present} hours). Use {other}RetentionPeriod "
                "API.")
        stream.retention_hours = hours
        return None

    def put(self, name, partition_key, explicit):
        """The shard that takes the record."""
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        return stream.owner(hash_key(partition_key, explicit))

    def change_encryption(self, name, encrypt):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        if stream.is_encrypted == encrypt:
            return None
        if stream.encryption_changes[encrypt] == ENCRYPTION_CHANGES_A_DAY:
            return Refused("LimitExceededException")
        stream.encryption_changes[encrypt] += 1
        stream.is_encrypted = encrypt
        return None

    def find_shard(self, name, index):
        """For a reader: closed shards are there too."""
        stream = self.streams.get(name)
        if stream is None or index >= len(stream.shards):
            return self._missing_shard(name, index)
        return stream.shards[index]

    def split_shard(self, name, index, key):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        shard = self._open_shard(stream, index)
        if isinstance(shard, Refused):
            return shard
        if not shard.first + 2 <= key < shard.last:
            return Refused(
                "InvalidArgumentException",
                f"NewStartingHashKey {key} used in SplitShard() on shard {shard_id(index)} in "
                f"{self._where(name)} is not both greater than one plus the shard's StartingHashKey "
                f"{shard.first} and less than the shard's EndingHashKey {shard.last}.")
        stream.replace([shard], [(shard.first, key - 1), (key, shard.last)])
        return None

    def merge_shards(self, name, lower, upper):
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        shards = [self._open_shard(stream, index) for index in (lower, upper)]
        for shard in shards:
            if isinstance(shard, Refused):
                return shard
        if shards[0].last + 1 != shards[1].first:
            return Refused(
                "InvalidArgumentException",
                f"Shards {shard_id(lower)} and {shard_id(upper)} in {self._where(name)} are not an "
                "adjacent pair of shards eligible for merging")
        stream.replace(shards, [(shards[0].first, shards[1].last)])
        return None

    def update_shard_count(self, name, target):
        """(count before, target). How the shards come about is the server's: see adopt()."""
        stream = self.streams.get(name)
        if stream is None:
            return self._missing_stream(name)
        present = len(stream.open_shards())
        if target > 2 * present or 2 * target < present:
            return Refused("InvalidArgumentException")
        if stream.count_updates == COUNT_UPDATES_A_DAY:
            return Refused("LimitExceededException")
        stream.count_updates += not stream.is_even(target)
        return present, target

    def adopt(self, name, shapes, target):
        """Takes the shards that the server made for an UpdateShardCount, if they may be."""
        stream = self.streams[name]
        old = len(stream.shards)
        for index, (name_of_shard, first, last, parents, is_open) in enumerate(shapes):
            assert name_of_shard == shard_id(index)
            if index < old:
                shard = stream.shards[index]
                assert (first, last) == (shard.first, shard.last)
                assert tuple(map(shard_id, shard.parents)) == parents
                assert shard.is_open or not is_open, f"{name_of_shard} is open again"
                shard.is_open = is_open
                continue
            ancestors = [int(parent[-12:]) for parent in parents]
            assert 1 <= len(ancestors) <= 2 and max(ancestors) < index
            shard = Shard(index, first, last, ancestors)
            shard.is_open = is_open
            stream.shards.append(shard)
        assert stream.is_even(target), f"{target} shards are not even: {shapes}"
        for shard in stream.shards[:]:
            assert shard.is_open != bool(stream.children(shard.index))
            self._check_heritage(stream, shard)

    @staticmethod
    def _check_heritage(stream, shard):
        parents = [stream.shards[index] for index in shard.parents]
        if len(parents) == 2:
            assert (shard.first, shard.last) == (parents[0].first, parents[1].last)
            assert parents[0].last + 1 == parents[1].first
        elif parents:
            [parent] = parents
            assert parent.first <= shard.first and shard.last <= parent.last
            siblings = stream.children(parent.index)
            assert sum(child.last - child.first + 1 for child in siblings) == (
                parent.last - parent.first + 1)
