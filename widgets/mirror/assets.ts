interface AssetNeeds {
  loadAsset(url: string): Promise<Blob | null>;
}

/** Public files of the visitor's page, as `blob:` addresses: the mirror itself makes no request. */
export interface Assets {
  /** The address to show instead: null when it can't be had; undefined when it is not here yet. */
  addressOf(url: string): string | null | undefined;
  /** The text of a style sheet: likewise. */
  textOf(url: string): string | null | undefined;
  /** Settles when all of these are here, or can't be had. */
  load(urls: readonly string[], kind: 'file' | 'text'): Promise<void>;
  /** What is behind one of these addresses; null when it is none, or none any more. */
  blobAt(address: string): Blob | null;
  dispose(): void;
}

/** A page that names more has the oldest fetched again. */
const mostKept = 2_000;

export const createAssets = ({ loadAsset }: AssetNeeds): Assets => {
  const addresses = new Map<string, string | null>();
  const texts = new Map<string, string | null>();
  const blobs = new Map<string, Blob>();
  const loading = new Map<string, Promise<void>>();

  const take = async (url: string, kind: 'file' | 'text'): Promise<void> => {
    const blob = await loadAsset(url);
    if (kind === 'text') texts.set(url, blob === null ? null : await blob.text());
    else addresses.set(url, blob === null ? null : addressFor(blob));
    if (texts.size > mostKept) takeOldest(texts);
    const old = addresses.size > mostKept ? takeOldest(addresses) : null;
    if (old) forget(old);
  };
  const addressFor = (blob: Blob): string => {
    const address = URL.createObjectURL(blob);
    blobs.set(address, blob);
    return address;
  };
  const forget = (address: string): void => {
    URL.revokeObjectURL(address);
    blobs.delete(address);
  };
  const loadOne = (url: string, kind: 'file' | 'text'): Promise<void> => {
    if ((kind === 'text' ? texts : addresses).has(url)) return Promise.resolve();
    const key = `${kind} ${url}`;
    const known = loading.get(key);
    if (known) return known;
    const started = take(url, kind).finally(() => loading.delete(key));
    loading.set(key, started);
    return started;
  };

  return {
    addressOf: (url) => addresses.get(url),
    textOf: (url) => texts.get(url),
    load: async (urls, kind) => {
      await Promise.all(urls.map((url) => loadOne(url, kind)));
    },
    blobAt: (address) => blobs.get(address) ?? null,
    dispose: () => {
      for (const address of addresses.values()) if (address) forget(address);
      addresses.clear();
      texts.clear();
    },
  };
};

const takeOldest = (known: Map<string, string | null>): string | null => {
  for (const [url, value] of known) {
    known.delete(url);
    return value;
  }
  return null;
};
