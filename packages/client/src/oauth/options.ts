/** The issuer of tokens: Microsoft Entra ID for one of its tenants, or any other OAuth server. */
export type TokenEndpoint =
  | {
      /**
       * The id or a domain of the Microsoft Entra ID tenant in which the client is registered. It replaces `common` in the
       * spec's token URL, because Entra does not support client credentials for `common`.
       */
      readonly tenant: string;
      readonly tokenUrl?: undefined;
    }
  | {
      /** The token endpoint of another server. It must use https, unless it is on this machine. */
      readonly tokenUrl: string | URL;
      readonly tenant?: undefined;
    };

/** Options of `createClientCredentials`. Either `tenant` or `tokenUrl` is required. */
export type ClientCredentialsOptions = TokenEndpoint & {
  /** The id under which the client is registered. RFC 6749, section 2.2. */
  readonly clientId: string;
  /** The client's secret. It is sent to the token endpoint only. */
  readonly clientSecret: string;
  /**
   * The way to send id and secret (RFC 6749, section 2.3.1). `client_secret_post`, the default, sends them in the request's
   * body, as in Microsoft's examples. `client_secret_basic` uses HTTP Basic, which some servers require.
   */
  readonly clientAuthentication?: "client_secret_post" | "client_secret_basic" | undefined;
  /** The function that sends requests; by default the platform's `fetch`. */
  readonly fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** The time limit for the endpoint's whole response in milliseconds; by default 30,000. `Infinity` means no limit. */
  readonly timeout?: number | undefined;
};
