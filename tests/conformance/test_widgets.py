"""CloudWatch's pictures of graphs, as boto3 and the AWS command lines see them."""
import base64
import datetime
import json
import struct
import zlib

import pytest

from access import client, iam_refused
from aws_cli import PROGRAMS, AwsCli

@pytest.fixture(scope="module")
def cloudwatch(server):
    return client(server, "cloudwatch", (server.access_key, server.secret_key))


def picture_of(image):
    """Width, height and rows of red, green, blue of a PNG."""
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, bits, kind = struct.unpack(">IIBB", image[16:26])
    assert (bits, kind) == (8, 2)
    at, packed = 8, b""
    while at < len(image):
        size, name = struct.unpack(">I4s", image[at:at + 8])
        content = image[at + 8:at + 8 + size]
        assert struct.unpack(">I", image[at + 8 + size:at + 12 + size])[0] == zlib.crc32(
            name + content)
        packed += content if name == b"IDAT" else b""
        at += 12 + size
    data = zlib.decompress(packed)
    stride = width * 3 + 1
    assert len(data) == stride * height
    return width, height, [data[row * stride + 1:(row + 1) * stride] for row in range(height)]


def dots_of(rows, color):
    """Where a colour is: (column, row)."""
    return [(column // 3, number) for number, row in enumerate(rows)
            for column in range(0, len(row), 3) if row[column:column + 3] == color]


# Forms and XML: Debian's AWS CLI; JSON: a later one.
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_command_line(server, program, tmp_path):
    aws = AwsCli(program, server, tmp_path, "cloudwatch")
    widget = json.dumps({"metrics": [["n", "m"]], "width": 50, "height": 40})
    image = aws("get-metric-widget-image", "--metric-widget", widget)["MetricWidgetImage"]
    assert picture_of(base64.b64decode(image))[:2] == (50, 40)


def test_policies_decide(house):
    user = house.as_user(house.user("nobody"), "cloudwatch")
    assert iam_refused(user.get_metric_widget_image, MetricWidget="{}")[0] == "AccessDenied"


# Ten values of 50 on an axis to 100: a red line half way up, and nowhere else.
def test_a_picture_shows_the_values(cloudwatch, unique):
    name_space = unique()
    begin = datetime.datetime.now(datetime.timezone.utc).replace(second=0, microsecond=0)
    for minute in range(10):
        cloudwatch.put_metric_data(Namespace=name_space, MetricData=[{
            "MetricName": "m", "Value": 50, "Timestamp": begin - datetime.timedelta(minutes=minute + 1)}])
    widget = {
        "metrics": [[name_space, "m", {"color": "#ff0000", "label": "half"}],
                    [name_space, "nothing", {"color": "#00ff00"}]],
        "stat": "Sum", "period": 60, "width": 400, "height": 300, "title": "Half",
        "yAxis": {"left": {"min": 0, "max": 100}}, "legend": {"position": "hidden"},
        "start": (begin - datetime.timedelta(minutes=10)).isoformat(),
        "end": begin.isoformat()}
    image = cloudwatch.get_metric_widget_image(MetricWidget=json.dumps(widget))["MetricWidgetImage"]
    width, height, rows = picture_of(image)
    assert (width, height) == (400, 300)
    red = dots_of(rows, b"\xff\x00\x00")
    assert red and not dots_of(rows, b"\x00\xff\x00")
    columns, lines = {dot[0] for dot in red}, {dot[1] for dot in red}
    assert len(columns) > 200 and len(lines) <= 4 and 130 < min(lines) < 180
    widget["yAxis"]["left"]["max"] = 50
    image = cloudwatch.get_metric_widget_image(MetricWidget=json.dumps(widget))["MetricWidgetImage"]
    assert max(dot[1] for dot in dots_of(picture_of(image)[2], b"\xff\x00\x00")) < min(lines)
    code, message = iam_refused(cloudwatch.get_metric_widget_image,
                                MetricWidget='{"metrics":[["n"]]}')
    assert (code, message) == ("ValidationError", "The metric widget is invalid: /metrics/0: "
                                                  "Should NOT have fewer than 2 items")
