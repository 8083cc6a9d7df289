import { type Endpoint, endpointsOf } from '../serving/endpoint.ts';

/** All that the simulated Salesforce serves of the real one's API. */
export const endpoints: readonly Endpoint[] = [
  ...endpointsOf('https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/', [
    ['GET', '/services/data/', 'resources_versions.htm'],
    ['GET', '/services/data/:version', 'resources_discoveryresource.htm'],
    ['GET', '/services/data/:version/query', 'resources_query.htm'],
    ['GET', '/services/data/:version/queryAll', 'resources_queryall.htm'],
    ['GET', '/services/data/:version/sobjects/:object/:id', 'dome_get_field_values.htm'],
    ['POST', '/services/data/:version/sobjects/CaseComment', 'dome_sobject_create.htm'],
    ['POST', '/services/data/:version/sobjects/ContentVersion', 'dome_sobject_insert_update_blob.htm'],
    [
      'GET',
      '/services/data/:version/sobjects/ContentVersion/:id/VersionData',
      'resources_sobject_blob_retrieve.htm',
    ],
    ['DELETE', '/services/data/:version/sobjects/ContentDocument/:id', 'dome_delete_record.htm'],
    ['PATCH', '/services/data/:version/sobjects/ContentDocumentLink/:id', 'dome_update_fields.htm'],
    [
      'PATCH',
      '/services/data/:version/sobjects/Handrail_Session__c/External_Id__c/:externalId',
      'dome_upsert.htm',
    ],
  ]),
  ...endpointsOf('https://developer.salesforce.com/docs/atlas.en-us.api_action.meta/api_action/', [
    ['POST', '/services/data/:version/actions/standard/emailSimple', 'actions_obj_email_simple.htm'],
  ]),
  ...endpointsOf('https://help.salesforce.com/s/articleView?id=sf.', [
    ['GET', '/services/oauth2/authorize', 'remoteaccess_oauth_web_server_flow.htm'],
    ['POST', '/setup/secur/RemoteAccessAuthorizationPage.apexp', 'remoteaccess_oauth_web_server_flow.htm'],
    ['POST', '/services/oauth2/token', 'remoteaccess_oauth_web_server_flow.htm'],
    ['POST', '/services/oauth2/revoke', 'remoteaccess_revoke_token.htm'],
    ['POST', '/services/oauth2/introspect', 'remoteaccess_oidc_token_introspection.htm'],
    ['GET', '/services/oauth2/userinfo', 'remoteaccess_using_userinfo_endpoint.htm'],
    ['GET', '/id/:organization/:user', 'remoteaccess_using_openid.htm'],
  ]),
];
