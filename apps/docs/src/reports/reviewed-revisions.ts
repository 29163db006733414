/** The revisions of the review that the site shows: the time in which the spec got its rate limit headers. */
export const base = "831b0885";
export const head = "0ea938aa";

/** The day from which approvals are judged. */
export const reviewedOn = "2026-11-30";
