return {unhold() and 'RELEASED' or 'NO_HOLD'}
