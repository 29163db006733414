import type { paths } from "@completions-api/types";
import { apiVersion } from "@completions-api/validators";
import createClient from "openapi-fetch";
import { type CreateCaller, prompt, token } from "./caller.ts";

export const createTransportCaller: CreateCaller = (baseUrl) => {
  const headers = { authorization: `Bearer ${token}` };
  const client = createClient<paths, "application/json">({ baseUrl, headers });
  const params = { query: { "api-version": apiVersion } };
  return async () => (await client.POST("/completions", { params, body: { prompt } })).data?.id;
};
