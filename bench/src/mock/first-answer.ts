/**
 * Starts a mock in this process and sends it a request. When it is asked with a request's body, it answers with the milliseconds
 * from before the import of the mock to the end of the response. Argument: the mock's entry module.
 */
import { once } from "node:events";
import { send } from "../measuring/servers.ts";
import { apiCall } from "../programs.ts";

process.on("message", async (body: object) => {
  const start = performance.now();
  const { startMock }: typeof import("@completions-api/mock") = await import(`${process.argv[2]}`);
  const mock = await startMock({ port: 0 });
  const port = Number(new URL(mock.url).port);
  const response = await send({ port, call: apiCall }, JSON.stringify(body), false);
  await once(response.resume(), "end");
  const time = performance.now() - start;
  if (response.statusCode !== 200) throw new Error(`The mock answered with ${response.statusCode}.`);
  process.send?.(time);
});
