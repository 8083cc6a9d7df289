import { Router } from 'express';
import * as v from 'valibot';
import type { Org } from '../org.ts';
import { readRecordId } from '../record-id.ts';
import { personOf } from './authenticate.ts';
import { Refusal } from './refusal.ts';

const Inputs = v.strictObject({
  inputs: v.pipe(
    v.array(
      v.strictObject({
        emailAddresses: v.string(),
        emailSubject: v.pipe(v.string(), v.minLength(1)),
        emailBody: v.pipe(v.string(), v.minLength(1)),
        sendRichBody: v.optional(v.boolean(), false),
        relatedRecordId: v.optional(v.string()),
        logEmailOnSend: v.optional(v.boolean(), false),
        recipientId: v.optional(v.string()),
        addThreadingTokenToBody: v.optional(v.boolean(), false),
      }),
    ),
    v.minLength(1),
  ),
});

/** https://developer.salesforce.com/docs/atlas.en-us.api_action.meta/api_action/actions_obj_email_simple.htm */
export const emailRoutes = ({ data }: Org): Router => {
  const routes = Router();

  routes.post('/:version/actions/standard/emailSimple', (req, res) => {
    const read = v.safeParse(Inputs, req.body);
    if (!read.success) throw new Refusal(400, 'INVALID_API_INPUT', v.summarize(read.issues));
    const person = personOf(res);
    const answers = read.output.inputs.map(({ relatedRecordId, logEmailOnSend, emailBody }) => {
      const record = data.casesFor(person).find(({ id }) => id === readRecordId(relatedRecordId));
      if (record && logEmailOnSend) data.addEmail(record, person, emailBody);
      return {
        actionName: 'emailSimple',
        errors: null,
        isSuccess: true,
        outputValues: { SimpleEmailActionSuccess: true },
        version: 1,
      };
    });
    res.json(answers);
  });

  return routes;
};
