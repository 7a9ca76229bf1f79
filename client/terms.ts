/** Drawn from hoeder/clocks/law/ by `python -m tools.documents`. */

export const OVERRIDE_WAIT_DAYS = 7;
export const CONSENT_DAYS = 90;
export const CONSENT_USUAL_DAYS = 30;
export const NEXT_FEEDBACK_MONTHS = 3;
