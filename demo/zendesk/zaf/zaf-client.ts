import * as v from 'valibot';
import { type FromApp, ToApp } from './messages.ts';

type Listener = (data: unknown) => void;
type Answer = Readonly<Record<string, unknown>>;

interface Waiting {
  resolve(answer: Answer): void;
  reject(why: Error): void;
}
type Request = Extract<FromApp, { id: string }>;
type WithoutId<T> = T extends unknown ? Omit<T, 'id' | 'appGuid'> : never;

interface Place {
  /** The help desk's origin: nothing is told to another, or heard from one. */
  readonly origin: string;
  readonly appGuid: string;
}

/**
 * The part of Zendesk's app framework that Handrail uses, with its names and answers.
 * https://developer.zendesk.com/api-reference/apps/apps-core-api/client_api/
 */
export class ZafClient {
  readonly #place: Place;
  readonly #listeners = new Map<string, Set<Listener>>();
  readonly #waiting = new Map<string, Waiting>();
  readonly #registered: Promise<{ context: Answer; metadata: Answer }>;
  #context: Answer = {};
  #lastId = 0;

  constructor(place: Place) {
    this.#place = place;
    this.#registered = new Promise((resolve) => {
      this.on('app.registered', (data) => resolve(data as { context: Answer; metadata: Answer }));
    });
    window.addEventListener('message', (event) => this.#hear(event));
    this.#tell({ type: 'zaf.hello', appGuid: place.appGuid });
  }

  /** Resolves with `{ [path]: value, errors: {} }`. Waits until the app is registered. */
  async get(paths: string | readonly string[]): Promise<Answer> {
    return this.#ask({ type: 'zaf.get', paths: typeof paths === 'string' ? [paths] : [...paths] });
  }

  async invoke(path: string, ...args: readonly unknown[]): Promise<Answer> {
    return this.#ask({ type: 'zaf.invoke', path, args: [...args] });
  }

  on(name: string, listener: Listener): void {
    this.#listeners.set(name, (this.#listeners.get(name) ?? new Set()).add(listener));
  }

  off(name: string, listener: Listener): void {
    this.#listeners.get(name)?.delete(listener);
  }

  has(name: string, listener: Listener): boolean {
    return this.#listeners.get(name)?.has(listener) ?? false;
  }

  /** Where the app is shown now. */
  async context(): Promise<Answer> {
    await this.#registered;
    return this.#context;
  }

  async metadata(): Promise<Answer> {
    return (await this.#registered).metadata;
  }

  async #ask(request: WithoutId<Request>): Promise<Answer> {
    await this.#registered;
    this.#lastId += 1;
    const id = String(this.#lastId);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#tell({ ...request, id, appGuid: this.#place.appGuid });
    });
  }

  #tell(message: FromApp): void {
    window.parent.postMessage(message, this.#place.origin);
  }

  #hear(event: MessageEvent): void {
    if (event.source !== window.parent || event.origin !== this.#place.origin) return;
    const { output: message, success } = v.safeParse(ToApp, event.data);
    if (!success) return;
    switch (message.type) {
      case 'zaf.registered': {
        const { context, metadata } = message;
        this.#context = context;
        this.#fire('app.registered', { context, metadata });
        break;
      }
      case 'zaf.happened':
        this.#context = message.context;
        this.#fire(message.name, message.data);
        break;
      case 'zaf.answered':
        this.#settle(message.id)?.resolve(message.result);
        break;
      case 'zaf.refused':
        this.#settle(message.id)?.reject(new Error(message.message));
        break;
    }
  }

  #settle(id: string): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  #fire(name: string, data: unknown): void {
    for (const listener of this.#listeners.get(name) ?? []) listener(data);
  }
}
