import { Counter, Histogram, type Registry } from "prom-client";

/** The facts about an answer that are compared. */
export interface AnswerFacts {
  /** The code of its error, or an empty string. */
  readonly errorCode: string;
  /** The finish reason of each choice. */
  readonly finishReasons: readonly string[];
  readonly completionTokens: number;
  /** From the start of the generation to its end. */
  readonly seconds: number;
  /** The seconds until the first token. Undefined if the caller did not ask for a stream, or there was no token. */
  readonly secondsToFirstToken: number | undefined;
}

/** A deployment, and the one that some of its requests are copied to. */
export interface ShadowNames {
  readonly deployment: string;
  readonly shadow: string;
}

/**
 * Reasons for which a request is not copied, or its copy is not compared: as many copies or bytes are in progress as may be, or
 * the configuration was replaced or the gateway closed.
 */
export type DropReason = "concurrency" | "memory" | "closing";

const names = ["deployment", "shadow"] as const;
const sides = [...names, "answer"] as const;
const seconds = [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92];

/** The metrics that compare the answers of deployments with those of their shadows. */
export class ShadowMetrics {
  readonly #answers: Counter<(typeof sides)[number] | "error_type">;
  readonly #finishReasons: Counter<(typeof names)[number] | "original" | "copy">;
  readonly #tokens: Histogram<(typeof sides)[number]>;
  readonly #duration: Histogram<(typeof sides)[number]>;
  readonly #timeToFirstToken: Histogram<(typeof sides)[number]>;
  readonly #dropped: Counter<(typeof names)[number] | "reason">;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#answers = new Counter({
      name: "gateway_shadow_answers_total",
      help: "Answers to requests that were copied to a shadow, and to their copies.",
      labelNames: [...sides, "error_type"],
      registers,
    });
    this.#finishReasons = new Counter({
      name: "gateway_shadow_finish_reasons_total",
      help: "Choices by the finish reasons that they have in the original answer and in that of the copy.",
      labelNames: [...names, "original", "copy"],
      registers,
    });
    this.#tokens = new Histogram({
      name: "gateway_shadow_completion_tokens",
      help: "Completion tokens of answers, where both the original and the copy succeeded.",
      labelNames: sides,
      buckets: Array.from({ length: 10 }, (_, index) => 4 ** index),
      registers,
    });
    this.#duration = new Histogram({
      name: "gateway_shadow_duration_seconds",
      help: "Time from the start to the end of a generation, where both the original and the copy succeeded.",
      labelNames: sides,
      buckets: seconds,
      registers,
    });
    this.#timeToFirstToken = new Histogram({
      name: "gateway_shadow_time_to_first_token_seconds",
      help: "Time from the start of a stream's generation to its first token, where both the original and the copy succeeded.",
      labelNames: sides,
      buckets: seconds,
      registers,
    });
    this.#dropped = new Counter({
      name: "gateway_shadow_dropped_total",
      help: "Copies that were dropped because of too many others (concurrency, memory), or because the gateway closed or reloaded (closing).",
      labelNames: [...names, "reason"],
      registers,
    });
  }

  /** Compares two answers to the same request. */
  compare(between: ShadowNames, original: AnswerFacts, copy: AnswerFacts): void {
    const answers = Object.entries({ original, copy });
    for (const [answer, { errorCode }] of answers) {
      this.#answers.inc({ ...between, answer, error_type: errorCode });
    }
    if (original.errorCode !== "" || copy.errorCode !== "") return;
    for (const [index, reason] of original.finishReasons.entries()) {
      this.#finishReasons.inc({ ...between, original: reason, copy: copy.finishReasons[index] ?? "" });
    }
    const isTimed = original.secondsToFirstToken !== undefined && copy.secondsToFirstToken !== undefined;
    for (const [answer, facts] of answers) {
      const labels = { ...between, answer };
      this.#tokens.observe(labels, facts.completionTokens);
      this.#duration.observe(labels, facts.seconds);
      if (isTimed) this.#timeToFirstToken.observe(labels, facts.secondsToFirstToken ?? 0);
    }
  }

  /** Counts a copy that was dropped. */
  drop(between: ShadowNames, reason: DropReason): void {
    this.#dropped.inc({ ...between, reason });
  }
}
