import createClient from "@azure-rest/ai-inference";
import { measureCaller, prompt, token } from "./measure-caller.ts";

/** It knows chats only, whose requests and answers are about as large. */
measureCaller((baseUrl) => {
  const client = createClient(baseUrl, { key: token }, { allowInsecureConnection: true });
  const options = { body: { messages: [{ role: "user", content: prompt }] } };
  return async () => {
    const { body } = await client.path("/chat/completions").post(options);
    return "id" in body ? body.id : undefined;
  };
});
