/** Every text that the snippet shows on a tenant's site. */
export interface Texts {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The banner's name among the page's landmarks. */
  readonly region: string;
  readonly connecting: string;
  readonly waiting: (agent: string) => string;
  readonly watched: (agents: string) => string;
  readonly controlled: (agents: string) => string;
  readonly controlledAgain: (agents: string) => string;
  readonly paused: (agent: string) => string;
  readonly reconnecting: string;
  readonly offline: string;
  readonly ended: (agent: string) => string;
  readonly goOn: string;
  /** Said with it when sessions are recorded from the start. */
  readonly goOnRecorded: string;
  /** The company has none without a recording. */
  readonly unrecorded: string;
  readonly pause: string;
  readonly resume: string;
  readonly takeBack: string;
  readonly stop: string;
  readonly collapse: string;
  readonly expand: string;
  readonly move: string;
  readonly close: string;
  readonly askControl: (agent: string) => string;
  readonly askControlDetail: string;
  readonly askControlOnce: string;
  /** How to come to a question with the keyboard. */
  readonly reach: string;
  readonly allowControl: string;
  readonly notNow: string;
  /** Without a tenant: to see it again, after the end. */
  readonly askView: (agent: string, tenant?: string) => string;
  readonly askViewDetail: string;
  /** Added when the session is recorded from the start. */
  readonly askViewRecorded: string;
  readonly allowView: string;
}
