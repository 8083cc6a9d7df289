import { fileURLToPath } from 'node:url';

/** The folder that holds `widgets/`, wherever the server was started from. */
export const repository = fileURLToPath(new URL('../../', import.meta.url));
