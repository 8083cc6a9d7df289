/** The protocol this build speaks. Frames carry it in their first byte; joining names it. */
export const protocolVersion = 1;

/** The oldest protocol a server still accepts: a website may serve a cached snippet. */
export const oldestAcceptedVersion = 1;

/** Whether a peer that speaks `version` can take part. */
export const acceptsVersion = (version: number): boolean =>
  Number.isInteger(version) && version >= oldestAcceptedVersion && version <= protocolVersion;
