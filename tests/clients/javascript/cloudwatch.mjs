// Prints every metric of a namespace as the AWS SDK for JavaScript v3 reads it from CloudWatch:
// arguments are the namespace, the first and the last moment, and the period in seconds.

import {
  CloudWatchClient,
  GetMetricStatisticsCommand,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";

const [namespace, start, end, period] = process.argv.slice(2);
const client = new CloudWatchClient({ endpoint: process.env.ENDPOINT });
const found = [];
for await (const page of paginateListMetrics({ client }, { Namespace: namespace })) {
  for (const metric of page.Metrics) {
    const answer = await client.send(
      new GetMetricStatisticsCommand({
        ...metric,
        StartTime: new Date(start),
        EndTime: new Date(end),
        Period: Number(period),
        Statistics: ["SampleCount", "Sum", "Minimum", "Maximum", "Average"],
      }),
    );
    found.push({ ...metric, Datapoints: answer.Datapoints });
  }
}
console.log(JSON.stringify(found));
