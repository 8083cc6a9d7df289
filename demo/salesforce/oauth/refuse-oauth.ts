import type { Response } from 'express';

const statusOf: Readonly<Record<string, number>> = { invalid_client: 401, invalid_client_id: 400 };

/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flow_errors.htm */
export const refuseOAuth = (res: Response, error: string, description: string): Response =>
  res.status(statusOf[error] ?? 400).json({ error, error_description: description });
