import { describeAnswer } from "../describe-answer.ts";
import { found, missing, type Probe, unknown } from "../probe.ts";
import { briefBody } from "../questions.ts";

/** Looks for `system_fingerprint` in a completion and in a stream. A server that has it in one must have it in the other. */
export const fingerprint: Probe = {
  capability: "fingerprint",
  find: async (asker) => {
    const answers = await Promise.all(
      [briefBody, { ...briefBody, stream: true }].map((body) => asker.ask({ body })),
    );
    const texts = answers.flatMap((answer) => (answer.status === 200 ? [answer.text] : []));
    const [answer] = answers;
    if (texts.length === 0) return unknown(answer === undefined ? "" : describeAnswer(answer));
    const fields = texts.map((text) => /"system_fingerprint": *(?!null)[^,}]+/.exec(text)?.[0]);
    const field = fields.find((field) => field !== undefined);
    if (field === undefined) return missing("neither a completion nor a stream has a system_fingerprint");
    return found(field);
  },
};
