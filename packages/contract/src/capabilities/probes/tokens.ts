import type { Asker } from "../asker.ts";
import { describeAnswer } from "../describe-answer.ts";
import { type Finding, found, missing, type Probe, unknown } from "../probe.ts";
import { briefBody } from "../questions.ts";

/** Sends a token that the server cannot know. */
export const anyToken: Probe = { capability: "any-token", find: (asker) => compareTokens(asker, true) };

/** The opposite of {@link anyToken}. */
export const knownTokens: Probe = {
  capability: "known-tokens",
  find: (asker) => compareTokens(asker, false),
};

async function compareTokens(asker: Asker, acceptsAny: boolean): Promise<Finding> {
  const { token } = asker.target;
  if (token === undefined) return unknown("no token was given, so that a wrong one cannot be told from none");
  const [own, other] = await Promise.all([
    asker.ask({ body: briefBody }),
    asker.ask({ body: briefBody, headers: { authorization: `Bearer ${unknownToken(token)}` } }),
  ]);
  if (own.status !== 200) return unknown(`with the token that was given: ${describeAnswer(own)}`);
  const evidence = `with a token that it cannot know: ${describeAnswer(other)}`;
  if (other.status === 200) return acceptsAny ? found(evidence) : missing(evidence);
  const { status } = other;
  // Others than 401 are wrong, which is for the cases to say. A server that is busy says nothing about the token.
  const isRefused = status !== undefined && status >= 400 && status < 500 && status !== 429;
  if (!isRefused) return unknown(evidence);
  return acceptsAny ? missing(evidence) : found(evidence);
}

function unknownToken(token: string): string {
  return token === "moby-dick-9000" ? "moby-dick-9001" : "moby-dick-9000";
}
