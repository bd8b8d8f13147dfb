"""Kinesis requests made by hand: signed with Signature Version 4, or wrongly on purpose."""
import datetime
import hashlib
import hmac
import http.client
import json
import urllib.parse

from weir_process import ACCESS_KEY, REGION, SECRET_KEY

JSON = "application/x-amz-json-1.1"
SERVICE = "kinesis"


def amz_date(seconds_from_now=0):
    moment = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds_from_now)
    return moment.strftime("%Y%m%dT%H%M%SZ")


def _hmac(key, text):
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(method, path, query, headers, signed, body_hash, date, region, service, secret):
    """What AWS's documents call steps 1 to 3, over exactly the headers named in `signed`."""
    lines = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in signed)
    request = "\n".join([method, path, query, lines, ";".join(signed), body_hash])
    scope = f"{date[:8]}/{region}/{service}/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", date, scope,
                      hashlib.sha256(request.encode()).hexdigest()])
    key = f"AWS4{secret}".encode()
    for part in scope.split("/"):
        key = _hmac(key, part)
    return _hmac(key, text).hex()


def sign_headers(host, headers, body, *, method="POST", path="/", access_key=ACCESS_KEY,
                 secret=SECRET_KEY, region=REGION, service=SERVICE, date=None, token=None):
    """The headers of a request, with X-Amz-Date and Authorization added."""
    date = date or amz_date()
    headers = {**headers, "Host": host, "X-Amz-Date": date}
    if token:
        headers["X-Amz-Security-Token"] = token
    lower = {name.lower(): value for name, value in headers.items()}
    signed = sorted(lower)
    body_hash = hashlib.sha256(body).hexdigest()
    proof = signature(method, path, "", lower, signed, body_hash, date, region, service, secret)
    headers["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={access_key}/{date[:8]}/{region}/{service}/aws4_request, "
        f"SignedHeaders={';'.join(signed)}, Signature={proof}")
    return headers


def sign_query(host, headers, body, *, access_key=ACCESS_KEY, secret=SECRET_KEY, region=REGION,
               date=None, expires=300, token=None):
    """The query string of a presigned request that must be sent with `headers` and `body`."""
    date = date or amz_date()
    lower = {**{name.lower(): value for name, value in headers.items()}, "host": host}
    signed = sorted(lower)
    fields = {
        "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
        "X-Amz-Credential": f"{access_key}/{date[:8]}/{region}/{SERVICE}/aws4_request",
        "X-Amz-Date": date,
        "X-Amz-Expires": str(expires),
        "X-Amz-SignedHeaders": ";".join(signed),
    }
    if token:
        fields["X-Amz-Security-Token"] = token
    query = "&".join(f"{name}={urllib.parse.quote(value, safe='-_.~')}"
                     for name, value in sorted(fields.items()))
    body_hash = hashlib.sha256(body).hexdigest()
    proof = signature("POST", "/", query, lower, signed, body_hash, date, region, SERVICE, secret)
    return f"{query}&X-Amz-Signature={proof}"


class Answer:
    """An HTTP answer, read to its end."""

    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def json(self):
        return json.loads(self.body)

    @property
    def error_type(self):
        return self.json["__type"]

    @property
    def message(self):
        return self.json["message"]


class RawClient:
    """One connection that sends what no SDK would. Keeps the connection while the server does."""

    def __init__(self, address):
        self.address = address
        self.connection = http.client.HTTPConnection(address, timeout=60)

    def close(self):
        self.connection.close()

    def send(self, method, path, headers, body):
        """Sends exactly these headers, besides Host and Content-Length."""
        self.connection.putrequest(method, path, skip_accept_encoding=True,
                                   skip_host="Host" in headers)
        for name, value in headers.items():
            self.connection.putheader(name, value)
        if "Transfer-Encoding" not in headers and "Content-Length" not in headers:
            self.connection.putheader("Content-Length", str(len(body)))
        self.connection.endheaders(body)
        return Answer(self.connection.getresponse())

    def call(self, operation, body, shift_seconds=0, **signing):
        """A signed call; `body` is an object, or bytes that are sent as they are.

        `shift_seconds` dates the signature so much later, for a server whose clock is not ours.
        """
        body = body if isinstance(body, bytes) else json.dumps(body).encode()
        if shift_seconds:
            signing["date"] = amz_date(shift_seconds)
        headers = {"Content-Type": JSON, "X-Amz-Target": f"Kinesis_20131202.{operation}"}
        return self.send("POST", "/", sign_headers(self.address, headers, body, **signing), body)
