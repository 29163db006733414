import { describeContract } from "../../src/vitest.ts";

// The test that runs this file states the server.
const { SERVER_URL = "" } = process.env;

describeContract({
  url: async () => SERVER_URL,
  token: "abcde12345",
  capabilities: ["greedy-repeats", "seeds-repeat"],
  only: ["text-prompt", "temperature-bounds", "rate-limited"],
});
