import { parseYaml } from "@completions-api/command-line/yaml";
import { expect, test } from "vitest";
import { checkCredentials } from "../../src/config/check-credentials.ts";

const withoutCredentials = parseYaml("listen: { host: 0.0.0.0 }\nkeys: []");

test.each(["127.0.0.1", "127.255.0.1", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1"])(
  "%s needs no credentials, because only this machine reaches it",
  (host) => {
    expect(checkCredentials(withoutCredentials, host)).toEqual([]);
  },
);

test.each([
  "0.0.0.0",
  "::",
  "128.0.0.1",
  "10.0.0.1",
  "::2",
  "::ffff:10.0.0.1",
  "127.0.0.1.example",
  "gateway",
  undefined,
])("%s needs credentials, because other machines reach it", (host) => {
  expect(checkCredentials(withoutCredentials, host)).toHaveLength(1);
});

test.each(["keys: [{ name: a }]", "tokens: [{ issuer: https://a }]", ""])(
  "%j is allowed at the default address",
  (text) => {
    expect(checkCredentials(parseYaml(text), undefined)).toEqual([]);
  },
);

test.each(["keys: [{ name: a }]", "tokens: [{ issuer: https://a }]"])(
  "%j is allowed at every address",
  (text) => {
    expect(checkCredentials(parseYaml(text), "0.0.0.0")).toEqual([]);
  },
);
