import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { ArtifactId } from '../../protocol/http/artifacts.ts';
import type { ArtifactPage, RecordingPage } from '../../protocol/page-config.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Render } from './render.ts';

interface RecordingPagesNeeds {
  readonly render: Render;
  /** Whose artifact it is. Null: nobody's. */
  readonly findTenantOfArtifact: (artifactId: string) => Promise<Tenant | null>;
}

/** The pages that play a recording and give away a file that was kept. Each says whose it is and no more; who may see it is asked when it is opened. Nobody may frame it. */
export const recordingPages = ({ render, findTenantOfArtifact }: RecordingPagesNeeds): Router => {
  const routes = Router();

  const about = async (artifactId: string): Promise<Omit<RecordingPage, 'page'> | null> => {
    const tenant = v.is(ArtifactId, artifactId) ? await findTenantOfArtifact(artifactId) : null;
    return (
      tenant && {
        artifactId,
        tenant: { id: tenant.id, name: tenant.name },
        crm: tenant.settings.crm.kind,
      }
    );
  };

  // The sign-in popup asks the page that opened it for a proof: they have to see each other.
  routes.get('/recordings/:id', async (req: Request<{ id: string }>, res: Response) => {
    const found = await about(req.params.id);
    if (!found) return render.plain(req, res, { about: 'notFound', status: 404 });
    const config: RecordingPage = { page: 'recording', ...found };
    return render.page(req, res, { entry: 'recording', config, opener: 'kept', frames: true });
  });

  routes.get('/artifacts/:id', async (req: Request<{ id: string }>, res: Response) => {
    const found = await about(req.params.id);
    if (!found) return render.plain(req, res, { about: 'notFound', status: 404 });
    const config: ArtifactPage = { page: 'artifact', ...found };
    return render.page(req, res, { entry: 'artifact', config, opener: 'kept' });
  });
  return routes;
};
