import { type Mock, startMock } from "@completions-api/mock";
import { testReadme } from "@completions-api/testing";
import { afterAll, beforeAll } from "vitest";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

testReadme(new URL("..", import.meta.url), {
  // The mock stands in for the reader's server.
  adapt: (code) => code.replace("https://completions.example.com", mock.url),
  env: { COMPLETIONS_KEY: "any-token" },
});
