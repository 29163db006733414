import { quoteName } from "@completions-api/protocol";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { CodeAnswer } from "./answer.ts";
import { type Condition, compileMatcher } from "./compile-matcher.ts";
import { isList } from "./is-list.ts";
import type { CodeReplyDefinition, CodeReplyMatcher } from "./reply.ts";

/** An answer of a sequence. */
interface Step {
  readonly answer: CodeAnswer;
  /** The number of requests after which the next step begins. */
  until: number;
}

/** A reply that is registered. */
export class RegisteredReply {
  /** Unique within its session. */
  readonly id: number;
  readonly definition: CodeReplyDefinition;
  /** The conditions of its matcher. */
  readonly conditions: readonly Condition[];
  readonly #steps: Step[];
  #used = 0;

  /** @throws SyntaxError for a pattern that is not a regular expression. */
  constructor(id: number, definition: CodeReplyDefinition) {
    this.id = id;
    this.definition = definition;
    this.conditions = compileMatcher(this.when);
    const { times = Number.POSITIVE_INFINITY } = definition;
    const answers = listAnswers(definition);
    this.#steps = answers.map((answer, index) => ({
      answer,
      until: index < answers.length - 1 ? index + 1 : times,
    }));
  }

  get name(): string | undefined {
    return this.definition.name;
  }

  get when(): CodeReplyMatcher {
    return this.definition.when ?? {};
  }

  /** The answers of the sequence, in their order. */
  get answers(): readonly CodeAnswer[] {
    return this.#steps.map(({ answer }) => answer);
  }

  /** Names the reply in a message: "Reply `limit`", or "Reply 3 (prompt "hello")". */
  get title(): string {
    if (this.name !== undefined) return `Reply ${quoteName(this.name)}`;
    const conditions = this.conditions.map(({ text }) => text).join(", ");
    return `Reply ${this.id} (${conditions || "any request"})`;
  }

  /** The number of requests that it answers at most; `Infinity` without a limit. */
  get times(): number {
    return this.#steps.at(-1)?.until ?? 0;
  }

  /** The number of requests that it has answered. */
  get used(): number {
    return this.#used;
  }

  get isUsedUp(): boolean {
    return this.#used >= this.times;
  }

  /** Returns true if a request fits. */
  fits(call: CompletionCall, request: Pick<MockRequest, "headers">): boolean {
    for (const condition of this.conditions) if (!condition.holds(call, request)) return false;
    return true;
  }

  /** Returns the answer to the next request, and counts it. */
  use(): CodeAnswer | undefined {
    const step = this.#steps.find(({ until }) => this.#used < until);
    this.#used += 1;
    return step?.answer;
  }

  /** Continues the sequence. An answer that had no limit is then given once, unless it has been given more often. */
  extend(answer: CodeAnswer): void {
    const last = this.#steps.at(-1);
    if (last?.until === Number.POSITIVE_INFINITY)
      last.until = Math.max((this.#steps.at(-2)?.until ?? 0) + 1, this.#used);
    this.#steps.push({ answer, until: Number.POSITIVE_INFINITY });
  }
}

/** Lists the answers of a reply, in their order. */
function listAnswers({ answer }: Pick<CodeReplyDefinition, "answer">): readonly CodeAnswer[] {
  return isList(answer) ? answer : [answer];
}
