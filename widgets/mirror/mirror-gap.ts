/** What arrived does not follow what was applied before: only a keyframe helps. */
export class MirrorGap extends Error {
  override readonly name = 'MirrorGap';
}
