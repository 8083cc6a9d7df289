import { writeFileContent } from '../../../protocol/file-content.ts';
import type { FileMessage } from '../../../protocol/file-transfer.ts';
import { memorySink, type OpenSink } from '../../../widgets/transfer/file-sink.ts';
import type { FileView } from '../../../widgets/transfer/file-way.ts';
import { SealedWay } from '../../../widgets/transfer/sealed-way.ts';

type Parcel =
  | { readonly kind: 'chat'; readonly message: FileMessage }
  | { readonly kind: 'file'; readonly body: Uint8Array };

interface End {
  readonly way: SealedWay;
  readonly number: number;
  readonly box: Parcel[];
}

/** What happens to a parcel on its way: `lost` is possible for kind `file` alone, as at a relay that has just heard of a withdrawal. */
export type Fate = 'arrives' | 'lost' | 'broken';

/** Two ends with a link between them that can break at any parcel: then all that is under way is lost, and both learn it. */
export const joinWays = (
  options: { readonly fate?: (parcel: Parcel) => Fate; readonly openSink?: OpenSink } = {},
) => {
  const { fate = () => 'arrives', openSink = async () => memorySink() } = options;
  let connected = true;
  let granted = true;
  const sent: Parcel[] = [];
  const end = (number: number): End => {
    const box: Parcel[] = [];
    const put = (parcel: Parcel): boolean => {
      if (!connected) return false;
      box.push(parcel);
      sent.push(parcel);
      return true;
    };
    const way = new SealedWay({
      say: (message) => put({ kind: 'chat', message }),
      sendContent: (body) => put({ kind: 'file', body }),
      mayCarry: () => granted,
      changed: () => undefined,
      openSink,
      now: () => 0,
      wait: async () => undefined,
    });
    return { way, number, box };
  };
  const [agent, visitor] = [end(1), end(2)];
  const other = (one: End): End => (one === agent ? visitor : agent);

  const deliver = (from: End) => {
    const parcel = from.box.shift();
    if (!parcel) return;
    const what = fate(parcel);
    if (what === 'broken') return breakOff();
    if (what === 'lost' && parcel.kind === 'file') return blink();
    const to = other(from).way;
    if (parcel.kind === 'file') return to.take(parcel.body, from.number);
    if (parcel.message.type === 'files.resumed') return to.resume();
    to.hear(parcel.message, from.number);
  };
  const setGranted = (is: boolean): void => {
    granted = is;
    for (const { way } of [agent, visitor]) way.look();
  };
  /** The grant was taken back, and given again. */
  const blink = (): void => {
    setGranted(false);
    setGranted(true);
  };
  const breakOff = (): void => {
    connected = false;
    for (const { box, way } of [agent, visitor]) {
      box.length = 0;
      way.disconnected();
    }
  };
  /** As at the live view's end: its keys are in force, and it says so. */
  const mend = (): void => {
    connected = true;
    agent.way.resume();
    agent.box.push({ kind: 'chat', message: { type: 'files.resumed' } });
  };

  return {
    agent,
    visitor,
    sent,
    breakOff,
    setGranted,
    /** Lets everything arrive, mending what breaks, until this holds; `until` is asked after each round. */
    run: async (until: () => boolean): Promise<void> => {
      for (let round = 0; !until(); round += 1) {
        if (round > 200_000)
          throw new Error(`Never so: ${JSON.stringify([agent.way.views, visitor.way.views])}`);
        if (!connected) mend();
        deliver(agent);
        deliver(visitor);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    },
  };
};

export const onlyView = ({ way }: End): FileView => {
  const [view] = way.views;
  if (!view || way.views.length !== 1) throw new Error(`There are ${way.views.length} files.`);
  return view;
};

export const pieceOf = (id: string, offset: number, bytes: Uint8Array): Uint8Array =>
  writeFileContent({ type: 'piece', id, offset, bytes });
