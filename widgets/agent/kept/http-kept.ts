import { Artifacts } from '../../../protocol/http/artifacts.ts';
import type { Api } from '../../link/api.ts';
import type { SignIn } from '../panel/sign-in.ts';
import type { SignInApi } from '../panel/sign-in-api.ts';
import type { KeptNeeds } from './kept-list.ts';

/** What was kept of a case's sessions, over HTTP, for whoever is signed in. */
export type KeptOf = (signIn: SignIn, mayPlay: boolean) => KeptNeeds;

export const httpKept =
  (api: Api, signInApi: Pick<SignInApi, 'newAdminCode'>): KeptOf =>
  (signIn, mayPlay) => ({
    list: async (caseId) => {
      const path = `/api/artifacts?${new URLSearchParams({ case: caseId })}`;
      const { artifacts } = await signIn.call((bearer) => api.get(path, Artifacts, { bearer }));
      return artifacts;
    },
    playerAddress: async (id) => {
      const { code } = await signIn.call((bearer) => signInApi.newAdminCode(bearer));
      return `${location.origin}/recordings/${id}#${code}`;
    },
    bytes: (id, range) =>
      signIn.call((bearer) => api.blob(`/api/artifacts/${id}/content`, { bearer, range })),
    mayPlay,
  });
