import { msg } from '@lit/localize';
import type { FileRefusal } from '../../../protocol/file-transfer.ts';
import type { FileView } from '../../transfer/file-way.ts';

/** What becomes of a file, as a sentence for the agent: the same for as long as nothing else happens to it. */
export const fileStateText = ({ state, direction }: FileView): string => {
  switch (state.name) {
    case 'preparing':
      return msg('Being read');
    case 'offered':
      return msg('The customer decides whether to take it.');
    case 'asked':
      return msg('The customer wants to send you this file.');
    case 'moving':
      return movingText(state.paused);
    case 'checking':
      return msg('Being checked…');
    case 'done':
      return direction === 'out' ? msg('The customer has it.') : msg('Received. Save it to keep it.');
    case 'ended':
      return endedText(state.by, state.because);
  }
};

const movingText = (paused: 'here' | 'there' | 'connection' | null): string => {
  switch (paused) {
    case null:
      return msg('On its way');
    case 'here':
      return msg('Paused.');
    case 'there':
      return msg('The customer has paused it.');
    case 'connection':
      return msg('Waiting for the connection. It goes on by itself.');
  }
};

const endedText = (by: 'here' | 'there', because: FileRefusal): string => {
  switch (because) {
    case 'person':
      return by === 'here' ? msg('Canceled.') : msg('The customer does not want it.');
    case 'empty':
      return msg('This file is empty.');
    case 'too_large':
      return msg('This file is larger than your company allows.');
    case 'blocked_type':
      return msg('Your company does not allow files of this type.');
    case 'not_offered':
      return msg('Files can’t be sent in this session.');
    case 'unreadable':
      return msg('This file can’t be read any more, or was changed meanwhile.');
    case 'left':
      return msg('The customer went to another page before all of it was sent.');
    case 'no_room':
      return by === 'here'
        ? msg('There is no room for it on this computer.')
        : msg('There is no room for it on the customer’s device.');
    case 'damaged':
      return msg('What arrived is not what was sent. It was thrown away: send it again.');
    case 'infected':
      return msg('Malware was found in it. It was thrown away.');
    case 'scan_unavailable':
      return msg('It can’t be checked for malware at present. Try again later.');
    case 'server':
      return msg('Handrail does not take it at present. Try again later.');
  }
};

/** How much of it has gone. */
export const percentText = (done: number, bytes: number): string =>
  new Intl.NumberFormat(document.documentElement.lang || 'en', { style: 'percent' }).format(
    bytes === 0 ? 1 : done / bytes,
  );
