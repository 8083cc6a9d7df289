import { Router } from 'express';
import type { Account } from '../account.ts';
import { customRoles } from '../person.ts';
import { staffWith } from './authenticate.ts';
import { paginate } from './paginate.ts';

/** How the account's tickets and people are described. */
export const fieldRoutes = ({ desk, origin }: Account): Router => {
  const routes = Router();

  // https://developer.zendesk.com/api-reference/ticketing/tickets/ticket_fields/#list-ticket-fields
  routes.get('/ticket_fields', (req, res) => {
    staffWith(res, req, null);
    const rows = desk.ticketFields.map(({ id, title }) => ({
      id,
      url: `${origin}/api/v2/ticket_fields/${id}.json`,
      type: 'text',
      title,
      raw_title: title,
      active: true,
      required: false,
      visible_in_portal: false,
      editable_in_portal: false,
    }));
    res.json(paginate(req, origin, 'ticket_fields', rows));
  });

  // https://developer.zendesk.com/api-reference/ticketing/account-configuration/custom_roles/#list-custom-roles
  routes.get('/custom_roles', (req, res) => {
    staffWith(res, req, null);
    res.json({
      custom_roles: customRoles.map(({ id, name }) => ({ id, name, description: '', role_type: 0 })),
      next_page: null,
      previous_page: null,
      count: customRoles.length,
    });
  });

  return routes;
};
