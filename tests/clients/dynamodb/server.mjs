// A DynamoDB in memory, where the Kinesis Client Library keeps its leases: any port of loopback, which
// it prints. It ends when its input does.

import dynalite from "dynalite";

const server = dynalite({ createTableMs: 0 });
server.listen(0, "127.0.0.1", () => console.log(server.address().port));
process.stdin.on("end", () => process.exit()).resume();
