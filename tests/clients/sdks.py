"""Every SDK that runs the table: how its driver is started and what is special about it."""
import dataclasses
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
HERE = pathlib.Path(__file__).resolve().parent
BUILD = ROOT / "build/sdks"

# What the service's model names as errors of its own. An SDK has a class for each of them; anything
# else that the service answers is an error of the SDK's general class.
MODELLED = {"ExpiredIteratorException", "InvalidArgumentException", "LimitExceededException",
            "ProvisionedThroughputExceededException", "ResourceInUseException",
            "ResourceNotFoundException", "ValidationException"}


@dataclasses.dataclass(frozen=True)
class Sdk:
    name: str
    command: tuple
    # The class of errors that the model does not name; None when the SDK tells errors apart by
    # their code alone.
    general_error: str | None
    # Whether it speaks HTTP/2 in clear text, and whether over TLS.
    http2: tuple = (False, False)
    # Operations and members that the SDK is too old to know, and what else steps may need.
    lacks: frozenset = frozenset()

    def protocols(self, transport):
        """What the relay must have seen of it."""
        clear, tls = self.http2
        if transport == "http":
            return {"h2" if clear else "http/1.1"}
        return {"h2", "http/1.1"} if tls else set()

    def error_type(self, code):
        """The class that the SDK must throw for an error code."""
        return code if code in MODELLED else self.general_error


def jvm(folder, options, *arguments):
    """A short life: no optimising compiler."""
    return ("java", "-XX:TieredStopAtLevel=1", *options, f"@{BUILD / folder}/arguments", "Driver",
            *arguments)


def java_v1(name, *options, lacks=()):
    return Sdk(name, jvm("java_v1", options), "AmazonKinesisException",
               lacks=frozenset(lacks))


def java_v2(http_client, *options, name=None):
    return Sdk(name or f"java-v2-{http_client}", jvm("java_v2", options, http_client),
               "KinesisException")


def cli(name, interpreter):
    """The command line rounds times to whole seconds before it sends them."""
    return Sdk(name, (interpreter, HERE / "python/aws_cli_driver.py"), None,
               lacks=frozenset({"milliseconds"}))


NODE = BUILD / "node/bin/node"
SDKS = [
    cli("cli-v1", ROOT / "build/venv-cli/bin/python"),
    cli("cli-v2", "/usr/bin/python3"),
    Sdk("boto3", (ROOT / "build/venv/bin/python", HERE / "python/boto3_driver.py"), "ClientError"),
    Sdk("javascript-v2", (NODE, BUILD / "javascript/v2.mjs"), None),
    Sdk("javascript-v3-http1", (NODE, BUILD / "javascript/v3.mjs", "http1"),
        "KinesisServiceException"),
    java_v1("java-v1"),
    # Without CBOR it sends milliseconds where JSON has seconds.
    java_v1("java-v1-json", "-Dcom.amazonaws.sdk.disableCbor=true",
            lacks=("times", "milliseconds")),
    java_v2("apache5", "-Daws.cborEnabled=false", name="java-v2-json"),
    *(java_v2(name) for name in ("apache5", "apache", "url-connection", "crt",
                                 "netty-http1")),
    Sdk("go-v2", (BUILD / "go/client",), "GenericAPIError"),
    Sdk("rust", (BUILD / "rust/client",), "Unhandled"),
    Sdk("ruby-v1", ("/usr/bin/ruby", HERE / "ruby/driver.rb"), None, lacks=frozenset({
        "DecreaseStreamRetentionPeriod", "DescribeStreamSummary", "IncreaseStreamRetentionPeriod",
        "ListShards", "ApproximateArrivalTimestamp", "EncryptionType", "MillisBehindLatest",
        "RetentionPeriodHours", "StreamCreationTimestamp", "milliseconds", "times"})),
]
