import type {
  JoinCodeView,
  ListedSession,
  LiveCode,
  SessionStarted,
  SessionView,
  StartSession,
} from '../../../protocol/http/sessions.ts';
import type { TellOutcome, WriteBackView } from '../../../protocol/http/write-back.ts';

/** The server's part of an agent's sessions. Every call rejects with an `ApiProblem`, whose code is `offline` without a network. */
export interface SessionApi {
  start(bearer: string, asked: StartSession): Promise<SessionStarted>;
  find(bearer: string, id: string): Promise<SessionView>;
  /** Newest first. */
  ofCase(bearer: string, caseId: string): Promise<readonly ListedSession[]>;
  /** All that go on: the agent's own, or the team's. Newest first. */
  live(bearer: string): Promise<readonly ListedSession[]>;
  /** All with this customer, by the CRM's id. Newest first. */
  ofRequester(bearer: string, requesterId: string): Promise<readonly ListedSession[]>;
  /** Before the customer has joined: the link and the code are void from now on. */
  cancel(bearer: string, id: string): Promise<void>;
  end(bearer: string, id: string): Promise<void>;
  /** The code before this one is void from now on. */
  newJoinCode(bearer: string, id: string): Promise<JoinCodeView>;
  newLiveCode(bearer: string, id: string): Promise<LiveCode>;
  /** How it went, after the end. */
  tellOutcome(bearer: string, id: string, told: TellOutcome): Promise<WriteBackView>;
  /** Tries again at once what is not in the CRM. */
  retryWriteBack(bearer: string, id: string): Promise<WriteBackView>;
}
