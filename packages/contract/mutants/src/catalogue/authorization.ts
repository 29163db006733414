import { type Alteration, acceptedToken } from "../proxy/alteration.ts";
import { fails, takesHeaders } from "../proxy/alterations.ts";
import type { BrokenServer } from "./broken-server.ts";

/** A server that accepts a value of `Authorization` that is invalid. */
function authorizes(accepts: (given: string) => boolean): Alteration {
  return takesHeaders(({ authorization = "", ...headers }) => ({
    ...headers,
    ...(accepts(authorization)
      ? { authorization: `Bearer ${acceptedToken}` }
      : authorization !== "" && { authorization }),
  }));
}

/** Servers that check tokens wrongly. */
export const brokenAuthorization: readonly BrokenServer[] = [
  {
    id: "token-is-not-checked",
    title: "needs no token",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes(() => true),
  },
  {
    id: "token-of-basic-is-accepted",
    title: "accepts any scheme",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes((given) => given.startsWith("Basic ")),
  },
  {
    id: "token-without-a-scheme-is-accepted",
    title: "accepts a token without a scheme",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes((given) => given !== "" && !/\s|:|^Bearer/.test(given)),
  },
  {
    id: "empty-token-is-accepted",
    title: "accepts an empty token",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes((given) => given === "Bearer"),
  },
  {
    id: "several-tokens-are-accepted",
    title: "accepts the first of two tokens",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes((given) => given.split(" ").length > 2),
  },
  {
    id: "token-with-a-colon-is-accepted",
    title: "accepts `Bearer:`",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: authorizes((given) => /^Bearer: ./.test(given)),
  },
  {
    id: "token-is-checked-in-json-only",
    title: "needs no token for streams",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: {
      request: (sent) => ({
        ...sent,
        headers: sent.body.includes('"stream":true')
          ? { authorization: `Bearer ${acceptedToken}`, ...sent.headers }
          : sent.headers,
      }),
    },
  },
  {
    id: "scheme-is-upper-case-only",
    title: "accepts `BEARER` only",
    breaks: "#/components/securitySchemes/Authorization",
    alteration: takesHeaders(({ authorization = "", ...headers }) => ({
      ...headers,
      ...(!/^[bB]e?[aA]/.test(authorization) && authorization !== "" && { authorization }),
      ...(authorization.startsWith("Bearer ") && { authorization }),
    })),
  },
  {
    id: "missing-token-is-a-bad-request",
    title: "responds with 400 to a missing token",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: fails((response) => (response.status === 401 ? { ...response, status: 400 } : response)),
  },
  {
    id: "missing-token-gets-an-empty-401",
    title: "responds with an empty 401",
    breaks: "#/paths/~1completions/post/responses/401",
    alteration: fails((response) => (response.status === 401 ? { ...response, body: "" } : response)),
  },
];
