import { Readable } from 'node:stream';
import type { Crm, FileSource } from '../crm/crm.ts';
import { caseClosed, caseNotFound } from '../crm/refusals.ts';
import type { ArtifactStorage, ObjectSource } from './artifact-storage.ts';
import { type CheckedContent, checkedContent } from './checked-content.ts';
import { crmProblem } from './crm-problem.ts';
import { checkKey } from './storage-key.ts';

/** One case, as one agent sees it. */
export interface CaseFilesNeeds {
  readonly crm: Pick<Crm, 'findCase' | 'putFileOnce' | 'readFile' | 'removeFile'>;
  readonly caseId: string;
}

interface Kind {
  /** Whether a case that is closed takes files still. */
  readonly closedTakesFiles: boolean;
}

/** What the two CRMs' storages have in common. Their region is where the CRM keeps its data: that it doesn't say. */
export const caseFiles = (
  { crm, caseId }: CaseFilesNeeds,
  { closedTakesFiles }: Kind,
): Omit<ArtifactStorage, 'kind'> => ({
  region: null,
  put: async (object, signal) => {
    signal?.throwIfAborted();
    const { file, contents } = fileOf(object, signal);
    try {
      const { id, url } = await crm.putFileOnce(caseId, file);
      return { ref: id, url };
    } catch (error) {
      const unread = contents.find(({ failure }) => failure !== null)?.failure;
      throw unread ? unread.error : crmProblem(error);
    }
  },
  read: async (ref, range) => {
    const content = await crm.readFile(ref, range).catch(rethrown);
    const readable = Readable.from(translated(content), { objectMode: false });
    // Given up before it was read, it has not begun with the content.
    readable.once('close', () => content.destroy());
    return readable;
  },
  remove: (ref) => crm.removeFile(caseId, ref).catch(rethrown),
  list: null,
  check: async () => {
    const found = await crm.findCase(caseId).catch(rethrown);
    if (!found) throw caseNotFound();
    if (found.closed && !closedTakesFiles) throw caseClosed();
  },
});

const rethrown = (error: unknown): never => {
  throw crmProblem(error);
};

/** The file, and what was read of it at each try. */
const fileOf = (object: ObjectSource, signal: AbortSignal | undefined) => {
  const contents: CheckedContent[] = [];
  const file: FileSource = {
    ...object,
    name: withoutMarkers(object.name),
    externalId: externalIdOf(object.key),
    open: async () => {
      const content = checkedContent(object, signal);
      contents.push(content);
      return Readable.from(content, { objectMode: false });
    },
  };
  return { file, contents };
};

/** The artifact's id alone: the key has the session's, too, by which the session's note is found. */
const externalIdOf = (key: string): string => checkKey(key).slice(key.lastIndexOf('/') + 1);

/** A note is found by the id of its session: a file that is called so must not be taken for it. */
const withoutMarkers = (name: string): string => name.replaceAll(/(ses|out|art)_(?=[\w-]{22})/g, '$1 ');

async function* translated(content: Readable): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of content) yield chunk;
  } catch (error) {
    throw crmProblem(error);
  }
}
