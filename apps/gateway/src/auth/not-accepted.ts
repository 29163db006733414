import { type HttpError, unauthorized } from "@completions-api/protocol";

/**
 * Creates the 401 for a token that is not accepted. Only the log says why.
 *
 * @param reason - a sentence, or an error whose message quotes nothing of the token. Only the message is kept, because
 * errors of `jose` carry the token's claims in other properties.
 */
export function notAccepted(reason: unknown): HttpError {
  return unauthorized("The token is not accepted.", new Error(String(reason)));
}
