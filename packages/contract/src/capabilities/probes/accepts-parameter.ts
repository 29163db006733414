import type { FaceName } from "../../faces/face.ts";
import type { Capability } from "../../target.ts";
import type { Answer, NoAnswer } from "../asker.ts";
import { found, type Probe } from "../probe.ts";
import { briefBody } from "../questions.ts";
import { judgeRefusal } from "../refusal.ts";

interface AcceptsParameterOptions {
  readonly capability: Capability;
  readonly faces?: readonly FaceName[];
  /** Added to a brief request. */
  readonly body: object;
  /** Matches the name of the parameter in a refusal. */
  readonly parameter: RegExp;
  /** Describes the completion that the server returned. */
  readonly describe: (answer: Answer | NoAnswer) => string;
}

/**
 * Returns a probe that sends a request which a server without the capability refuses. A server that accepts the request has
 * the capability, even if the response shows that it ignores what was asked. Such a server breaks the contract.
 */
export function acceptsParameter(options: AcceptsParameterOptions): Probe {
  const { capability, faces, body, parameter, describe } = options;
  return {
    capability,
    ...(faces && { faces }),
    find: async (asker) => {
      const answer = await asker.ask({ body: { ...briefBody, ...body } });
      const refusal = await judgeRefusal(asker, answer, parameter);
      return refusal ?? found(`status 200 with ${describe(answer)}`);
    },
  };
}
