import type { HeaderValue } from "../generated/config.ts";

/** Looks up the values of headers. The configuration's check made sure that the variables are set. */
export function readHeaders(
  headers: Readonly<Record<string, HeaderValue>>,
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).map(([name, value]) => {
    return [name, typeof value === "string" ? value : (environment[value.env] ?? "")] as const;
  });
  return Object.fromEntries(entries);
}
