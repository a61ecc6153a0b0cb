import type { Attention } from '../../model/live.js';

/**
 * How closely a window is looked at. `isInSight`: something that shows the picture is on the screen. The status bar always
 * is, so in a window with the focus the picture grows no older than in one that is seen from the side.
 */
export function attentionOf(isInSight: boolean, hasFocus: boolean): Attention {
  if (isInSight && hasFocus) return 'full';
  return isInSight || hasFocus ? 'background' : 'none';
}
