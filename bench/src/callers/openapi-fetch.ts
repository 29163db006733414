import type { paths } from "@completions-api/types";
import createClient from "openapi-fetch";
import { measureCaller, prompt, token } from "./measure-caller.ts";

measureCaller((baseUrl) => {
  const headers = { authorization: `Bearer ${token}` };
  const client = createClient<paths, "application/json">({ baseUrl, headers });
  const params = { query: { "api-version": "2024-04-01-preview" } };
  return async () => (await client.POST("/completions", { params, body: { prompt } })).data?.id;
});
