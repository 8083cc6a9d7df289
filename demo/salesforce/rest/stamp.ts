/** As the REST API writes times. */
export const stamp = (epochMs: number): string => new Date(epochMs).toISOString().replace('Z', '+0000');
