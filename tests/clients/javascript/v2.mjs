// Executes the steps of the table with version 2 of the SDK for JavaScript: a step a line in, its
// result a line out.
import { createInterface } from "node:readline";
// docs: javascript-v2
import AWS from "aws-sdk";
// end
import { fromSdk, toSdk } from "./values.mjs";

const endpoint = process.env.ENDPOINT;

function connect() {
  // docs: javascript-v2
  const client = new AWS.Kinesis({ endpoint });
  // end
  return client;
}

async function execute(client, step) {
  const method = step.operation[0].toLowerCase() + step.operation.slice(1);
  try {
    return { output: fromSdk(await client[method](toSdk(step.input)).promise()) };
  } catch (error) {
    return { error: { code: error.code, message: error.message } };
  }
}

let client = connect();
for await (const line of createInterface({ input: process.stdin })) {
  const step = JSON.parse(line);
  if (step.credentials) {
    Object.assign(process.env, step.credentials);
    // This SDK reads the environment once.
    AWS.config.credentials = new AWS.EnvironmentCredentials("AWS");
    client = connect();
  }
  console.log(JSON.stringify(await execute(client, step)));
}
