"""The audit log: who has done what, from where, and whether it was allowed."""
import json

from access import ACCOUNT, ADMIN, PUT, STREAM_ARN, client
from test_streams import refused
from weir_process import SECRET_KEY


# Who has done what; the data plane is left out, and so are secrets.
def test_the_audit_log(house, weir_data):
    keys = house.user("alice")
    alice = house.as_user(keys)
    refused(alice, alice.delete_stream, StreamName="orders")
    house.kinesis.put_record(**PUT)
    refused(house.kinesis, house.kinesis.describe_stream, StreamName="missing")
    house.server.stop()
    text = (weir_data / "audit.log").read_text()
    lines = [json.loads(line) for line in text.splitlines()]
    seen = {(line["operation"], line.get("resource"), line["allowed"], line.get("error"))
            for line in lines}
    user = f"arn:aws:iam::{ACCOUNT}:user/alice"
    assert {("CreateStream", STREAM_ARN, True, None), ("CreateUser", user, True, None),
            ("CreateAccessKey", user, True, None),
            ("DeleteStream", STREAM_ARN, False, "AccessDeniedException"),
            ("DescribeStream", STREAM_ARN.replace("orders", "missing"), True,
             "ResourceNotFoundException")} <= seen
    assert not any(line["operation"] == "PutRecord" for line in lines)
    assert keys[1] not in text and SECRET_KEY not in text
    denied_line = next(line for line in lines if not line["allowed"])
    assert denied_line["principal"] == user and denied_line["access_key_id"] == keys[0]
    assert denied_line["source_ip"] == "127.0.0.1" and "Boto" in denied_line["user_agent"]
    assert len(denied_line["request_id"]) == 36 and denied_line["account"] == ACCOUNT


def test_an_audit_log_that_is_off(start_weir, weir_data):
    server = start_weir("--audit-log", "off")
    client(server, "kinesis", ADMIN).list_streams()
    server.stop()
    assert not (weir_data / "audit.log").exists()
