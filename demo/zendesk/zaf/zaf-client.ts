import * as v from 'valibot';
import { eventNames } from './events.ts';
import { type Asked, type FromApp, ToApp } from './messages.ts';

type Listener = (data: unknown) => void;
type Answer = Readonly<Record<string, unknown>>;

interface Waiting {
  resolve(answer: Answer): void;
  reject(why: Error): void;
}
type Unaddressed<T> = T extends unknown ? Omit<T, 'id' | 'appGuid' | 'instanceGuid'> : never;

interface Place {
  /** The help desk's origin: nothing is told to another, or heard from one. */
  readonly origin: string;
  readonly appGuid: string;
}

/** What one frame of an app can ask of another one. */
type OtherInstance = Pick<ZafClient, 'get' | 'set' | 'invoke'>;

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
    return this.#get(this.#place.appGuid, paths);
  }

  async set(path: string, value: unknown): Promise<Answer> {
    return this.#ask(this.#place.appGuid, { type: 'zaf.set', path, value });
  }

  async invoke(path: string, ...args: readonly unknown[]): Promise<Answer> {
    return this.#ask(this.#place.appGuid, { type: 'zaf.invoke', path, args: [...args] });
  }

  /** Another frame of the same app, by the guid that `instances` tells. */
  instance(guid: string): OtherInstance {
    return {
      get: (paths) => this.#get(guid, paths),
      set: (path, value) => this.#ask(guid, { type: 'zaf.set', path, value }),
      invoke: (path, ...args) => this.#ask(guid, { type: 'zaf.invoke', path, args: [...args] }),
    };
  }

  /** @throws on a name that the framework doesn't have: stricter than the real one. */
  on(name: string, listener: Listener): void {
    if (!eventNames.has(name)) throw new Error(`There is no event ${name}.`);
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

  #get(guid: string, paths: string | readonly string[]): Promise<Answer> {
    return this.#ask(guid, { type: 'zaf.get', paths: typeof paths === 'string' ? [paths] : [...paths] });
  }

  async #ask(instanceGuid: string, request: Unaddressed<Asked>): Promise<Answer> {
    await this.#registered;
    this.#lastId += 1;
    const id = String(this.#lastId);
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#tell({ ...request, id, instanceGuid, appGuid: this.#place.appGuid });
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
