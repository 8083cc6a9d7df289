import type { PointerBody } from '../../../protocol/pointer.ts';
import { eachFrame } from './each-frame.ts';
import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';

interface PointingNeeds {
  readonly onPage: OnPage;
  send(body: PointerBody): void;
}

/** Shows the customer where the agent's pointer is. */
export class Pointing {
  readonly #needs: PointingNeeds;
  readonly #tell: (where: { readonly point: PagePoint | null; readonly pressed: boolean }) => void;

  constructor(needs: PointingNeeds) {
    this.#needs = needs;
    this.#tell = eachFrame(({ point, pressed }) => this.#send(point, pressed));
  }

  move(point: PagePoint, pressed: boolean): void {
    this.#tell({ point, pressed });
  }

  /** The pointer has left the picture, or the agent has stopped pointing. */
  leave(): void {
    this.#tell({ point: null, pressed: false });
  }

  #send(point: PagePoint | null, pressed: boolean): void {
    const { onPage, send } = this.#needs;
    const page = onPage.page();
    if (page) send({ page, at: point && onPage.locate(point), pressed });
  }
}
