import type { Face } from "../face.ts";
import type { RecordedRequest } from "../run-record.ts";

/** The request as code. */
export function CodePanel({ request }: { readonly request: RecordedRequest; readonly face: Face }) {
  return <pre tabIndex={0}>{request.body}</pre>;
}
