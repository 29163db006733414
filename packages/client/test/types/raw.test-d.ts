import { createRawClient } from "@completions-api/client/raw";
import type { CreateCompletionResponse, ErrorBody, paths } from "@completions-api/types";
import type { Client } from "openapi-fetch";
import { expectTypeOf, test } from "vitest";

const raw = createRawClient({ baseUrl: "https://client.test", credential: "key" });
const params = { query: { "api-version": "2024-04-01-preview" } };
const body = { prompt: "Once upon a time" };

test("a raw client is a client of openapi-fetch", () => {
  expectTypeOf(raw).toEqualTypeOf<Client<paths, "application/json">>();
});

test("a raw client has the spec's paths and types", async () => {
  const { data, error, response } = await raw.POST("/completions", { params, body });
  expectTypeOf(data).toEqualTypeOf<CreateCompletionResponse | undefined>();
  expectTypeOf(error).toEqualTypeOf<ErrorBody | undefined>();
  expectTypeOf(response).toEqualTypeOf<Response>();
});

test("a raw client refuses mistakes", () => {
  // @ts-expect-error No such path
  raw.POST("/chat/completions", { params, body });
  // @ts-expect-error No such method
  raw.GET("/completions");
  // @ts-expect-error No version
  raw.POST("/completions", { body });
  // @ts-expect-error Text in place of a number
  raw.POST("/completions", { params, body: { ...body, seed: "1" } });
});
