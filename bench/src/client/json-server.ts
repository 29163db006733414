/** Answers every request with the spec's example of a completion. When it is asked, it answers with its port. */
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import spec from "@completions-api/spec/openapi.json" with { type: "json" };

const body = JSON.stringify(spec.components.examples["sample-response"].value);

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "application/json" }).end(body);
  });
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
process.on("message", () => process.send?.((server.address() as AddressInfo).port));
