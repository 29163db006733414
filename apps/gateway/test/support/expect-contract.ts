import { type ContractCase, type Exchange, runContract } from "@completions-api/contract";
import { expect } from "vitest";
import type { Gateway } from "../../src/index.ts";
import { token } from "../support/start-gateway.ts";

/** Sends requests, one after the other, and holds what comes of each against the whole contract. */
export async function hold(gateway: Pick<Gateway, "url">, ...exchanges: readonly Exchange[]): Promise<void> {
  await holdCases(gateway, [
    { id: "of-a-test", title: "it is answered by the contract", covers: [], exchanges },
  ]);
}

/** Runs cases that need nothing but that the spec's examples are answered as they are. */
export async function holdCases(
  { url }: Pick<Gateway, "url">,
  cases: readonly ContractCase[],
): Promise<void> {
  const target = { baseUrl: url, token, capabilities: ["examples"] } as const;
  const reasons: string[] = [];
  for await (const result of runContract({ target, cases }))
    if ("reason" in result) reasons.push(result.reason);
  expect(reasons).toEqual([]);
}
