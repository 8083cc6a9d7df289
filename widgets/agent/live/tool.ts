/** What the agent's pointer does on the picture. `steer` needs the customer's permission. */
export type Tool = 'look' | 'point' | 'draw' | 'steer';
