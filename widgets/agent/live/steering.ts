import { type InputAction, type InputBody, type Modifiers, noModifiers } from '../../../protocol/input.ts';
import { eachFrame } from './each-frame.ts';
import type { OnPage } from './on-page.ts';
import type { PagePoint } from './page-point.ts';

interface SteeringNeeds {
  readonly onPage: OnPage;
  send(body: InputBody): void;
}

interface Turn {
  readonly point: PagePoint;
  readonly deltaX: number;
  readonly deltaY: number;
}

const longestText = 4096;

/** Acts on the customer's page, as (node, offset): what is not captured can't be acted on. */
export class Steering {
  readonly #needs: SteeringNeeds;
  readonly #moveSoon: (point: PagePoint) => void;
  readonly #scrollSoon: (turn: Turn) => void;
  #turned = { deltaX: 0, deltaY: 0 };

  constructor(needs: SteeringNeeds) {
    this.#needs = needs;
    this.#moveSoon = eachFrame((point) => this.#move(point));
    this.#scrollSoon = eachFrame(({ point }) => this.#scroll(point));
  }

  move(point: PagePoint): void {
    this.#moveSoon(point);
  }

  click(point: PagePoint, count: 1 | 2, modifiers: Modifiers): void {
    const at = this.#needs.onPage.locate(point);
    if (at) this.#act({ type: 'click', at, count, modifiers });
  }

  /** All that the wheel turned within a frame is one scroll. */
  scroll(turn: Turn): void {
    const { deltaX, deltaY } = this.#turned;
    this.#turned = { deltaX: deltaX + turn.deltaX, deltaY: deltaY + turn.deltaY };
    this.#scrollSoon(turn);
  }

  key(key: string, code: string, modifiers: Modifiers = noModifiers): void {
    this.#act({ type: 'key', key, code: code || key, modifiers });
  }

  text(text: string): void {
    for (let start = 0; start < text.length; start += longestText) {
      this.#act({ type: 'text', text: text.slice(start, start + longestText) });
    }
  }

  choose(node: number, options: readonly number[]): void {
    this.#act({ type: 'choose', node, options: [...options] });
  }

  #move(point: PagePoint): void {
    const at = this.#needs.onPage.locate(point);
    if (at) this.#act({ type: 'move', at });
  }

  #scroll(point: PagePoint): void {
    const at = this.#needs.onPage.locate(point);
    const turned = this.#turned;
    this.#turned = { deltaX: 0, deltaY: 0 };
    if (at) this.#act({ type: 'scroll', at, ...turned });
  }

  #act(action: InputAction): void {
    const page = this.#needs.onPage.page();
    if (page) this.#needs.send({ page, action });
  }
}
