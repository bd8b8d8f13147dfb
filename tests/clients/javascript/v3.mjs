// Executes the steps of the table with version 3 of the SDK for JavaScript: a step a line in, its
// result a line out. The argument says which HTTP handler: http2, the SDK's own choice, or http1.
import { createInterface } from "node:readline";
import * as kinesis from "@aws-sdk/client-kinesis";
// docs: javascript-v3
import { KinesisClient } from "@aws-sdk/client-kinesis";
// end
// docs: javascript-v3-http1
import { NodeHttpHandler } from "@smithy/node-http-handler";
// end
import { fromSdk, toSdk } from "./values.mjs";

const endpoint = process.env.ENDPOINT;

function connect() {
  if (process.argv[2] === "http1") {
    // docs: javascript-v3-http1
    const client = new KinesisClient({ endpoint, requestHandler: new NodeHttpHandler() });
    // end
    return client;
  }
  // docs: javascript-v3
  const client = new KinesisClient({ endpoint });
  // end
  return client;
}

// A subscription up to its end: all records, and else what the last event says.
async function joined(events) {
  let output = { Records: [] };
  for await (const { SubscribeToShardEvent: event } of events) {
    output = { ...event, Records: [...output.Records, ...event.Records] };
  }
  return output;
}

// Subscriptions that later steps join, the oldest first.
const kept = [];

async function call(client, { operation, input, keep }) {
  if (operation === "join") return joined(kept.shift());
  const Command = kinesis[`${operation}Command`];
  const { $metadata, EventStream: events, ...output } = await client.send(new Command(toSdk(input)));
  if (keep) kept.push(events);
  return events && !keep ? joined(events) : output;
}

async function execute(client, step) {
  try {
    return { output: fromSdk(await call(client, step)) };
  } catch (error) {
    return { error: { type: error.constructor.name, code: error.name, message: error.message } };
  }
}

let client = connect();
for await (const line of createInterface({ input: process.stdin })) {
  const step = JSON.parse(line);
  if (step.credentials) {
    Object.assign(process.env, step.credentials);
    client.destroy();
    client = connect();
  }
  console.log(JSON.stringify(await execute(client, step)));
}
client.destroy();
