import { hideToken } from "./hide-token.ts";
import type { RecordedRequest } from "./recorded-exchange.ts";

const secretHeader =
  /^(?:(?:proxy-)?authorization|(?:x-)?(?:goog-)?api-key|(?:set-)?cookie|ocp-apim-subscription-key)$/;
const secretParameter = /key|token|secret|signature|^sig$|^code$/i;

/** Hides the secrets of a request wherever they occur in an exchange. */
export class SecretFilter {
  readonly #secrets: readonly string[];

  /** @param headers - of the request, their names in lower case. */
  constructor(headers: RecordedRequest["headers"]) {
    this.#secrets = headers
      .filter(([name]) => secretHeader.test(name))
      .map(([, value]) => value.replace(/^(?:bearer|basic)\s+/i, ""));
  }

  /** Hides the request's secrets of 8 characters or more in a text. */
  hide(text: string): string {
    return this.#secrets.reduce(hideToken, text);
  }

  hideInHeaders(headers: RecordedRequest["headers"]): RecordedRequest["headers"] {
    return headers.map(([name, value]) => {
      if (!secretHeader.test(name)) return [name, this.hide(value)] as const;
      const [scheme = ""] = /^(?:bearer|basic)\s+/i.exec(value) ?? [];
      return [name, `${scheme}***`] as const;
    });
  }

  hideInUrl(text: string): string {
    const url = new URL(text);
    url.username = "";
    url.password = "";
    for (const name of url.searchParams.keys()) {
      if (secretParameter.test(name)) url.searchParams.set(name, "***");
    }
    return this.hide(url.href);
  }
}
