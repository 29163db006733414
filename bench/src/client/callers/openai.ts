import OpenAI from "openai";
import { type CreateCaller, prompt, token } from "./caller.ts";

export const createOpenaiCaller: CreateCaller = (baseURL) => {
  const client = new OpenAI({ baseURL, apiKey: token });
  return async () => (await client.completions.create({ model: "any", prompt })).id;
};
