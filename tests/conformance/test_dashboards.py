"""CloudWatch's dashboards, as boto3 and the AWS command lines see them."""
import datetime
import json

import pytest

from access import client, document, iam_refused, statement
from aws_cli import PROGRAMS, AwsCli

BODY = json.dumps({"widgets": [{
    "type": "metric", "x": 0, "y": 0, "width": 12, "height": 6, "properties": {
        "metrics": [["AWS/Kinesis", "IncomingBytes", "StreamName", "orders", {"stat": "Sum"}]],
        "region": "us-east-1", "title": "Größe & <more>", "period": 60}}]}, indent=1)


@pytest.fixture(scope="module")
def cloudwatch(server):
    return client(server, "cloudwatch", (server.access_key, server.secret_key))


def test_a_dashboard_from_its_creation_to_its_end(cloudwatch, unique):
    name, other = unique(), unique()
    assert cloudwatch.put_dashboard(DashboardName=name, DashboardBody=BODY)[
        "DashboardValidationMessages"] == []
    cloudwatch.put_dashboard(DashboardName=other, DashboardBody='{"widgets":[]}')
    found = cloudwatch.get_dashboard(DashboardName=name)
    assert found["DashboardBody"] == BODY and found["DashboardName"] == name
    assert found["DashboardArn"] == f"arn:aws:cloudwatch::000000000000:dashboard/{name}"
    entries = cloudwatch.list_dashboards(DashboardNamePrefix=name[:-1])["DashboardEntries"]
    entry = next(entry for entry in entries if entry["DashboardName"] == name)
    assert entry["Size"] == len(BODY.encode()) and entry["DashboardArn"] == found["DashboardArn"]
    age = datetime.datetime.now(datetime.timezone.utc) - entry["LastModified"]
    assert abs(age) < datetime.timedelta(minutes=10)
    assert iam_refused(cloudwatch.delete_dashboards, DashboardNames=[name, "none"]) == (
        "ResourceNotFound", "Dashboard none does not exist")
    cloudwatch.delete_dashboards(DashboardNames=[name, other])
    assert iam_refused(cloudwatch.get_dashboard, DashboardName=name) == (
        "ResourceNotFound", f"Dashboard {name} does not exist")


def test_a_dashboards_tags_change(cloudwatch, unique):
    name = unique()
    cloudwatch.put_dashboard(DashboardName=name, DashboardBody=BODY,
                             Tags=[{"Key": "team", "Value": "Größe"}])
    arn = cloudwatch.get_dashboard(DashboardName=name)["DashboardArn"]
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "stage", "Value": "test"}])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [
        {"Key": "stage", "Value": "test"}, {"Key": "team", "Value": "Größe"}]
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["stage"])
    # Another body keeps the tags.
    cloudwatch.put_dashboard(DashboardName=name, DashboardBody='{"widgets":[]}')
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [
        {"Key": "team", "Value": "Größe"}]
    cloudwatch.delete_dashboards(DashboardNames=[name])
    with pytest.raises(cloudwatch.exceptions.ResourceNotFoundException):
        cloudwatch.list_tags_for_resource(ResourceARN=arn)


def test_what_is_wrong_with_a_body_is_said_place_by_place(cloudwatch):
    with pytest.raises(cloudwatch.exceptions.DashboardInvalidInputError) as caught:
        cloudwatch.put_dashboard(DashboardName="a", DashboardBody=json.dumps({"widgets": [
            {"type": "metric", "properties": {}}]}))
    error = caught.value.response["Error"]
    assert error["Code"] == "InvalidParameterInput"
    text, _, findings = error["Message"].partition(":\n")
    assert text == "The dashboard body is invalid, there are 3 validation errors"
    place = "/widgets/0/properties"
    assert json.loads(findings) == [
        {"dataPath": place, "message": "Should have required property 'metrics'"},
        {"dataPath": place, "message": "The metric widget should have specified a region and a "
                                       "data source or an alarm annotation"},
        {"dataPath": place, "message": "Should have required property 'annotations'"}]
    warned = cloudwatch.put_dashboard(DashboardName="warned", DashboardBody=json.dumps(
        {"widgets": [], "colour": "red"}))
    assert warned["DashboardValidationMessages"] == [
        {"DataPath": "/colour", "Message": "Unknown property"}]
    cloudwatch.delete_dashboards(DashboardNames=["warned"])


# What is put is kept, also when nobody had time to stop the server.
def test_dashboards_survive_a_kill(start_weir):
    server = start_weir()
    keys = (server.access_key, server.secret_key)
    client(server, "cloudwatch", keys).put_dashboard(DashboardName="kept", DashboardBody=BODY)
    server.kill()
    server.start()
    assert client(server, "cloudwatch", keys).get_dashboard(DashboardName="kept")[
        "DashboardBody"] == BODY


def test_policies_name_dashboards(house):
    arn = "arn:aws:cloudwatch::000000000000:dashboard/mine"
    user = house.as_user(house.user("painter", document(
        statement(["cloudwatch:PutDashboard", "cloudwatch:DeleteDashboards"], arn))), "cloudwatch")
    user.put_dashboard(DashboardName="mine", DashboardBody='{"widgets":[]}')
    code, message = iam_refused(user.put_dashboard, DashboardName="other",
                                DashboardBody='{"widgets":[]}')
    assert code == "AccessDenied" and "dashboard/other" in message
    assert iam_refused(user.get_dashboard, DashboardName="mine")[0] == "AccessDenied"
    assert iam_refused(user.list_dashboards)[0] == "AccessDenied"
    assert iam_refused(user.delete_dashboards, DashboardNames=["mine", "other"])[0] == "AccessDenied"
    user.delete_dashboards(DashboardNames=["mine"])


# Forms and XML: Debian's AWS CLI; JSON: a later one.
@pytest.mark.parametrize("program", PROGRAMS)
def test_the_command_line(server, cloudwatch, program, tmp_path, unique):
    aws = AwsCli(program, server, tmp_path, "cloudwatch")
    name = unique()
    assert aws("put-dashboard", "--dashboard-name", name, "--dashboard-body", BODY) == {
        "DashboardValidationMessages": []}
    assert aws("get-dashboard", "--dashboard-name", name)["DashboardBody"] == BODY
    listed = aws("list-dashboards", "--dashboard-name-prefix", name)["DashboardEntries"]
    assert [entry["DashboardName"] for entry in listed] == [name]
    arn = aws("get-dashboard", "--dashboard-name", name)["DashboardArn"]
    aws("tag-resource", "--resource-arn", arn, "--tags", "Key=team,Value=a")
    assert aws("list-tags-for-resource", "--resource-arn", arn) == {
        "Tags": [{"Key": "team", "Value": "a"}]}
    aws("untag-resource", "--resource-arn", arn, "--tag-keys", "team")
    aws("delete-dashboards", "--dashboard-names", name)
