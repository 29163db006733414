import { once } from "node:events";
import { isIP } from "node:net";
import { connect } from "node:tls";
import type { Answer, NoAnswer } from "../capabilities/asker.ts";
import { describeAnswer } from "../capabilities/describe-answer.ts";
import { timedOut } from "../describe-failure.ts";
import { cutLine } from "../reports/visible-text.ts";

/** A request for a completion that got none. */
export interface FailedAttempt {
  readonly url: string;
  /** The model that the request named. */
  readonly model?: string | undefined;
  readonly answer: Answer | NoAnswer;
}

interface ExplainOptions {
  readonly hasToken: boolean;
  /** The time limit of a request, in milliseconds. */
  readonly timeout: number;
}

/** Says why no request got a completion, as far as that is clear, and lists the requests with their answers. */
export async function explainAttempts(
  attempts: readonly FailedAttempt[],
  options: ExplainOptions,
): Promise<string> {
  const reasons = await Promise.all(attempts.map((attempt) => findReason(attempt, options)));
  const reason = reasons.find((reason) => reason !== undefined);
  const list = attempts.map(
    ({ url, model, answer }) =>
      `POST ${url}${model === undefined ? "" : ` with the model ${cutLine(model, 100)}`}: ${describeAnswer(answer)}`,
  );
  return [reason ?? "No prompt was completed. The URL must be the part before /completions.", ...list].join(
    "\n",
  );
}

async function findReason(
  { url, answer }: FailedAttempt,
  { hasToken, timeout }: ExplainOptions,
): Promise<string | undefined> {
  const { protocol, origin } = new URL(url);
  if (answer.status === 401 || answer.status === 403)
    return hasToken
      ? "The server does not accept the token."
      : "The server needs a token. Name the environment variable that contains it with --key-env.";
  if (answer.status !== undefined && answer.headers.has("location"))
    return "The server redirects requests. Give the URL that it redirects to, if you trust it.";
  if (answer.status === undefined) {
    const known = explainNoAnswer(answer.reason, new URL(url));
    if (known !== undefined) return known;
  }
  // nginx answers a plain request to a TLS port with a page. Other servers close the connection.
  const isNoHttp = answer.status === undefined || (answer.status === 400 && /^\s*</.test(answer.text));
  if (protocol !== "http:" || !isNoHttp) return undefined;
  const secure = origin.replace("http:", "https:");
  return (await speaksTls(secure, timeout)) ? `The server speaks TLS. Did you mean ${secure}?` : undefined;
}

/** Says what to do about the commonest reasons why there is no answer. */
function explainNoAnswer(reason: string, { protocol, origin, hostname }: URL): string | undefined {
  if (/ECONNREFUSED/.test(reason)) return `No server listens at ${origin}. Is it running, and on that port?`;
  if (/ENOTFOUND|EAI_AGAIN/.test(reason)) return `The host ${hostname} has no address. Is its name right?`;
  if (reason === timedOut)
    return `${origin} accepts no connection, or does not answer in time. See --timeout.`;
  if (protocol !== "https:") return undefined;
  if (/wrong version number/.test(reason))
    return `The server does not speak TLS. Did you mean ${origin.replace("https:", "http:")}?`;
  if (/certificate/i.test(reason))
    return "The server's certificate is not trusted. Name a file with its certificate, or that of its authority, in the environment variable NODE_EXTRA_CA_CERTS.";
  return undefined;
}

/** Tells if a server speaks TLS, even if its certificate is not accepted: nothing is sent to it. */
async function speaksTls(url: string, timeout: number): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const host = hostname.replace(/^\[(.*)\]$/, "$1");
  const name = isIP(host) ? {} : { servername: host };
  // Not `fetch`: it goes on connecting for 10 seconds although it was aborted, and the process would wait for it.
  const socket = connect({ host, port: Number(port || 443), rejectUnauthorized: false, ...name });
  try {
    await once(socket, "secureConnect", { signal: AbortSignal.timeout(Math.min(timeout, 2000)) });
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
