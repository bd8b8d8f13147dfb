"""Users, roles and policies: documents of policies, and a server that has somebody who asks."""
import configparser
import json

import boto3
import botocore.config
import botocore.exceptions
import pytest

from weir_process import ACCESS_KEY, REGION, SECRET_KEY

ACCOUNT = "000000000000"
OTHER = "444455556666"
STREAM_ARN = f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/orders"
ADMIN = (ACCESS_KEY, SECRET_KEY)
PUT = {"StreamName": "orders", "PartitionKey": "k", "Data": b"x"}


def statement(action, resource="*", effect="Allow", **more):
    return {"Effect": effect, "Action": action, "Resource": resource, **more}


def document(*statements):
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def trust(principal, **more):
    return document({"Effect": "Allow", "Principal": {"AWS": principal},
                     "Action": "sts:AssumeRole", **more})


def client(server, service, keys):
    """boto3 without retries. `keys`: id, secret and perhaps a token."""
    config = botocore.config.Config(retries={"total_max_attempts": 1}, parameter_validation=False)
    token = keys[2] if len(keys) > 2 else None
    return boto3.session.Session().client(
        service, config=config, region_name=REGION, endpoint_url=server.url,
        aws_access_key_id=keys[0], aws_secret_access_key=keys[1], aws_session_token=token)


def printed_keys(done):
    file = configparser.ConfigParser()
    file.read_string("[default]\n" + done.stdout)
    return file["default"]["aws_access_key_id"], file["default"]["aws_secret_access_key"]


def session_keys(answer):
    credentials = answer["Credentials"]
    return (credentials["AccessKeyId"], credentials["SecretAccessKey"],
            credentials["SessionToken"])


class House:
    """A server with the stream `orders`, and its administrator's clients."""

    def __init__(self, server):
        self.server = server
        self.iam = client(server, "iam", ADMIN)
        self.sts = client(server, "sts", ADMIN)
        self.kinesis = client(server, "kinesis", ADMIN)
        self.kinesis.create_stream(StreamName="orders", ShardCount=1)

    def user(self, name, *documents):
        """Keys of a new user with these policies of its own."""
        self.iam.create_user(UserName=name)
        for number, text in enumerate(documents):
            self.iam.put_user_policy(UserName=name, PolicyName=f"p{number}", PolicyDocument=text)
        key = self.iam.create_access_key(UserName=name)["AccessKey"]
        return key["AccessKeyId"], key["SecretAccessKey"]

    def as_user(self, keys, service="kinesis"):
        return client(self.server, service, keys)


def iam_refused(call, **arguments):
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        call(**arguments)
    error = caught.value.response["Error"]
    return error["Code"], error["Message"]


def denied(user, action, why, resource=STREAM_ARN):
    return ("AccessDeniedException",
            f"User: {user} is not authorized to perform: {action} on resource: {resource} {why}")


def no_policy(action, kind="identity-based policy"):
    return f"because no {kind} allows the {action} action"
