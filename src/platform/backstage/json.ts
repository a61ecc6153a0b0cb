import { t } from '../../base/l10n.js';
import { PlatformError } from '../../model/errors.js';
import { isObject, type Json } from '../json.js';

export { isObject, objectAt, objectsAt, textAt, textsAt, type Json } from '../json.js';

/** The object that an answer is. Throws `PlatformError` `not-a-platform`. */
export function demandObject(value: unknown): Json {
  if (isObject(value)) return value;
  throw misfit();
}

/** The list that an answer is. Throws `PlatformError` `not-a-platform`. */
export function demandList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw misfit();
}

export function misfit(): PlatformError {
  return new PlatformError(
    'not-a-platform',
    t('The answer is not one of Backstage. Check the URL: it is that of the backend.'),
  );
}
