"""Users, roles and policies by command: `weir user|role|policy`, and profiles of the AWS CLI."""
import pytest

from access import (
    ACCOUNT, ADMIN, PUT, client, document, printed_keys, session_keys, statement, trust)
from aws_cli import PROGRAMS, AwsCli
from test_streams import refused
from weir_process import ACCESS_KEY, REGION, SECRET_KEY, weir


# `weir user add` makes administrators unless it is told otherwise.
def test_users_of_the_command_line(house, weir_data):
    def add(name, *arguments):
        return house.as_user(printed_keys(weir("user", "add", name, *arguments,
                                               "--data", weir_data)))

    add("admin").put_record(**PUT)
    reader = add("reader", "--policy", "AmazonKinesisReadOnlyAccess")
    reader.describe_stream_summary(StreamName="orders")
    assert refused(reader, reader.put_record, **PUT)[0] == "AccessDeniedException"
    nobody = add("nobody", "--policy", "none")
    assert refused(nobody, nobody.list_streams)[0] == "AccessDeniedException"
    done = weir("user", "add", "x", "--policy", "NoSuchPolicy", "--data", weir_data, check=False)
    assert done.returncode == 1 and "There is no policy NoSuchPolicy" in done.stderr


# The command line with a profile that assumes a role, as people set it up.
@pytest.mark.parametrize("version", PROGRAMS)
def test_aws_cli(house, tmp_path, version):
    (tmp_path / ".aws").mkdir()
    (tmp_path / ".aws/config").write_text(
        f"[default]\nregion = {REGION}\n[profile base]\nregion = {REGION}\n"
        f"[profile writer]\nrole_arn = arn:aws:iam::{ACCOUNT}:role/writer\n"
        f"source_profile = base\nregion = {REGION}\n")
    (tmp_path / ".aws/credentials").write_text(
        f"[base]\naws_access_key_id = {ACCESS_KEY}\naws_secret_access_key = {SECRET_KEY}\n")
    aws = AwsCli(version, house.server, tmp_path, AWS_ENDPOINT_URL=house.server.url)
    base = ("--profile", "base")
    assert aws(*base, "sts", "get-caller-identity")["Account"] == ACCOUNT
    aws(*base, "iam", "create-role", "--role-name", "writer", "--assume-role-policy-document",
        trust(ACCOUNT))
    aws(*base, "iam", "put-role-policy", "--role-name", "writer", "--policy-name", "p",
        "--policy-document", document(statement("kinesis:*")))
    assert aws(*base, "iam", "get-role-policy", "--role-name", "writer", "--policy-name", "p")[
        "PolicyDocument"]["Statement"] == [statement("kinesis:*")]
    assert [role["RoleName"] for role in aws(*base, "iam", "list-roles")["Roles"]] == ["writer"]
    if version == "v2":
        return  # Debian's cannot be told where STS is in a profile that assumes a role.
    assert aws("--profile", "writer", "sts", "get-caller-identity")["Arn"].startswith(
        f"arn:aws:sts::{ACCOUNT}:assumed-role/writer/")
    aws("--profile", "writer", "kinesis", "describe-stream-summary", "--stream-name", "orders")


# `weir role` and `weir policy`, with the server up and with the server down.
@pytest.mark.parametrize("running", [True, False], ids=["server up", "server down"])
def test_roles_and_policies_of_the_command_line(house, weir_data, tmp_path, running):
    (tmp_path / "trust.json").write_text(trust(ACCOUNT))
    (tmp_path / "write.json").write_text(document(statement("kinesis:Put*")))

    def run(*arguments, check=True):
        if not running:
            house.server.stop()
        done = weir(*arguments, "--data", weir_data, check=check)
        if not running:
            house.server.start()
        return done

    def session():
        sts = client(house.server, "sts", ADMIN)
        return house.as_user(session_keys(sts.assume_role(
            RoleArn=f"arn:aws:iam::{ACCOUNT}:role/writer", RoleSessionName="job")))

    run("role", "add", "writer", "--trust", tmp_path / "trust.json")
    assert "RoleName: writer" in run("role", "list").stdout
    kinesis = session()
    assert refused(kinesis, kinesis.put_record, **PUT)[0] == "AccessDeniedException"
    run("policy", "put", "write", "--role", "writer", "--document", tmp_path / "write.json")
    run("policy", "attach", "AmazonKinesisReadOnlyAccess", "--role", "writer")
    kinesis = session()
    kinesis.put_record(**PUT)
    kinesis.describe_stream_summary(StreamName="orders")
    shown = run("role", "show", "writer").stdout
    assert '"Action": "sts:AssumeRole"' in shown and "PolicyName: AmazonKinesisReadOnlyAccess" in shown
    made = run("policy", "add", "mine", "--document", tmp_path / "write.json").stdout
    arn = f"arn:aws:iam::{ACCOUNT}:policy/mine"
    assert f"Arn: {arn}" in made and arn in run("policy", "list").stdout
    assert "kinesis:Put*" in run("policy", "show", arn).stdout
    run("policy", "remove", arn)
    wrong = run("role", "remove", "writer", check=False)
    assert wrong.returncode == 1
    assert wrong.stderr == "weir: Cannot delete entity, must detach all policies first.\n"
    run("policy", "detach", "AmazonKinesisReadOnlyAccess", "--role", "writer")
    run("policy", "delete", "write", "--role", "writer")
    run("role", "remove", "writer")
