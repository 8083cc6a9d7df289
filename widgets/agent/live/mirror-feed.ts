import { type Api, ApiProblem } from '../../link/api.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import { MirrorGap } from '../../mirror/mirror-gap.ts';

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
      this.#needs.requestKeyframe();
      return;
    }
    if (!keyframe && this.hasPicture) return;
    this.hasPicture = true;
    this.#needs.changed();
  }

  /** Nothing that was shown may be seen any more, until the next keyframe. */
  hide(): void {
    this.hasPicture = false;
  }

  dispose(): void {
    this.mirror.dispose();
  }
}

interface AssetNeeds {
  readonly api: Api;
  readonly sessionId: string;
  readonly token: string;
}

/** Public assets of the visitor's page, through the server's proxy, each asked for once. */
export const assetLoader = ({ api, sessionId, token }: AssetNeeds): MirrorNeeds['loadAsset'] => {
  const asked = new Map<string, Promise<Blob | null>>();
  const load = async (url: string): Promise<Blob | null> => {
    const query = new URLSearchParams({ session: sessionId, url });
    try {
      return await api.blob(`/api/assets?${query}`, { bearer: token });
    } catch (error) {
      if (error instanceof ApiProblem) return null;
      throw error;
    }
  };
  return (url) => {
    const known = asked.get(url) ?? load(url);
    asked.set(url, known);
    return known;
  };
};
