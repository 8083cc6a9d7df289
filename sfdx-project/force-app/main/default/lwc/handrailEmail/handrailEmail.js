import { encodeDefaultFieldValues } from 'lightning/pageReferenceUtils';

/** The quick action that opens a case’s email composer. An org that has removed it from its cases names another one here. */
const emailAction = 'Case.SendEmail';

/** The page that shows a case’s email composer, filled in, for the agent to look over and send. */
export const emailPage = ({ recordId, subject, html }) => ({
  type: 'standard__quickAction',
  attributes: { apiName: emailAction },
  state: {
    recordId,
    defaultFieldValues: encodeDefaultFieldValues({
      HtmlBody: html,
      ...(subject ? { Subject: subject } : {}),
    }),
  },
});
