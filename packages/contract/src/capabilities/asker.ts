import { hideToken } from "@completions-api/protocol/recorded";
import type { Budget } from "../budget.ts";
import { describeFailure, timedOut } from "../describe-failure.ts";
import type { FaceName } from "../faces/face.ts";
import { Recorder } from "../http/recorder.ts";
import { type RawRequest, send } from "../http/send.ts";
import { isObject } from "../is-object.ts";
import { parseJson } from "../parse-json.ts";
import type { Target } from "../target.ts";
import { Turns } from "../turns.ts";

export interface AskerOptions {
  readonly target: Target & { readonly face: FaceName };
  /** The time limit of each question, in milliseconds. */
  readonly timeout: number;
  readonly budget: Budget;
  /** Aborted when the run ends early. */
  readonly signal: AbortSignal;
}

/** A question to the server: by default a request for a completion. */
export interface Question extends Pick<RawRequest, "method" | "path" | "query" | "headers"> {
  /** Sent as JSON. */
  readonly body?: object;
}

/** The server's answer to a question. It does not contain the token. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Undefined if the text is not JSON. */
  readonly json: unknown;
}

/** The reason why a question has no answer. */
export interface NoAnswer {
  readonly status: undefined;
  readonly reason: string;
}

// More at once would wait behind each other on an engine with few slots, until their time is up.
const maximumInFlight = 4;

/** Asks a server questions. Probes that ask the same question share its answer. */
export class Asker {
  readonly target: AskerOptions["target"];
  readonly #options: AskerOptions;
  readonly #answers = new Map<string, Promise<Answer | NoAnswer>>();
  readonly #waiting: (() => void)[] = [];
  readonly #turns = new Turns();
  #inFlight = 0;
  /** True if the server was too slow although it had one question to answer. */
  #isTooSlow = false;

  constructor(options: AskerOptions) {
    this.target = options.target;
    this.#options = options;
  }

  /**
   * Asks a question. One that took too long is asked again, alone: the server may answer one after the other. Never rejects.
   *
   * @param repetition - tells requests apart whose bodies and headers are the same.
   */
  ask(question: Question, repetition = 1): Promise<Answer | NoAnswer> {
    const key = JSON.stringify([question, repetition]);
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = this.#askPatiently(question);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Asks the same question several times. */
  askTimes(times: number, question: Question): Promise<(Answer | NoAnswer)[]> {
    return Promise.all(Array.from({ length: times }, (_, index) => this.ask(question, index + 1)));
  }

  async #askPatiently(question: Question): Promise<Answer | NoAnswer> {
    const answer = await this.#turns.together(() => this.#takeTurn(() => this.#send(question)));
    if (!isLate(answer)) return answer;
    return this.#turns.alone(async () => {
      if (this.#isTooSlow) return answer;
      const again = await this.#send(question);
      this.#isTooSlow = isLate(again);
      return again;
    });
  }

  async #takeTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    if (this.#inFlight >= maximumInFlight) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#inFlight += 1;
    try {
      return await act();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#inFlight -= 1;
      else next();
    }
  }

  async #send({ body, ...request }: Question): Promise<Answer | NoAnswer> {
    const { timeout, budget, signal } = this.#options;
    const hide = (text: string): string => hideToken(text, this.target.token);
    const target = { ...this.target, signal, timeout, budget, recorder: new Recorder() };
    try {
      const response = await send(target, { ...request, ...(body && { body: JSON.stringify(body) }) });
      const text = hide(await response.text());
      const headers = new Headers([...response.headers].map(([name, value]) => [name, hide(value)]));
      return { status: response.status, headers, text, json: parseJson(text) };
    } catch (error) {
      return { status: undefined, reason: hide(describeFailure(error)) };
    }
  }
}

function isLate(answer: Answer | NoAnswer): boolean {
  return answer.status === undefined && answer.reason === timedOut;
}

/** Returns the texts of an answer's choices, or undefined if it is not a completion. */
export function textsOfAnswer(answer: Answer | NoAnswer): readonly string[] | undefined {
  if (answer.status !== 200 || !isObject(answer.json)) return undefined;
  const { choices } = answer.json;
  if (!Array.isArray(choices)) return undefined;
  const texts = choices.map((choice: unknown) => (isObject(choice) ? choice.text : undefined));
  return texts.every((text) => typeof text === "string") ? texts : undefined;
}
