import fc from "fast-check";
import { expect, test } from "vitest";
import { findProxy } from "../../src/network/find-proxy.ts";

function find(url: string, environment: Record<string, string>) {
  const choice = findProxy(new URL(url), environment);
  return choice && [choice.variable, choice.proxy?.href];
}

test.each([
  ["http://a/", { HTTP_PROXY: "http://p:3128" }, ["HTTP_PROXY", "http://p:3128/"]],
  ["https://a/", { HTTPS_PROXY: "http://p:3128" }, ["HTTPS_PROXY", "http://p:3128/"]],
  ["https://a/", { https_proxy: "https://p:3128" }, ["https_proxy", "https://p:3128/"]],
  // As curl: lower case first, and a name without a scheme.
  [
    "http://a/",
    { HTTP_PROXY: "http://upper", http_proxy: "lower:8080" },
    ["http_proxy", "http://lower:8080/"],
  ],
  ["http://a/", { HTTP_PROXY: "http://upper", http_proxy: "" }, ["HTTP_PROXY", "http://upper/"]],
  ["http://a/", { HTTP_PROXY: "http://u:p%40@p" }, ["HTTP_PROXY", "http://u:p%40@p/"]],
  // Each scheme has its own.
  ["https://a/", { HTTP_PROXY: "http://p" }, undefined],
  ["http://a/", { HTTPS_PROXY: "http://p" }, undefined],
  ["http://a/", {}, undefined],
  ["http://a/", { HTTP_PROXY: "" }, undefined],
  // Not the URL of an HTTP proxy.
  ["http://a/", { HTTP_PROXY: "socks5://p" }, ["HTTP_PROXY", undefined]],
  ["http://a/", { HTTP_PROXY: "http://" }, ["HTTP_PROXY", undefined]],
  ["http://a/", { HTTP_PROXY: "http://u:%@p" }, ["HTTP_PROXY", undefined]],
])("%s with %o is reached through %o", (url, environment, expected) => {
  expect(find(url, environment)).toEqual(expected);
});

test.each([
  ["http://example.com/", "example.com"],
  ["http://api.example.com/", "example.com"],
  ["http://api.example.com/", ".example.com"],
  ["http://example.com/", ".example.com"],
  ["http://api.example.com/", "*.example.com"],
  ["http://EXAMPLE.com./", "other.com, Example.COM."],
  ["http://example.com/", "other.com example.com"],
  ["http://example.com/", "example.com:80"],
  ["https://example.com/", "example.com:443"],
  ["http://example.com:8000/", "example.com:8000"],
  ["http://anything/", "other, *"],
  ["http://10.1.2.3/", "10.1.2.3"],
  ["http://10.1.2.3:8000/", "10.1.2.3:8000"],
  ["http://10.1.2.3/", "10.0.0.0/8"],
  ["http://10.1.2.3/", "0.0.0.0/0"],
  ["http://[fd00::1]/", "fd00::1"],
  ["http://[fd00::1]/", "fd00:0::/16"],
  ["http://[fd00::1]:80/", "[fd00::1]:80"],
  ["http://[fd00::1]/", "[FD00:0:0:0::1]"],
  ["http://vllm-0.vllm.default.svc:8000/", "127.0.0.0/8,.svc,.cluster.local"],
  ["http://münchen.example/", "münchen.example"],
  // This machine, always.
  ["http://localhost:8000/", ""],
  ["http://127.0.0.2/", ""],
  ["http://[::1]/", ""],
])("%s is reached directly with NO_PROXY=%s", (url, list) => {
  const proxies = { HTTP_PROXY: "http://p", HTTPS_PROXY: "http://p" };
  expect(find(url, { ...proxies, NO_PROXY: list })).toBeUndefined();
  expect(find(url, { ...proxies, no_proxy: list, NO_PROXY: "other" })).toBeUndefined();
});

test.each([
  ["http://notexample.com/", "example.com"],
  ["http://example.com.evil/", "example.com"],
  ["http://example.com/", "*.example.com"],
  ["http://example.com/", "api.example.com"],
  ["http://example.com/", "example.com:8000"],
  ["http://example.com:8000/", "example.com:80"],
  ["http://11.1.2.3/", "10.0.0.0/8"],
  ["http://10.1.2.3/", "2.3"],
  ["http://10.1.2.3/", "10.0.0.0/99"],
  ["http://10.1.2.3/", "10.0.0.0/x"],
  ["http://10.1.2.3/", "fd00::/8"],
  ["http://[fd01::1]/", "fd00::/16"],
  ["http://a/", ",, :80, [], /8"],
])("%s is reached through the proxy with NO_PROXY=%s", (url, list) => {
  const proxies = { HTTP_PROXY: "http://p", HTTPS_PROXY: "http://p" };
  expect(find(url, { ...proxies, NO_PROXY: list })).toBeDefined();
});

test("any list and any proxy can be read", () => {
  const part = fc.constantFrom(
    "a",
    "b",
    ".",
    "*",
    ":",
    "/",
    "[",
    "]",
    "8",
    ",",
    " ",
    "%",
    "@",
    "http://",
    "::1",
  );
  const text = fc.array(part).map((parts) => parts.join(""));
  fc.assert(
    fc.property(
      text,
      text,
      fc.constantFrom("http://a.b/", "http://8.8.8.8/", "http://[fd00::1]/"),
      (list, proxy, url) => {
        expect(() => find(url, { HTTP_PROXY: proxy, NO_PROXY: list })).not.toThrow();
      },
    ),
  );
});
