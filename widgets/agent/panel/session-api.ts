import type {
  JoinCodeView,
  ListedSession,
  LiveCode,
  SessionStarted,
  SessionView,
  StartSession,
} from '../../../protocol/http/sessions.ts';
import type { TellOutcome, WriteBackView } from '../../../protocol/http/write-back.ts';
import type { BoundBearer } from '../../link/proof-key.ts';

/** The server's part of an agent's sessions. Every call rejects with an `ApiProblem`, whose code is `offline` without a network. */
export interface SessionApi {
  start(bearer: BoundBearer, asked: StartSession): Promise<SessionStarted>;
  find(bearer: BoundBearer, id: string): Promise<SessionView>;
  /** Null: the agent's own that are on no case. Newest first. */
  ofCase(bearer: BoundBearer, caseId: string | null): Promise<readonly ListedSession[]>;
  /** All that go on: the agent's own, or the team's. Newest first. */
  live(bearer: BoundBearer): Promise<readonly ListedSession[]>;
  /** All with this customer, by the CRM's id. Newest first. */
  ofRequester(bearer: BoundBearer, requesterId: string): Promise<readonly ListedSession[]>;
  /** Before the customer has joined: the link and the code are void from now on. */
  cancel(bearer: BoundBearer, id: string): Promise<void>;
  end(bearer: BoundBearer, id: string): Promise<void>;
  /** The code before this one is void from now on. */
  /** How it went, after the end. */
  tellOutcome(bearer: BoundBearer, id: string, told: TellOutcome): Promise<WriteBackView>;
  /** Tries again at once what is not in the CRM. */
  retryWriteBack(bearer: BoundBearer, id: string): Promise<WriteBackView>;
  newJoinCode(bearer: BoundBearer, id: string): Promise<JoinCodeView>;
  newLiveCode(bearer: BoundBearer, id: string): Promise<LiveCode>;
}
