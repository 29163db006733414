import type { Bytes } from "./bytes.ts";

// The types repeat case.schema.json, which documents each property.

/** One attack: who is evil, what they send, and what must hold. */
export interface HostileCase {
  /** The name of its file, without `.yaml`. */
  readonly id: string;
  readonly summary: string;
  readonly source: string;
  readonly gateway?: GatewaySettings;
  readonly upstream?: UpstreamSettings;
  readonly callers?: readonly CallerGroup[];
  readonly duration?: number;
  readonly stopAfter?: number;
  readonly bounded?: false | BoundedForm;
  readonly holds: Expectations;
}

export interface GatewaySettings {
  readonly heap?: number;
  readonly config?: Readonly<Record<string, unknown>>;
  readonly deployment?: Readonly<Record<string, unknown>>;
}

export interface UpstreamSettings {
  readonly pace?: number;
  readonly bystanderPace?: number;
  readonly onConnection?: true;
  readonly attack?: readonly UpstreamStep[];
  readonly attacks?: Readonly<Record<string, readonly UpstreamStep[]>>;
}

export type UpstreamStep =
  | { readonly send: Bytes }
  | { readonly head: { readonly status?: number; readonly headers?: Readonly<Record<string, string>> } }
  | { readonly event: string | Readonly<Record<string, unknown>> }
  | { readonly flood: Bytes; readonly bytes: number }
  | { readonly drip: Bytes; readonly size: number; readonly every: number }
  | { readonly wait: number }
  | { readonly close: "end" | "reset" | "never" | "reuse" };

export interface CallerGroup {
  readonly key?: "valid" | "wrong" | "none";
  readonly callers?: number;
  readonly connections?: number;
  readonly rounds?: number;
  readonly repeat?: number;
  readonly reads?: "all" | "nothing";
  readonly responses?: Responses;
  readonly ends?: Ends;
  readonly steps: readonly CallerStep[];
}

export type CallerStep =
  | { readonly request: EvilRequest; readonly times?: number }
  | { readonly send: Bytes }
  | { readonly drip: Bytes; readonly size: number; readonly every: number }
  | { readonly wait: number }
  | { readonly await: "responses" | "bytes" | "close" }
  | { readonly close: "end" | "reset" | "never" };

export interface EvilRequest {
  readonly method?: string;
  readonly target?: string;
  readonly face?: "completions" | "openai";
  readonly headers?: Readonly<Record<string, string | null>>;
  /** A value is sent as JSON; a text or a list of pieces as it is. */
  readonly body?: Bytes | Readonly<Record<string, unknown>>;
  readonly length?: number;
  readonly chunks?: number;
}

export interface BoundedForm {
  readonly connections?: number;
  readonly rounds?: number;
  readonly times?: number;
  readonly duration?: number;
  readonly holds?: Partial<Expectations>;
}

/** An exact number, or a range. */
export type Range = number | { readonly least?: number; readonly most?: number };

/** The number of responses of each kind. */
export type Responses = Readonly<Record<string, Range>>;

/** The number of connections that ended in each way. */
export type Ends = Readonly<Partial<Record<ConnectionEnd, Range>>>;

export interface Expectations {
  readonly responses?: Responses;
  readonly ends?: Ends;
  readonly received?: Range;
  readonly upstream?: {
    readonly requests?: Range;
    readonly tokens?: Range;
    readonly sent?: Range;
    readonly busiest?: Range;
  };
  readonly memory?: number;
  readonly turn?: number;
  readonly health?: { readonly p99: number };
  readonly bystander?: { readonly p99?: number; readonly served?: false };
  readonly seconds?: Range;
  readonly slowdown?: number;
  readonly growth?: number;
}

/** How a connection of an evil caller ended. */
export type ConnectionEnd = (typeof connectionEnds)[number];

export const connectionEnds = ["left", "closed", "unanswered", "reset", "refused", "open"] as const;

/** Reduces a case to the form that runs in `test`, or undefined if it has none. */
export function toBoundedForm(full: HostileCase): HostileCase | undefined {
  const { bounded = {}, callers, duration = defaultDuration, holds } = full;
  if (bounded === false) return undefined;
  const { connections = 8, rounds = 5, times = 50 } = bounded;
  return {
    ...full,
    duration: Math.min(duration, bounded.duration ?? boundedDuration),
    ...(callers && {
      callers: callers.map((group) => ({
        ...group,
        connections: Math.min(group.connections ?? 1, connections),
        rounds: Math.min(group.rounds ?? 1, rounds),
        steps: group.steps.map((step) =>
          "request" in step ? { ...step, times: Math.min(step.times ?? 1, times) } : step,
        ),
      })),
    }),
    holds: { ...holds, ...bounded.holds },
  };
}

/** Milliseconds after which an attack is ended from outside. */
export const defaultDuration = 30_000;

/** The same for the form that runs in `test`. */
const boundedDuration = 10_000;
