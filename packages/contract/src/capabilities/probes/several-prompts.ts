import { textsOfAnswer } from "../asker.ts";
import type { Probe } from "../probe.ts";
import { acceptsParameter } from "./accepts-parameter.ts";

/** Sends two prompts. */
export const severalPrompts: Probe = acceptsParameter({
  capability: "several-prompts",
  body: { prompt: ["The whale", "The ship"] },
  parameter: /\bprompts?\b/i,
  describe: (answer) => `${textsOfAnswer(answer)?.length ?? 0} of 2 choices`,
});
