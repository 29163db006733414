/** Who gives tokens: Microsoft Entra ID for one of its tenants, or any other OAuth server. */
export type TokenEndpoint =
  | {
      /**
       * The id or a domain of the tenant of Microsoft Entra ID that the client is registered in. The spec's token URL
       * has `common` in its place, for which Entra gives no client credentials.
       */
      readonly tenant: string;
      readonly tokenUrl?: undefined;
    }
  | {
      /** The token endpoint of another server. It is https, unless it is on this machine. */
      readonly tokenUrl: string | URL;
      readonly tenant?: undefined;
    };

/** What `createClientCredentials` takes: who the client is, and with `tenant` or `tokenUrl` who gives it tokens. */
export type ClientCredentialsOptions = TokenEndpoint & {
  /** What the client is registered under. RFC 6749, section 2.2. */
  readonly clientId: string;
  /** What proves that it is the client. It goes to the token endpoint, and nowhere else. */
  readonly clientSecret: string;
  /**
   * How the endpoint is told them (RFC 6749, section 2.3.1): in the request's body, as Microsoft's own examples do, or
   * with HTTP Basic, for servers that take nothing else. By default `client_secret_post`.
   */
  readonly clientAuthentication?: "client_secret_post" | "client_secret_basic" | undefined;
  /** What sends a request; by default the platform's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** How long the endpoint may take, in milliseconds; by default 30,000. `Infinity` means no limit. */
  readonly timeout?: number | undefined;
};
