import { type FaceName, fuzz } from "@completions-api/contract";
import { expect, test } from "vitest";
import { startTestGateway, token } from "../support/start-gateway.ts";

test.each<FaceName>(["completions", "openai"])(
  "whatever the contract kit generates gets a response of the contract on the face %s",
  { timeout: 60_000 },
  async (face) => {
    await using gateway = await startTestGateway();
    const baseUrl = face === "openai" ? `${gateway.url}/v1` : gateway.url;
    const { failure, requests } = await fuzz({ target: { baseUrl, face, token }, runs: 300, seed: 1 });
    expect(failure?.result.reason).toBeUndefined();
    expect(requests).toBe(300);
  },
);
