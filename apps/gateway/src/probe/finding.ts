/** Something that a probe found, in a sentence without secrets and texts. */
export interface Finding {
  /** The property of the deployment that it concerns: the URL of the server, or another one. */
  readonly about: "url" | "model" | "credential" | "engine";
  readonly message: string;
}
