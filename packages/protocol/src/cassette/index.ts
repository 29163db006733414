// The format of the mock's cassettes, for the mock and for whoever shows them.
export {
  type CassetteHead,
  cassetteVersion,
  cutReasons,
  type RecordedDocument,
  type RecordedExchange,
  type RecordedRequest,
  type RecordedStream,
  type RecordedViolation,
  type StreamCut,
  type TimedEvent,
} from "./cassette.ts";
export { CassetteError } from "./cassette-error.ts";
export { type Cassette, type CassetteLine, readCassette } from "./read-cassette.ts";
