import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { expectContractSuite } from "./expect-contract-suite.ts";
import { startConfiguredGateway, startGatewayInFront, upstreamKey } from "./gateway-in-front.ts";
import { unsupportedByOpenAI } from "./unsupported.ts";

const sha256 = createHash("sha256").update(upstreamKey).digest("hex");
const keys = [{ name: "gateway", sha256 }];

// The gateway of a team may stand before that of its company, which has the keys of the engines.
test("a gateway before a gateway before a gateway passes the contract suite", {
  timeout: 120_000,
}, async () => {
  const more = { extraParameters: ["*"] };
  await using last = await startConfiguredGateway({ keys, deployments: { default: { engine: "embedded" } } });
  await using middle = await startGatewayInFront("azure", last.url, more, { keys });
  await using first = await startGatewayInFront("azure", middle.url, more);
  expect(new Set([first.url, middle.url, last.url]).size).toBe(3);
  await expectContractSuite(first);
  await expectContractSuite(first, { face: "openai", unsupported: unsupportedByOpenAI.azure ?? {} });
});
