export { createClientCredentials } from "./oauth/client-credentials.ts";
export { OAuthError, type OAuthErrorBody } from "./oauth/oauth-error.ts";
export type { ClientCredentialsOptions } from "./oauth/options.ts";
