import type { AppPackage } from './app-package.ts';
import { locationsOf, type Manifest } from './manifest.ts';

/** Sizes in pixels. https://developer.zendesk.com/documentation/apps/app-developer-guide/styling/ */
const squares = { 'assets/logo.png': 320, 'assets/logo-small.png': 128 } as const;
/** Places whose button shows an icon of the app's own. */
const iconOf: Readonly<Record<string, string>> = {
  top_bar: 'assets/icon_top_bar.svg',
  nav_bar: 'assets/icon_nav_bar.svg',
  ticket_editor: 'assets/icon_ticket_editor.svg',
};

export const checkIcons = (files: AppPackage, manifest: Manifest): readonly string[] => [
  ...Object.entries(squares).flatMap(([path, size]) => checkSquare(files.get(path), path, size)),
  ...[...files.keys()].filter((path) => path.endsWith('.svg')).flatMap((path) => checkSvg(files, path)),
  ...locationsOf(manifest).flatMap(([name]) => {
    const path = iconOf[name];
    return path === undefined ? [] : checkIcon(files, path);
  }),
];

const checkSquare = (file: Uint8Array | undefined, path: string, size: number): readonly string[] => {
  if (!file) return [`${path}: is missing`];
  const found = sizeOfPng(file);
  if (!found) return [`${path}: is no PNG`];
  return found.width === size && found.height === size
    ? []
    : [`${path}: is ${found.width} × ${found.height} pixels; ${size} × ${size} are asked for`];
};

const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** From the first chunk, which every PNG begins with. https://www.w3.org/TR/png-3/#11IHDR */
const sizeOfPng = (file: Uint8Array): { readonly width: number; readonly height: number } | null => {
  if (file.length < 24 || pngStart.some((byte, index) => file[index] !== byte)) return null;
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20) };
};

const textOf = (files: AppPackage, path: string): string => new TextDecoder().decode(files.get(path));

// Zendesk takes such parts out by itself, and then the icon is another one than ours.
const unsafe =
  /<(?:script|foreignObject|image|iframe|style)\b|\son\w+\s*=|(?:href|src)\s*=\s*["'](?!#)|<!ENTITY/i;

const checkSvg = (files: AppPackage, path: string): readonly string[] =>
  unsafe.test(textOf(files, path)) ? [`${path}: has more in it than shapes`] : [];

const checkIcon = (files: AppPackage, path: string): readonly string[] => {
  if (!files.has(path)) return [`${path}: is missing`];
  const svg = textOf(files, path);
  const holders = svg.match(/<symbol\b[^>]*>/g) ?? svg.match(/<svg\b[^>]*>/g) ?? [];
  return [
    ...(holders.every((tag) => /\sviewBox="/.test(tag)) ? [] : [`${path}: has a symbol without viewBox`]),
    ...(svg.includes('<symbol') && !/<symbol\b[^>]*\sid="default"/.test(svg)
      ? [`${path}: has no symbol “default”`]
      : []),
  ];
};
