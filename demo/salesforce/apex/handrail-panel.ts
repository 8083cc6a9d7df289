import type { Org } from '../org.ts';

/** As the custom metadata record `Handrail_Settings.Default` of this org has it. */
export const handrailPlace = ({ panelUrl }: Org): { readonly origin: string; readonly tenantId: string } => {
  const { origin, pathname } = new URL(panelUrl);
  return { origin, tenantId: pathname.split('/').at(-1) ?? '' };
};
