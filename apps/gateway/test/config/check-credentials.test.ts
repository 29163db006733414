import { expect, test } from "vitest";
import { checkCredentials } from "../../src/config/check-credentials.ts";
import { parseYaml } from "../../src/config/parse-yaml.ts";

const withoutCredentials = parseYaml("listen: { host: 0.0.0.0 }\nkeys: []");

test.each(["127.0.0.1", "127.255.0.1", "::1", "localhost", "LOCALHOST", "::ffff:127.0.0.1"])(
  "only this machine reaches %s",
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
])("others reach %s", (host) => {
  expect(checkCredentials(withoutCredentials, host)).toHaveLength(1);
});

test.each(["keys: [{ name: a }]", "tokens: [{ issuer: https://a }]", ""])(
  "%j may be served by default",
  (text) => {
    expect(checkCredentials(parseYaml(text), undefined)).toEqual([]);
  },
);

test.each(["keys: [{ name: a }]", "tokens: [{ issuer: https://a }]"])(
  "with %j others may reach it",
  (text) => {
    expect(checkCredentials(parseYaml(text), "0.0.0.0")).toEqual([]);
  },
);
