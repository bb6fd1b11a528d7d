/**
 * How many columns of a terminal a text takes: 2 for wide characters, none for those that join the one before, else 1.
 *
 * As wcwidth(3) counts in C.UTF-8: East Asian wide and full-width characters and emoji that are pictures by default are wide (Unicode
 * Standard Annex 11). In: text that is printable. Control characters count as nothing.
 */

/** Made at first use: V8 takes a while to look the classes up. */
let patterns: { readonly zeroWidth: RegExp; readonly wide: RegExp } | null = null;

function makePatterns(): { readonly zeroWidth: RegExp; readonly wide: RegExp } {
  return {
    // Marks that combine, format characters, the medial and final letters of Hangul syllables, controls.
    zeroWidth: /[\p{Mn}\p{Me}\p{Cf}\p{Cc}\u1160-\u11ff\ud7b0-\ud7ff]/u,
    wide: /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{16fe0}-\u{1b2ff}\u{1f200}-\u{1f265}\u{20000}-\u{3fffd}]|(?![\u{1f1e6}-\u{1f1ff}])\p{Emoji_Presentation}/u,
  };
}

/** A soft hyphen is shown. */
const SOFT_HYPHEN = '\u00ad';

export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (character >= ' ' && character <= '~') width++;
    else if (character === SOFT_HYPHEN) width++;
    else width += widthOutsideAscii(character);
  }
  return width;
}

function widthOutsideAscii(character: string): number {
  patterns ??= makePatterns();
  if (patterns.zeroWidth.test(character)) return 0;
  return patterns.wide.test(character) ? 2 : 1;
}
