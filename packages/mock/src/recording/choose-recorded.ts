import type { MockRequest } from "../mock-request.ts";
import type { PassedResponse } from "../mock-response.ts";
import type { RenderedAnswer } from "../replies/render-answer.ts";
import type { ChosenResponse } from "../responses/chosen-response.ts";
import type { Session } from "../sessions/session.ts";
import type { ReplayOptions } from "./load-replayer.ts";
import type { ValidRequest } from "./proxied-exchange.ts";
import type { Replayer } from "./replayer.ts";

/** The cassette that a request is answered from. */
export interface Replay extends Required<Pick<ReplayOptions, "onMiss">> {
  readonly replayer: Replayer;
  /** Passes on a request that no recording fits, and records it. Then `onMiss` does not matter. */
  readonly passOn: PassedResponse["pass"] | undefined;
}

/**
 * Chooses the recorded answer to a request.
 *
 * @returns undefined if there is none, and the mock is to answer by itself.
 * @throws HttpError 404 that lists the nearest recordings, if there is none and there should be one.
 */
export function chooseRecorded(
  { replayer, onMiss, passOn }: Replay,
  request: MockRequest,
  valid: ValidRequest,
  session: Session,
): (RenderedAnswer & Pick<ChosenResponse, "source">) | undefined {
  const recorded = replayer.find(request, valid, session.replayPositions);
  if (recorded) return { response: recorded.response, source: "cassette", latency: { ttft: recorded.delay } };
  if (passOn) return { response: { pass: passOn }, source: "upstream", latency: {} };
  if (onMiss === "fail" && "completion" in valid.read) throw replayer.explainMiss(request, valid);
  return undefined;
}
