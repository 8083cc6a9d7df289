import type { CrmData } from '../crm-data.ts';
import {
  nameOf,
  type Person,
  permissionSetGroups,
  permissionSets,
  profiles,
  publicGroups,
} from '../person.ts';
import { toEighteen } from '../record-id.ts';
import type { FieldType, Row, SObject } from './sobject.ts';

const profileOf = ({ admin }: Person): string => profiles[admin ? 1 : 0]?.id ?? '';

/** Each profile and each group of sets is a permission set as well. */
const shadowOf = (id: string): string => toEighteen(`0PS${id.startsWith('0PG') ? 8 : 9}${id.slice(4, 15)}`);

/** What gives a person their custom permissions: a set that no rule of Handrail's sees, as one that a profile owns. */
const ownSetOf = ({ id }: Person): string => toEighteen(`0PS7${id.slice(4, 15)}`);

const assignmentsOf = (person: Person): readonly Row[] => {
  const sets = person.setup.sets.map((at) => [permissionSets[at]?.id ?? '', null] as const);
  const groups = person.setup.groupsOfSets.map((at) => permissionSetGroups[at]?.id ?? '');
  const all = [
    ...sets,
    ...groups.map((id) => [shadowOf(id), id] as const),
    [shadowOf(profileOf(person)), null] as const,
    [ownSetOf(person), null] as const,
  ];
  return all.map(([setId, groupId], index) => ({
    Id: toEighteen(`0Pa${person.id.slice(12, 15)}${String(index).padStart(9, '0')}`),
    AssigneeId: person.id,
    PermissionSetId: setId,
    PermissionSetGroupId: groupId,
    IsActive: true,
    ExpirationDate: null,
  }));
};

const setRowsOf = ({ people }: CrmData): readonly Row[] => [
  ...setRows,
  ...people.map((person) => ({
    Id: ownSetOf(person),
    Name: `X${person.id}`,
    IsOwnedByProfile: true,
    Type: 'Profile',
  })),
];

const setRows: readonly Row[] = [
  ...permissionSets.map((one) => ({ Id: one.id, Name: one.name, IsOwnedByProfile: false, Type: 'Regular' })),
  ...permissionSetGroups.map((one) => ({
    Id: shadowOf(one.id),
    Name: one.name,
    IsOwnedByProfile: false,
    Type: 'Group',
  })),
  ...profiles.map((one) => ({
    Id: shadowOf(one.id),
    Name: `X${one.id}`,
    IsOwnedByProfile: true,
    Type: 'Profile',
  })),
];

const setup = (
  name: string,
  fields: Readonly<Record<string, FieldType>>,
  rest: Pick<SObject, 'rows'> & Partial<SObject>,
): SObject => ({ name, fields: { Id: 'id', ...fields }, parents: {}, isSetup: true, ...rest });

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionsetassignment.htm */
export const permissionSetAssignment = setup(
  'PermissionSetAssignment',
  {
    AssigneeId: 'reference',
    PermissionSetId: 'reference',
    PermissionSetGroupId: 'reference',
    IsActive: 'boolean',
    ExpirationDate: 'datetime',
  },
  {
    parents: {
      PermissionSet: { by: 'PermissionSetId', object: 'PermissionSet' },
      PermissionSetGroup: { by: 'PermissionSetGroupId', object: 'PermissionSetGroup' },
    },
    rows: (data) => data.people.flatMap(assignmentsOf),
  },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionset.htm */
export const permissionSet = setup(
  'PermissionSet',
  { Name: 'string', IsOwnedByProfile: 'boolean', Type: 'picklist' },
  { rows: setRowsOf },
);

const customPermissionIdOf = (name: string): string =>
  toEighteen(`0CP${Buffer.from(name).toString('hex').slice(-12)}`);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_setupentityaccess.htm */
export const setupEntityAccess = setup(
  'SetupEntityAccess',
  { ParentId: 'reference', SetupEntityId: 'reference', SetupEntityType: 'picklist' },
  {
    rows: ({ people }) =>
      people.flatMap((person) =>
        person.customPermissions.map((name, index) => ({
          Id: toEighteen(`0J0${person.id.slice(12, 15)}${String(index).padStart(9, '0')}`),
          ParentId: ownSetOf(person),
          SetupEntityId: customPermissionIdOf(name),
          SetupEntityType: 'CustomPermission',
        })),
      ),
  },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_custompermission.htm */
export const customPermission = setup(
  'CustomPermission',
  { DeveloperName: 'string' },
  {
    rows: ({ people }) =>
      [...new Set(people.flatMap((person) => person.customPermissions))].map((name) => ({
        Id: customPermissionIdOf(name),
        DeveloperName: name,
      })),
  },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_permissionsetgroup.htm */
export const permissionSetGroup = setup(
  'PermissionSetGroup',
  { DeveloperName: 'string' },
  { rows: () => permissionSetGroups.map(({ id, name }) => ({ Id: id, DeveloperName: name })) },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_group.htm */
export const group = setup(
  'Group',
  { DeveloperName: 'string', Type: 'picklist' },
  { rows: () => publicGroups.map(({ id, name }) => ({ Id: id, DeveloperName: name, Type: 'Regular' })) },
);

const groupId = (name: string): string => publicGroups.find((one) => one.name === name)?.id ?? '';

/** One level: who is in a group that is in another has no row for that other. */
const groupMemberRows = ({ people, groupsInGroups }: CrmData): readonly Row[] => {
  const memberships = [
    ...people.flatMap((person) => person.setup.groups.map((at) => [person.id, publicGroups[at]?.id ?? ''])),
    ...groupsInGroups.map(([inner, outer]) => [groupId(inner), groupId(outer)]),
  ];
  return memberships.map(([memberId = '', ofId = ''], index) => ({
    Id: toEighteen(`011${memberId.slice(12, 15)}${String(index).padStart(9, '0')}`),
    GroupId: ofId,
    UserOrGroupId: memberId,
  }));
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_groupmember.htm */
export const groupMember = setup(
  'GroupMember',
  { GroupId: 'reference', UserOrGroupId: 'reference' },
  {
    parents: { Group: { by: 'GroupId', object: 'Group' } },
    rows: groupMemberRows,
  },
);

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_profile.htm */
export const profile = setup(
  'Profile',
  { Name: 'string' },
  { rows: () => profiles.map(({ id, name }) => ({ Id: id, Name: name })) },
);

const staffRow = (one: Person): Row => ({
  Id: one.id,
  Username: one.email,
  Name: nameOf(one),
  Email: one.email,
  IsActive: one.active,
  ContactId: null,
  ProfileId: profileOf(one),
  LanguageLocaleKey: 'en_US',
  TimeZoneSidKey: 'Europe/London',
});

/** Customers with a login are users as well. */
const customerRows = (data: CrmData): readonly Row[] => {
  const contacts = new Map(data.cases.map((one) => [one.contact.id, one.contact]));
  return [...contacts.values()].flatMap(({ id, name, email, login }) =>
    login === null
      ? []
      : [
          {
            Id: login.userId,
            Username: email,
            Name: name,
            Email: email,
            IsActive: true,
            ContactId: id,
            ProfileId: null,
            LanguageLocaleKey: login.language,
            TimeZoneSidKey: login.timeZone,
          },
        ],
  );
};

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_user.htm */
export const user: SObject = {
  name: 'User',
  fields: {
    Id: 'id',
    Username: 'string',
    Name: 'string',
    Email: 'string',
    IsActive: 'boolean',
    ContactId: 'reference',
    ProfileId: 'reference',
    LanguageLocaleKey: 'picklist',
    TimeZoneSidKey: 'picklist',
  },
  parents: { Profile: { by: 'ProfileId', object: 'Profile' } },
  rows: (data) => [...data.people.map(staffRow), ...customerRows(data)],
};
