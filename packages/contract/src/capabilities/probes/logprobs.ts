import { isObject } from "../../is-object.ts";
import type { Probe } from "../probe.ts";
import { acceptsParameter } from "./accepts-parameter.ts";

/** Asks for log probabilities. */
export const logprobs: Probe = acceptsParameter({
  capability: "logprobs",
  faces: ["openai"],
  body: { logprobs: 1 },
  parameter: /\blogprobs\b/i,
  describe: (answer) => {
    const json = "json" in answer && isObject(answer.json) ? answer.json : {};
    const [choice]: readonly unknown[] = Array.isArray(json.choices) ? json.choices : [];
    return isObject(choice) && isObject(choice.logprobs) ? "logprobs" : "no logprobs";
  },
});
