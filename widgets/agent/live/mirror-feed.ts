import { type Api, ApiProblem } from '../../link/api.ts';
import type { BoundBearer } from '../../link/proof-key.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { MirrorGap } from '../../mirror/mirror-gap.ts';
import { wait } from '../wait.ts';

export interface Size {
  readonly width: number;
  readonly height: number;
}

interface MirrorFeedNeeds {
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
  readonly frame: HTMLIFrameElement;
  readonly loadAsset: MirrorNeeds['loadAsset'];
  /** What arrived can't be applied: the whole page is needed again. */
  requestKeyframe(): void;
  /** There is a picture now, none any more, or it has another size. */
  changed(): void;
}

/** Feeds what the visitor's browser sends into the mirror, in the task it arrives in. */
export class MirrorFeed {
  /** The visitor's viewport in CSS pixels. */
  size: Size = { width: 1280, height: 720 };
  hasPicture = false;
  readonly mirror: Mirror;
  readonly #needs: MirrorFeedNeeds;
  /** Keyframes in a row that could not be shown whole. */
  #gaps = 0;
  #asking: ReturnType<typeof setTimeout> | undefined;

  constructor(needs: MirrorFeedNeeds) {
    this.#needs = needs;
    this.mirror = needs.createMirror({
      frame: needs.frame,
      loadAsset: needs.loadAsset,
      onSize: (size) => {
        this.size = size;
        needs.changed();
      },
    });
  }

  apply(body: Uint8Array, keyframe: boolean): void {
    try {
      this.mirror.apply(body, { keyframe });
    } catch (error) {
      if (!(error instanceof MirrorGap)) throw error;
      this.#askAgain();
      return;
    }
    if (keyframe) this.#gaps = 0;
    if (!keyframe && this.hasPicture) return;
    this.hasPicture = true;
    this.#needs.changed();
  }

  /** Nothing that was shown may be seen any more, until the next keyframe. */
  hide(): void {
    this.hasPicture = false;
  }

  dispose(): void {
    clearTimeout(this.#asking);
    this.mirror.dispose();
  }

  /** At once the first time; a page that no mirror can show is not asked for as fast as the network goes. */
  #askAgain(): void {
    clearTimeout(this.#asking);
    const afterMs = this.#gaps === 0 ? 0 : Math.min(30_000, 250 * 2 ** this.#gaps);
    this.#gaps += 1;
    this.#asking = setTimeout(() => this.#needs.requestKeyframe(), afterMs);
  }
}

interface AssetNeeds {
  readonly api: Api;
  readonly sessionId: string;
  readonly token: string | BoundBearer;
}

/** How long to wait before an asset that could not be had is asked for again. */
const askAgainAfterMs = [1_000, 4_000, 16_000] as const;

/** Public assets of the visitor's page, through the server's proxy. Null for what is refused, and for what fails again and again. */
export const assetLoader =
  ({ api, sessionId, token }: AssetNeeds): MirrorNeeds['loadAsset'] =>
  async (url) => {
    const query = new URLSearchParams({ session: sessionId, url });
    for (let attempt = 0; ; attempt += 1) {
      try {
        return await api.blob(`/api/assets?${query}`, { bearer: token });
      } catch (error) {
        if (!(error instanceof ApiProblem)) throw error;
        const again = canPass.has(error.code) ? askAgainAfterMs[attempt] : undefined;
        if (again === undefined) return null;
        await wait(Math.max(again, (error.retryAfter ?? 0) * 1000));
      }
    }
  };

const canPass: ReadonlySet<ApiProblem['code']> = new Set([
  'offline',
  'unavailable',
  'asset_unavailable',
  'rate_limited',
]);
