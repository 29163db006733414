/** A token as Entra ID issues them, a JWT, but one that nobody signed. */
export const unsignedToken: string = [
  { typ: "JWT", alg: "RS256" },
  { iss: "https://login.microsoftonline.com/common/v2.0" },
  {},
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");
