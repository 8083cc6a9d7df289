import { nameOf, organizationId, type Person } from '../person.ts';

/** What both descriptions of a person have. */
const shared = (person: Person) => ({
  user_id: person.id,
  organization_id: organizationId,
  email: person.email,
  email_verified: true,
  active: person.active,
  user_type: 'STANDARD',
  language: 'en_US',
  locale: 'en_US',
  utcOffset: 0,
  is_app_installed: true,
});

const urls = (origin: string) => ({
  rest: `${origin}/services/data/v{version}/`,
  sobjects: `${origin}/services/data/v{version}/sobjects/`,
  query: `${origin}/services/data/v{version}/query/`,
});

/** The identity URL's answer: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_openid.htm */
export const presentIdentity = (origin: string, person: Person, withPermissions: boolean): object => ({
  id: `${origin}/id/${organizationId}/${person.id}`,
  asserted_user: true,
  ...shared(person),
  username: person.email,
  nick_name: person.login,
  display_name: nameOf(person),
  first_name: person.firstName,
  last_name: person.lastName,
  timezone: 'Europe/London',
  photos: { picture: `${origin}/profilephoto/005/F`, thumbnail: `${origin}/profilephoto/005/T` },
  addr_street: null,
  addr_city: null,
  addr_state: null,
  addr_country: null,
  addr_zip: null,
  mobile_phone: null,
  mobile_phone_verified: false,
  is_lightning_login_user: false,
  status: { created_date: null, body: null },
  urls: urls(origin),
  last_modified_date: '2026-01-15T09:00:00.000+0000',
  // Only with the scope custom_permissions, and only those that the person has.
  ...(withPermissions
    ? { custom_permissions: Object.fromEntries(person.customPermissions.map((name) => [name, true])) }
    : {}),
});

/** https://help.salesforce.com/s/articleView?id=sf.remoteaccess_using_userinfo_endpoint.htm */
export const presentUserInfo = (origin: string, person: Person): object => ({
  sub: `${origin}/id/${organizationId}/${person.id}`,
  ...shared(person),
  preferred_username: person.email,
  nickname: person.login,
  name: nameOf(person),
  given_name: person.firstName,
  family_name: person.lastName,
  zoneinfo: 'Europe/London',
  photos: { picture: `${origin}/profilephoto/005/F`, thumbnail: `${origin}/profilephoto/005/T` },
  profile: `${origin}/${person.id}`,
  picture: `${origin}/profilephoto/005/F`,
  address: {},
  is_salesforce_integration_user: false,
  urls: urls(origin),
  updated_at: '2026-01-15T09:00:00Z',
});
