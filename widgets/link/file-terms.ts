import { FileTerms } from '../../protocol/http/file-terms.ts';
import { ask } from './site-api.ts';

/** How files go in this visitor's session at present; null when the server can't say. */
export const visitorFileTerms = async (
  origin: string,
  sessionId: string,
  bearer: string,
): Promise<FileTerms | null> => {
  const url = `${origin}/api/sessions/${sessionId}/visitor-file-terms`;
  const answer = await ask(FileTerms, 'GET', url, { bearer });
  return answer.type === 'value' ? answer.value : null;
};
