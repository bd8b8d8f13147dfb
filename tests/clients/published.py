"""What a library said of itself, in CloudWatch."""
import datetime


def total(cloudwatch, namespace, name, **dimensions):
    """The sum of a metric's values."""
    now = datetime.datetime.now(datetime.timezone.utc)
    points = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName=name, StartTime=now - datetime.timedelta(hours=1),
        EndTime=now + datetime.timedelta(hours=1), Period=3600, Statistics=["Sum"],
        Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()])
    return sum(point["Sum"] for point in points["Datapoints"])
