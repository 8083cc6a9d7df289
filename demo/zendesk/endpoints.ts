import { type Endpoint, endpointsOf } from '../serving/endpoint.ts';

/** All that the simulated Zendesk serves of the real one's API. */
export const endpoints: readonly Endpoint[] = [
  ...endpointsOf('https://developer.zendesk.com/api-reference/', [
    ['GET', '/api/v2/users/me', 'ticketing/users/users/#show-self'],
    ['GET', '/api/v2/users/:id', 'ticketing/users/users/#show-user'],
    ['GET', '/api/v2/users/:id/group_memberships', 'ticketing/groups/group_memberships/#list-memberships'],
    ['GET', '/api/v2/groups', 'ticketing/groups/groups/#list-groups'],
    ['GET', '/api/v2/groups/:id', 'ticketing/groups/groups/#show-group'],
    ['GET', '/api/v2/custom_roles', 'ticketing/account-configuration/custom_roles/#list-custom-roles'],
    ['GET', '/api/v2/tickets/:id', 'ticketing/tickets/tickets/#show-ticket'],
    ['PUT', '/api/v2/tickets/:id', 'ticketing/tickets/tickets/#update-ticket'],
    ['POST', '/api/v2/tickets/:id/merge', 'ticketing/tickets/tickets/#merge-tickets-into-target-ticket'],
    ['GET', '/api/v2/tickets/:id/comments', 'ticketing/tickets/ticket_comments/#list-comments'],
    ['GET', '/api/v2/ticket_fields', 'ticketing/tickets/ticket_fields/#list-ticket-fields'],
    ['POST', '/api/v2/uploads', 'ticketing/tickets/ticket-attachments/#upload-files'],
    ['DELETE', '/api/v2/uploads/:token', 'ticketing/tickets/ticket-attachments/#delete-upload'],
    ['GET', '/api/v2/attachments/:id', 'ticketing/tickets/ticket-attachments/#show-attachment'],
    [
      'PUT',
      '/api/v2/comment_redactions/:id',
      'ticketing/tickets/ticket_comments/#redact-ticket-comment-in-agent-workspace',
    ],
    ['PATCH', '/api/v2/custom_objects/:key/records', 'custom-data/custom-objects/custom_object_records/'],
    ['GET', '/api/v2/apps/installations', 'ticketing/apps/apps/#list-app-installations'],
    ['GET', '/api/v2/oauth/tokens/current', 'ticketing/oauth/oauth_tokens/#show-token'],
    ['DELETE', '/api/v2/oauth/tokens/:id', 'ticketing/oauth/oauth_tokens/#revoke-token'],
    ['POST', '/oauth/tokens', 'ticketing/oauth/grant_type_tokens/#create-token-for-grant-type'],
  ]),
  ...endpointsOf('https://developer.zendesk.com/documentation/', [
    [
      'GET',
      '/api/v2/apps/:id/public_key.pem',
      'apps/build-an-app/building-a-server-side-app/part-5-secure-the-app/',
    ],
    [
      'GET',
      '/oauth/authorizations/new',
      'api-basics/authentication/using-oauth-to-authenticate-zendesk-api-requests-in-a-web-app/',
    ],
    [
      'POST',
      '/oauth/authorizations',
      'api-basics/authentication/using-oauth-to-authenticate-zendesk-api-requests-in-a-web-app/',
    ],
  ]),
];
