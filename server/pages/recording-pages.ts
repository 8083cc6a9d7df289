import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import type { RecordingPage } from '../../protocol/page-config.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Render } from './render.ts';

interface RecordingPagesNeeds {
  readonly render: Render;
  /** Whose artifact it is. Null: nobody's. */
  readonly findTenantOfArtifact: (artifactId: string) => Promise<Tenant | null>;
}

/** The page that plays a recording. It says whose it is and no more; who may see it is asked when it is opened. Nobody may frame it. */
export const recordingPages = ({ render, findTenantOfArtifact }: RecordingPagesNeeds): Router => {
  const routes = Router();
  routes.get('/recordings/:id', async (req: Request<{ id: string }>, res: Response) => {
    const { id: artifactId } = req.params;
    const tenant = v.is(ArtifactId, artifactId) ? await findTenantOfArtifact(artifactId) : null;
    if (!tenant) return render.plain(req, res, { about: 'notFound', status: 404 });
    const { id, name, settings } = tenant;
    const config: RecordingPage = {
      page: 'recording',
      artifactId,
      tenant: { id, name },
      crm: settings.crm.kind,
    };
    // The sign-in popup asks the page that opened it for a proof: they have to see each other.
    return render.page(req, res, { entry: 'recording', config, opener: 'kept', frames: true });
  });
  return routes;
};
