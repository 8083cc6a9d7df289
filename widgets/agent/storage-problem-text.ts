import { msg } from '@lit/localize';
import type { Refusal } from './refusal.ts';

/** Why something of a session could not be kept, sent or shown, and what to do about it. Null for other refusals. */
export const storageProblemText = ({ code }: Pick<Refusal, 'code'>): string | null => {
  switch (code) {
    case 'storage_unavailable':
      return msg('The storage doesn’t answer. Handrail keeps trying; nothing is lost.');
    case 'storage_refused':
      return msg('The storage refuses Handrail. An administrator should check its key and permissions.');
    case 'storage_full':
      return msg('The storage is full.');
    case 'spool_full':
      return msg(
        'This server has no room to keep anything more. The session goes on. Tell an administrator.',
      );
    case 'region_refused':
      return msg('It would leave the region that your data is bound to.');
    case 'artifact_missing':
      return msg('It is not there any more.');
    case 'artifact_changed':
      return msg('It changed while it was being sent. Try again.');
    case 'artifact_too_large':
    case 'payload_too_large':
      return msg('It is larger than your organization allows.');
    case 'artifact_damaged':
      return msg('It was changed where it is kept, so it is not shown.');
    case 'artifact_deleted':
      return msg('It was deleted.');
    case 'range_invalid':
      return msg('It has no such part.');
    case 'key_not_here':
      return msg('It is sealed under your organization’s own key, which this server doesn’t have.');
    case 'recording_unavailable':
      return msg('Recording is not possible now. The session goes on.');
    default:
      return fileProblemText(code);
  }
};

const fileProblemText = (code: Refusal['code']): string | null => {
  switch (code) {
    case 'file_name_refused':
      return msg('This file’s name can’t be used.');
    case 'file_type_refused':
      return msg('Files of this kind are not taken, or it isn’t what its name says.');
    case 'file_empty':
      return msg('This file is empty.');
    case 'file_infected':
      return msg('A virus was found in this file. It was deleted.');
    case 'scan_unavailable':
      return msg('The file could not be scanned for viruses, so it was not passed on. Try again later.');
    case 'length_wrong':
    case 'hash_wrong':
      return msg('The file did not arrive as it was sent. Try again.');
    case 'part_taken':
    case 'part_out_of_order':
      return msg('The file was sent twice at once. Start again.');
    case 'upload_expired':
      return msg('Sending took too long. Start again.');
    default:
      return null;
  }
};
