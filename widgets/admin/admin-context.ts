import type { AgentView } from '../../protocol/http/authentication.ts';
import type { AdminPage } from '../../protocol/page-config.ts';
import type { AdminApi } from './admin-api.ts';

/** What every page of the admin area is handed. It stays the same object while the same person is signed in. */
export interface AdminContext {
  readonly page: AdminPage;
  /** Who is signed in. */
  readonly agent: AgentView;
  readonly api: AdminApi;
}
