import type { Source } from "../contract-case.ts";

/** Cites a section of an RFC. `says` is its statement in our own words. */
export function rfc(number: number, section: string, says: string): Source {
  return { rfc: number, section, says };
}

/** Cites OpenAI's reference of `POST /v1/completions`. `says` is the fact in our own words. */
export function openAICompletions(says: string): Source {
  return { url: "https://developers.openai.com/api/reference/resources/completions/methods/create", says };
}

/** Cites OpenAI's reference of `GET /v1/models`, whose list has the descriptions of the models. */
export function openAIModels(says: string): Source {
  return { url: "https://developers.openai.com/api/reference/resources/models/methods/list", says };
}

/** Cites the section of the HTML standard that says how an event stream is read. */
export function eventStream(says: string): Source {
  return {
    url: "https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation",
    says,
  };
}
