/** A recording's bytes are not what a recording is made of: they were cut off or changed. */
export class RecordingDamaged extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RecordingDamaged';
  }
}
