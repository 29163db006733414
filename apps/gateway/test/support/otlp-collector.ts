import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { listenOnFreePort } from "@completions-api/testing";
import protobuf from "protobufjs";
import { expect } from "vitest";

const { root } = await new protobuf.Root().load(
  fileURLToPath(new URL("otlp-messages.proto", import.meta.url)),
);
const tracesData = root.lookupType("TracesData");

/** A span that a collector has received. */
export interface ReceivedSpan {
  readonly traceId: string;
  readonly spanId: string;
  /** Empty for the first span of a trace. */
  readonly parentSpanId: string;
  readonly traceState: string;
  readonly name: string;
  readonly kind: "INTERNAL" | "SERVER" | "CLIENT";
  /** Nanoseconds since 1970, like the end and the times of events. */
  readonly start: bigint;
  readonly end: bigint;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly events: readonly { readonly name: string; readonly time: bigint }[];
  readonly status: "UNSET" | "OK" | "ERROR";
  /** The attributes of the process that it comes from. */
  readonly resource: Readonly<Record<string, unknown>>;
}

/** The messages of `otlp-messages.proto`, as `protobufjs` decodes them: 64-bit numbers as text, bytes as Base64. */
interface Attribute {
  readonly key: string;
  readonly value: Value;
}
interface Value {
  readonly value: "stringValue" | "boolValue" | "intValue" | "doubleValue" | "arrayValue";
  readonly stringValue: string;
  readonly boolValue: boolean;
  readonly intValue: string;
  readonly doubleValue: number;
  readonly arrayValue: { readonly values: readonly Value[] };
}
interface SpanMessage extends Pick<ReceivedSpan, "name" | "kind" | "traceState"> {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly events: readonly { readonly name: string; readonly timeUnixNano: string }[];
  readonly status: { readonly code: ReceivedSpan["status"] } | null;
}
interface Message {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly SpanMessage[] }[];
  }[];
}

/** A collector that takes spans by OTLP over HTTP. */
export class OtlpCollector implements AsyncDisposable {
  /** The spans that it has taken, in the order of their arrival. */
  readonly spans: ReceivedSpan[] = [];
  readonly requests: IncomingHttpHeaders[] = [];
  /** All that it has received, as Latin-1, to search for what must not be in it. */
  received = "";
  /** The status of its responses. */
  status = 200;
  readonly #server: Server;
  #url = "";

  private constructor() {
    this.#server = createServer(async (message, response) => {
      const body = await buffer(message);
      this.requests.push(message.headers);
      this.received += body.toString("latin1");
      if (this.status === 200) this.spans.push(...decode(body));
      response.writeHead(this.status, { "content-type": "application/x-protobuf" }).end();
    });
  }

  static async start(): Promise<OtlpCollector> {
    const collector = new OtlpCollector();
    collector.#url = (await listenOnFreePort(collector.#server)).url;
    return collector;
  }

  /** The URL that takes spans. */
  get url(): string {
    return `${this.#url}/v1/traces`;
  }

  /** Waits until this many spans have arrived, and returns all of them. */
  async wait(count: number): Promise<readonly ReceivedSpan[]> {
    await expect.poll(() => this.spans.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(count);
    return this.spans;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

function decode(body: Buffer): ReceivedSpan[] {
  const options = { longs: String, enums: String, bytes: String, defaults: true, oneofs: true };
  // `toObject` returns what the definitions say.
  const { resourceSpans } = tracesData.toObject(tracesData.decode(body), options) as Message;
  return resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans.flatMap(({ spans }) =>
      spans.map((span) => ({
        traceId: toHex(span.traceId),
        spanId: toHex(span.spanId),
        parentSpanId: toHex(span.parentSpanId),
        traceState: span.traceState,
        name: span.name,
        kind: span.kind,
        start: BigInt(span.startTimeUnixNano),
        end: BigInt(span.endTimeUnixNano),
        attributes: toRecord(span.attributes),
        events: span.events.map(({ name, timeUnixNano }) => ({ name, time: BigInt(timeUnixNano) })),
        status: span.status?.code ?? "UNSET",
        resource: toRecord(resource.attributes),
      })),
    ),
  );
}

function toHex(base64: string): string {
  return Buffer.from(base64, "base64").toString("hex");
}

function toRecord(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, toValue(value)]));
}

function toValue(value: Value): unknown {
  if (value.value === "arrayValue") return value.arrayValue.values.map(toValue);
  return value.value === "intValue" ? Number(value.intValue) : value[value.value];
}
