"""Where Weir's own clients find credentials: everything that Amazon's SDKs look at, with a real
server's STS and a small HTTP server in place of metadata services and the single sign-on portal.
"""
import hashlib
import json
import subprocess
import time

import boto3
import pytest

from weir_process import ACCESS_KEY, BINARY, REGION, SECRET_KEY, environment, weir

ACCOUNT = "000000000000"
GOOD = {"AccessKeyId": ACCESS_KEY, "SecretAccessKey": SECRET_KEY,
        "Expiration": "2099-01-01T00:00:00Z"}


@pytest.fixture
def home(start_weir, tmp_path):
    """A server with one user and a stream, and a home directory without credentials."""
    server = start_weir()
    server.home = tmp_path / "home"
    (server.home / ".aws/sso/cache").mkdir(parents=True)
    session = boto3.session.Session(ACCESS_KEY, SECRET_KEY, region_name=REGION)
    server.iam = session.client("iam", endpoint_url=server.url)
    kinesis = session.client("kinesis", endpoint_url=server.url)
    kinesis.create_stream(StreamName="s", ShardCount=1)
    kinesis.get_waiter("stream_exists").wait(StreamName="s",
                                             WaiterConfig={"Delay": 0.1, "MaxAttempts": 100})
    return server


def list_shards(server, *flags, config="", credentials="", **variables):
    """`weir stream describe`, which the server lets only its user do."""
    (server.home / ".aws/config").write_text(config)
    (server.home / ".aws/credentials").write_text(credentials)
    return weir("stream", "describe", "s", "--endpoint", server.url, *flags, check=False,
                HOME=str(server.home), AWS_REGION=REGION, **variables)


def assert_works(done):
    assert done.returncode == 0 and "shardId-000000000000" in done.stdout, done.stderr


def assert_one_sentence(done, sentence):
    assert done.returncode == 1 and done.stderr == f"weir: {sentence}\n"
    assert SECRET_KEY not in done.stdout + done.stderr


def document(**statement):
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def ini_keys(name="base"):
    return f"[{name}]\naws_access_key_id={ACCESS_KEY}\naws_secret_access_key={SECRET_KEY}\n"


# The least a user does.
def test_environment_and_static_profiles(home):
    assert_works(list_shards(home, AWS_ACCESS_KEY_ID=ACCESS_KEY, AWS_SECRET_ACCESS_KEY=SECRET_KEY))
    assert_works(list_shards(home, "--profile", "base", credentials=ini_keys()))
    assert_works(list_shards(home, config=ini_keys("default")))
    wrong = list_shards(home, credentials=ini_keys("default").replace("/secret", "/public"))
    assert wrong.returncode == 1 and "InvalidSignatureException" in wrong.stderr


# A role of the same server, by way of another one, with conditions that must be met.
def test_roles_and_chains_of_roles(home):
    trust = document(Action="sts:AssumeRole", Principal={"AWS": "*"})
    every = document(Action=["kinesis:*", "sts:*"], Resource="*")
    for name in ("middle", "reader"):
        home.iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        home.iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=every)
    config = (f"[profile reader]\nrole_arn=arn:aws:iam::{ACCOUNT}:role/reader\n"
              "source_profile=middle\nduration_seconds=900\nrole_session_name=job\n"
              f"[profile middle]\nrole_arn=arn:aws:iam::{ACCOUNT}:role/middle\n"
              "source_profile=base\n"
              f"[profile none]\nrole_arn=arn:aws:iam::{ACCOUNT}:role/none\nsource_profile=base\n"
              "[profile round]\nrole_arn=r\nsource_profile=about\n"
              "[profile about]\nrole_arn=r\nsource_profile=round\n")
    both = {"config": config, "credentials": ini_keys(), "AWS_ENDPOINT_URL_STS": home.url}
    assert_works(list_shards(home, "--profile", "reader", **both))
    refused = list_shards(home, "--profile", "none", **both)
    assert refused.returncode == 1 and refused.stderr.startswith(
        f"weir: Role arn:aws:iam::{ACCOUNT}:role/none cannot be assumed: AccessDenied: ")
    assert refused.stderr.count("\n") == 1
    assert_one_sentence(list_shards(home, "--profile", "round", **both),
                        "Profiles lead in a circle by source_profile: round, about, round.")


# A program that prints them, or prints too much, or fails; its output is never shown.
def test_credential_process(home, tmp_path):
    def run(script, **more):
        program = tmp_path / "keys"
        program.write_text("#!/bin/sh\n" + script)
        program.chmod(0o755)
        return list_shards(home, config=f"[default]\ncredential_process = '{program}' x\n", **more)

    assert_works(run(f"cat <<'E'\n{json.dumps({'Version': 1, **GOOD})}\nE\n"))
    who = "The credential_process of profile default"
    assert_one_sentence(run(f"echo '{SECRET_KEY}'; exit 3"), f"{who} ended with status 3.")
    assert_one_sentence(run("yes $$ & wait"), f"{who} prints more than 65536 bytes.")
    assert_one_sentence(run(f"echo '{SECRET_KEY}'"),
                        f"{who} answered with something that is no JSON object.")


# ECS' and EKS' way, with the token of a file.
def test_container(home, stand_in, tmp_path):
    def keys(headers):
        is_known = headers["Authorization"] == "let me in"
        return (200, {**GOOD, "Token": ""}) if is_known else (403, "")

    stand_in.answers["/keys"] = keys
    token = tmp_path / "token"
    token.write_text("let me in\n")
    url = {"AWS_CONTAINER_CREDENTIALS_FULL_URI": stand_in.url + "/keys"}
    assert_works(list_shards(home, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=str(token), **url))
    assert_works(list_shards(home, AWS_CONTAINER_AUTHORIZATION_TOKEN="let me in", **url))
    where = stand_in.url.removeprefix("http://")
    assert_one_sentence(list_shards(home, **url), "The container's credential service at "
                        f"{where} answered with HTTP status 403.")


# A well-known load tester asks for ever, and fills its memory, when they are bad.
@pytest.mark.parametrize("answer, reason, times", [
    ((500, ""), " at {} answered with HTTP status 500, asked 3 times.", 3),
    ((404, ""), " at {} answered with HTTP status 404.", 1),
    ((200, "<html>"), " answered with something that is no JSON object.", 1),
    ((200, "{" * 100_000), " answered with broken JSON.", 1),
    ((200, {"SecretAccessKey": SECRET_KEY}), " answered without AccessKeyId or SecretAccessKey.",
     1)])
def test_bad_container_credentials_are_one_sentence_and_an_end(home, stand_in, answer, reason,
                                                               times):
    stand_in.answers["/keys"] = answer
    done = list_shards(home, AWS_CONTAINER_CREDENTIALS_FULL_URI=stand_in.url + "/keys")
    assert_one_sentence(done, "The container's credential service"
                        + reason.format(stand_in.url.removeprefix("http://")))
    assert len(stand_in.asked) == times


# EC2's metadata service, version 2 only.
def test_instance(home, stand_in):
    path = "/latest/meta-data/iam/security-credentials/"

    def with_token(answer):
        return lambda headers: ((200, answer) if headers["X-aws-ec2-metadata-token"] == "session"
                                else (401, ""))

    stand_in.answers.update({
        "/latest/api/token": lambda headers: (
            (200, "session") if headers["X-aws-ec2-metadata-token-ttl-seconds"] else (400, "")),
        path: with_token("writer\n"), path + "writer": with_token({"Code": "Success", **GOOD})})
    where = {"AWS_EC2_METADATA_SERVICE_ENDPOINT": stand_in.url}
    assert_works(list_shards(home, **where))
    assert [method for method, *_ in stand_in.asked] == ["PUT", "GET", "GET"]
    asked = len(stand_in.asked)
    off = list_shards(home, AWS_EC2_METADATA_DISABLED="true", **where)
    assert off.returncode == 1 and len(stand_in.asked) == asked


# The token of `aws sso login`, kept as its own tools keep it.
def test_single_sign_on(home, stand_in):
    config = ("[profile p]\nsso_session=work\nsso_account_id=1\nsso_role_name=reader\n"
              "[sso-session work]\nsso_region=eu-west-1\nsso_start_url=https://example.com/start\n")
    cache = home.home / ".aws/sso/cache" / (hashlib.sha1(b"work").hexdigest() + ".json")
    arguments = {"config": config, "AWS_ENDPOINT_URL_SSO": stand_in.url}
    log_in = "for profile p; run `aws sso login --profile p`."
    assert_one_sentence(list_shards(home, "--profile", "p", **arguments),
                        f"There is no single sign-on token {log_in}")
    cache.write_text(json.dumps({"accessToken": "bearer", "expiresAt": "2020-01-01T00:00:00Z"}))
    assert_one_sentence(list_shards(home, "--profile", "p", **arguments),
                        f"The single sign-on token has expired {log_in}")
    assert not stand_in.asked
    cache.write_text(json.dumps({"accessToken": "bearer", "expiresAt": "2099-01-01T00:00:00Z"}))
    stand_in.answers["/federation/credentials?role_name=reader&account_id=1"] = lambda headers: (
        (200, {"roleCredentials": {"accessKeyId": ACCESS_KEY, "secretAccessKey": SECRET_KEY,
                                   "sessionToken": "", "expiration": 4070908800000}})
        if headers["x-amz-sso_bearer_token"] == "bearer" else (401, ""))
    assert_works(list_shards(home, "--profile", "p", **arguments))
    cache.write_text(json.dumps({"accessToken": "stale", "expiresAt": "2099-01-01T00:00:00Z"}))
    assert_one_sentence(list_shards(home, "--profile", "p", **arguments),
                        f"The single sign-on token has expired {log_in}")


# A reader goes on when its first key is gone: it has long asked for the next one.
def test_expiring_credentials_are_renewed(home, stand_in):
    home.iam.create_user(UserName="u")
    home.iam.put_user_policy(UserName="u", PolicyName="p", PolicyDocument=document(
        Action="kinesis:*", Resource="*"))
    first, second = (home.iam.create_access_key(UserName="u")["AccessKey"] for _ in range(2))

    def keys(_):
        key = first if len(stand_in.asked) == 1 else second
        expires = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + 3))
        return 200, {"AccessKeyId": key["AccessKeyId"], "Expiration": expires,
                     "SecretAccessKey": key["SecretAccessKey"]}

    stand_in.answers["/keys"] = keys
    kinesis = boto3.client("kinesis", endpoint_url=home.url, region_name=REGION,
                           aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY)
    tail = subprocess.Popen(
        [BINARY, "tail", "s", "--endpoint", home.url, "--from", "trim-horizon", "--raw"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment(
            HOME=str(home.home), AWS_REGION=REGION,
            AWS_CONTAINER_CREDENTIALS_FULL_URI=stand_in.url + "/keys"))
    try:
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"with the first")
        assert tail.stdout.readline() == "with the first\n"
        stand_in.wait_for(3)  # The second answer has been used up.
        home.iam.delete_access_key(UserName="u", AccessKeyId=first["AccessKeyId"])
        kinesis.put_record(StreamName="s", PartitionKey="k", Data=b"with the second")
        assert tail.stdout.readline() == "with the second\n"
    finally:
        tail.kill()
        _, complaints = tail.communicate()
    assert SECRET_KEY not in complaints
