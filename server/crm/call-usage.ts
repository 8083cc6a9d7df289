/** How much of its allowance a CRM said is used, with its newest answer. */
export interface CallUsage {
  readonly used: number;
  readonly limit: number;
  /** What the allowance is for: Zendesk counts minutes, Salesforce rolling 24 hours. */
  readonly per: 'minute' | 'day';
}

/**
 * Null when the answer doesn't say. Salesforce: https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/headers_api_usage.htm;
 * Zendesk: https://developer.zendesk.com/api-reference/introduction/rate-limits/
 */
export const callUsageOf = (headers: Readonly<Record<string, string>>): CallUsage | null => {
  const daily = /(?:^|[\s,;])api-usage=(\d+)\/(\d+)/.exec(headers['sforce-limit-info'] ?? '');
  if (daily) return { used: Number(daily[1]), limit: Number(daily[2]), per: 'day' };
  const limit = Number(headers['x-rate-limit']);
  const remaining = Number(headers['x-rate-limit-remaining']);
  return Number.isSafeInteger(limit) && Number.isSafeInteger(remaining)
    ? { used: limit - remaining, limit, per: 'minute' }
    : null;
};
