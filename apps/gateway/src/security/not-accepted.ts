import { type HttpError, unauthorized } from "@completions-api/protocol";

/**
 * The 401 for any token that is not accepted: what is wrong with it only a log says.
 *
 * @param reason - an error whose message quotes nothing of the token; its other properties, `jose`'s claims, are left out.
 */
export function notAccepted(reason: unknown): HttpError {
  return unauthorized("The token is not accepted.", new Error(String(reason)));
}
