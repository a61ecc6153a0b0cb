import { t } from '../../base/l10n.js';
import { UserError } from '../../model/errors.js';

/** The address in its normal form, if it is one a browser may be sent to. Throws `UserError` for any other. */
export function webAddress(address: string): string {
  const url = URL.parse(address);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username || url.password) {
    throw new UserError(
      'url.refused',
      t('The platform gives an address that is not opened: only http and https without a user name are.'),
    );
  }
  return url.href;
}
