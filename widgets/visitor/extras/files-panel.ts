import type { FileDesk } from '../../transfer/file-desk.ts';
import type { FileView } from '../../transfer/file-way.ts';
import type { ExtrasNeeds } from '../extras.ts';
import { dress } from './dress.ts';
import { createFileRow, type FileRow } from './file-row.ts';
import { filesStyles } from './files-styles.ts';
import type { FilesTexts } from './files-texts.ts';

interface FilesPanelNeeds extends Pick<ExtrasNeeds, 'natives'> {
  readonly slot: HTMLElement;
  readonly texts: FilesTexts;
  readonly desk: FileDesk;
}

/** The files on their way, in the banner. */
export interface FilesPanel {
  show(views: readonly FileView[]): void;
  /** Lets the visitor choose a file; within their own press. */
  choose(): void;
  remove(): void;
}

export const createFilesPanel = ({ natives, slot, texts, desk }: FilesPanelNeeds): FilesPanel => {
  const panel = document.createElement('div');
  panel.className = 'files';
  const input = document.createElement('input');
  input.type = 'file';
  panel.append(input);
  slot.append(panel);
  dress(slot, filesStyles);
  const rows = new Map<string, FileRow>();

  natives.listen(input, 'change', () => {
    if (input.files) void desk.offer(input.files);
    input.value = '';
  });
  natives.listen(input, 'cancel', () => {
    desk.dropRequest();
    desk.dropLeftBehind();
  });

  const rowOf = ({ id, name }: FileView): FileRow => {
    const known = rows.get(id);
    if (known) return known;
    const row = createFileRow({
      natives,
      texts,
      pause: (paused) => desk.wayOf(id)?.pause(id, paused),
      cancel: () => desk.wayOf(id)?.cancel(id),
      save: () => void save(desk, id, name),
      close: () => desk.dismiss(id),
    });
    rows.set(id, row);
    panel.append(row.element);
    return row;
  };
  return {
    show(views) {
      for (const view of views) rowOf(view).show(view);
      for (const [id, row] of rows) {
        if (views.some((view) => view.id === id)) continue;
        row.element.remove();
        rows.delete(id);
      }
    },
    choose: () => input.click(),
    remove: () => panel.remove(),
  };
};

const save = async (desk: FileDesk, id: string, name: string): Promise<void> => {
  const content = await desk.take(id);
  if (!content) return;
  const link = document.createElement('a');
  // Whatever it is, it is saved and not opened.
  link.href = URL.createObjectURL(new Blob([content], { type: 'application/octet-stream' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
};
