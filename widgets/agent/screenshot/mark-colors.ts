/** As the overlay has them. */
export const markColors = { agent: '#d6006c', visitor: '#0b57d0', pressed: '#b3261e' } as const;
