import type { Checkout } from "./checkout.ts";
import { benchClientCalls } from "./client/calls.ts";
import { benchClientSize } from "./client/size.ts";
import { benchClientStreams } from "./client/streams.ts";
import type { Report } from "./report.ts";

/** Compares the client with the SDKs that are its alternatives, and with the transport that it uses. */
export async function benchClient(checkout: Checkout, rounds: number): Promise<Report> {
  const reports = [
    await benchClientSize(checkout),
    await benchClientStreams(checkout, rounds),
    await benchClientCalls(rounds),
  ];
  return { rows: reports.flatMap(({ rows }) => rows), bars: reports.flatMap(({ bars }) => bars) };
}
