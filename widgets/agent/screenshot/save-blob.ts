/** Saves bytes on this computer, as the browser does with downloads. */
export const saveBlob = (blob: Blob, name: string): void => {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun with it by then; the bytes stay for as long as it reads.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
};
