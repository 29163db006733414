import createClient from "@azure-rest/ai-inference";
import { type CreateCaller, prompt, token } from "./caller.ts";

/** This SDK has only chat completions, whose requests and responses are about as large. */
export const createAzureCaller: CreateCaller = (baseUrl) => {
  const client = createClient(baseUrl, { key: token }, { allowInsecureConnection: true });
  const options = { body: { messages: [{ role: "user", content: prompt }] } };
  return async () => {
    const { body } = await client.path("/chat/completions").post(options);
    return "id" in body ? body.id : undefined;
  };
};
