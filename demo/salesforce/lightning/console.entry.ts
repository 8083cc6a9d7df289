import { keepFresh } from '../../console/keep-fresh.ts';
import { resizeColumn } from '../../console/resize-column.ts';
import { sendReplies } from '../../console/send-replies.ts';
import { switchCases } from '../../console/switch-cases.ts';
import { hostPanel } from './panel-host.ts';

const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Handrail"]');
const separator = document.querySelector<HTMLElement>('[role="separator"]');
if (!frame || !separator) throw new Error('The console is not complete.');

const panel = hostPanel(frame);
switchCases(panel.caseChanged);
sendReplies();
keepFresh();
resizeColumn(separator);
