import * as v from 'valibot';

const Port = (fallback: number) =>
  v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.toNumber(), v.minValue(1), v.maxValue(65_535)),
    String(fallback),
  );

const Environment = v.object({
  HANDRAIL_PORT: Port(8080),
  DEMO_SALESFORCE_PORT: Port(8081),
  DEMO_ZENDESK_PORT: Port(8082),
  DEMO_SHOP_PORT: Port(8083),
  DEMO_CONSOLE_PORT: Port(8084),
  HANDRAIL_DATA: v.optional(v.string(), './data'),
});

/** One of the demo's five processes. `variable` is the environment variable that moves it. */
export interface Address {
  readonly host: string;
  readonly port: number;
  readonly origin: string;
  readonly variable: string;
}

export interface Addresses {
  readonly handrail: Address;
  readonly salesforce: Address;
  readonly zendesk: Address;
  readonly shop: Address;
  /** A console that a company built for itself: it signs JWTs. */
  readonly console: Address;
  readonly dataFolder: string;
}

const address = (name: string, port: number, variable: string): Address => ({
  host: `${name}.localhost`,
  port,
  origin: `http://${name}.localhost:${port}`,
  variable,
});

/** Where everything is. Five hosts, so that a browser takes them for five sites. @throws on a port that is none. */
export const readAddresses = (environment: NodeJS.ProcessEnv): Addresses => {
  const read = v.safeParse(Environment, environment);
  if (!read.success)
    throw new Error(`${read.issues[0].path?.[0].key} must be a port, a number from 1 to 65535.`);
  const ports = read.output;
  return {
    handrail: address('handrail', ports.HANDRAIL_PORT, 'HANDRAIL_PORT'),
    salesforce: address('salesforce', ports.DEMO_SALESFORCE_PORT, 'DEMO_SALESFORCE_PORT'),
    zendesk: address('zendesk', ports.DEMO_ZENDESK_PORT, 'DEMO_ZENDESK_PORT'),
    shop: address('shop', ports.DEMO_SHOP_PORT, 'DEMO_SHOP_PORT'),
    console: address('console', ports.DEMO_CONSOLE_PORT, 'DEMO_CONSOLE_PORT'),
    dataFolder: ports.HANDRAIL_DATA,
  };
};
