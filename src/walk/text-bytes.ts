/**
 * Texts of Latin-1 characters as bytes, one a character: names of primaries, of streams and of files in /proc.
 *
 * A loop: each start needs a few short ones, which takes less than to set up a TextEncoder.
 */

export function textBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}
