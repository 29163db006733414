export const modes = ["known", "stranger"] as const;

/**
 * How the suite knows the capabilities of the server: they are declared (`known`), or it finds them by asking (`stranger`).
 */
export type Mode = (typeof modes)[number];
