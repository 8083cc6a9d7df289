import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Permission } from '../../protocol/permission.ts';
import type { AdminContext } from './admin-context.ts';

/** One page of the admin area: in the navigation, and at `#/<route>`. Its element is defined by `admin.entry.ts`. */
export interface AdminAreaPage {
  readonly route: string;
  /** The page's name: its link in the navigation and its heading. A function, because the language comes first. */
  readonly title: () => string;
  /** Whoever lacks it doesn't see the page. */
  readonly permission: Permission;
  /** Whoever has one of these sees it, too. */
  readonly alsoFor?: readonly Permission[];
  readonly element: (context: AdminContext) => TemplateResult;
}

/** In the order of the navigation. To add a page, add it here and define its element in `admin.entry.ts`. */
export const adminAreaPages: readonly AdminAreaPage[] = [
  {
    route: 'setup',
    title: () => msg('Checklist'),
    permission: 'settings.manage',
    element: (context) => html`<handrail-setup-page .context=${context}></handrail-setup-page>`,
  },
  {
    route: 'settings',
    title: () => msg('Settings'),
    permission: 'settings.manage',
    element: (context) => html`<handrail-settings-page .context=${context}></handrail-settings-page>`,
  },
  {
    route: 'storage',
    title: () => msg('Storage'),
    permission: 'settings.manage',
    element: (context) => html`<handrail-storage-page .context=${context}></handrail-storage-page>`,
  },
  {
    route: 'roles',
    title: () => msg('Roles'),
    permission: 'settings.manage',
    element: (context) => html`<handrail-roles-page .context=${context}></handrail-roles-page>`,
  },
  {
    route: 'people',
    title: () => msg('People'),
    permission: 'team.manage',
    element: (context) => html`<handrail-people-page .context=${context}></handrail-people-page>`,
  },
  {
    route: 'requests',
    title: () => msg('Requests'),
    permission: 'team.manage',
    element: (context) => html`<handrail-requests-page .context=${context}></handrail-requests-page>`,
  },
  {
    route: 'write-back',
    title: () => msg('Write-back'),
    permission: 'settings.manage',
    element: (context) => html`<handrail-write-back-page .context=${context}></handrail-write-back-page>`,
  },
  {
    route: 'recordings',
    title: () => msg('Recordings and files'),
    permission: 'recordings.view',
    alsoFor: ['visitors.delete', 'settings.manage'],
    element: (context) => html`<handrail-recordings-page .context=${context}></handrail-recordings-page>`,
  },
];
