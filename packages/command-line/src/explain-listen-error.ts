import { UsageError } from "./usage-error.ts";

const reasons: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EADDRNOTAVAIL: "this machine does not have the address",
  ENOTFOUND: "the host name is unknown",
};

/**
 * Explains why a server cannot listen.
 *
 * @param error - the error of a server that has the options `--host` and `--port`.
 * @param advice - says how to choose another port, if not with these options.
 * @returns a {@link UsageError} if listening failed, otherwise `error` itself.
 */
export function explainListenError(
  error: unknown,
  { host, port }: { host: string; port: number },
  advice = "Choose another with --port, or any with --port 0.",
): unknown {
  if (!(error instanceof Error && "syscall" in error && "code" in error)) return error;
  if (!["listen", "bind", "getaddrinfo"].includes(String(error.syscall))) return error;
  if (error.code === "EADDRINUSE") {
    return new UsageError(`Port ${port} of ${host} is in use. ${advice}`);
  }
  const reason = reasons[String(error.code)] ?? error.message;
  return new UsageError(`Cannot listen on port ${port} of ${host}: ${reason}.`);
}
