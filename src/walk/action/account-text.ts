/**
 * A file's owner as text: the account's name, or its number where there is no such account or it cannot be found out.
 *
 * In: what `Accounts` of src/ioq answered, and the id. Out: bytes in a sink.
 */

import type { Accounts } from '../../ioq/accounts.ts';
import type { ByteSink } from './byte-sink.ts';

export function appendAccount(name: ReturnType<Accounts['userName']>, id: number, sink: ByteSink): void {
  if (name === null || typeof name === 'number') sink.appendDecimal(id);
  else sink.append(name);
}
