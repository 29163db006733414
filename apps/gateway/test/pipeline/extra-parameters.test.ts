import { expect, test } from "vitest";
import { recordRequests } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const outcomes = {
  error: "extra_parameters_not_allowed",
  ignore: {},
  "pass-through": { top_k: 2 },
} as const;

test.each([
  [undefined, undefined, "error"],
  ["ignore", undefined, "ignore"],
  ["pass-through", undefined, "pass-through"],
  ["pass-through", "error", "error"],
  ["pass-through", "drop", "ignore"],
  ["error", "pass-through", "pass-through"],
] as const)("the policy, configured as %s, with the header %s", async (extraParameters, header, outcome) => {
  const { asked, generate } = recordRequests();
  const deployment = deploymentOf(generate, "llama");
  await using gateway = await startTestGateway({
    deployment,
    ...(extraParameters && { extraParameters }),
  });
  const headers: Record<string, string> = header ? { "extra-parameters": header } : {};
  const response = await ask(gateway, { prompt: "Hi", top_k: 2 }, { headers });
  await response.text();
  expect(response.headers.get("x-ms-error-code") ?? asked[0]?.extra).toEqual(outcomes[outcome]);

  // The header means nothing to OpenAI's clients.
  const configured = extraParameters ?? "error";
  const other = await ask(gateway, { prompt: "Hi", top_k: 2 }, { headers }, "/v1/completions");
  await other.text();
  expect(other.ok ? asked.at(-1)?.extra : "error").toEqual(
    configured === "error" ? "error" : outcomes[configured],
  );
});
