import { type Context, refuse } from '../core/context.ts';
import type { Payment } from './deliveryPace.ts';

/**
 * Does a whole command once all that others will hear of it is paid for, which may be now. Until then nothing of it is
 * done or answered: `action` looks up again what it needs, and a refusal is answered as it would be at once.
 */
export function whenPaid(context: Context, payments: readonly Payment[], action: () => void): void {
  const { relay, session } = context;
  const unpaid = payments.filter(payment => !relay.deliveryPace.pay(session, payment));
  if (unpaid.length === 0) {
    action();
    return;
  }
  const label = session.deferResponse();
  relay.deliveryPace.whenPaid(session, unpaid, () => {
    if (label !== undefined) session.beginResponse(label);
    try {
      action();
    } catch (error) {
      refuse(context, error);
    }
    session.finishResponse();
  });
}
