import { type HttpError, notFound } from "@completions-api/protocol";
import type {
  CassetteLine,
  RecordedDocument,
  RecordedExchange,
  RecordedRequest,
} from "@completions-api/protocol/cassette";
import { CassetteError } from "@completions-api/protocol/cassette";
import type { Face } from "../faces/face.ts";
import type { MockOperation } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { MockResponse } from "../mock-response.ts";
import { checkResponse } from "../responses/check-response.ts";
import { judgeRequest } from "./judge-request.ts";
import type { ValidRequest } from "./proxied-exchange.ts";
import {
  type RecordedCompletion,
  readRecordedCompletion,
  replayCompletion,
  scaleTime,
} from "./recorded-answer.ts";
import { listDifferences, listParts, type RequestParts, toKey } from "./request-key.ts";

/** An answer from a cassette. */
export interface ReplayedAnswer {
  readonly response: MockResponse;
  /** Milliseconds to wait before a response that does not wait by itself. */
  readonly delay: number;
}

/** An exchange of a cassette whose request was read. */
interface Recording extends Pick<CassetteLine, "line"> {
  readonly valid: ValidRequest;
  readonly parts: RequestParts;
  readonly key: string | undefined;
  readonly content: RecordedCompletion | RecordedDocument | Flaw;
}

/** The reason why a recorded answer cannot be sent, worded to follow a colon. */
type Flaw = string;

/** The most recordings that an error lists. */
const mostListed = 3;

/** Answers requests from a cassette. */
export class Replayer {
  readonly #file: string;
  readonly #findFace: (target: string) => Face | Promise<Face>;
  readonly #speed: number;
  readonly #recordings: Recording[] = [];

  /** @param speed - 1 keeps the recorded times, 2 halves them, and 0 sends everything at once. */
  constructor(file: string, findFace: (target: string) => Face | Promise<Face>, speed: number) {
    this.#file = file;
    this.#findFace = findFace;
    this.#speed = speed;
  }

  /**
   * Adds an exchange, after all others.
   *
   * @throws CassetteError if its request breaks the contract.
   */
  async add({ line, exchange }: CassetteLine): Promise<void> {
    const request = toMockRequest(exchange.request);
    const verdict = await judgeRequest(request, await this.#findFace(request.target));
    if ("refusal" in verdict) {
      const problem = `The recorded request breaks the contract: ${verdict.refusal.body.error}.`;
      throw new CassetteError(this.#file, line, problem);
    }
    const { valid } = verdict;
    const { face, operation, read } = valid;
    const parts = listParts(request, face, read);
    const content =
      exchange.response.status === 200 && "completion" in read
        ? readRecordedCompletion(exchange, read.completion, operation.validateBody)
        : readRecordedDocument(exchange, face, operation);
    this.#recordings.push({ line, valid, parts, key: toKey(parts), content });
  }

  /**
   * Finds the next answer to a request: each time the next one that was recorded, and the last one from then on.
   *
   * @param positions - how often the answers to each request were sent, by key. Counts this one, too.
   * @returns undefined if there is none.
   */
  find(
    request: MockRequest,
    valid: ValidRequest,
    positions: Map<string, number>,
  ): ReplayedAnswer | undefined {
    const key = toKey(listParts(request, valid.face, valid.read));
    const same = this.#recordings.filter((recording) => key !== undefined && recording.key === key);
    const isStream = asksForStream(valid);
    const ofForm = same.filter((recording) => asksForStream(recording.valid) === isStream);
    // The answer in the other form is the same completion, but its times are not those of this form.
    for (const [form, recordings] of Object.entries({ same: ofForm, other: same })) {
      const answers = recordings.flatMap((recording) => this.#toAnswer(recording, valid) ?? []);
      const position = positions.get(`${form} ${isStream} ${key}`) ?? 0;
      const answer = answers[Math.min(position, answers.length - 1)];
      if (answer === undefined) continue;
      positions.set(`${form} ${isStream} ${key}`, position + 1);
      return answer;
    }
    return undefined;
  }

  /** Creates the 404 for a request that no recording fits. It lists the nearest ones, and why each does not fit. */
  explainMiss(request: MockRequest, valid: ValidRequest): HttpError {
    const parts = listParts(request, valid.face, valid.read);
    const nearest = this.#recordings
      .map((recording) => ({ recording, differences: listDifferences(parts, recording.parts) }))
      .sort((one, other) => one.differences.length - other.differences.length)
      .slice(0, mostListed);
    const lines = nearest.map(({ recording, differences }) => {
      const reason =
        differences.length > 0
          ? `${differences.join(", ")} differ${differences.length === 1 ? "s" : ""}`
          : findFlaw(recording);
      return `\n- ${this.#file}:${recording.line}: ${reason}`;
    });
    return notFound(
      lines.length === 0
        ? `No recording fits this request, because ${this.#file} has none`
        : `No recording in ${this.#file} fits this request. The nearest ones:${lines.join("")}`,
    );
  }

  #toAnswer({ content }: Recording, valid: ValidRequest): ReplayedAnswer | undefined {
    if (typeof content === "string") return undefined;
    if ("status" in content) {
      const { status, headers, body, at } = content;
      return { response: { status, headers, body }, delay: scaleTime(at, this.#speed) };
    }
    if (!content.hasUsage && needsUsage(valid)) return undefined;
    return { response: replayCompletion(content, this.#speed), delay: 0 };
  }
}

function readRecordedDocument(
  { response }: RecordedExchange,
  face: Face,
  operation: MockOperation,
): RecordedDocument | Flaw {
  if ("events" in response) return "it is a stream, and the request is not for a completion";
  try {
    checkResponse(response, face, operation);
    return response;
  } catch (failure) {
    return failure instanceof Error ? failure.message : String(failure);
  }
}

/** Finds the reason why a recording of the same request cannot be sent. */
function findFlaw({ content }: Recording): Flaw {
  if (typeof content === "string") return content;
  return "it is a stream without the usage, which this request needs";
}

function asksForStream({ read }: ValidRequest): boolean {
  return "completion" in read && read.completion.form.stream;
}

function needsUsage({ face, read }: ValidRequest): boolean {
  if (!("completion" in read)) return false;
  const { form, body } = read.completion;
  const { include_usage: includeUsage = false } = Object(body.stream_options);
  return !form.stream || face.name === "completions" || includeUsage === true;
}

/** Returns a recorded request in the form in which it would arrive. */
function toMockRequest({ method, target, headers, body }: RecordedRequest): MockRequest {
  const values = Object.entries({ ...headers, authorization: "Bearer recorded" });
  return {
    method,
    target,
    url: new URL(target, "http://localhost"),
    headers: Object.fromEntries(values.map(([name, value]) => [name, [value]])),
    body: new TextEncoder().encode(body === undefined ? "" : JSON.stringify(body)),
    clientGone: new AbortController().signal,
    whenGone: () => {},
  };
}
