import {
  BrokenStreamError,
  createAssembler,
  createEventDecoder,
  createStreamGrammar,
  type DecodedEvents,
  type StreamEvent,
  type StreamedCompletion,
} from "@completions-api/protocol";
import { findBrokenRules } from "@completions-api/protocol/rules";
import type { CompletionChunk } from "@completions-api/types";
import type { CompletionContract } from "../faces/completion-contract.ts";
import type { FaceName } from "../faces/face-name.ts";
import { type AnswerViolation, fromBrokenRule, fromProblems, schemaViolation } from "./answer-violation.ts";
import { carriageReturn, LineChecker, lineFeed } from "./line-checker.ts";

/** An event of a stream, or what the server sent in place of one. */
export interface CheckedEvent {
  /** Absent if it cannot be read, or if an event is missing. */
  readonly event?: StreamEvent;
  /** The ways in which it breaks the contract. */
  readonly violations: readonly AnswerViolation[];
}

/** Checks the events of one stream while they pass. It never throws. */
export class StreamChecker {
  readonly #contract: CompletionContract;
  readonly #face: FaceName;
  readonly #decoder = createEventDecoder({ onDeviation: ({ message }) => this.#deviations.push(message) });
  readonly #grammar: ReturnType<typeof createStreamGrammar>;
  readonly #lines = new LineChecker();
  readonly #assembler = createAssembler();
  #deviations: string[] = [];
  #count = 0;
  /** False once an event could not become a part of the completion. The rules for completions can then not be checked. */
  #isWhole = true;
  /** False once an event broke the grammar. Further violations could be mere consequences. */
  #isOrdered = true;
  /** True once the stream cannot be read any further. */
  #isBroken = false;

  constructor(contract: CompletionContract, face: FaceName) {
    const { prompts, n, usage } = contract.options;
    this.#contract = contract;
    this.#face = face;
    this.#grammar = createStreamGrammar({ prompts: prompts.length, n, usage });
  }

  /** Checks the events that the next bytes complete. */
  feed(bytes: Uint8Array): CheckedEvent[] {
    // Line by line, so that a fault comes after the events before it, whatever pieces the bytes arrive in.
    return splitLines(bytes).flatMap((line) => {
      if (this.#isBroken) return [];
      this.#deviations.push(...this.#lines.feed(line));
      return this.#check(this.#decoder.feed(line));
    });
  }

  /** Checks that the stream may end here. */
  end(): CheckedEvent[] {
    if (this.#isBroken) return [];
    const last = this.#check(this.#decoder.end());
    const missing = this.#isBroken || !this.#isOrdered ? undefined : this.#grammar.end();
    return missing ? [...last, { violations: [missing] }] : last;
  }

  #check({ events, failure }: DecodedEvents): CheckedEvent[] {
    const deviations = this.#deviations.map((message) => ({ violations: [schemaViolation(message)] }));
    this.#deviations = [];
    const checked = events.map((event) => ({ event, violations: this.#checkEvent(event) }));
    if (!failure) return [...deviations, ...checked];
    this.#isBroken = true;
    return [...deviations, ...checked, { violations: [schemaViolation(failure.message)] }];
  }

  #checkEvent(event: StreamEvent): AnswerViolation[] {
    this.#count += 1;
    const problems =
      event === "[DONE]" ? [] : fromProblems(this.#contract.validateEvent(event), `Event ${this.#count}: `);
    if (problems.length > 0) this.#isWhole = false;
    const outOfOrder = this.#isOrdered ? this.#grammar.accept(event) : undefined;
    if (outOfOrder) this.#isOrdered = false;
    const violations = outOfOrder ? [...problems, outOfOrder] : problems;
    if (event === "[DONE]") return [...violations, ...this.#checkWhole()];
    if ("choices" in event && this.#isWhole) this.#isWhole = this.#assemble(event);
    return violations;
  }

  /** Adds a chunk to the completion. Returns false if it does not fit there, which is also out of order. */
  #assemble(chunk: CompletionChunk): boolean {
    try {
      this.#assembler.add(chunk);
      return true;
    } catch (failure) {
      if (failure instanceof BrokenStreamError) return false;
      throw failure;
    }
  }

  /** Checks the rules about the whole completion. */
  #checkWhole(): AnswerViolation[] {
    if (!this.#isWhole) return [];
    const { options, rules } = this.#contract;
    let completion: StreamedCompletion;
    try {
      completion = this.#assembler.streamedCompletion(options.prompts.length * options.n);
    } catch (failure) {
      // A choice has not ended, which is also out of order.
      if (failure instanceof BrokenStreamError) return [];
      throw failure;
    }
    return findBrokenRules(rules, options, completion).map((broken) => fromBrokenRule(broken, this.#face));
  }
}

/** Splits bytes after each line feed and carriage return. */
function splitLines(bytes: Uint8Array): Uint8Array[] {
  const lines: Uint8Array[] = [];
  let start = 0;
  for (const [index, byte] of bytes.entries()) {
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    lines.push(bytes.subarray(start, index + 1));
    start = index + 1;
  }
  if (start < bytes.length) lines.push(bytes.subarray(start));
  return lines;
}
