/**
 * How one type of metadata is kept as source.
 * https://developer.salesforce.com/docs/atlas.en-us.sfdx_dev.meta/sfdx_dev/sfdx_dev_source_file_format.htm
 */
export type MetadataKind =
  /** One file, all of it XML. */
  | { readonly form: 'xml'; readonly type: string; readonly suffix: string }
  /** A file of code or text, with its XML beside it. */
  | { readonly form: 'content'; readonly type: string; readonly suffix: string }
  /** A folder of a component. */
  | { readonly form: 'bundle'; readonly type: string; readonly suffix: string }
  /** A folder of an object, one file for each of its parts. */
  | { readonly form: 'object'; readonly type: string; readonly suffix: string };

const xml = (type: string, suffix: string): MetadataKind => ({ form: 'xml', type, suffix });

/** By the folder that holds it. A folder that isn't here is refused: nothing would check what is in it. */
export const metadataKinds: ReadonlyMap<string, MetadataKind> = new Map([
  ['classes', { form: 'content', type: 'ApexClass', suffix: 'cls' }],
  ['cspTrustedSites', xml('CspTrustedSite', 'cspTrustedSite')],
  ['customMetadata', xml('CustomMetadata', 'md')],
  ['customPermissions', xml('CustomPermission', 'customPermission')],
  ['email', { form: 'content', type: 'EmailTemplate', suffix: 'email' }],
  ['externalClientApps', xml('ExternalClientApplication', 'eca')],
  ['extlClntAppGlobalOauthSets', xml('ExtlClntAppGlobalOauthSettings', 'ecaGlblOauth')],
  ['extlClntAppOauthSettings', xml('ExtlClntAppOauthSettings', 'ecaOauth')],
  ['flexipages', xml('FlexiPage', 'flexipage')],
  ['labels', xml('CustomLabels', 'labels')],
  ['layouts', xml('Layout', 'layout')],
  ['lwc', { form: 'bundle', type: 'LightningComponentBundle', suffix: 'js' }],
  ['objects', { form: 'object', type: 'CustomObject', suffix: 'object' }],
  ['permissionsets', xml('PermissionSet', 'permissionset')],
  ['quickActions', xml('QuickAction', 'quickAction')],
  ['remoteSiteSettings', xml('RemoteSiteSetting', 'remoteSite')],
  ['tabs', xml('CustomTab', 'tab')],
] satisfies [string, MetadataKind][]);

/** The parts of an object that have files of their own, by their folder: its type, and the object's element that holds it. */
export const objectParts: ReadonlyMap<string, { readonly type: string; readonly suffix: string }> = new Map([
  ['compactLayouts', { type: 'CompactLayout', suffix: 'compactLayout' }],
  ['fields', { type: 'CustomField', suffix: 'field' }],
  ['listViews', { type: 'ListView', suffix: 'listView' }],
]);

/** Email templates stand in folders, and each folder has its XML beside it. */
export const emailFolderSuffix = '.emailFolder-meta.xml';
