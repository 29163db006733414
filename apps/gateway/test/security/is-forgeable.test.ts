import { expect, test } from "vitest";
import { isForgeable } from "../../src/auth/is-forgeable.ts";

test.each(["http://keys.example/", "http://localhost.example/", "http://10.0.0.1/", "http://[::2]/"])(
  "%s can be forged",
  (url) => {
    expect(isForgeable(url)).toBe(true);
  },
);

test.each([
  "https://keys.example/",
  "http://localhost:8080/",
  "http://LOCALHOST/",
  "http://localhost./",
  "http://127.1.2.3/",
  "http://[::1]:8080/",
  "not a URL",
])("%s cannot be forged", (url) => {
  expect(isForgeable(url)).toBe(false);
});
