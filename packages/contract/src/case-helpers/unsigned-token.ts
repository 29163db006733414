/** A JWT like those that Entra ID issues, but without a valid signature. */
export const unsignedToken: string = [
  { typ: "JWT", alg: "RS256" },
  { iss: "https://login.microsoftonline.com/common/v2.0" },
  {},
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
  .join(".");
