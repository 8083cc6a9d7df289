import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { PanelPage } from '../../../protocol/page-config.ts';
import type { SignIn } from './sign-in.ts';
import type { SignInApi } from './sign-in-api.ts';

interface AdminAddressNeeds {
  readonly page: PanelPage;
  readonly signInApi: Pick<SignInApi, 'newAdminCode'>;
}

export const mayAdminister = ({ permissions }: AgentView): boolean =>
  (['settings.manage', 'team.manage', 'recordings.view'] as const).some((one) => permissions.includes(one));

/** Asks for the admin pages' address with a code in its fragment, which no server is sent. */
export const adminAddress =
  ({ page, signInApi }: AdminAddressNeeds, signIn: SignIn) =>
  async (): Promise<string> => {
    const { code } = await signIn.call((bearer) => signInApi.newAdminCode(bearer));
    return `${location.origin}/admin/${page.tenant.id}#${code}`;
  };
