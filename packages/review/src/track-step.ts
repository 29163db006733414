/** Runs a step of a review, and may show that it is under way. */
export type TrackStep = <Result>(step: string, work: Promise<Result>) => Promise<Result>;
