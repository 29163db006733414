import { expect, test } from "vitest";
import { isSecret } from "../src/sessions/mask-secrets.ts";

test.each(["code", "Code", "x-functions-code", "oauth_code", "client-passcode", "otp", "sid", "x-hmac"])(
  "%s holds a secret",
  (name) => expect(isSecret(name)).toBe(true),
);

test.each([
  "x-ms-error-code",
  "status-code",
  "postcode",
  "accept-encoding",
  "www-authenticate",
  "x-ratelimit-remaining-tokens",
  "x-mock-session",
  "azureml-model-deployment",
  "api-version",
  "side",
])("%s holds none", (name) => expect(isSecret(name)).toBe(false));
