import { setTimeout as wait } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';

/** A pointer is seen by the page as often as a screen is drawn. */
const frameMs = 16;
/** From one place to the next. */
const reachMs = 600;
const keyMs = 110;
const notchMs = 90;
const wheelPixels = 100;
/** Where somebody looks, in a window 720 pixels high. */
const comfortable = { from: 80, to: 520 };
/** A look at what came, where a person would read for much longer: nothing is recorded of that. */
const lookMs = 2_500;

/**
 * What somebody does who buys a tent: looks through lists, searches, reads about a product, fills the cart, goes to the checkout, forgets a field, and pays.
 * Seven pages, some twenty presses and forty notches of the wheel, 130 keys. Pointer, wheel and keys at a person's pace; only the reading is short, so that
 * what takes them some five minutes takes two.
 */
export const visitShop = async (page: Page, shop: string): Promise<void> => {
  const hand = new Hand(page);
  await hand.goTo(`${shop}/`);
  await browse(hand);
  await chooseTent(hand);
  await order(hand);
};

const browse = async (hand: Hand): Promise<void> => {
  const { page } = hand;
  await hand.wheel(8);
  await hand.reach(page.locator('.card').nth(4));
  await hand.wheel(-8);
  await hand.press(page.getByRole('link', { name: 'Clothing' }));
  await hand.reach(page.locator('.card').first());
  await hand.wheel(4);
  await hand.press(page.getByRole('link', { name: 'All', exact: true }));
  await hand.type(page.locator('.search input'), 'tent');
  await page.getByRole('heading', { name: 'Results for “tent”' }).waitFor();
};

const chooseTent = async (hand: Hand): Promise<void> => {
  const { page } = hand;
  await hand.press(page.getByRole('link', { name: 'Larch 2 tent' }).first());
  await page.getByRole('heading', { level: 1, name: 'Larch 2 tent' }).waitFor();
  await hand.reach(page.locator('dl'));
  await hand.wheel(5);
  await hand.type(page.locator('store-finder input'), 'Ke');
  await hand.wheel(-5);
  await hand.press(page.getByRole('button', { name: 'Add to cart: Larch 2 tent' }));
  await hand.press(page.getByRole('button', { name: 'Close the cart' }));
};

const order = async (hand: Hand): Promise<void> => {
  const { page } = hand;
  await hand.press(page.getByRole('button', { name: /^Cart/ }));
  await hand.press(page.getByRole('link', { name: 'To the checkout' }));
  await hand.type(page.locator('#name'), 'Robin Fields');
  await hand.type(page.locator('#email'), 'robin@fields.example');
  await hand.type(page.locator('#street'), '14 Quay Street');
  await hand.type(page.locator('#postcode'), 'BS1 4DB');
  await hand.press(page.getByRole('button', { name: 'Place order' }));
  await page.getByRole('alert').waitFor();
  await hand.type(page.locator('#city'), 'Bristol');
  await hand.press(page.getByText('Delivery options'));
  await page.locator('#country').selectOption({ index: 1 });
  await hand.type(page.locator('#note'), 'Please ring twice, the bell is quiet.');
  await hand.type(page.locator('#card'), '4111111111111111');
  await hand.type(page.locator('#expiry'), '04/29');
  await hand.type(page.locator('#cvc'), '123');
  await hand.press(page.getByRole('button', { name: 'Place order' }));
  await page.locator('[data-order-placed]').waitFor();
  await hand.look();
};

/** A person's hand on mouse and keyboard. */
class Hand {
  readonly page: Page;
  #at = { x: 640, y: 360 };

  constructor(page: Page) {
    this.page = page;
  }

  async goTo(address: string): Promise<void> {
    await this.page.goto(address);
    await this.look();
  }

  look(): Promise<void> {
    return wait(lookMs);
  }

  /** Notches of the wheel, down or up. */
  async wheel(notches: number): Promise<void> {
    for (let notch = 0; notch < Math.abs(notches); notch += 1) {
      await this.page.mouse.wheel(0, Math.sign(notches) * wheelPixels);
      await wait(notchMs);
    }
    await this.look();
  }

  /** Moves there: quick at first, slow at the end, not quite straight. */
  async reach(target: Locator): Promise<void> {
    const from = this.#at;
    const to = await this.#bringIntoView(target);
    const begun = performance.now();
    for (let part = 0; part < 1; await wait(frameMs)) {
      part = Math.min(1, (performance.now() - begun) / reachMs);
      const eased = 1 - (1 - part) ** 3;
      const bend = 24 * Math.sin(Math.PI * eased);
      await this.page.mouse.move(
        from.x + (to.x - from.x) * eased + bend,
        from.y + (to.y - from.y) * eased - bend,
      );
    }
    this.#at = to;
  }

  /** By the wheel, away from the edges: the banner is at one of them. */
  async #bringIntoView(target: Locator): Promise<{ readonly x: number; readonly y: number }> {
    for (let last = Number.NaN; ; await wait(notchMs)) {
      const box = await target.boundingBox();
      if (!box) throw new Error('There is nothing to point at.');
      const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
      if ((at.y > comfortable.from && at.y < comfortable.to) || at.y === last) return at;
      last = at.y;
      await this.page.mouse.wheel(0, at.y < comfortable.from ? -wheelPixels : wheelPixels);
      await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  }

  async press(target: Locator): Promise<void> {
    await this.reach(target);
    const { mouse } = this.page;
    await mouse.down();
    await wait(keyMs);
    await mouse.up();
    await this.look();
  }

  async type(field: Locator, text: string): Promise<void> {
    await this.press(field);
    await this.page.keyboard.type(text, { delay: keyMs });
  }
}
