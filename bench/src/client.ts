import { benchClientCalls } from "./client-calls.ts";
import { benchClientSize } from "./client-size.ts";
import { benchClientStreams } from "./client-streams.ts";
import type { Report } from "./report.ts";

/** Compares the client with the SDKs that people would use instead, and with the transport that it is built on. */
export async function benchClient(): Promise<Report> {
  const reports = [await benchClientSize(), await benchClientStreams(), await benchClientCalls()];
  return { rows: reports.flatMap(({ rows }) => rows), bars: reports.flatMap(({ bars }) => bars) };
}
