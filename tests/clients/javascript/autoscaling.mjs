// Has a stream scaled through the AWS SDK for JavaScript v3, whose list of namespaces has none for
// streams. The argument is the stream's name; prints what it was told.

import {
  ApplicationAutoScalingClient,
  DeregisterScalableTargetCommand,
  DescribeScalableTargetsCommand,
  DescribeScalingPoliciesCommand,
  PutScalingPolicyCommand,
  RegisterScalableTargetCommand,
} from "@aws-sdk/client-application-auto-scaling";

const client = new ApplicationAutoScalingClient({ endpoint: process.env.ENDPOINT });
const target = {
  ServiceNamespace: "kinesis",
  ResourceId: `stream/${process.argv[2]}`,
  ScalableDimension: "kinesis:stream:ShardCount",
};
const send = (Command, more = {}) => client.send(new Command({ ...target, ...more }));

const registered = await send(RegisterScalableTargetCommand, { MinCapacity: 1, MaxCapacity: 4 });
const put = await send(PutScalingPolicyCommand, {
  PolicyName: "track",
  PolicyType: "TargetTrackingScaling",
  TargetTrackingScalingPolicyConfiguration: {
    TargetValue: 70,
    PredefinedMetricSpecification: {
      PredefinedMetricType: "KinesisStreamWriteCapacityUtilization",
    },
  },
});
const targets = await client.send(
  new DescribeScalableTargetsCommand({ ServiceNamespace: "kinesis" }),
);
const policies = await send(DescribeScalingPoliciesCommand);
await send(DeregisterScalableTargetCommand);
const refused = await send(DeregisterScalableTargetCommand).catch((error) => error);
console.log(
  JSON.stringify({
    arn: registered.ScalableTargetARN,
    policyArn: put.PolicyARN,
    targets: targets.ScalableTargets,
    policies: policies.ScalingPolicies,
    error: [refused.name, refused.message],
  }),
);
