export type * from "./model/change.ts";
export type * from "./model/review.ts";
export { ReviewError } from "./review-error.ts";
