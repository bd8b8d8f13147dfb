"""Every SDK that runs the table: how its driver is started and what is special about it."""
import dataclasses
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
BUILD = ROOT / "build/sdks"

# What the service's model names as errors of its own. An SDK has a class for each of them; anything
# else that the service answers is an error of the SDK's general class.
MODELLED = {"AccessDeniedException", "DryRunOperationException", "ExpiredIteratorException",
            "InvalidArgumentException", "LimitExceededException",
            "ProvisionedThroughputExceededException", "ResourceInUseException",
            "ResourceNotFoundException", "ValidationException"}


@dataclasses.dataclass(frozen=True)
class Sdk:
    name: str
    trust: str  # What `weir tls --for` calls it.
    command: tuple
    # The class of errors that the model does not name; None when the SDK tells errors apart by
    # their code alone.
    general_error: str | None
    # The class of all errors that end a stream of events, where they have one.
    event_error: str | None = dataclasses.field(default=None, kw_only=True)
    # What it speaks in clear text, and what it offers by ALPN over TLS.
    speaks: str = "http/1.1"
    offers: frozenset = frozenset()
    transports: tuple = ("http", "tls")
    # Operations and members that the SDK is too old to know, and what else steps may need.
    lacks: frozenset = frozenset()

    def is_built(self):
        """False where a compiler is too old for it; tools/sdks.py and the gate say so."""
        return not (pathlib.Path(self.command[0]).parent / "left-out").exists()

    def protocols(self, transport):
        """What the relay must have seen of it."""
        return {self.speaks} if transport == "http" else self.offers

    def error_type(self, code, is_event):
        """The class that the SDK must throw for an error code, in an answer or as its last event."""
        if is_event and self.event_error:
            return self.event_error
        return code if code in MODELLED else self.general_error


# What came in these years, and is unknown to SDKs of the years before. `tags at creation` stands for
# all of CreateStream's newer members.
SINCE_2026 = frozenset({"DryRun", "UpdateStreamRecordDistributionStrategy"})
SINCE_2025 = SINCE_2026 | {
    "DescribeAccountSettings", "ListTagsForResource", "TagResource", "UntagResource",
    "UpdateAccountSettings", "UpdateMaxRecordSize", "UpdateStreamWarmThroughput",
    "tags at creation"}
SINCE_2023 = SINCE_2025 | {"DeleteResourcePolicy", "GetResourcePolicy", "PutResourcePolicy"}
SINCE_2016 = SINCE_2023 | {
    "DecreaseStreamRetentionPeriod", "DeregisterStreamConsumer", "DescribeLimits",
    "DescribeStreamConsumer", "DescribeStreamSummary", "DisableEnhancedMonitoring",
    "EnableEnhancedMonitoring", "IncreaseStreamRetentionPeriod", "ListShards",
    "ListStreamConsumers", "RegisterStreamConsumer", "StartStreamEncryption",
    "StopStreamEncryption", "StreamARN", "SubscribeToShard",
    "UpdateShardCount", "UpdateStreamMode"}
# Command lines and clients that wait for a whole answer cannot read one that goes on.
NO_STREAMS = frozenset({"SubscribeToShard"})

H1 = frozenset({"http/1.1"})
H2 = frozenset({"h2"})


def python(name, trust, interpreter, driver, general_error, lacks=(), **more):
    return Sdk(name, trust, (interpreter, HERE / "python" / driver), general_error, offers=H1,
               lacks=frozenset(lacks), **more)


def javascript(name, general_error, program, *arguments, speaks="http/1.1", offers=frozenset(),
               **more):
    command = (BUILD / "node/bin/node", BUILD / "javascript" / program, *arguments)
    return Sdk(name, "node", command, general_error, speaks, offers, **more)


def jvm(folder, options, *arguments):
    """A short life: no optimising compiler. Until version 18 its texts are the locale's."""
    utf8 = ("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8")
    return ("java", "-XX:TieredStopAtLevel=1", *utf8, *options, f"@{BUILD / folder}/arguments",
            "Driver", *arguments)


def java_v1(name, *options, lacks=()):
    return Sdk(name, "java", jvm("java_v1", options), "AmazonKinesisException",
               lacks=SINCE_2025 | NO_STREAMS | frozenset(lacks))


def java_v2(http_client, *options, name=None, **more):
    return Sdk(name or f"java-v2-{http_client}", "java", jvm("java_v2", options, http_client),
               "KinesisException", **more)


SDKS = [
    # The command line rounds times to whole seconds before it sends them.
    python("cli-v1", "aws-cli", ROOT / "build/venv-cli/bin/python", "aws_cli_driver.py", None,
           lacks=SINCE_2026 | NO_STREAMS | {"milliseconds"}),
    python("cli-v2", "aws-cli", "/usr/bin/python3", "aws_cli_driver.py", None,
           lacks=SINCE_2023 | NO_STREAMS | {"milliseconds"}),
    python("boto3", "boto3", ROOT / "build/venv/bin/python", "boto3_driver.py", "ClientError",
           event_error="EventStreamError"),
    javascript("javascript-v2", None, "v2.mjs", lacks=SINCE_2025 | NO_STREAMS),
    javascript("javascript-v3", "KinesisServiceException", "v3.mjs", "http2", speaks="h2",
               offers=H2),
    javascript("javascript-v3-http1", "KinesisServiceException", "v3.mjs", "http1"),
    java_v1("java-v1"),
    # Without CBOR it sends milliseconds where JSON has seconds.
    java_v1("java-v1-json", "-Dcom.amazonaws.sdk.disableCbor=true",
            lacks={"times", "milliseconds"}),
    java_v2("apache5", lacks=NO_STREAMS),
    java_v2("apache5", "-Daws.cborEnabled=false", name="java-v2-json", lacks=NO_STREAMS),
    java_v2("apache", lacks=NO_STREAMS),
    java_v2("url-connection", lacks=NO_STREAMS),
    java_v2("crt", lacks=NO_STREAMS),
    # HTTP/2 without asking, over TLS too: it offers nothing by ALPN and sends the preface.
    java_v2("netty", speaks="h2"),
    java_v2("netty-alpn", offers=H2, transports=("tls",)),
    java_v2("netty-http1"),
    java_v2("crt-async", speaks="h2", offers=H2),
    Sdk("go-v2", "go", (BUILD / "go/client",), "GenericAPIError", offers=H1 | H2),
    Sdk("rust", "rust", (BUILD / "rust/client",), "Unhandled", offers=H1 | H2),
    Sdk("ruby-v1", "go", ("/usr/bin/ruby", HERE / "ruby/driver.rb"), None,
        lacks=SINCE_2016 | {
            "ApproximateArrivalTimestamp", "ChildShards", "EncryptionType", "MillisBehindLatest",
            "RetentionPeriodHours", "StreamCreationTimestamp", "milliseconds", "times"}),
]
