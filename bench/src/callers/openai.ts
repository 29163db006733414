import OpenAI from "openai";
import { measureCaller, prompt, token } from "./measure-caller.ts";

measureCaller((baseURL) => {
  const client = new OpenAI({ baseURL, apiKey: token });
  return async () => (await client.completions.create({ model: "any", prompt })).id;
});
